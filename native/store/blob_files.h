// Photos as files: FOLDER/ab/abcdef….  An unfinished one is FOLDER/part/17-abcdef…, 17 being the account
// that brings it; it gets its name only after its content was checked and flushed, so a file under its
// name was whole. FOLDER/by/abcdef… has the accounts that brought the whole, a line each. One that is not what
// its name says any more, by a disk that changes what it is given, goes to FOLDER/bad/ when it is met: it is
// not there, and whoever brought it can bring it again.
#pragma once

#include <array>
#include <atomic>
#include <functional>
#include <initializer_list>
#include <mutex>
#include <string>
#include <vector>

#include "core/ports/blob_store.h"

namespace gezhi {

class BlobFiles : public BlobStore {
 public:
  // What is whole is kept when `check` says so too.
  using Check = std::function<Result<Done>(ByteView)>;
  BlobFiles(std::string folder, std::uint64_t size_max, Check check = nullptr);

  // What parts of all accounts may hold together: so many bytes, and a quarter of the room on the disk that is
  // above `free_bytes_min`. For more, those that nobody touched longest go, as if they had been swept: their
  // devices begin them anew. Once, before the first put.
  void limit_parts(std::uint64_t bytes_max, std::uint64_t free_bytes_min);

  Result<BlobState> state(const Digest& name, ActorId owner) override;
  Result<BlobState> whole(const Digest& name) override;
  bool brought(const Digest& name, ActorId owner) override;
  Result<BlobState> put(ActorId owner, const Digest& name, std::uint64_t offset,
                        std::uint64_t total, ByteView piece) override;
  // Whose content is its name; `not_found` of another, which is set aside.
  Result<Bytes> get(const Digest& name) override;
  Result<Done> erase(const Digest& name) override;
  std::size_t sweep_parts(std::int64_t untouched_ms) override;

  // Of all that are whole, ascending.
  Result<std::vector<Digest>> names() const;
  // As it lies there, checked by nobody, and changing nothing.
  Result<Bytes> read(const Digest& name) const;
  // Whether it had been whole and is not there: it was lost. Not of one of which a part is there, which may be
  // about to be whole.
  bool is_lost(const Digest& name) const;

 private:
  std::vector<std::string> parts() const;  // of all accounts
  std::uint64_t parts_held() const;
  std::uint64_t parts_room() const;
  void make_room_for(std::uint64_t bytes, const std::string& part, std::size_t held_mutex);
  void count_part(const std::string& path, std::uint64_t before);
  bool remove_part(const std::string& path);
  Result<Bytes> get_sound(const Digest& name);
  Result<BlobState> put_piece(ActorId owner, const Digest& name, std::uint64_t offset,
                              std::uint64_t total, ByteView piece);
  std::string whole_path(const Digest& name) const;
  std::string bad_path(const Digest& name) const;
  std::string part_path(const Digest& name, ActorId owner) const;
  std::string bringers_path(const Digest& name) const;
  Result<Done> note_bringer(const Digest& name, ActorId owner) const;
  Result<BlobState> finish(const Digest& name, ActorId owner, std::uint64_t total);

  // After a failed write or flush: the kernel may hold for clean what never reached the disk, so whoever
  // went on from there would be told of a whole photo that a power cut takes. So these files go, of which
  // none was whole before. Gives the failure.
  static Error begin_anew(std::initializer_list<std::string> files, const Result<Done>& failed);

  std::string folder_;
  std::uint64_t size_max_;
  Check check_;
  std::array<std::mutex, 64> mutexes_;  // by the first byte of the name
  std::uint64_t parts_bytes_max_ = UINT64_MAX;
  std::uint64_t free_bytes_min_ = 0;
  std::mutex room_mutex_;  // one makes room at a time; taken behind one of the above
  std::atomic<std::int64_t> parts_bytes_ = 0;
};

}  // namespace gezhi
