// The server's time as evidence: what is acknowledged carries it for ever, people are called to account
// and things are destroyed by it. So it is the machine's clock only as long as that is to be believed:
//
//   it never runs behind what the journal has, nor behind the last change of an account;
//   from its start (or the last confirmation) on the clock must go as the machine's own counter of time
//   goes, which no setting moves; a difference of more than kJumpMs is a jump;
//   at the start it must not be further from what was last known (the newest entry, the time that a server
//   noted last, the moment of the backup that was restored) than a server may reasonably have stood still
//   (kStandstillMs), nor behind that. Where nothing is known, there is nothing to destroy either.
//
// Otherwise it is *doubted*: the time goes on by the counter from what was last known, nothing is
// escalated or destroyed, until the clock is back or a person confirms that it is right.
//
// Threads: any.
#pragma once

#include <functional>
#include <mutex>

#include "native/store/witness.h"

namespace gezhi {

class ServerClock {
 public:
  static constexpr std::int64_t kJumpMs = 5 * kMinuteMs;
  static constexpr std::int64_t kStandstillMs = 3 * kDayMs;

  struct Sources {
    std::function<TimeMs()> wall;  // the machine's clock
    std::function<std::int64_t()>
        counted_ms;  // goes on while the machine sleeps; nobody can set it
  };
  static Sources of_machine();

  explicit ServerClock(Sources sources = of_machine());

  // At the start: the newest time in the journal and of the accounts, and the time that was noted last. Either
  // may be none.
  void begin(TimeMs journal, TimeMs noted);

  TimeMs now();
  bool is_doubted();
  // The machine's clock minus now().
  std::int64_t ahead_ms();
  // A person says that the machine's clock is right.
  void confirm();

  std::int64_t counted_ms() const { return sources_.counted_ms(); }

 private:
  // Where the time stands by the counter alone.
  TimeMs counted() const { return anchor_ + (sources_.counted_ms() - anchor_counted_); }
  void anchor(TimeMs at);
  void look();

  Sources sources_;
  std::mutex mutex_;
  TimeMs anchor_;
  std::int64_t anchor_counted_ = 0;
  TimeMs last_;
  bool doubted_ = false;
};

// The machine's time when it may be right, else what is known: the later of both of begin().
TimeMs believed_time(TimeMs wall, TimeMs journal, TimeMs noted);

// Destroying has two steps, so that no clock destroys by itself: what is due is due from a moment that
// was noted, and goes when servers have run for so long since then: time for people to see the clock.
inline constexpr std::int64_t kDestroyAfterRunningMs = 2 * kDayMs;

// So much more running, and the server's time is now this.
void note_running(NotedClock& clock, std::int64_t ran_ms, TimeMs now);

// What was due by then may be destroyed; none: nothing may.
TimeMs destroy_by(const NotedClock& clock);

}  // namespace gezhi
