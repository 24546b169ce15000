// A device's storage that behaves like the worst that was measured: answers come later, a crash
// loses what was not finished, an ordinary store loses its newest records although it had answered.
#pragma once

#include <deque>
#include <map>

#include "core/base/prng.h"
#include "core/ports/device_store.h"

namespace gezhi::test {

class LossyStore : public DeviceStore {
 public:
  enum class Kind { strict, ordinary };

  explicit LossyStore(Kind kind) : kind_(kind) {}

  void put(const std::string& name, Bytes bytes, Stored done) override;
  void remove(const std::string& name, Stored done) override;
  void load(Loaded done) override;

  // Carries out the next write and answers it. false: nothing was waiting.
  bool step();
  void settle() {
    while (step()) {
    }
  }
  bool idle() const { return waiting_.empty(); }

  // What an ordinary store has answered becomes durable.
  void flush();

  // The device dies: of what was not durable, some oldest part may have reached the medium. No
  // callback is called any more.
  void crash(Prng& prng);

  // Writes fail from now on (a full or broken disk).
  void set_broken(bool broken) { broken_ = broken; }
  // Strict in name only: it answers before it is durable. For proving that the tests would notice.
  void set_lying(bool lying) { lying_ = lying; }

  const std::map<std::string, Bytes>& durable() const { return durable_; }

 private:
  struct Write {
    std::string name;
    Bytes bytes;
    bool removes = false;
    Stored done;
  };

  static void apply(std::map<std::string, Bytes>& records, const Write& write);

  Kind kind_;
  std::deque<Write> waiting_;    // not answered
  std::deque<Write> unflushed_;  // answered, not durable
  std::map<std::string, Bytes> current_;
  std::map<std::string, Bytes> durable_;
  bool broken_ = false;
  bool lying_ = false;
};

}  // namespace gezhi::test
