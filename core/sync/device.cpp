#include "core/sync/device.h"

#include <algorithm>

#include "core/sync/compact.h"

namespace gezhi {
namespace {

constexpr const char* kSegmentPrefix = "seg-";

std::string segment_name(std::uint64_t number) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string name = kSegmentPrefix;
  for (int shift = 60; shift >= 0; shift -= 4) name += kDigits[(number >> shift) & 15];
  return name;
}

// 0 = not a segment's name.
std::uint64_t segment_number(const std::string& name) {
  if (name.size() != 20 || name.compare(0, 4, kSegmentPrefix) != 0) return 0;
  std::uint64_t number = 0;
  for (std::size_t i = 4; i < name.size(); ++i) {
    const char c = name[i];
    const bool digit = c >= '0' && c <= '9';
    if (!digit && !(c >= 'a' && c <= 'f')) return 0;
    number = number << 4 | static_cast<std::uint64_t>(digit ? c - '0' : c - 'a' + 10);
  }
  return number;
}

Bytes random_salt(const Device::Random& random) {
  Bytes salt;
  for (int part = 0; part < 2; ++part) {
    const auto bytes = random();
    salt.insert(salt.end(), bytes.begin(), bytes.begin() + 8);
  }
  return salt;
}

}  // namespace

Device::Device(Setup setup) : setup_(std::move(setup)), alive_(std::make_shared<bool>(true)) {
  GEZHI_CHECK(setup_.strict && setup_.ordinary && setup_.random);
  outbox_ = std::make_unique<Outbox>(DeviceId{make_uuid_v7(TimeMs{1}, setup_.random())});
  replica_ = std::make_unique<Replica>(setup_.actor);
  session_ = std::make_unique<SyncSession>(*outbox_, *replica_, setup_.seed);
}

Device::~Device() { *alive_ = false; }

DeviceStore::Stored Device::guarded(std::function<void(Result<Done>)> then) {
  ++writes_;
  return [this, alive = alive_, then = std::move(then)](Result<Done> result) {
    if (!*alive) return;
    --writes_;
    then(std::move(result));
  };
}

void Device::load(TimeMs now, const std::function<void(Result<Done>)>& done) {
  const auto finish = [this, done](Result<Done> result) {
    loaded_ = true;
    replica_->rebase(*outbox_);
    sign_next();
    changed();
    if (done) done(std::move(result));
  };
  const auto segments = [this, now, finish,
                         alive = alive_](Result<std::vector<DeviceRecord>> records) {
    if (!*alive) return;
    if (!records) return finish(records.error());
    take_segments(*records, now);
    load_key([finish] { finish(Done{}); });
  };
  setup_.strict->load(
      [this, finish, segments, alive = alive_](Result<std::vector<DeviceRecord>> records) {
        if (!*alive) return;
        if (!records) return finish(records.error());
        take_outbox(*records);
        setup_.ordinary->load(segments);
      });
}

// A device that can't sign works all the same: the server says of each operation that it was not signed.
void Device::load_key(const std::function<void()>& then) {
  if (setup_.signer == nullptr) return then();
  setup_.signer->load([this, then, alive = alive_](Result<Bytes> key) {
    if (!*alive) return;
    if (key) outbox_->use_key({setup_.signer->algorithm(), std::move(*key)});
    then();
  });
}

// One after the other: each names the one before it.
void Device::sign_next() {
  if (signing_ || !loaded_ || setup_.signer == nullptr) return;
  const auto next = outbox_->next_to_sign(setup_.actor);
  if (!next) return;
  signing_ = true;
  const Bytes message = signed_message(outbox_->key().algorithm, next->prev, next->op);
  setup_.signer->sign(message, [this, next, alive = alive_](Result<Bytes> signature) {
    if (!*alive) return;
    signing_ = false;
    if (!signature) static_cast<void>(outbox_->take_problem(next->id, PushProblem::not_signed));
    if (signature && outbox_->set_signature(*next, std::move(*signature))) store_item(next->id);
    changed();
    sign_next();
  });
}

void Device::take_outbox(const std::vector<DeviceRecord>& records) {
  for (const DeviceRecord& record : records) outbox_->restore(record.name, record.bytes);
  const std::vector<OpId> dropped = outbox_->drop_old();
  // The count goes ahead of the operations that it covers.
  store_head([this, dropped] {
    for (const OpId id : dropped) {
      setup_.strict->remove(Outbox::name_of(id), guarded([](const Result<Done>&) {}));
    }
  });
}

void Device::take_segments(const std::vector<DeviceRecord>& records, TimeMs now) {
  bool torn = false;
  std::vector<Segment> taken;
  for (const DeviceRecord& record : records) {
    const std::uint64_t number = segment_number(record.name);
    if (number == 0) continue;
    next_segment_ = std::max(next_segment_, number + 1);
    segments_.insert(number);
    auto segment = decode<Segment>(record.bytes);
    torn = torn || !segment || segment->version != Segment::kVersion ||
           !(segment->actor == setup_.actor);
    if (torn) {
      segments_.erase(number);
      setup_.ordinary->remove(record.name, guarded([](const Result<Done>&) {}));
    } else {
      replica_->take(*segment);
      taken.push_back(std::move(*segment));
    }
  }
  replica_->drop_ended(now);
  if (taken.size() > kCompactAt) store_segment(compacted(taken, *replica_));
}

