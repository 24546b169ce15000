#include "native/server/server_clock.h"

#include <time.h>

#include <algorithm>

#include "native/server/now.h"

namespace gezhi {

ServerClock::Sources ServerClock::of_machine() {
  return {now_ms, [] {
            timespec now{};
            clock_gettime(CLOCK_BOOTTIME, &now);
            return std::int64_t{now.tv_sec} * 1000 + now.tv_nsec / 1000000;
          }};
}

ServerClock::ServerClock(Sources sources) : sources_(std::move(sources)) {
  anchor(sources_.wall());
}

void ServerClock::anchor(TimeMs at) {
  anchor_ = at;
  anchor_counted_ = sources_.counted_ms();
}

void ServerClock::begin(TimeMs journal, TimeMs noted) {
  std::lock_guard lock(mutex_);
  anchor(believed_time(sources_.wall(), journal, noted));
  last_ = std::max({last_, journal, noted});
  look();
}

// A clock that is set right again is believed again.
void ServerClock::look() {
  const TimeMs wall = sources_.wall();
  const std::int64_t off = wall - counted();
  doubted_ = off > kJumpMs || off < -kJumpMs;
  last_ = std::max(last_, doubted_ ? counted() : wall);
}

TimeMs ServerClock::now() {
  std::lock_guard lock(mutex_);
  look();
  return last_;
}

bool ServerClock::is_doubted() {
  std::lock_guard lock(mutex_);
  look();
  return doubted_;
}

std::int64_t ServerClock::ahead_ms() {
  std::lock_guard lock(mutex_);
  look();
  return sources_.wall() - last_;
}

// Behind the journal it can't be right: the time waits there until the clock has come to it.
void ServerClock::confirm() {
  std::lock_guard lock(mutex_);
  anchor(sources_.wall());
  look();
}

TimeMs believed_time(TimeMs wall, TimeMs journal, TimeMs noted) {
  const TimeMs known = std::max(journal, noted);
  if (known.is_none()) return wall;
  const bool behind = wall + ServerClock::kJumpMs < known;
  const bool far_ahead = wall - known > ServerClock::kStandstillMs;
  return behind || far_ahead ? known : wall;
}

void note_running(NotedClock& clock, std::int64_t ran_ms, TimeMs now) {
  clock.running_ms += ran_ms;
  clock.last = now;
  auto& samples = clock.samples;
  // A time that turned out to be in the future was no time.
  while (!samples.empty() && samples.back().at > now) samples.pop_back();
  if (samples.empty() || clock.running_ms - samples.back().running_ms >= kHourMs) {
    samples.push_back({clock.running_ms, now});
  }
  while (samples.size() >= 2 &&
         clock.running_ms - samples[1].running_ms >= kDestroyAfterRunningMs) {
    samples.erase(samples.begin());
  }
}

TimeMs destroy_by(const NotedClock& clock) {
  TimeMs by;
  for (const ClockSample& sample : clock.samples) {
    if (clock.running_ms - sample.running_ms >= kDestroyAfterRunningMs) by = sample.at;
  }
  return by;
}

}  // namespace gezhi
