// The one place where operations get their order. Requests that arrive together are admitted one
// after the other by one thread, stored in one commit, and answered after it: many devices share one
// flush of the disk.
//
// When the store fails, nobody is answered with success, everything derived is dropped and read
// again from the store, and until that worked the server answers 503.
//
// Threads: submit() and health() from any; everything else inside.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "native/server/sessions.h"
#include "native/store/server_store.h"

namespace gezhi {

class SyncService {
 public:
  struct Answer {
    Result<Bytes> response = Bytes{};
  };
  using Done = std::function<void(Answer)>;
  using Committed = std::function<void(const std::map<ShardId, std::uint64_t>&)>;

  struct Health {
    bool serving = false;
    std::string epoch;
    std::map<ShardId, std::uint64_t> seqs;  // durable
  };

  // `committed` is told the last seqs after each commit, from the sequencer's thread.
  SyncService(ServerStore& store, std::uint32_t queue_max, Committed committed);
  ~SyncService();

  // Reads the journal. Errors: those of the store, `bad_entry`.
  Result<gezhi::Done> load();
  void start();
  void stop();  // answers what is queued, then ends the thread

  void submit(Bytes request, Identity who, TimeMs received_at, Done done);
  Health health() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace gezhi
