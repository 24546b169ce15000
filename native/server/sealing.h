// Contacts under their case's own key: XChaCha20-Poly1305 (libsodium), the operation's id as
// associated data, so that a box can't be moved to another operation.
//
// Shape of a box: 24 bytes nonce, ciphertext, 16 bytes tag. Error: `sealed_broken`.
#pragma once

#include "core/sync/host.h"
#include "native/store/server_store.h"

namespace gezhi {

CaseKey make_case_key(const SubjectKey& subject);
SealedBox seal(const CaseKey& key, OpId op, ByteView plain);
Result<Bytes> unseal(const CaseKey& key, const SealedBox& box);

// What came with operations, to be committed with them: boxes, and keys of cases that had none.
struct SealedBatch {
  std::vector<SealedBox> boxes;
  std::vector<CaseKey> keys;
};
Result<Done> seal_into(SealedBatch& batch, ServerStore& store, std::span<const SealedItem> items);

}  // namespace gezhi