Op Device::draft(ShardId street, CaseId subject, const Grant& grant, TimeMs now) {
  Op op;
  now = TimeMs{within_times(now.value)};  // a phone's clock may stand anywhere
  op.id = OpId{make_uuid_v7(now.value < 0 ? TimeMs{0} : now, setup_.random())};
  op.shard = street;
  op.claimed_at = now;
  op.clock_offset_ms = session_->clock_offset_ms();
  op.actor = setup_.actor;
  op.grant = grant;
  op.subject = subject;
  const World* world = replica_->confirmed(street);
  const Case* seen = world != nullptr ? world->find(subject) : nullptr;
  op.base = seen != nullptr ? seen->version : 0;
  op.salt = random_salt(setup_.random);
  return op;
}

Device::Sent Device::submit(Op op, const Contact* contact) {
  Outcome outcome = loaded_ ? replica_->judge_here(op) : refused(Refusal::not_ready);
  if (!outcome.applied()) return {std::move(outcome), {}};
  Bytes sealed;
  if (contact != nullptr) {
    SealedFields fields;
    fields.salt = random_salt(setup_.random);
    fields.name = contact->name;
    fields.phone = contact->phone;
    sealed = encode(fields);
    op.sealed = sha256(sealed);
  }
  return {std::move(outcome), keep(std::move(op), std::move(sealed))};
}

Device::Sent Device::submit(ShardId street, CaseId subject, const Grant& grant, const CaseOp& op,
                            TimeMs now, const Contact* contact) {
  Op made = draft(street, subject, grant, now);
  set_payload(made, op);
  return submit(std::move(made), contact);
}

OpId Device::submit_anyway(ShardId street, CaseId subject, const Grant& grant, const CaseOp& op,
                           TimeMs now) {
  GEZHI_CHECK(loaded_);
  Op made = draft(street, subject, grant, now);
  set_payload(made, op);
  return keep(std::move(made), {});
}

OpId Device::keep(Op op, Bytes sealed) {
  const OutboxItem& item =
      outbox_->add(std::move(op), std::move(sealed), session_->clock_measured());
  const OpId id = item.op.id;
  static_cast<void>(replica_->add_pending(item));
  store_item(id);
  changed();
  sign_next();
  return id;
}

void Device::store_item(OpId id) {
  const OutboxItem* item = outbox_->find(id);
  if (item == nullptr) return;
  const std::uint64_t write = outbox_->begin_write(id);
  setup_.strict->put(Outbox::name_of(id), encode(item->record),
                     guarded([this, id, write](const Result<Done>& result) {
                       outbox_->end_write(id, write, result.ok());
                       changed();
                     }));
}

void Device::store_head(std::function<void()> then) {
  setup_.strict->put(Outbox::kHeadName, encode(outbox_->head()),
                     guarded([then = std::move(then)](const Result<Done>& result) {
                       if (result) then();
                     }));
}

void Device::store_segment(const Segment& segment) {
  const std::uint64_t number = next_segment_++;
  const bool reset = segment.reset;
  setup_.ordinary->put(segment_name(number), encode(segment),
                       guarded([this, number, reset](const Result<Done>& result) {
                         if (!result) return;  // fetched again after a restart
                         segments_.insert(number);
                         if (reset) remove_segments(number);
                       }));
}

void Device::remove_segments(std::uint64_t before) {
  while (!segments_.empty() && *segments_.begin() < before) {
    setup_.ordinary->remove(segment_name(*segments_.begin()), guarded([](const Result<Done>&) {}));
    segments_.erase(segments_.begin());
  }
}

std::optional<Bytes> Device::next_request(TimeMs now) {
  return loaded_ ? session_->next_request(now) : std::nullopt;
}

Result<Changes> Device::receive(ByteView bytes, TimeMs now) {
  auto changes = session_->receive(bytes, now);
  if (changes) {
    for (const OpId id : changes->to_store) store_item(id);
    if (changes->clock) store_head([] {});
    if (changes->segment) store_segment(*changes->segment);
    sign_next();
  }
  changed();
  return changes;
}

Progress Device::progress(OpId id) const {
  const OutboxItem* item = outbox_->find(id);
  if (item == nullptr) return Progress::unknown;
  if (replica_->is_settled(*item)) return Progress::settled;
  if (item->record.received()) return Progress::received;
  return item->stored ? Progress::saved : Progress::writing;
}

void Device::put_aside(OpId refused) {
  if (!outbox_->put_aside(refused)) return;
  store_item(refused);
  changed();
}

bool Device::storage_failed() const {
  for (const OutboxItem* item : outbox_->in_order()) {
    if (item->storage_failed && !item->record.received()) return true;
  }
  return false;
}

Bytes Device::export_outbox() {
  for (const OpId id : outbox_->freeze()) store_item(id);
  OutboxFile file;
  file.version = OutboxFile::kVersion;
  for (const OutboxItem* item : outbox_->in_order()) {
    if (!item->record.received()) file.items.push_back(outbox_->push_item(item->op.id));
  }
  return encode(file);
}

}  // namespace gezhi
