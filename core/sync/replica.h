// What a device knows of its streets: the confirmed world, made of the server's entries only, and
// above it a layer with what the device's own operations make of it. When the server has spoken the
// upper layer is thrown away and made again.
//
// An entry is taken once: entries of a case it holds that are not newer than its history are
// skipped, so a page may come twice and a whole history may come although the case is held. Clocks
// are set by the policy in force at the entry, however late it arrives.
//
// Pointers into the worlds hold until the next call that changes anything. Threads: none.
#pragma once

#include <map>
#include <memory>

#include "core/sync/message.h"
#include "core/sync/outbox.h"

namespace gezhi {

// One batch of what was confirmed, as the device stores it. Records are read back in order; one that
// is lost or torn takes all later ones with it, and its cursors go back with it.
struct Segment {
  std::uint32_t version = 0;
  ActorId actor;  // whose view it is
  std::string epoch;
  Digest scope{};
  bool reset = false;  // everything before this record is void
  std::vector<ShardPage> pages;
  Bytes mark;  // of the answer that brought them

  static constexpr std::uint32_t kVersion = 1;

  template <class V>
  void fields(V& v) {
    v(1, "version", version);
    v(2, "actor", actor);
    v(3, "epoch", epoch, kEpochMax);
    v(4, "scope", scope);
    v(5, "reset", reset);
    v(6, "pages", pages, 100000);
    v(7, "mark", mark, kMarkBytesMax);
  }
};

// An entry that this build cannot read. It is kept in its segment, so that a later build reads it.
struct SetAside {
  ShardId shard;
  std::uint64_t seq = 0;  // 0: not even its number
  std::string code;       // of the error: bad_cbor, bad_op, bad_entry
};

inline constexpr std::size_t kSetAsideMax = 1000;  // remembered

class Replica {
 public:
  explicit Replica(ActorId actor) : actor_(actor) {}

  // Takes a batch in: from the server, or from storage. One entry that cannot be read stops nothing: it
  // is set aside, and the rest goes on.
  void take(const Segment& segment);

  const std::vector<SetAside>& set_aside() const { return set_aside_; }

  // Makes the upper layer again from what is not yet confirmed.
  void rebase(const Outbox& outbox);

  // Puts one more operation on top; gives what the rules say to it here.
  Outcome add_pending(const OutboxItem& item);

  // What the rules would say here to an operation that was not made yet.
  Outcome judge_here(const Op& op) const;

  // Cases that ended longer ago than the policy keeps them on devices go. `now` is the device's own clock, which
  // may stand anywhere: what only it calls old is put aside, not shown, until the server's time is known.
  void drop_ended(TimeMs now);
  // By the server's time: what was put aside too early is there again. True: something was.
  bool settle_ended(TimeMs server_now);
  // There, or put aside.
  bool keeps(ShardId shard, CaseId id) const;

  // With the own operations; nullptr: this street is not followed.
  const World* world(ShardId shard) const;
  const World* confirmed(ShardId shard) const;
  const Case* find_case(const SubjectKey& key) const;
  std::vector<ShardId> streets() const;
  std::vector<const Case*> cases(ShardId shard) const;  // with the own operations, by id

  // Whether the server's entry for this operation is in, or can no longer matter to this view.
  bool is_settled(const OutboxItem& item) const;

  const std::string& epoch() const { return epoch_; }
  const Digest& scope() const { return scope_; }
  const Bytes& mark() const { return mark_; }  // the newest of this epoch; empty = none
  std::vector<ShardCursor> cursors() const;
  std::uint64_t head(ShardId shard) const;  // the street's newest entry, when last heard
  ActorId actor() const { return actor_; }

 private:
  struct Street {
    explicit Street(ShardId shard) : base(shard), top(&base) {}
    World base;
    World top;
    ShardCursor cursor;
    std::map<std::uint64_t, Policy> policies;  // by the entry that set them
    std::uint64_t policy_at = 0;               // which of them the base holds
    std::uint64_t head = 0;
    std::vector<Case> ended;  // put aside by the device's clock
  };

  static bool is_over(const Street& street, const Case& subject, TimeMs now);
  static void put_back(Street& street);
  Street& open(ShardId shard);
  void take_page(const ShardPage& page);
  Result<Done> take_entry(Street& street, ByteView bytes);
  void use_policy(Street& street, std::uint64_t seq);

  ActorId actor_;
  std::string epoch_;
  Digest scope_{};
  Bytes mark_;
  std::map<ShardId, std::unique_ptr<Street>> streets_;
  std::vector<SetAside> set_aside_;
};

}  // namespace gezhi
