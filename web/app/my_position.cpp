#include "web/app/my_position.h"

#include <algorithm>

namespace gezhi::app {
namespace {

constexpr double kAgeMaxMs = 60 * 1000;

Position position_of(const PositionFix& fix) {
  const std::int32_t metres = std::max(1, fix.accuracy_mm / 1000);
  return {{fix.lon_e7, fix.lat_e7}, static_cast<std::uint32_t>(metres)};
}

}  // namespace

void MyPosition::took(const PositionFix& fix) {
  last_ = position_of(fix);
  taken_ms_ = ports_.clock.monotonic_ms();
  ports_.page.wake();
}

std::optional<PointE7> MyPosition::last() const {
  return last_ ? std::optional<PointE7>(last_->point) : std::nullopt;
}

std::optional<PointE7> MyPosition::here() {
  const bool stale = last_ && ports_.clock.monotonic_ms() - taken_ms_ > kAgeMaxMs;
  if (stale && !asking_) locate_once([](const Result<Position>&) {});
  return last();
}

void MyPosition::take_fix(Fix& fix) {
  const std::optional<PointE7> found = here();
  if (!found && !followed_) follow(true);
  if (!found) return;
  fix.point = *found;
  fix.accuracy_m = accuracy_m();
}

void MyPosition::follow(bool follow) {
  followed_ = follow;
  if (!follow) return ports_.location.stop();
  const auto moved = [this](const Result<PositionFix>& fix) {
    if (fix) took(*fix);
  };
  ports_.location.watch(alive_.guard(moved));
}

void MyPosition::locate_once(std::function<void(Result<Position>)> done) {
  asking_ = true;
  const auto found = [this, done = std::move(done)](const Result<PositionFix>& fix) {
    asking_ = false;
    if (!fix) return done(fix.error());
    took(*fix);
    done(position_of(*fix));
  };
  ports_.location.locate(alive_.guard(found));
}

AskedPosition MyPosition::ask() {
  auto asked = std::make_shared<std::optional<Result<Position>>>();
  locate_once([&page = ports_.page, asked](Result<Position> found) {
    *asked = std::move(found);
    page.wake();
  });
  return asked;
}

}  // namespace gezhi::app
