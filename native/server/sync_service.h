// The one place where operations get their order. Requests that arrive together are admitted one
// after the other by one thread, stored in one commit, and answered after it: many devices share one
// flush of the disk.
//
// The service is in the state of its store (StoreState), and goes through it in this order. When the
// store fails, everything derived is dropped first (`down`: nobody is answered with anything, whoever
// was in the failed commit included); then the store is opened again and read. If that gives all:
// `serving`, though for a moment it takes nothing in, so that a full disk does not make it read its
// journal over and over. If it gives what was acknowledged: `read_only`: what devices push is held back
// in words (PushProblem), they get pages as ever. Else it stays down and tries again.
//
// A street whose journal can't be read is closed (core/sync/host.h) and stands in no other's way.
//
// When something acknowledged is found lost (native/store/witness.h, marks.h) a new epoch begins: devices
// offer again what they hold, and for kHealMs what builds on more than is here waits for it.
//
// While the clock is doubted (server_clock.h) the streets do nothing by themselves and nothing is erased.
//
// Threads: submit() and health() from any; everything else inside.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "core/ports/blob_store.h"
#include "core/sync/host.h"
#include "native/server/server_clock.h"
#include "native/store/server_store.h"

namespace gezhi {

// What a committed request leaves to do outside the sequencer: fill the plan and encode.
struct Admitted {
  std::shared_ptr<const Host> host;
  Pushed pushed;
  PullPlan plan;
  PhotoRights photo;    // of the one that was asked for
  bool closed = false;  // it may be of a street that is closed, where nobody knows
  std::shared_ptr<const std::vector<StoredEntry>> just_stored;  // by this commit, of all requests
};

// Gives the entries of a plan: those just stored from memory, any other from the store.
class AdmittedReader : public EntryReader {
 public:
  AdmittedReader(const Admitted& admitted, JournalStore& store)
      : admitted_(admitted), store_(store) {}
  Result<Done> read(ShardId shard, std::span<const std::uint64_t> seqs,
                    const EntryVisitor& visitor) override;

 private:
  const Admitted& admitted_;
  JournalReader store_;
};

class SyncService {
 public:
  static constexpr std::int64_t kHealMs = kDayMs;

  using Answer = Result<Admitted>;
  using Answered = std::function<void(Answer)>;
  using Committed = std::function<void(const std::map<ShardId, std::uint64_t>&)>;

  struct Setup {
    std::string
        data;  // the data directory, for the room on its disk and a person's word on the clock
    std::string pack;  // the map on which places are looked up; none: they are not
    std::uint32_t queue_max = 4000;
    std::int64_t pause_ms = 2 * kSecondMs;  // after a failure, before the store is tried again
    std::uint64_t free_bytes_min = 0;       // below, on the disk of the data, nothing is taken in
    std::uint64_t reserve_bytes = 0;
    Rate operations;  // of an account
    // Must outlive the service. The store's time is noted only when it belongs to a running server.
    ServerClock* clock = nullptr;
    bool believe_clock = false;  // however long nothing ran: the data are nobody's
    Committed committed;         // told the last seqs after each commit, by the sequencer's thread
    std::function<void()> dropped;  // what else was read from the store is void
  };

  struct Health {
    StoreState state = StoreState::down;
    std::string reason;  // while it is not serving: the code of the error
    std::string epoch;
    std::map<ShardId, std::uint64_t> seqs;  // durable, of streets that are open
    std::vector<ClosedStreet> closed;
    Healing healing;               // while it goes on; its cause is none when it does not
    std::uint64_t given_back = 0;  // operations, since it began
    bool clock_doubted = false;
    std::int64_t clock_ahead_ms = 0;  // the machine's clock, of the server's time
  };

  SyncService(ServerStore& store, BlobStore& blobs, Setup setup);
  ~SyncService();

  // Reads the journal. Errors: those of the store.
  Result<Done> load();
  void start();
  void stop();  // answers what is queued, then ends the thread

  // `request` must live until `answered` was called; `signatures` is what check_signatures() found in it,
  // before and not here. Errors given to `answered`: `busy`, `stopping`, those of the store.
  void submit(const Request& request, const Principal& principal, Signatures signatures,
              Answered answered);
  // Answers `photo` and `closed` alone; as the above otherwise.
  void ask_photo(const Digest& photo, const Principal& principal, Answered answered);
  Health health() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace gezhi
