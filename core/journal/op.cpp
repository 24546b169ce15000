#include "core/journal/op.h"

namespace gezhi {
namespace {

template <class Family>
struct Reader;

// Finds the alternative whose kKind matches and decodes it.
template <template <class...> class Family, class... Ts>
struct Reader<Family<Ts...>> {
  static Payload read(const Op& op) {
    Payload payload = Unknown{};
    const auto attempt = [&]<class T>() {
      if (op.kind != static_cast<std::uint32_t>(T::kKind)) return false;
      auto decoded = decode<T>(op.payload);
      if (decoded) payload = Family<Ts...>(std::move(*decoded));
      return true;
    };
    static_cast<void>((attempt.template operator()<Ts>() || ...));
    return payload;
  }
};

}  // namespace

Result<Op> read_op(ByteView bytes) {
  if (bytes.size() > kOpBytesMax) return Error{"bad_op", "operation larger than its limit"};
  auto op = decode<Op>(bytes);
  if (!op) return op.error();
  if (op->id.is_nil()) return Error{"bad_op", "operation without an id"};
  if (op->shard.is_none()) return Error{"bad_op", "operation without a street"};
  if (op->device.is_nil() || op->device_seq == 0)
    return Error{"bad_op", "operation without a device"};
  if (op->clock_offset_ms != within_span(op->clock_offset_ms))
    return Error{"bad_op", "clock offset longer than all times"};
  return op;
}

Payload read_payload(const Op& op) {
  Payload payload = Reader<CaseOp>::read(op);
  if (std::holds_alternative<Unknown>(payload)) payload = Reader<ShardOp>::read(op);
  return payload;
}

void set_payload(Op& op, const CaseOp& payload) {
  payload.visit([&](const auto& one) { set_payload(op, one); });
}

void set_payload(Op& op, const ShardOp& payload) {
  std::visit([&](const auto& one) { set_payload(op, one); }, payload);
}

}  // namespace gezhi
