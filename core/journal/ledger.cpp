#include "core/journal/ledger.h"

#include <algorithm>

#include "core/cases/fold.h"
#include "core/journal/street_rules.h"

namespace gezhi {
Outcome judge(const World& world, const Act& act, const Op& op, const Payload& payload) {
  if (const auto* one = std::get_if<CaseOp>(&payload)) {
    return judge(world, act, Attempt{kind_of(*one), task_of(*one), one});
  }
  if (const auto* one = std::get_if<ShardOp>(&payload)) return judge_street(world, act, *one);
  return refused(Refusal::not_understood, std::to_string(op.kind));
}

void fold(World& world, const Act& act, const Op& op, const Payload& payload,
          const Outcome& outcome) {
  if (const auto* one = std::get_if<CaseOp>(&payload)) {
    fold(world, act, *one, outcome, op.payload);
  } else if (const auto* street = std::get_if<ShardOp>(&payload)) {
    if (outcome.applied()) fold_street(world, act, *street);
  } else {
    fold_unknown(world, act, op.kind, outcome, op.payload);
  }
}

Result<Done> fold_entry(World& world, const Entry& entry) {
  const auto op = read_op(entry.op);
  if (!op) return op.error();
  fold(world, act_of(entry, *op), *op, read_payload(*op), entry.outcome);
  return Done{};
}

std::vector<CaseId> touched_cases(const Op& op, const Payload& payload) {
  std::vector<CaseId> cases;
  if (!op.subject.is_nil()) cases.push_back(op.subject);
  if (const auto* one = std::get_if<CaseOp>(&payload)) {
    if (const CaseId other = other_case_of(*one); !other.is_nil()) cases.push_back(other);
  }
  return cases;
}

// By the time that counts: a clock that is off by days makes nothing late.
bool Ledger::is_late(const Entry& entry, const Op& op) const {
  const std::int64_t age = entry.received_at - act_of(entry, op).when.at;
  const std::int64_t limit = std::int64_t{world_.policy().late_report_hours} * kHourMs;
  return limit > 0 && age > limit;
}

std::string Ledger::number_of(const Op& op, const Outcome& outcome, TimeMs received_at) const {
  if (!outcome.applied() || !gives_number(static_cast<OpKind>(op.kind))) return {};
  return world_.next_number(civil_day_of(received_at));
}

void Ledger::note_chain(const Entry& entry, const Op& op, const Payload& payload) {
  if (!entry.signature.is_none()) chains_.add(op, entry.signature, op_digest(entry), entry.seq);
  const auto* street = std::get_if<ShardOp>(&payload);
  const auto* enrolled = street != nullptr ? std::get_if<EnrollKey>(street) : nullptr;
  if (enrolled != nullptr && entry.outcome.applied()) chains_.enroll(*enrolled, entry.received_at);
}

Entry Ledger::admit(const Op& op, Bytes op_bytes, const Grant& grant, TimeMs received_at,
                    TimeMs sent_at, const Signature& signature) {
  GEZHI_CHECK(op.shard == shard() && !find_receipt(op.id));
  Entry entry;
  entry.shard = shard();
  entry.seq = ++seq_;
  entry.received_at = std::max(received_at, last_received_);
  entry.grant = grant;
  entry.op = std::move(op_bytes);
  entry.sent_at = sent_at;
  entry.rules = kRules;
  entry.signature = signature;
  entry.link = chains_.link_of(op, signature);
  entry.late_report = is_late(entry, op);
  const Act act = act_of(entry, op);
  const Payload payload = read_payload(op);
  entry.outcome = judge(world_, act, op, payload);
  entry.outcome.number = number_of(op, entry.outcome, entry.received_at);
  fold(world_, act, op, payload, entry.outcome);
  note_chain(entry, op, payload);
  entry.hash = chained_hash(hash_, entry);
  hash_ = entry.hash;
  last_received_ = entry.received_at;
  known_[op.id] = {{op.id, shard(), entry.seq, entry.received_at, entry.outcome}, sha256(entry.op)};
  return entry;
}

std::optional<Receipt> Ledger::find_receipt(OpId op) const {
  const auto at = known_.find(op);
  if (at == known_.end()) return std::nullopt;
  return at->second.receipt;
}

bool Ledger::holds(OpId op, ByteView op_bytes) const {
  const auto at = known_.find(op);
  return at != known_.end() && at->second.op == sha256(op_bytes);
}

// What is recorded against what the rules say of it now.
Result<Done> Ledger::audit(const Entry& entry, const Op& op, const Payload& payload) {
  if (entry.received_at < last_received_) {
    return Error{"bad_time", "received before the entry before it"};
  }
  if (entry.late_report != is_late(entry, op)) {
    return Error{"bad_time",
                 entry.late_report ? "called late and is not" : "late and not called so"};
  }
  if (entry.link != chains_.link_of(op, entry.signature)) {
    return Error{"bad_signature", "not where it says in the chain of its device"};
  }
  if (!entry.signature.is_none() && chains_.key_of(op.actor, op.device) == nullptr) {
    return Error{"bad_signature", "signed by a key that is not enrolled"};
  }
  if (entry.outcome.number != number_of(op, entry.outcome, entry.received_at)) {
    return Error{"bad_outcome", "number '" + entry.outcome.number + "' is not the next"};
  }
  const auto* one = std::get_if<CaseOp>(&payload);
  const bool blind = entry.erased || (one != nullptr && emptied_.contains(other_case_of(*one)));
  if (blind) return Done{};
  const Outcome again = judge(world_, act_of(entry, op), op, payload);
  if (again.refusal == entry.outcome.refusal) return Done{};
  if (entry.rules < kRules) {
    ++decided_otherwise_;
    return Done{};
  }
  return Error{"bad_outcome", "recorded " + std::string(name_of(entry.outcome.refusal)) +
                                  ", judged " + std::string(name_of(again.refusal))};
}

Result<Done> Ledger::replay(const Entry& entry, bool rejudge) {
  const std::string where =
      "street " + std::to_string(shard().value) + " entry " + std::to_string(entry.seq) + ": ";
  if (!(entry.shard == shard())) return Error{"bad_entry", where + "belongs to another street"};
  if (entry.seq != seq_ + 1) {
    return Error{"bad_entry", where + "expected number " + std::to_string(seq_ + 1)};
  }
  if (entry.hash != chained_hash(hash_, entry)) {
    return Error{"bad_entry", where + "chain broken"};
  }
  const auto op = read_op(entry.op);
  if (!op) return Error{op.error().code, where + op.error().message};
  if (find_receipt(op->id)) return Error{"bad_entry", where + "operation is there twice"};
  const Payload payload = read_payload(*op);
  if (entry.erased) emptied_.insert(op->subject);
  if (rejudge) {
    const auto fine = audit(entry, *op, payload);
    if (!fine) return Error{fine.error().code, where + fine.error().message};
  }
  fold(world_, act_of(entry, *op), *op, payload, entry.outcome);
  note_chain(entry, *op, payload);
  seq_ = entry.seq;
  hash_ = entry.hash;
  last_received_ = entry.received_at;
  known_[op->id] = {{op->id, shard(), seq_, entry.received_at, entry.outcome}, op_digest(entry)};
  return Done{};
}

}  // namespace gezhi
