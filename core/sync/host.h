// The server's side of sync: takes operations in, gives them their order and outcome, and plans what
// each device gets. Pure: no I/O, no clock. It remembers nothing about devices.
//
// How its owner uses it, for requests that arrived together:
//   0. check_signatures(request, …) of each, before: it costs, and needs nothing of the host
//   1. pushed = push(request, principal, now, signatures) for each, in order; then steward(now)
//   2. store all `entries` (and `sealed`) in one commit
//   3. committed(entries); then plan(request, principal) for each
//   4. answer(request, pushed, plan, reader, now): the bytes to send. Needs no lock.
// When the commit fails, nobody is answered, this object is thrown away and built again from the
// store with replay(): it is ahead of what is durable.
//
// Threads: the owner serialises push, steward, committed, replay; plan may run beside other plans.
#pragma once

#include <map>
#include <memory>
#include <set>

#include "core/cases/placing.h"
#include "core/journal/sampling.h"
#include "core/ports/signature_check.h"
#include "core/sync/pull.h"
#include "core/sync/push_allowance.h"

namespace gezhi {

// Personal fields that came with an operation, to be encrypted and kept apart from the journal.
struct SealedItem {
  OpId op;
  SubjectKey subject;
  Bytes fields;  // encoded SealedFields
};

// An operation that a device gave back: it had a receipt for it, of before a restore.
struct GivenBack {
  OpId op;
  ShardId shard;
  std::uint64_t seq = 0;  // its entry now
  std::uint64_t was = 0;  // its entry then, as the device says
  ActorId actor;
};

// An operation taken in although its key signed another after the same one (core/journal/device_chains.h).
struct Forked {
  OpId op;
  ShardId shard;
  std::uint64_t seq = 0;
};

// What is known of a loss, and for how long what builds on it waits.
struct HostHealing {
  struct Street {
    std::uint64_t had = 0;  // its last entry that was acknowledged; 0: not known
    std::uint64_t has = 0;  // what stands behind it came in after the loss
  };
  TimeMs since;                                            // served again; none: not yet
  TimeMs until;                                            // none: nothing was lost
  std::map<ShardId, Street> streets;                       // as far as known
  std::set<std::pair<ShardId, std::uint64_t>> given_back;  // entries
};

// What was found of a request's key and signatures, off the sequencer.
struct Signatures {
  bool is_key = false;
  bool enrolls = true;        // who asks is signed in; false: only what is enrolled already counts
  std::vector<bool> good;     // of each pushed operation
  std::set<ShardId> streets;  // that the operations belong to
};
Signatures check_signatures(const Request& request, const SignatureCheck& check);

// New keys of one account in one street within a day: phones are lost, not by the dozen.
inline constexpr std::uint64_t kKeysPerDay = 20;

// A street whose journal can't be read to its end. Nothing is taken in for it, nothing of it is answered,
// and nothing counts as lost: what the store has of it is there.
struct ClosedStreet {
  ShardId shard;
  std::uint64_t last = 0;  // its last entry, by the store
  std::uint64_t bad = 0;   // the entry that can't be read, or does not follow the one before it
  Error why;
};
Error error_of(const ClosedStreet& street);  // `street_closed`, in words

struct Pushed {
  std::vector<Receipt> receipts;
  std::vector<Problem> problems;
  std::vector<StoredEntry> entries;  // to be stored, in this order
  std::vector<SealedItem> sealed;
  std::vector<GivenBack> given_back;
  std::vector<Forked> forked;
  Bytes mark;  // the owner's, for the answer (Response::mark)
};

// What somebody may do with a photo whose digest they tell. A digest is no secret for ever (an export has
// it, and who saw the case once): who names a photo that somebody else named first lends it to nobody
// before they have brought its bytes.
struct PhotoRights {
  bool shown = false;  // its bytes go to them: a case that they see named it first
  // or when one of these has brought it: who named it later in such a case
  std::vector<ActorId> if_brought_by;
  bool named = false;  // they named it, whatever they see now

  bool takes() const { return shown || named || !if_brought_by.empty(); }  // its bytes, from them
};

class Host {
 public:
  // `epoch` names this life of the journals: it changes when a backup is restored.
  explicit Host(std::string epoch) : epoch_(std::move(epoch)) {}

  // Operations are taken in for open streets only; replay() opens the street. One that is closed stays so.
  void open_street(ShardId shard);

  // What was replayed of it is let go; devices keep what they have of it and what they have for it
  // (PushProblem::server_failed), until the store is mended and read again.
  void close_street(ClosedStreet street);

  // After a restore, for a time: an operation whose author saw more of its case than is back waits
  // (PushProblem::wait) for the others to give back what they have. Later it is taken as it is. What came
  // in after the loss, and was not given back, nobody can have seen who acted before: it does not count as
  // what they saw. So this is told before the journals are replayed, and again when the times change.
  void heal(HostHealing healing) { healing_ = std::move(healing); }

  // Above it operations are held back (PushProblem::too_many); what was refused counts, what is known costs
  // nothing. What the administrator does on this machine (the actor `none`) is not counted; what is given
  // back while the host heals is counted apart, as far as its entry can have been there. nullptr: no limit.
  void limit_operations(std::shared_ptr<PushAllowance> allowance) {
    allowance_ = std::move(allowance);
  }

  // Of the server, for what the streets do by themselves (core/journal/sampling.h); none: nothing.
  void set_secret(const StreetSecret& secret) { secret_ = secret; }

