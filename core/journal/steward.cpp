#include "core/journal/steward.h"

#include "core/base/sha256.h"

namespace gezhi {
namespace {

OpId steward_id(const Case& one, OpKind kind, TimeMs at) {
  CborWriter seed;
  seed.text("gezhi steward");
  seed.bytes(one.id.value.bytes);
  seed.unsigned_number(one.version);
  seed.unsigned_number(static_cast<std::uint64_t>(kind));
  const Digest digest = sha256(seed.result());
  std::array<std::uint8_t, 10> random{};
  for (std::size_t i = 0; i < random.size(); ++i) random[i] = digest[i];
  return OpId{make_uuid_v7(at, random)};
}

template <class T>
Op make(const Case& one, TimeMs at, const T& payload) {
  Op op;
  op.id = steward_id(one, T::kKind, at);
  op.shard = one.shard;
  op.claimed_at = at;
  op.device = steward_device();
  op.device_seq = one.version + 1;  // orders the steward's operations on one case
  op.grant.role = Role::system;
  op.grant.shard = one.shard;
  op.subject = one.id;
  op.base = one.version;
  set_payload(op, payload);
  return op;
}

// When the server learned of the last thing done to the case.
TimeMs last_received(const Case& one) {
  return one.history.empty() ? one.reported.received : one.history.back().when.received;
}

}  // namespace

DeviceId steward_device() {
  DeviceId device;
  device.value.bytes[15] = 1;
  return device;
}

std::optional<Op> due_operation(const Case& one, TimeMs now) {
  if (one.state == CaseState::feedback) return make(one, last_received(one), OpenVisit{});
  const bool resumes = one.state == CaseState::suspended && !one.resume_at.is_none();
  if (resumes && one.resume_at <= now) return make(one, one.resume_at, ResumeCase{"到期自动恢复"});
  return std::nullopt;
}

TimeMs next_due(const Case& one) {
  return one.state == CaseState::suspended ? one.resume_at : TimeMs{};
}

std::vector<Op> due_operations(const World& world, TimeMs now) {
  std::vector<Op> ops;
  for (const auto& [id, one] : world.own_cases()) {
    if (auto op = due_operation(one, now)) ops.push_back(std::move(*op));
  }
  return ops;
}

}  // namespace gezhi
