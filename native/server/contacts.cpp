#include "native/server/contacts.h"

#include "native/server/passwords.h"
#include "native/server/sealing.h"

namespace gezhi {

namespace {

std::string text_in(const Json& json, std::string_view key) {
  const Json* member = json.find(key);
  return member != nullptr && member->string() != nullptr ? *member->string() : std::string();
}

}  // namespace

Result<ContactReading> reading_of(const Json& json) {
  const Error bad{"bad_request", "give case, reason and the role, unit, grid and shard you act as"};
  const auto subject = parse_uuid(text_in(json, "case"));
  auto grant = from_json<Grant>(json);
  const std::string reason = text_in(json, "reason");
  if (!subject || !grant || grant->shard.is_none() || reason.size() > kTextMax) return bad;
  return ContactReading{CaseId{*subject}, reason, *grant};
}

Op reading_op(const ContactReading& reading, ActorId actor, TimeMs now) {
  std::array<std::uint8_t, 10> random{};
  fill_random(random.data(), random.size());
  Op op;
  op.id.value = make_uuid_v7(now, random);
  op.shard = reading.grant.shard;
  op.claimed_at = now;
  op.device.value.bytes[0] = 2;  // the server, for this person
  for (std::size_t i = 0; i < 8; ++i) {
    op.device.value.bytes[8 + i] = static_cast<std::uint8_t>(actor.value >> (8 * (7 - i)));
  }
  op.device_seq = static_cast<std::uint64_t>(now.value);
  op.actor = actor;
  op.grant = reading.grant;
  op.subject = reading.subject;
  set_payload(op, ReadContact{reading.reason});
  return op;
}

Result<std::vector<SealedFields>> open_contacts(ServerStore& store, const SubjectKey& subject) {
  const auto boxes = store.sealed_of(subject);
  if (!boxes) return boxes.error();
  const auto key = store.case_key(subject);
  if (!key) return key.error();
  if (boxes->empty() || !key->has_value()) {
    return Error{"not_found", "this case has no contact, or it was destroyed after the case ended"};
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
