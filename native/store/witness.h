// The store's own word, kept outside its database and log, for what it has acknowledged: the last
// number of every street, with the SHA-256 of that entry as it is stored. A log of which the tail was
// cut, a database that was cut or put back to an older state, a folder that was copied: each disagrees
// with it, where the database alone would look whole.
//
// Two files are written in turn, in place and flushed, each with the SHA-256 of its content: a torn
// one leaves the other. Written after every commit, before anybody is answered. An entry that no server can
// have written (unreadable, or not following the one before it) is damage, and says nothing of what was lost.
//
// Shape of a file: 32 bytes SHA-256 of the rest; 4 bytes length, big-endian; so many bytes CBOR of
// Witness. What follows is of no meaning.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/base/sha256.h"
#include "core/base/time.h"

namespace gezhi {

// What the server's time was after so much running.
struct ClockSample {
  std::int64_t running_ms = 0;
  TimeMs at;

  template <class V>
  void fields(V& v) {
    v(1, "running_ms", running_ms);
    v(2, "at", at);
  }
};

// The server's time as it was noted last, and for how long servers have run on this store by then.
struct NotedClock {
  TimeMs last;
  std::int64_t running_ms = 0;
  std::vector<ClockSample> samples;  // ascending

  template <class V>
  void fields(V& v) {
    v(1, "last", last);
    v(2, "running_ms", running_ms);
    v(3, "samples", samples, 1000);
  }
};

struct WitnessedStreet {
  ShardId shard;
  std::uint64_t seq = 0;
  Digest entry{};  // SHA-256 of its stored bytes

  template <class V>
  void fields(V& v) {
    v(1, "shard", shard);
    v(2, "seq", seq);
    v(3, "entry", entry);
  }
};

struct Witness {
  std::uint64_t number = 0;  // counts the writings: the higher one is the newer
  // Of the database file that it speaks of: a copy has another inode and was made at another moment.
  std::uint64_t inode = 0;
  std::uint64_t born_ns = 0;
  std::vector<WitnessedStreet> streets;  // ascending
  NotedClock clock;

  template <class V>
  void fields(V& v) {
    v(1, "number", number);
    v(2, "inode", inode);
    v(3, "born_ns", born_ns);
    v(4, "streets", streets, 100000);
    v(5, "clock", clock);
  }
};

class WitnessFile {
 public:
  explicit WitnessFile(const std::string& folder) : path_(folder + "/gezhi.last-") {}

  // The newest one that is whole; none: there is none.
  std::optional<Witness> read() const;
  // In the place of the older one; gives it its number. Errors: `store_failed`, `store_full`.
  Result<Done> write(Witness witness);

 private:
  std::optional<Witness> read_one(const char* which) const;

  std::string path_;
  std::uint64_t number_ = 0;  // of the newest; 0 = not looked yet
};

// Of the file at `path`; `not_found`.
struct FileBirth {
  std::uint64_t inode = 0;
  std::uint64_t born_ns = 0;  // 0: the file system does not say
};
Result<FileBirth> birth_of(const std::string& path);

// Whether the witness speaks of this file, and not of one that it is a copy of.
bool is_same_file(const Witness& witness, const FileBirth& birth);

}  // namespace gezhi
