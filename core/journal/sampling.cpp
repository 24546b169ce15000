#include "core/journal/sampling.h"

#include <algorithm>

#include "core/base/cbor.h"
#include "core/base/check.h"
#include "core/cases/op_kinds.h"

namespace gezhi {

StreetSecret secret_of_street(const StreetSecret& server, ShardId shard) {
  if (server.is_none()) return {};
  const std::string name = "street " + std::to_string(shard.value);
  return {hmac_sha256(server.key, Bytes(name.begin(), name.end()))};
}

Uuid street_id(const StreetSecret& street, TimeMs at, ByteView reason) {
  GEZHI_CHECK(!street.is_none());
  CborWriter message;
  message.text("gezhi id");
  message.bytes(reason);
  const Digest digest = hmac_sha256(street.key, message.result());
  std::array<std::uint8_t, 10> random{};
  std::copy_n(digest.begin(), random.size(), random.begin());
  return make_uuid_v7(at, random);
}

Digest sample_ticket(const StreetSecret& street, CaseId id) {
  return hmac_sha256(street.key, id.value.bytes);
}

bool is_drawn(const Digest& ticket, std::int32_t percent) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < 8; ++i) number = number << 8 | ticket[i];
  return static_cast<std::int32_t>(number % 100) < percent;
}

std::int32_t sample_percent(const Policy& policy, const Case& one) {
  if (!one.simple) return policy.sample_percent;
  // It lies in another grid than the one it was settled for: somebody looks at it.
  const bool elsewhere =
      std::any_of(one.history.begin(), one.history.end(), [](const HistoryLine& line) {
        return line.kind == static_cast<std::uint32_t>(OpKind::place_case) &&
               line.role == Role::system;
      });
  return elsewhere ? 100 : policy.sample_simple_percent;
}

}  // namespace gezhi
