// The map of the district on this device: kept in its storage, fetched part by part, used without
// network. A newer one on the server costs only the parts that changed. Of the device: the same for
// everybody who signs in.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "core/district/district.h"
#include "core/district/pack_parts.h"
#include "core/road/route.h"
#include "web/app/lifeline.h"
#include "web/app/ports.h"

namespace gezhi::app {

enum class PackState : std::uint8_t { missing, loading, ready, failed };

// Up to this many bytes come by themselves; whoever wants more says so.
inline constexpr std::int64_t kPackUnaskedBytes = 4 * 1000 * 1000;

struct PackStatus {
  std::int64_t bytes = 0;       // of the map on this device; 0 = none
  std::int64_t todo_bytes = 0;  // of a newer one: what is not here yet
  std::int64_t done_bytes = 0;  // of those, while it is being fetched
  bool asking = false;          // the server is being asked
  bool fetching = false;
  bool kept = false;      // it stays when the app is closed
  bool compared = false;  // with the server's, since the app was started
  std::string problem;    // key of a text; "" = none
};

class DistrictMap {
 public:
  explicit DistrictMap(const Ports& ports) : ports_(ports) {}

  // At the start: what the device keeps, then whether the server has a newer one.
  void load();
  // Asks the server; `all`: fetches whatever its size. What had come before goes on from there.
  void fetch(bool all);
  // The server has answered something else: what failed before is tried again.
  void retry();

  PackState state() const { return state_; }
  const PackStatus& status() const { return status_; }
  // Of the map in use: another number is another map. 0: none yet.
  std::uint64_t number() const { return number_; }
  // nullptr until ready. Who prepares something of it holds it: another may take its place.
  const std::shared_ptr<const District>& district() const { return district_; }
  // Ways on its roads; nullptr until ready.
  RouteQuery* ways();

 private:
  void keep_image();
  bool take(Result<std::unique_ptr<District>> opened, ByteView bytes);
  bool open(ByteView bytes, ByteView image);
  void keep(ByteView bytes);
  void stop_with(std::string_view problem);
  void finish();
  void show_progress();
  void take_part(const PackPart& part, const Digest& pack, const HttpReply& reply);
  void fetch_parts();
  void begin(ByteView head, ByteView before, bool all);
  void compare(const Bytes& head, bool all);

  Ports ports_;
  PackState state_ = PackState::missing;
  PackStatus status_;
  std::shared_ptr<const District> district_;
  Digest digest_{};
  std::uint64_t number_ = 0;
  std::optional<PackAssembly> coming_;
  Digest coming_digest_{};
  std::map<std::string, std::int64_t> arriving_;  // by tag: bytes that are here of a part under way
  std::shared_ptr<const District> ways_of_;
  std::unique_ptr<RouteQuery> ways_;
  Lifeline alive_;
};

}  // namespace gezhi::app
