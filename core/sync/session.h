// The conversation of one device with the server, as a pure state machine: what to send next, what
// an answer changes, when to try again. No I/O and no clock: times are the device's own, given.
//
//   saved(o)     o is in strict storage here                  (outbox.h)
//   received(o)  a receipt for o is here                      received ⇒ o is in the journal for ever
//   applied(o)   o's entry is in the confirmed world here     applied ⇒ received or seen in a page
//
// One request is under way at a time. An answer that comes after the request was given up is still
// believed for its receipts (they are facts) and ignored for its pages (the cursor has moved).
#pragma once

#include <optional>
#include <set>

#include "core/base/prng.h"
#include "core/sync/replica.h"

namespace gezhi {

// What an answer changed. `to_store` are outbox records that must be stored again.
struct Changes {
  bool worlds = false;  // pointers into worlds are void
  bool outbox = false;
  bool more = false;  // ask again at once
  bool clock =
      false;  // the offset of the device's clock is another: the outbox's head, to be stored
  bool update_app = false;
  std::vector<OpId> to_store;
  std::optional<Segment> segment;  // to be stored
};

class SyncSession {
 public:
  static constexpr std::int64_t kTimeoutMs = 60 * kSecondMs;
  static constexpr std::int64_t kRetryMinMs = 1 * kSecondMs;
  static constexpr std::int64_t kRetryMaxMs = 5 * kMinuteMs;
  static constexpr std::int64_t kWaitMs = 15 * kSecondMs;  // when asked to wait
  static constexpr std::int64_t kRoomMs = 5 * kMinuteMs;   // when it was too many: some fit then
  static constexpr std::int64_t kPollMs = 60 * kSecondMs;

  // `seed` spreads the retries of many devices.
  SyncSession(Outbox& outbox, Replica& replica, std::uint64_t seed)
      : outbox_(outbox), replica_(replica), prng_(seed) {}

  // The next request, when there is one to send now; it then counts as under way. Whoever sends it
  // calls receive() or failed() afterwards, or neither: after kTimeoutMs it is given up.
  std::optional<Bytes> next_request(TimeMs now);

  // Errors: `bad_cbor`, `bad_response`, `bad_entry`: counts as failed().
  Result<Changes> receive(ByteView bytes, TimeMs now);

  void failed(TimeMs now);

  // Something was saved, a poke says that there is news, the network is back: try without waiting.
  void wake(TimeMs now);

  // When next_request may have something; the caller sets its timer by it.
  TimeMs wake_at(TimeMs now) const;

  bool under_way() const { return request_ != 0; }
  TimeMs asked_at() const { return sent_at_; }  // of the request under way
  std::uint32_t failures() const { return failures_; }
  TimeMs last_exchange() const { return last_exchange_; }  // none = never
  // Server minus device, as of the last exchange, of an earlier run if need be.
  std::int64_t clock_offset_ms() const { return outbox_.head().clock_offset_ms; }
  // Whether it was measured in this run. What is made before that is dated anew, then pushed.
  bool clock_measured() const { return clock_measured_; }
  // The device's clock was set by so much, or it slept: it is measured anew. Set back, all that was noted
  // by it goes back too, or nothing would be sent until the old time comes round again.
  void clock_moved(std::int64_t by_ms);
  // Why the server takes nothing in for the time being, by its last answer; none = it does.
  PushProblem held_back() const { return held_back_; }
  bool begun() const { return !last_exchange_.is_none(); }

 private:
  bool wanted(TimeMs now) const;
  std::vector<OpId> next_push() const;
  void take_receipts(const Response& response, Changes& changes);
  // How long it is asked to wait, ms; 0 = not at all.
  std::int64_t take_problems(const Response& response, Changes& changes);
  void take_pages(Response& response, Changes& changes);
  void measure_clock(TimeMs server_time, TimeMs now, Changes& changes);

  Outbox& outbox_;
  Replica& replica_;
  Prng prng_;
  std::uint64_t number_ = 0;
  std::uint64_t request_ = 0;  // under way; 0 = none
  TimeMs sent_at_;
  std::vector<OpId> pushed_;
  bool more_ = true;
  TimeMs not_before_;
  TimeMs last_exchange_;
  std::uint32_t failures_ = 0;
  bool clock_measured_ = false;
  PushProblem held_back_ = PushProblem::none;
  // Streets for which something was to wait when it was last pushed: they do not hold up the others.
  std::set<ShardId> held_streets_;
};

}  // namespace gezhi
