#include "core/journal/erasure.h"

#include "core/cases/op_photos.h"
#include "core/journal/steward.h"

namespace gezhi {
namespace {

struct Empty {
  template <class T>
  void operator()(std::uint32_t, const char*, T& value, std::uint64_t = kLengthMax) {
    empty(value);
  }

  template <class T>
  void empty(T& value) {
    if constexpr (std::is_same_v<T, std::string> || std::is_same_v<T, std::vector<Photo>>) {
      value.clear();
    } else if constexpr (std::is_same_v<T, PointE7>) {
      value = {};
    } else if constexpr (codec::IsOptional<T>::value) {
      if (value) empty(*value);
    } else if constexpr (codec::IsVector<T>::value) {
      for (auto& one : value) empty(one);
    } else if constexpr (codec::Fielded<T> && !std::is_same_v<T, Category>) {
      value.fields(*this);
    }
  }
};

}  // namespace

Result<Bytes> emptied(ByteView stored) {
  auto entry = read_entry(stored);
  if (!entry) return entry.error();
  auto op = read_op(entry->op);
  if (!op) return op.error();
  // A record of an erasure stays. One that was refused is no record, whoever sent it.
  const bool is_erasure = op->kind == static_cast<std::uint32_t>(OpKind::erase_case);
  if (is_erasure && entry->outcome.applied()) return encode(*entry);
  Payload payload = read_payload(*op);
  op->payload.clear();  // of a kind not known here nothing is left
  if (auto* one = std::get_if<CaseOp>(&payload)) {
    one->visit([&](auto& said) {
      Empty empty;
      said.fields(empty);
      op->payload = encode(said);
    });
  }
  op->salt.clear();
  entry->was = op_digest(*entry);
  entry->op = encode(*op);
  entry->erased = true;
  return encode(*entry);
}

std::map<Digest, std::set<ActorId>> photos_of(const Case& one) {
  std::map<Digest, std::set<ActorId>> found;
  for (const HistoryLine* line : one.timeline()) {
    Op op;
    op.kind = line->kind;
    op.payload = line->payload;
    Payload payload = read_payload(op);
    std::set<Digest> named;
    if (const auto* said = std::get_if<CaseOp>(&payload)) find_photos(*said, named);
    for (const Digest& photo : named) found[photo].insert(line->actor);
  }
  return found;
}

Op erase_operation(const Case& one, const EraseCase& record, TimeMs now,
                   const StreetSecret& secret) {
  CborWriter reason;
  reason.text("erasure");
  reason.bytes(one.id.value.bytes);
  reason.bytes(record.left);
  Op op = steward_op(one, {street_id(secret, now, reason.result())}, now);
  set_payload(op, record);
  return op;
}

}  // namespace gezhi
