// The server's memory of itself that its devices keep: with every answer goes a mark, how far the
// journals had come, sealed with a secret of the store; every request shows the newest one. A store that
// was put back to an older state, or copied, is told so by the first device that had seen more, also when
// it has grown past that number again. Nobody without the secret can make one.
//
// The words: a *run* is one life of the server on this store, from its start to its end. Each knows
// where it began; what an earlier run acknowledged lies at or below where the next one began. A mark of a
// run that this store never had comes from another copy of it: what that one acknowledged after it began
// is not here.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "native/store/server_store.h"

namespace gezhi {

using Seqs = std::map<ShardId, std::uint64_t>;

class Marks {
 public:
  // `runs` in order; the last is the present one.
  Marks(Bytes secret, std::vector<ServerRun> runs)
      : secret_(std::move(secret)), runs_(std::move(runs)) {}

  Bytes make(const std::string& epoch, const Seqs& seqs) const;

  // The streets of which the mark proves that more was acknowledged than this store has; empty: none,
  // or the mark is not ours, or of another epoch.
  std::vector<HealStreet> lost(ByteView mark, const std::string& epoch, const Seqs& seqs) const;

 private:
  Bytes secret_;
  std::vector<ServerRun> runs_;
};

// Makes the secret when there is none, and begins a run. The store must be serving.
Result<Marks> begin_marks(ServerStore& store);

}  // namespace gezhi
