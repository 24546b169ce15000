// A copy of a data directory that can be trusted, and going on from one.
//
// A backup is a folder: gezhi.db (the store as it was at one moment), blobs/ (whole photos), pack/ and
// reports/ as they are, backup.json (what it must hold). It is made under another name, verified by
// replaying its journals and hashing its photos, and only then gets its own. It holds every secret of
// the server.
#pragma once

#include <string>
#include <vector>

#include "core/base/sha256.h"
#include "core/base/time.h"
#include "native/store/server_store.h"

namespace gezhi {

struct BackupStreet {
  ShardId shard;
  std::uint64_t seq = 0;
  Digest world{};  // by replay

  template <class V>
  void fields(V& v) {
    v(1, "shard", shard);
    v(2, "seq", seq);
    v(3, "world", world);
  }
};

// backup.json.
struct BackupSheet {
  std::uint32_t format = 1;
  TimeMs made_at;     // by the machine's clock, or what the store knew where that can't be right
  std::string gezhi;  // the version that made it
  std::string epoch;
  std::vector<BackupStreet> streets;
  std::uint64_t photos = 0;
  std::vector<Digest>
      lost;  // photos, of which the store itself says that it had them; not in the file

  template <class V>
  void fields(V& v) {
    v(1, "format", format);
    v(2, "made_at", made_at);
    v(3, "gezhi", gezhi);
    v(4, "epoch", epoch, 40);
    v(5, "streets", streets, 100000);
    v(6, "photos", photos);
  }
};

// Also while a server runs on `data`. `now`: by the machine's clock. Errors: `data_exists` (there is something at `target`),
// `store_full`, `store_failed`, `store_damaged` (an index too: the next start mends it), `bad_backup` (what was copied does not verify),
// those of verifying, `entries_missing` among them: it has less than it had acknowledged. What failed leaves nothing.
Result<BackupSheet> back_up(const std::string& data, const std::string& target, TimeMs now);

struct Restored {
  BackupSheet sheet;
  Healing healing;
  std::string put_aside;  // where the store that stood there is now; empty: there was none
};

// Stores that restoring put aside from `data` and that nobody has deleted, the oldest first.
std::vector<std::string> stores_put_aside(const std::string& data);

// Makes `data` from the backup, verified, in a new epoch, with the time of the backup as noted last. A store that stands there is put aside, never
// deleted; what it had acknowledged is what the report then compares with. Errors: `bad_backup`,
// `store_busy` (a server runs on it), those of back_up.
Result<Restored> restore(const std::string& backup, const std::string& data);

}  // namespace gezhi
