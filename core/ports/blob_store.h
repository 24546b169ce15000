// Where photos lie, named by the SHA-256 of their content. A put may come in pieces, over days and
// broken connections: pieces are appended at the offset the store already has.
//
// Threads: any; two puts of one name at once are put one after the other.
// Errors: `blob_offset` (a piece does not begin where the stored part ends), `blob_mismatch` (complete,
// but its content is not its name: the part was thrown away), `blob_too_large`, `not_found`,
// `store_failed`, `store_full`.
#pragma once

#include <cstdint>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/base/sha256.h"

namespace gezhi {

struct BlobState {
  std::uint64_t have = 0;  // bytes stored durably
  bool complete = false;   // and they are the whole, verified
};

class BlobStore {
 public:
  virtual ~BlobStore() = default;

  virtual Result<BlobState> state(const Digest& name) = 0;

  // Appends `piece` at `offset`; `total` is the whole's length. Durable when it returns.
  virtual Result<BlobState> put(const Digest& name, std::uint64_t offset, std::uint64_t total,
                                ByteView piece) = 0;

  virtual Result<Bytes> get(const Digest& name) = 0;  // complete ones only

  // Also what came of it so far. Nothing there is no error.
  virtual Result<Done> erase(const Digest& name) = 0;
};

}  // namespace gezhi
