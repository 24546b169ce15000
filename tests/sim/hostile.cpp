#include "tests/sim/hostile.h"

namespace gezhi::sim {
namespace {

constexpr std::size_t kRemembered = 200;

template <class T>
void remember(std::vector<T>& list, T one) {
  if (list.size() >= kRemembered) list.erase(list.begin());
  list.push_back(std::move(one));
}

}  // namespace

Hostile::Hostile(std::vector<test::Person> roles, std::uint64_t seed) : prng_(seed), signer_(seed) {
  principal_.actor = roles.front().actor;
  for (const test::Person& role : roles) principal_.grants.push_back(role.grant);
  device_.value.bytes = {7, static_cast<std::uint8_t>(seed)};
}

Bytes Hostile::random_bytes(std::uint64_t count) {
  Bytes bytes(static_cast<std::size_t>(count));
  for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(prng_.below(256));
  return bytes;
}

Uuid Hostile::new_id(TimeMs now) {
  std::array<std::uint8_t, 10> random{};
  for (std::uint8_t& byte : random) byte = static_cast<std::uint8_t>(prng_.below(256));
  return make_uuid_v7(now, random);
}

void Hostile::overhear(ByteView request) {
  const auto read = read_request(request);
  if (!read) return;
  for (const PushItem& item : read->push) remember(overheard_, item);
}

void Hostile::hear(ByteView answer) {
  const auto response = read_response(answer);
  if (!response) return;
  if (response->reset) cursors_.clear();
  epoch_ = response->epoch;
  for (const ShardPage& page : response->pages) {
    cursors_ = {page.cursor};
    for (const PageItem& item : page.items) {
      const auto entry = read_entry(item.entry);
      const auto op = entry ? read_op(entry->op) : Result<Op>(entry.error());
      if (op) remember(known_, *op);
    }
  }
}

// What its roles do not allow, what only the street does, what is not for this case.
void Hostile::set_any_payload(Op& op) {
  switch (prng_.below(9)) {
    case 0: return set_payload(op, AddNote{"再看一遍现场", {}});
    case 1: return set_payload(op, CloseCase{});
    case 2: return set_payload(op, VoidCase{"误报,不用处理了"});
    case 3: return set_payload(op, EraseCase{1, {}});
    case 4: return set_payload(op, CarryClock{kDayMs});
    case 5: return set_payload(op, DrawSample{});
    case 6: return set_payload(op, EnrollKey{{1}, device_, {kP256Sha256, signer_.key()}});
    case 7: return set_payload(op, SetGrids{{}, {test::kGridA1}});
    default: op.kind = static_cast<std::uint32_t>(prng_.below(200)); op.payload = random_bytes(20);
  }
}

Op Hostile::made(TimeMs now) {
  Op op;
  op.id = OpId{new_id(now)};
  op.shard = test::kStreet;
  op.claimed_at = now;
  op.device = device_;
  op.device_seq = ++count_;
  op.actor = principal_.actor;
  op.grant = prng_.pick(principal_.grants);
  op.subject = CaseId{new_id(now)};
  if (prng_.chance(1, 6)) {
    set_payload(op, test::Street::report());
    return op;
  }
  if (!known_.empty()) op.subject = prng_.pick(known_).subject;
  set_any_payload(op);
  return op;
}

void Hostile::lie(Op& op, TimeMs now) {
  switch (prng_.below(9)) {
    case 0: op.claimed_at = now + prng_.between(-3650, 3650) * kDayMs; return;
    case 1: op.clock_offset_ms = prng_.between(-3650, 3650) * kDayMs; return;
    case 2: op.base = static_cast<std::uint32_t>(prng_.below(1U << 31)); return;
    case 3: op.device_seq = prng_.below(1000); return;
    case 4: op.shard = ShardId{330105002}; return;
    case 5: op.grant.role = static_cast<Role>(prng_.below(names_of(Role{}).size())); return;
    case 6: op.actor = ActorId{prng_.below(30)}; return;
    case 7: op.sealed = sha256(random_bytes(4)); return;
    default:
      if (!known_.empty()) op.id = prng_.pick(known_).id;
  }
}

PushItem Hostile::item_of(const Op& op) {
  PushItem item{encode(op), {}};
  const Digest prev = prng_.chance(1, 10) ? sha256(random_bytes(4)) : last_;
  const Digest digest = sha256(item.op);
  item.signature = {kP256Sha256, prev,
                    test::fake_signature(signer_.key(), signed_message(kP256Sha256, prev, digest))};
  if (!prng_.chance(1, 10)) last_ = digest;  // else the next one names the same one before it
  if (prng_.chance(1, 10)) item.was = prng_.below(2000);
  if (prng_.chance(1, 10)) item.sealed = random_bytes(prng_.below(100));
  remember(own_, item);
  return item;
}

// Of another as it was, of another as its own under its own signature, or its own once more.
PushItem Hostile::replayed() {
  if (overheard_.empty() || prng_.chance(1, 3)) return own_.empty() ? PushItem{} : prng_.pick(own_);
  PushItem item = prng_.pick(overheard_);
  auto op = read_op(item.op);
  if (!op || prng_.chance(1, 2)) return item;
  op->actor = principal_.actor;
  op->device = device_;
  const bool takes_id = !known_.empty() && prng_.chance(1, 2);
  op->id = takes_id ? prng_.pick(known_).id : OpId{new_id(op->claimed_at)};
  return item_of(*op);
}

PushItem Hostile::changed(PushItem item) {
  if (item.op.empty()) return item;
  for (std::uint64_t n = 1 + prng_.below(3); n > 0; --n) {
    Bytes& bytes =
        prng_.chance(1, 4) && !item.signature.bytes.empty() ? item.signature.bytes : item.op;
    bytes[static_cast<std::size_t>(prng_.below(bytes.size()))] ^=
        static_cast<std::uint8_t>(1U << prng_.below(8));
  }
  return item;
}

PushItem Hostile::any_item(TimeMs now) {
  switch (prng_.below(5)) {
    case 0: return replayed();
    case 1: return changed(replayed());
    case 2: return item_of(made(now));
    default: {
      Op op = made(now);
      lie(op, now);
      return item_of(op);
    }
  }
}

// The same refused thing again and again, each time as another operation.
void Hostile::add_flood(Request& request, TimeMs now) {
  if (known_.empty()) return;
  const CaseId subject = prng_.pick(known_).subject;
  for (int i = 0; i < 60; ++i) {
    Op op = made(now);
    op.subject = subject;
    set_payload(op, CloseCase{});
    request.push.push_back(item_of(op));
  }
}

void Hostile::lie(Request& request, TimeMs now) {
  switch (prng_.below(8)) {
    case 0: request.sent_at = now + prng_.between(-3650, 3650) * kDayMs; return;
    case 1: request.protocol = static_cast<std::uint32_t>(prng_.below(40)); return;
    case 2: request.epoch = "epoch-" + std::to_string(prng_.below(4)); return;
    case 3: request.mark = random_bytes(prng_.below(100)); return;
    case 4: request.device.value.bytes[2] = static_cast<std::uint8_t>(prng_.below(4)); return;
    case 5: request.key.bytes = random_bytes(33); return;
    case 6: request.bytes_max = prng_.next(); return;
    default:
      request.cursors = {{test::kStreet, prng_.below(4000), static_cast<Phase>(prng_.below(5)),
                          prng_.below(4000), prng_.below(4000), prng_.below(4000)}};
  }
}

Bytes Hostile::next_request(TimeMs now) {
  Request request;
  request.protocol = kProtocol;
  request.number = prng_.next() >> 1;
  request.device = device_;
  request.key = {kP256Sha256, signer_.key()};
  request.epoch = epoch_;
  request.scope = scope_digest(principal_);
  request.cursors = cursors_;
  request.sent_at = now;
  for (std::uint64_t n = prng_.below(8); n > 0; --n) request.push.push_back(any_item(now));
  if (prng_.chance(1, 12)) add_flood(request, now);
  if (prng_.chance(1, 4)) lie(request, now);
  Bytes bytes = encode(request);
  if (prng_.chance(1, 12)) {
    bytes[static_cast<std::size_t>(prng_.below(bytes.size()))] ^= 0x21;
  }
  return bytes;
}

}  // namespace gezhi::sim
