#include "core/sync/host.h"

#include <algorithm>

#include "core/cases/restricted.h"
#include "core/journal/erasure.h"
#include "core/journal/steward.h"
#include "core/journal/street_rules.h"

namespace gezhi {
namespace {

bool same(const Grant& a, const Grant& b) {
  return a.role == b.role && a.unit == b.unit && a.grid == b.grid && a.shard == b.shard;
}

// The grant as the journal keeps it: what the operation claims when the account holds it, else none.
Grant verified(const Op& op, const Principal& principal) {
  const bool fits_street = op.grant.shard.is_none() || op.grant.shard == op.shard;
  const bool held = std::any_of(principal.grants.begin(), principal.grants.end(),
                                [&](const Grant& grant) { return same(grant, op.grant); });
  return held && fits_street && op.grant.role != Role::system ? op.grant : Grant{};
}

TimeMs made_at(const Op& op, TimeMs sent_at, TimeMs now) {
  Entry entry;
  entry.received_at = now;
  entry.sent_at = sent_at;
  return act_of(entry, op).when.at;
}

// Of what the street does by itself: what a time that ran out brings about, perhaps because what would
// have stopped the clock is lost. All else answers what people did, and is done again when that is back.
bool is_by_time(const Op& op) {
  const auto kind = static_cast<OpKind>(op.kind);
  return kind == OpKind::escalate || kind == OpKind::resume_case ||
         kind == OpKind::order_reinspection;
}

// A contact comes with a report, or later with a note of whoever reported, or of the desk: with anything else
// somebody could put another in its place.
bool brings_contact(const World& world, const Op& op) {
  const auto kind = static_cast<OpKind>(op.kind);
  if (kind == OpKind::report_case || kind == OpKind::settle_on_spot) return true;
  if (kind != OpKind::add_note) return false;
  const Case* subject = world.find(op.subject);
  return subject == nullptr || subject->reporter == op.actor || kDeskRoles.has(op.grant.role);
}

PushProblem check_sealed(const World& world, const Op& op, const Bytes& sealed) {
  const bool expected = op.sealed != Digest{};
  if (expected != !sealed.empty()) return PushProblem::sealed_wrong;
  if (!expected) return PushProblem::none;
  if (!brings_contact(world, op)) return PushProblem::sealed_wrong;
  const bool right = sha256(sealed) == op.sealed && decode<SealedFields>(sealed).ok();
  return right ? PushProblem::none : PushProblem::sealed_wrong;
}

}  // namespace

Error error_of(const ClosedStreet& street) {
  return {"street_closed", "street " + std::to_string(street.shard.value) + " is closed, entry " +
                               std::to_string(street.bad) +
                               " of its journal cannot be read: " + street.why.message};
}

void Host::open_street(ShardId shard) {
  if (!closed_.contains(shard)) streets_.try_emplace(shard, shard);
}

void Host::close_street(ClosedStreet street) {
  const auto at = streets_.find(street.shard);
  if (at != streets_.end()) {
    last_of_closed_ = std::max(last_of_closed_, last_received_in(at->second));
    streets_.erase(at);
  }
  closed_[street.shard] = std::move(street);
}

Host::Street* Host::find_street(ShardId shard) {
  const auto at = streets_.find(shard);
  return at == streets_.end() ? nullptr : &at->second;
}

const Ledger* Host::ledger(ShardId shard) const {
  const auto at = streets_.find(shard);
  return at == streets_.end() ? nullptr : &at->second.ledger;
}

std::uint64_t Host::committed_seq(ShardId shard) const {
  if (const auto at = streets_.find(shard); at != streets_.end()) return at->second.committed;
  const auto at = closed_.find(shard);
  return at == closed_.end() ? 0 : at->second.last;
}

std::map<ShardId, std::uint64_t> Host::committed_seqs() const {
  std::map<ShardId, std::uint64_t> seqs;
  for (const auto& [shard, street] : streets_) seqs[shard] = street.committed;
  for (const auto& [shard, street] : closed_) seqs[shard] = street.last;
  return seqs;
}

TimeMs Host::last_received_in(const Street& street) {
  const std::uint64_t last = street.index.last();
  return last == 0 ? TimeMs{} : street.index.mark(last).received_at;
}

TimeMs Host::last_received() const {
  TimeMs last = last_of_closed_;
  for (const auto& [id, street] : streets_) last = std::max(last, last_received_in(street));
  return last;
}

std::vector<ShardId> Host::streets() const {
  std::vector<ShardId> ids;
  for (const auto& [id, street] : streets_) ids.push_back(id);
  return ids;
}

bool Host::came_after_loss(const Street& street, const Entry& entry, const Op& op) const {
  const auto lost = healing_.streets.find(entry.shard);
  const bool since = lost != healing_.streets.end()
                         ? entry.seq > lost->second.has
                         : !healing_.since.is_none() && entry.received_at >= healing_.since;
  if (!since || healing_.given_back.contains({entry.shard, entry.seq})) return false;
  if (entry.grant.role != Role::system || is_by_time(op)) return true;
  const auto before = street.unseen.find(op.subject);
  return before != street.unseen.end() && before->second.last;
}

void Host::note_unseen(Street& street, const Entry& entry, const Op& op, const Payload& payload) {
  if (!std::holds_alternative<CaseOp>(payload)) return;
  const bool after = came_after_loss(street, entry, op);
  const auto found = street.unseen.find(op.subject);
  if (!after && found == street.unseen.end()) return;
  Unseen& unseen = street.unseen[op.subject];
  unseen.last = after;
  if (after) ++unseen.entries;
}

void Host::take_in(Street& street, const Entry& entry, const Op& op, std::uint64_t bytes) {
  const Payload payload = read_payload(op);
  street.index.add(entry, op, payload, bytes, street.ledger.world());
  if (!entry.outcome.applied()) return;
  if (is_healing(entry.received_at)) note_unseen(street, entry, op, payload);
  for (const CaseId touched : touched_cases(op, payload)) street.restless.insert(touched);
}

Result<Done> Host::replay(ShardId shard, ByteView stored, bool rejudge) {
  const auto entry = read_entry(stored);
  if (!entry) return entry.error();
  open_street(shard);
  Street& street = *find_street(shard);
  auto done = street.ledger.replay(*entry, rejudge);
  if (!done) return done;
  const auto op = read_op(entry->op);
  if (!op) return op.error();
  take_in(street, *entry, *op, stored.size());
  street.committed = entry->seq;
  return Done{};
}

Uuid Host::own_id(ShardId shard, TimeMs at, ByteView reason) const {
  return street_id(secret_of_street(secret_, shard), at, reason);
}

StoredEntry Host::admit(Street& street, const Op& op, Bytes bytes, const Grant& grant, TimeMs now,
                        TimeMs sent_at, const Signature& signature) {
  const Entry entry = street.ledger.admit(op, std::move(bytes), grant, now, sent_at, signature);
  StoredEntry stored{entry.shard, entry.seq, op.subject, op.id, encode(entry)};
  take_in(street, entry, op, stored.bytes.size());
  return stored;
}

Signatures check_signatures(const Request& request, const SignatureCheck& check) {
  const std::uint8_t algorithm = request.key.algorithm;
  Signatures found;
  found.good.assign(request.push.size(), false);
  if (request.key.is_none() || !check.is_key(algorithm, request.key.bytes)) return found;
  found.is_key = true;
  for (std::size_t i = 0; i < request.push.size(); ++i) {
    const PushItem& item = request.push[i];
    if (const auto op = read_op(item.op)) found.streets.insert(op->shard);
    if (item.signature.algorithm != request.key.algorithm) continue;
    const Bytes message =
        signed_message(item.signature.algorithm, item.signature.prev, sha256(item.op));
    found.good[i] = check.is_good(algorithm, request.key.bytes, message, item.signature.bytes);
  }
  return found;
}

namespace {

Op enroll_operation(const EnrollKey& enrolled, ShardId shard, std::uint64_t seq, TimeMs now,
                    const StreetSecret& secret) {
  CborWriter reason;
  reason.text("enrolment");
  reason.unsigned_number(seq);
  reason.bytes(enrolled.key.bytes);
  Case nobody;
  nobody.shard = shard;
  Op op = steward_op(nobody, {street_id(secret, now, reason.result())}, now);
  op.device_seq = seq;
  set_payload(op, enrolled);
  return op;
}

}  // namespace

// Where the account acts, or has something to hand in from when it did.
void Host::enroll(const Request& request, const Principal& principal, TimeMs now,
                  const Signatures& signatures, Pushed& pushed) {
  if (secret_.is_none() || request.device.is_nil()) return;
  for (auto& [shard, street] : streets_) {
    if (!scope_of(principal, shard) && !signatures.streets.contains(shard)) continue;
    const PublicKey* known = street.ledger.chains().key_of(principal.actor, request.device);
    if (known != nullptr && *known == request.key) continue;
    if (street.ledger.chains().enrolled_since(principal.actor, now - kDayMs) >= kKeysPerDay)
      continue;
    const Op op = enroll_operation({principal.actor, request.device, request.key}, shard,
                                   street.ledger.seq() + 1, now, secret_of_street(secret_, shard));
    pushed.entries.push_back(admit(street, op, encode(op), op.grant, now));
  }
}

// What is given back after a restore is checked as everything is, by the key that comes with it: a device
// gives back only what its own account made on it. So the author is signed in, and enroll() has just put
// into the journal again what was lost of the key.
PushProblem Host::check_signed(const Street& street, const Op& op, const Request& request,
                               std::size_t index, const Signatures& signatures) const {
  const Signature& signature = request.push[index].signature;
  if (!signatures.is_key || signature.is_none()) return PushProblem::not_signed;
  const bool good = index < signatures.good.size() && signatures.good[index];
  if (!(op.device == request.device) || !good) return PushProblem::signature_wrong;
  const PublicKey* key = street.ledger.chains().key_of(op.actor, op.device);
  return key != nullptr && *key == request.key ? PushProblem::none : PushProblem::too_many_keys;
}

// Asked last, of what would be admitted. By who is signed in, not by who signed: what the server makes
// for a person (reading a contact) is that person's too.
bool Host::has_room(const PushItem& item, const Op& op, const Principal& principal, TimeMs now) {
  if (allowance_ == nullptr || principal.actor.is_none()) return true;
  const auto lost = healing_.streets.find(op.shard);
  const bool known = lost != healing_.streets.end() && lost->second.had > 0;
  const bool was_there = item.was > 0 && (!known || item.was <= lost->second.had);
  return allowance_->take(principal.actor, was_there && is_healing(now), now);
}

// Whether the author saw entries of the case that are not here. Who acted after the loss may have seen all
// that is.
bool Host::builds_on_more(const Street& street, const PushItem& item, const Op& op,
                          TimeMs made) const {
  const Case* one = street.ledger.world().find(op.subject);
  std::uint64_t seen = one != nullptr ? one->version : 0;
  const bool before = item.was > 0 || healing_.since.is_none() || made < healing_.since;
  const auto unseen = street.unseen.find(op.subject);
  if (before && unseen != street.unseen.end()) seen -= std::min(seen, unseen->second.entries);
  return op.base > seen;
}

void Host::push_one(std::size_t index, const Request& request, const Principal& principal,
                    TimeMs now, const Signatures& signatures, Pushed& pushed) {
  const PushItem& item = request.push[index];
  const auto complain = [&](OpId op, PushProblem what) {
    pushed.problems.push_back({index, op, what});
  };
  const auto op = read_op(item.op);
  if (!op) return complain({}, PushProblem::unreadable);
  if (!(op->actor == principal.actor)) return complain(op->id, PushProblem::other_actor);
  if (closed_.contains(op->shard)) return complain(op->id, PushProblem::server_failed);
  Street* street = find_street(op->shard);
  if (street == nullptr) return complain(op->id, PushProblem::unknown_street);
  if (const auto known = street->ledger.find_receipt(op->id)) {
    // Another operation may not pass for this one: its author would believe that it was received.
    if (!street->ledger.holds(op->id, item.op)) return complain(op->id, PushProblem::id_taken);
    pushed.receipts.push_back(*known);
    return;
  }
  const PushProblem sealed = check_sealed(street->ledger.world(), *op, item.sealed);
  if (sealed != PushProblem::none) return complain(op->id, sealed);
  if (!principal.local) {
    const PushProblem what = check_signed(*street, *op, request, index, signatures);
    if (what != PushProblem::none) return complain(op->id, what);
  }
  const TimeMs made = made_at(*op, request.sent_at, now);
  if (is_healing(now) && builds_on_more(*street, item, *op, made)) {
    return complain(op->id, PushProblem::wait);
  }
  if (!has_room(item, *op, principal, now)) return complain(op->id, PushProblem::too_many);
  if (item.was > 0 && is_healing(now)) {
    healing_.given_back.insert({op->shard, street->ledger.seq() + 1});
  }
  const Grant grant = verified(*op, principal);
  const Signature signature = principal.local ? Signature{} : item.signature;
  const DeviceLink link = street->ledger.chains().link_of(*op, signature);
  pushed.entries.push_back(admit(*street, *op, item.op, grant, now, request.sent_at, signature));
  pushed.receipts.push_back(*street->ledger.find_receipt(op->id));
  // What was refused brings nothing: else it would stand in the place of the case's own contact.
  const bool applied = pushed.receipts.back().outcome.applied();
  if (applied && !item.sealed.empty()) {
    pushed.sealed.push_back({op->id, {op->shard, op->subject}, item.sealed});
  }
  const std::uint64_t seq = pushed.receipts.back().seq;
  if (link == DeviceLink::fork) pushed.forked.push_back({op->id, op->shard, seq});
  if (item.was > 0) {
    pushed.given_back.push_back({op->id, op->shard, seq, item.was, op->actor});
  }
}

Pushed Host::push(const Request& request, const Principal& principal, TimeMs received_at,
                  const Signatures& signatures) {
  Pushed pushed;
  if (signatures.is_key && signatures.enrolls && !principal.local) {
    enroll(request, principal, received_at, signatures, pushed);
  }
  for (std::size_t i = 0; i < request.push.size(); ++i) {
    push_one(i, request, principal, received_at, signatures, pushed);
  }
  return pushed;
}

Pushed Host::hold(const Request& request, PushProblem why) {
  Pushed held;
  for (std::size_t i = 0; i < request.push.size(); ++i) {
    const auto op = read_op(request.push[i].op);
    held.problems.push_back({i, op ? op->id : OpId{}, why});
  }
  return held;
}

void Host::set_ground(const Ground* ground) {
  ground_ = ground;
  for (auto& [id, street] : streets_) {
    for (const auto& [subject, one] : street.ledger.world().own_cases()) {
      const bool open = kOpenStates.has(one.state);
      if (open && (one.place.outside_known_grids || !one.lies_in.is_none()))
        street.restless.insert(subject);
    }
  }
}

void Host::set_timer(Street& street, CaseId id, TimeMs due) {
  const auto before = street.timer_of.find(id);
  if (before != street.timer_of.end()) {
    street.timers.erase({before->second, id});
    street.timer_of.erase(before);
  }
  if (due.is_none()) return;
  street.timers.insert({due.value, id});
  street.timer_of[id] = due.value;
}

bool Host::steward_case(Street& street, CaseId id, TimeMs now, std::vector<StoredEntry>& entries) {
  const World& world = street.ledger.world();
  const Case* one = world.find(id);
  if (one == nullptr) return false;
  const StreetSecret secret = secret_of_street(secret_, street.ledger.shard());
  for (const Op& op : due_operations(world, *one, now, secret, ground_)) {
    if (street.ledger.find_receipt(op.id)) continue;
    entries.push_back(admit(street, op, encode(op), op.grant, now));
    return true;
  }
  set_timer(street, id, next_due(world, *one, now));
  return false;
}

OpId Host::id_of_change(ShardId shard, const StreetChange& change) const {
  CborWriter reason;
  reason.text("change");
  reason.bytes(change.op.value.bytes);
  return {own_id(shard, change.due, reason.result())};
}

// Once: what was refused then, since the street has changed meanwhile, stands as it was refused.
void Host::put_in_force(Street& street, TimeMs now, std::vector<StoredEntry>& entries) {
  const World& world = street.ledger.world();
  const auto change = due_change(world, now);
  if (!change || secret_.is_none()) return;
  const OpId id = id_of_change(street.ledger.shard(), *world.open_change());
  if (street.ledger.find_receipt(id)) return;
  Case nobody;
  nobody.shard = street.ledger.shard();
  Op op = steward_op(nobody, id, now);
  op.device_seq = street.ledger.seq() + 1;
  set_payload(op, *change);
  entries.push_back(admit(street, op, encode(op), op.grant, now));
}

void Host::steward_street(Street& street, TimeMs now, std::vector<StoredEntry>& entries) {
  put_in_force(street, now, entries);
  while (!street.timers.empty() && street.timers.begin()->first <= now.value) {
    const CaseId id = street.timers.begin()->second;
    set_timer(street, id, {});
    street.restless.insert(id);
  }
  while (!street.restless.empty()) {
    const CaseId id = *street.restless.begin();
    street.restless.erase(street.restless.begin());
    // What was done may have made something else due, here or at the other case.
    while (steward_case(street, id, now, entries)) {
    }
  }
}

std::vector<StoredEntry> Host::steward(TimeMs now) {
  std::vector<StoredEntry> entries;
  for (auto& [id, street] : streets_) steward_street(street, now, entries);
  return entries;
}

TimeMs Host::steward_wake() const {
  TimeMs wake;
  for (const auto& [id, street] : streets_) {
    TimeMs first;
    if (!street.timers.empty()) first = TimeMs{street.timers.begin()->first};
    const StreetChange* change = street.ledger.world().open_change();
    const bool waits = change != nullptr && !change->due.is_none() &&
                       !street.ledger.find_receipt(id_of_change(id, *change));
    if (waits && (first.is_none() || change->due < first)) first = change->due;
    if (!first.is_none() && (wake.is_none() || first < wake)) wake = first;
  }
  return wake;
}

std::vector<const Case*> Host::overdue(TimeMs now) const {
  std::vector<const Case*> list;
  for (const auto& [id, street] : streets_) {
    const World& world = street.ledger.world();
    for (const auto& [subject, one] : world.own_cases()) {
      const TimeMs due = erase_due(world, one);
      if (!due.is_none() && due <= now) list.push_back(&one);
    }
  }
  return list;
}

StoredEntry Host::record_erasure(const Case& one, const EraseCase& record, TimeMs now) {
  const Op op = erase_operation(one, record, now, secret_of_street(secret_, one.shard));
  return admit(*find_street(op.shard), op, encode(op), op.grant, now);
}

void Host::committed(std::span<const StoredEntry> entries) {
  for (const StoredEntry& entry : entries) {
    Street* street = find_street(entry.shard);
    GEZHI_CHECK(street != nullptr && entry.seq == street->committed + 1);
    street->committed = entry.seq;
  }
  if (allowance_ != nullptr) allowance_->settle();
}

PullPlan Host::plan(const Request& request, const Principal& principal) const {
  PullPlan plan;
  const bool known_life = request.epoch == epoch_ && request.scope == scope_digest(principal);
  plan.reset = !known_life && !request.cursors.empty();
  std::map<ShardId, ShardCursor> cursors;
  for (const ShardCursor& cursor : request.cursors) {
    plan.reset = plan.reset || !cursor_fits(cursor, committed_seq(cursor.shard));
    cursors[cursor.shard] = cursor;
  }
  if (plan.reset) cursors.clear();
  if (request.protocol < kProtocolMin) return plan;
  const std::uint64_t wanted = request.bytes_max == 0 ? kPullBytesMax : request.bytes_max;
  PullBudget budget{std::clamp(wanted, kPullBytesMin, kPullBytesMax), false, false};
  for (const auto& [id, street] : streets_) {
    const auto scope = scope_of(principal, id);
    if (!scope || plan.shards.size() >= kShardsMax) continue;
    ShardCursor cursor = cursors[id];
    cursor.shard = id;
    ShardPlan page = plan_page(street.index, *scope, cursor, street.committed,
                               retention_of(street.ledger.world().policy()), budget);
    plan.work += page.items.size();
    const bool stands = page.items.empty() && page.cursor.phase == cursor.phase &&
                        page.cursor.at == cursor.at && !page.more;
    if (!stands) plan.shards.push_back(std::move(page));
  }
  plan.work += kLooksMax - budget.looks;
  return plan;
}

PhotoRights Host::photo(const Digest& photo, const Principal& principal) const {
  PhotoRights rights;
  std::optional<TimeMs> first;
  for (const auto& [id, street] : streets_) {
    const auto named = street.index.photo_first_named(photo);
    if (named && (!first || *named < *first)) first = named;
  }
  for (const auto& [id, street] : streets_) {
    rights.named |= street.index.names_photo(principal.actor, photo, street.committed);
    const auto scope = scope_of(principal, id);
    if (!scope) continue;
    for (const auto& naming : street.index.photo_seen(*scope, photo, street.committed)) {
      // Who named it first may stand in a street that is closed.
      if (naming.at <= *first && closed_.empty()) {
        rights.shown = true;
      } else {
        rights.if_brought_by.push_back(naming.by);
      }
    }
  }
  return rights;
}

bool Host::is_closed_to(const Principal& principal) const {
  return std::any_of(closed_.begin(), closed_.end(),
                     [&](const auto& each) { return scope_of(principal, each.first).has_value(); });
}

Result<Bytes> answer(const Host& host, const Request& request, const Pushed& pushed,
                     const PullPlan& plan, const Principal& principal, EntryReader& reader,
                     TimeMs now) {
  auto pages = fill_pages(plan, reader);
  if (!pages) return pages.error();
  Response response;
  response.protocol = kProtocol;
  response.number = request.number;
  response.epoch = host.epoch();
  response.scope = scope_digest(principal);
  response.server_time = now;
  response.reset = plan.reset;
  response.update_app = request.protocol < kProtocolMin;
  response.receipts = pushed.receipts;
  response.problems = pushed.problems;
  response.pages = std::move(*pages);
  response.mark = pushed.mark;
  return encode(response);
}

}  // namespace gezhi
