#include "native/server/sealing.h"

#include <sodium.h>

#include "native/server/passwords.h"

namespace gezhi {

namespace {
constexpr std::size_t kNonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTag = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t kKey = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;
}  // namespace

CaseKey make_case_key(const SubjectKey& subject) {
  CaseKey key{subject, Bytes(kKey)};
  fill_random(key.key.data(), key.key.size());
  return key;
}

SealedBox seal(const CaseKey& key, OpId op, ByteView plain) {
  GEZHI_CHECK(key.key.size() == kKey);
  SealedBox box{op, key.subject, Bytes(kNonce + plain.size() + kTag)};
  fill_random(box.box.data(), kNonce);
  unsigned long long length = 0;
  crypto_aead_xchacha20poly1305_ietf_encrypt(
      box.box.data() + kNonce, &length, plain.data(), plain.size(), op.value.bytes.data(),
      op.value.bytes.size(), nullptr, box.box.data(), key.key.data());
  return box;
}

Result<Bytes> unseal(const CaseKey& key, const SealedBox& box) {
  const Error broken{"sealed_broken", "a sealed contact does not open with its case's key"};
  if (key.key.size() != kKey || box.box.size() < kNonce + kTag) return broken;
  Bytes plain(box.box.size() - kNonce - kTag);
  unsigned long long length = 0;
  const int failed = crypto_aead_xchacha20poly1305_ietf_decrypt(
      plain.data(), &length, nullptr, box.box.data() + kNonce, box.box.size() - kNonce,
      box.op.value.bytes.data(), box.op.value.bytes.size(), box.box.data(), key.key.data());
  if (failed != 0) return broken;
  return plain;
}

namespace {

Result<CaseKey> key_for(const SealedBatch& batch, ServerStore& store, const SubjectKey& subject,
                        bool& fresh) {
  for (const CaseKey& made : batch.keys) {
    if (made.subject == subject) return made;
  }
  auto stored = store.case_key(subject);
  if (!stored) return stored.error();
  if (*stored) return **stored;
  fresh = true;
  return make_case_key(subject);
}

}  // namespace

Result<Done> seal_into(SealedBatch& batch, ServerStore& store, std::span<const SealedItem> items) {
  for (const SealedItem& item : items) {
    bool fresh = false;
    const auto key = key_for(batch, store, item.subject, fresh);
    if (!key) return key.error();
    if (fresh) batch.keys.push_back(*key);
    batch.boxes.push_back(seal(*key, item.op, item.fields));
  }
  return Done{};
}

}  // namespace gezhi
