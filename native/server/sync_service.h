// The one place where operations get their order. Requests that arrive together are admitted one
// after the other by one thread, stored in one commit, and answered after it: many devices share one
// flush of the disk.
//
// When the store fails, nobody of that commit is answered with success, everything derived is dropped
// and read again from the store, and until that worked the server answers `store_failed`.
//
// Threads: submit() and health() from any; everything else inside.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "core/ports/blob_store.h"
#include "core/sync/host.h"
#include "native/store/server_store.h"

namespace gezhi {

// What a committed request leaves to do outside the sequencer: fill the plan and encode.
struct Admitted {
  std::shared_ptr<const Host> host;
  Pushed pushed;
  PullPlan plan;
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
  using Answer = Result<Admitted>;
  using Answered = std::function<void(Answer)>;
  using Committed = std::function<void(const std::map<ShardId, std::uint64_t>&)>;

  struct Health {
    bool serving = false;
    std::string epoch;
    std::map<ShardId, std::uint64_t> seqs;  // durable
  };

  // `committed` is told the last seqs after each commit, from the sequencer's thread. Places are looked
  // up on the map `pack`, if there is one.
  SyncService(ServerStore& store, BlobStore& blobs, const std::string& pack,
              std::uint32_t queue_max, Committed committed);
  ~SyncService();

  // Reads the journal. Errors: those of the store, `bad_entry`.
  Result<Done> load();
  void start();
  void stop();  // answers what is queued, then ends the thread

  // `request` must live until `answered` was called; `signatures` is what check_signatures() found in it,
  // before and not here. Errors given to `answered`: `busy`, `stopping`, those of the store.
  void submit(const Request& request, const Principal& principal, Signatures signatures,
              Answered answered);
  Health health() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace gezhi
