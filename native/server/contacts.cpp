#include "native/server/contacts.h"

#include "native/server/sealing.h"

namespace gezhi {

Result<CaseId> find_contact_reading(JournalStore& store, OpId id, ActorId actor, TimeMs now) {
  const Error refused{"role_not_allowed", "no operation of yours allows to read this contact now"};
  const auto place = store.find(id);
  if (!place) return place.error();
  if (place->seq == 0) return refused;
  const auto bytes = store.one(place->shard, place->seq);
  if (!bytes) return bytes.error();
  const auto entry = read_entry(*bytes);
  if (!entry) return entry.error();
  const auto op = read_op(entry->op);
  if (!op) return op.error();
  const bool right_kind = op->kind == static_cast<std::uint32_t>(OpKind::read_contact);
  const bool recent = now - entry->received_at <= kContactReadableMs;
  if (!right_kind || !entry->outcome.applied() || !(op->actor == actor) || !recent) return refused;
  return op->subject;
}

Result<std::vector<SealedFields>> open_contacts(ServerStore& store, CaseId subject) {
  const auto boxes = store.sealed_of(subject);
  if (!boxes) return boxes.error();
  const auto key = store.case_key(subject);
  if (!key) return key.error();
  if (boxes->empty() || !key->has_value()) {
    return Error{"not_found", "this case has no contact that can be read"};
  }
  std::vector<SealedFields> contacts;
  for (const SealedBox& box : *boxes) {
    const auto plain = unseal(**key, box);
    if (!plain) return plain.error();
    auto fields = decode<SealedFields>(*plain);
    if (!fields) return fields.error();
    contacts.push_back(std::move(*fields));
  }
  return contacts;
}

}  // namespace gezhi
