// Where this device is, as far as it tells. Asked only when somebody needs it.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "core/cases/case.h"
#include "web/app/lifeline.h"
#include "web/app/ports.h"

namespace gezhi::app {

struct Position {
  PointE7 point;
  std::uint32_t accuracy_m = 0;  // at least 1
};
// For who looks in every frame whether it has come.
using AskedPosition = std::shared_ptr<const std::optional<Result<Position>>>;

class MyPosition {
 public:
  explicit MyPosition(const Ports& ports) : ports_(ports) {}
  ~MyPosition() { ports_.location.stop(); }

  // The last one that it gave, however old; nothing is asked.
  std::optional<PointE7> last() const;
  // The same; asks again when it is older than a minute.
  std::optional<PointE7> here();
  std::uint32_t accuracy_m() const { return last_ ? last_->accuracy_m : 0; }
  // Where the device is, as far as it tells; nothing otherwise. Whoever comes to a form straight (by a
  // link, after a reload, from the squad's list) is asked here.
  void take_fix(Fix& fix);
  void follow(bool follow);
  // A fresh one, never what the device remembers. Errors: those of Location.
  void locate_once(std::function<void(Result<Position>)> done);
  AskedPosition ask();

 private:
  void took(const PositionFix& fix);

  Ports ports_;
  std::optional<Position> last_;
  double taken_ms_ = 0;  // when it came, by the clock that nobody sets
  bool asking_ = false;
  bool followed_ = false;  // somebody asked to follow it
  Lifeline alive_;
};

}  // namespace gezhi::app
