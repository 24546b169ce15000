// Photos as files: FOLDER/ab/abcdef….  An unfinished one is FOLDER/part/abcdef…; it gets its name
// only after its content was verified and flushed, so a file under its name is always whole.
#pragma once

#include <array>
#include <mutex>
#include <string>
#include <vector>

#include "core/ports/blob_store.h"

namespace gezhi {

class BlobFiles : public BlobStore {
 public:
  BlobFiles(std::string folder, std::uint64_t size_max);

  Result<BlobState> state(const Digest& name) override;
  Result<BlobState> put(const Digest& name, std::uint64_t offset, std::uint64_t total,
                        ByteView piece) override;
  Result<Bytes> get(const Digest& name) override;
  Result<Done> erase(const Digest& name) override;

  // Of all that are whole, ascending.
  Result<std::vector<Digest>> names() const;

 private:
  std::string whole_path(const Digest& name) const;
  std::string part_path(const Digest& name) const;
  Result<BlobState> finish(const Digest& name, std::uint64_t total);

  // After a failed write or flush: the kernel may hold for clean what never reached the disk, so whoever
  // went on from there would be told of a whole photo that a power cut takes. Gives the failure.
  Error begin_anew(const Digest& name, const Result<Done>& failed);

  std::string folder_;
  std::uint64_t size_max_;
  std::array<std::mutex, 64> mutexes_;  // by the first byte of the name
};

}  // namespace gezhi
