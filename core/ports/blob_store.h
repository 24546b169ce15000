// Where photos lie, named by the SHA-256 of their content. A put may come in pieces, over days and
// broken connections, from any offset up to what is there: a part is the account's that brings it, so
// that nobody's broken part stands in another's way.
//
// Threads: any; two puts of one name at once are put one after the other.
// Errors: `blob_offset` (a piece begins behind the stored part), `blob_mismatch` (complete, but its
// content is not its name: the part was thrown away), `blob_too_large`, `not_found`, `store_failed`,
// `store_full`; those of whoever checks what is whole (the part is thrown away then too).
#pragma once

#include <cstdint>

#include "core/base/bytes.h"
#include "core/base/ids.h"
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

  // As this account brought it: the whole, or a part.
  virtual Result<BlobState> state(const Digest& name, ActorId owner) = 0;

  // Whoever brought it.
  virtual Result<BlobState> whole(const Digest& name) = 0;

  // Whether this account brought the whole, and so had its bytes. Yes for all accounts when the photo is
  // from before that was written down, or was put by no account (the demo).
  virtual bool brought(const Digest& name, ActorId owner) = 0;

  // Writes `piece` at `offset`; what was there behind it goes. `total` is the whole's length. Durable when
  // it returns. A whole that only others brought is brought once more.
  virtual Result<BlobState> put(ActorId owner, const Digest& name, std::uint64_t offset,
                                std::uint64_t total, ByteView piece) = 0;

  virtual Result<Bytes> get(const Digest& name) = 0;  // complete ones only

  // Also what came of it so far. Nothing there is no error.
  virtual Result<Done> erase(const Digest& name) = 0;

  // Parts that nobody has touched for so long go. Gives how many. Cost: a listing of the parts.
  virtual std::size_t sweep_parts(std::int64_t untouched_ms) = 0;
};

}  // namespace gezhi