  // The map on which the steward looks up where cases lie; cases without a grid are looked at again.
  // It must live until another one is set; nullptr: none.
  void set_ground(const Ground* ground);

  // A stored entry of that street, in order. Errors: `bad_cbor`, `bad_entry`, `bad_outcome`.
  Result<Done> replay(ShardId shard, ByteView stored, bool rejudge = false);

  // The receipt of an operation that is there already is repeated; its entry may be not yet
  // committed, so the answer waits for the commit of everything admitted before.
  // The request's key is enrolled first, in every street where the account acts and it is new.
  Pushed push(const Request& request, const Principal& principal, TimeMs received_at,
              const Signatures& signatures = {});

  // When nothing can be taken in: the answer to a push, `why` for every operation. No receipt is repeated
  // either: of an owner whose store fails nobody knows what is there for good.
  static Pushed hold(const Request& request, PushProblem why);

  // What the streets do by themselves until `now`. Cheap when nothing is due.
  std::vector<StoredEntry> steward(TimeMs now);
  TimeMs steward_wake() const;  // when to call it next without a push; none = never

  // Cases whose words are to be erased by `now` (core/cases/restricted.h); linear in all cases. The
  // owner erases them (core/journal/erasure.h) and has each recorded; that entry is stored and
  // committed() like any other.
  std::vector<const Case*> overdue(TimeMs now) const;
  StoredEntry record_erasure(const Case& one, const EraseCase& record, TimeMs now);

  void committed(std::span<const StoredEntry> entries);

  PullPlan plan(const Request& request, const Principal& principal) const;

  PhotoRights photo(const Digest& photo, const Principal& principal) const;
  // Whether a street is closed in which that person acts: what is not found may lie there.
  bool is_closed_to(const Principal& principal) const;

  // The id of an operation that the street's administrator makes on this server. There must be a secret.
  Uuid own_id(ShardId shard, TimeMs at, ByteView reason) const;

  const std::string& epoch() const { return epoch_; }
  std::vector<ShardId> streets() const;       // the open ones
  const Ledger* ledger(ShardId shard) const;  // nullptr: it is not open
  const std::map<ShardId, ClosedStreet>& closed() const { return closed_; }
  // Of open streets, and what the store has of closed ones.
  std::uint64_t committed_seq(ShardId shard) const;
  // Both, each with that number.
  std::map<ShardId, std::uint64_t> committed_seqs() const;
  TimeMs last_received() const;  // of all entries that could be read; none = there are none

 private:
  // Of a case, while the host heals: applied entries of after the loss.
  struct Unseen {
    std::uint64_t entries = 0;
    bool last = false;  // the case's last one is one of them
  };

  struct Street {
    explicit Street(ShardId shard) : ledger(shard) {}
    Ledger ledger;
    StreetIndex index;
    std::uint64_t committed = 0;
    std::set<CaseId> restless;                         // touched since the steward looked
    std::set<std::pair<std::int64_t, CaseId>> timers;  // one a case
    std::map<CaseId, std::int64_t> timer_of;
    std::map<CaseId, Unseen> unseen;
  };

  Street* find_street(ShardId shard);
  static TimeMs last_received_in(const Street& street);
  void enroll(const Request& request, const Principal& principal, TimeMs now,
              const Signatures& signatures, Pushed& pushed);
  void push_one(std::size_t index, const Request& request, const Principal& principal, TimeMs now,
                const Signatures& signatures, Pushed& pushed);
  PushProblem check_signed(const Street& street, const Op& op, const Request& request,
                           std::size_t index, const Signatures& signatures) const;
  bool has_room(const PushItem& item, const Op& op, const Principal& principal, TimeMs now);
  bool is_healing(TimeMs now) const { return now < healing_.until; }
  bool builds_on_more(const Street& street, const PushItem& item, const Op& op, TimeMs made) const;
  bool came_after_loss(const Street& street, const Entry& entry, const Op& op) const;
  void note_unseen(Street& street, const Entry& entry, const Op& op, const Payload& payload);
  StoredEntry admit(Street& street, const Op& op, Bytes bytes, const Grant& grant, TimeMs now,
                    TimeMs sent_at = {}, const Signature& signature = {});
  void take_in(Street& street, const Entry& entry, const Op& op, std::uint64_t bytes);
  OpId id_of_change(ShardId shard, const StreetChange& change) const;
  void put_in_force(Street& street, TimeMs now, std::vector<StoredEntry>& entries);
  void steward_street(Street& street, TimeMs now, std::vector<StoredEntry>& entries);
  // False: nothing was due for this case.
  bool steward_case(Street& street, CaseId id, TimeMs now, std::vector<StoredEntry>& entries);
  static void set_timer(Street& street, CaseId id, TimeMs due);

  std::string epoch_;
  HostHealing healing_;
  std::shared_ptr<PushAllowance> allowance_;
  StreetSecret secret_;
  const Ground* ground_ = nullptr;
  std::map<ShardId, Street> streets_;
  std::map<ShardId, ClosedStreet> closed_;
  TimeMs last_of_closed_;  // received, as far as they could be read
};

// The whole response. Errors: the reader's.
Result<Bytes> answer(const Host& host, const Request& request, const Pushed& pushed,
                     const PullPlan& plan, const Principal& principal, EntryReader& reader,
                     TimeMs now);

}  // namespace gezhi
