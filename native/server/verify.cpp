#include "native/server/verify.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/base/hex.h"
#include "core/cases/lifecycle.h"
#include "core/cases/op_photos.h"
#include "core/cases/ranking.h"
#include "core/journal/ledger.h"
#include "core/journal/sampling.h"
#include "core/journal/street_rules.h"
#include "native/server/holders.h"
#include "native/server/load_host.h"
#include "native/server/sealing.h"
#include "native/server/signature_openssl.h"
#include "native/server/witness_check.h"

namespace gezhi {

namespace {

// What the entries of a case amount to so far, for the record of an erasure.
struct CaseEntries {
  std::uint64_t whole = 0;  // records of erasures apart
  std::uint64_t emptied = 0;
  Sha256 left;
};

// A contact that an entry says was sealed with it.
struct SealedSaid {
  CaseId subject;
  Digest fields{};
};

class StreetCheck {
 public:
  StreetCheck(ShardId shard, const StreetSecret& server, const Holders& holders, bool is_played)
      : ledger_(shard),
        secret_(secret_of_street(server, shard)),
        holders_(holders),
        is_played_(is_played) {
    street_.shard = shard;
  }

  Result<Done> take(const StoredEntryView& stored);
  // Once all entries are taken: the contacts of this case, and its key.
  Result<Done> take_contacts(CaseId subject, const std::vector<SealedBox>& boxes,
                             const std::optional<CaseKey>& key);
  Result<VerifiedStreet> finished();

 private:
  // Before the entry is replayed: a ticket is judged by the percentage that stood then.
  Result<Done> check(const StoredEntryView& stored, const Entry& entry, const Op& op);
  Result<Done> check_case(const StoredEntryView& stored, const Entry& entry, const Op& op);
  Result<Done> check_grant(const Entry& entry, const Op& op);
  Result<Done> check_agreed(const Entry& entry, const Op& op) const;
  Result<Done> check_signature(const Entry& entry, const Op& op);
  Result<Done> check_ticket(const Op& op, const Digest& ticket);
  Result<Done> check_record(const Op& op, const EraseCase& record);
  void rank_orders(const Op& op, const CaseOp& made);

  Ledger ledger_;
  StreetSecret secret_;
  const Holders& holders_;
  bool is_played_;                     // a demo: nobody has signed it
  std::map<OpId, SealedSaid> sealed_;  // not yet met in the tables
  std::set<CaseId> ended_;             // at some time
  std::map<CaseId, CaseEntries> cases_;
  std::set<CaseId> unrecorded_;  // with an emptied entry since the last record
  VerifiedStreet street_;
};

Error at(ShardId shard, std::uint64_t seq, const Error& error) {
  return {error.code, "street " + std::to_string(shard.value) + " entry " + std::to_string(seq) +
                          ": " + error.message};
}

std::string name_of_case(CaseId id) { return "case " + to_text(id.value); }

Result<Done> StreetCheck::take(const StoredEntryView& stored) {
  const auto entry = read_entry(stored.bytes);
  if (!entry) return at(ledger_.shard(), stored.seq, entry.error());
  const auto op = read_op(entry->op);
  if (!op) return at(ledger_.shard(), stored.seq, op.error());
  if (auto checked = check(stored, *entry, *op); !checked) {
    return at(ledger_.shard(), stored.seq, checked.error());
  }
  if (auto replayed = ledger_.replay(*entry, true); !replayed) return replayed;
  const Case* subject = ledger_.world().find(op->subject);
  if (subject != nullptr && kFinalStates.has(subject->state)) ended_.insert(op->subject);
  ++street_.entries;
  if (!entry->outcome.applied()) {
    ++street_.refused;
  } else if (entry->grant.role != Role::system && op->kind < names_of(OpKind{}).size()) {
    ++street_.done_by_people[static_cast<OpKind>(op->kind)];
  }
  return Done{};
}

Result<Done> StreetCheck::check(const StoredEntryView& stored, const Entry& entry, const Op& op) {
  if (entry.seq != stored.seq) {
    return Error{"bad_entry", "stored under another number than its own"};
  }
  if (!(op.id == stored.op) || !(op.subject == stored.subject)) {
    return Error{"bad_entry", "stored under another operation or case"};
  }
  if (!(op.shard == ledger_.shard())) return Error{"bad_entry", "an operation of another street"};
  if (auto held = check_grant(entry, op); !held) return held;
  if (auto good = check_signature(entry, op); !good) return good;
  if (auto agreed = check_agreed(entry, op); !agreed) return agreed;
  if (op.sealed != Digest{}) sealed_[op.id] = {op.subject, op.sealed};
  return op.subject.is_nil() ? Done{} : check_case(stored, entry, op);
}

// What weakens is put in force by the street alone, so whoever writes the store would write that.
Result<Done> StreetCheck::check_agreed(const Entry& entry, const Op& op) const {
  if (entry.grant.role != Role::system || !entry.outcome.applied()) return Done{};
  const Payload payload = read_payload(op);
  const auto* set = std::get_if<ShardOp>(&payload);
  if (set == nullptr || std::holds_alternative<EnrollKey>(*set)) return Done{};
  if (is_agreed(ledger_.world(), *set, entry.received_at)) return Done{};
  return Error{"bad_grant", "put in force by the street, and no two persons had agreed on it"};
}

// What was done before an account was closed may come in later (gezhi import outbox), so the time it
// was done counts as well.
Result<Done> StreetCheck::check_grant(const Entry& entry, const Op& op) {
  const Grant& grant = entry.grant;
  if (grant.role == Role::none) return Done{};
  if (!is_same(grant, op.grant)) {
    return Error{"bad_grant", "judged as " + std::string(name_of(grant.role)) +
                                  ", which its author did not act as"};
  }
  if (op.actor.is_none()) {
    if (grant.role == Role::system || grant.role == Role::admin) return Done{};
    return Error{"bad_grant", "by nobody, as " + std::string(name_of(grant.role))};
  }
  using Held = Holders::Held;
  const Held held = grant.role == Role::system ? Held::no : holders_.held(entry, op, grant);
  if (held == Held::by_claim) ++street_.by_claim;
  if (held != Held::no) return Done{};
  return Error{"bad_grant", "account " + std::to_string(op.actor.value) + " did not hold " +
                                std::string(name_of(grant.role)) + " then"};
}

Result<Done> StreetCheck::check_case(const StoredEntryView& stored, const Entry& entry,
                                     const Op& op) {
  const Payload payload = read_payload(op);
  const auto* one = std::get_if<CaseOp>(&payload);
  if (one != nullptr) find_photos(*one, street_.photos);
  if (one != nullptr && entry.outcome.applied()) {
    if (const auto* record = one->get<EraseCase>()) return check_record(op, *record);
    if (!entry.erased) rank_orders(op, *one);
    if (const auto* drawn = one->get<DrawSample>()) {
      if (auto checked = check_ticket(op, drawn->ticket); !checked) return checked;
    }
  }
  CaseEntries& of = cases_[op.subject];
  if (!entry.erased) {
    ++of.whole;
    return Done{};
  }
  ++of.emptied;
  of.left.update(stored.bytes);
  unrecorded_.insert(op.subject);
  return Done{};
}

// Of an emptied entry too: what was signed is the digest that it keeps.
Result<Done> StreetCheck::check_signature(const Entry& entry, const Op& op) {
  const Signature& signature = entry.signature;
  if (signature.is_none()) {
    if (op.actor.is_none()) return Done{};
    const bool by_server = op.kind == static_cast<std::uint32_t>(OpKind::read_contact);
    if (!by_server && !is_played_) return Error{"bad_signature", "made by a person and not signed"};
    ++street_.unsigned_by_people;
    return Done{};
  }
  const PublicKey* key = ledger_.chains().key_of(op.actor, op.device);
  if (key == nullptr || signature.algorithm != key->algorithm) {
    return Error{"bad_signature", "signed by a key that is not enrolled"};
  }
  const Bytes message = signed_message(signature.algorithm, signature.prev, op_digest(entry));
  if (!OpensslSignatures().is_good(key->algorithm, key->bytes, message, signature.bytes)) {
    return Error{"bad_signature", "its device did not sign this"};
  }
  ++street_.signed_by_devices;
  return Done{};
}

Result<Done> StreetCheck::check_ticket(const Op& op, const Digest& ticket) {
  const std::string where = name_of_case(op.subject) + ": ";
  if (secret_.is_none()) {
    return Error{"bad_ticket", where + "drawn for sampling, but the store has no secret"};
  }
  if (ticket != sample_ticket(secret_, op.subject)) {
    return Error{"bad_ticket", where + "drawn with a ticket that is not the street's"};
  }
  const World& world = ledger_.world();
  const Case* one = world.find(op.subject);
  if (one != nullptr && !is_drawn(ticket, sample_percent(world.policy(), *one))) {
    return Error{"bad_ticket", where + "drawn although its ticket is above the percentage"};
  }
  ++street_.samples;
  return Done{};
}

std::vector<TaskOrder> orders_in(const CaseOp& made) {
  if (const auto* dispatch = made.get<DispatchCase>()) return dispatch->tasks;
  if (const auto* whistle = made.get<BlowWhistle>()) return whistle->tasks;
  if (const auto* redo = made.get<RedoCase>()) return {redo->task};
  if (const auto* again = made.get<OrderReinspection>()) return {again->order};
  return {};
}

void StreetCheck::rank_orders(const Op& op, const CaseOp& made) {
  const World& world = ledger_.world();
  const Case* subject = world.find(op.subject);
  if (subject == nullptr) return;
  for (const TaskOrder& order : orders_in(made)) {
    if (order.choice.place == 0) continue;
    const auto ranking = rank_again(world, *subject, order);
    const UnitChoice again = choice_of(ranking, order.unit, order.choice.at);
    ++street_.ranked;
    if (again.place != order.choice.place) ++street_.ranked_elsewhere;
  }
}

Result<Done> StreetCheck::check_record(const Op& op, const EraseCase& record) {
  const CaseEntries& of = cases_[op.subject];
  Sha256 left = of.left;
  if (of.whole > 0) {
    return Error{"bad_erasure", name_of_case(op.subject) + " is said to be erased and is not"};
  }
  if (of.emptied != record.entries || left.finish() != record.left) {
    return Error{"bad_erasure", name_of_case(op.subject) + ": what is left was changed"};
  }
  unrecorded_.erase(op.subject);
  return Done{};
}

Result<Done> StreetCheck::take_contacts(CaseId subject, const std::vector<SealedBox>& boxes,
                                        const std::optional<CaseKey>& key) {
  const auto wrong = [&](const std::string& what) {
    return Error{"bad_sealed", "street " + std::to_string(ledger_.shard().value) + " " +
                                   name_of_case(subject) + ": " + what};
  };
  if (boxes.empty()) return wrong("a key without a contact");
  if (!key) return wrong("a contact without its key");
  for (const SealedBox& box : boxes) {
    const auto said = sealed_.find(box.op);
    if (said == sealed_.end() || !(said->second.subject == subject)) {
      return wrong("a contact that no entry of the case brought");
    }
    const auto fields = unseal(*key, box);
    if (!fields) return wrong("a contact that its key does not open");
    if (sha256(*fields) != said->second.fields) return wrong("a contact was replaced");
    sealed_.erase(said);
    ++street_.contacts;
  }
  return Done{};
}

Result<VerifiedStreet> StreetCheck::finished() {
  // What is left here is not in the tables: it was destroyed, which may happen once a case is over.
  for (const auto& [op, said] : sealed_) {
    const Case* one = ledger_.world().find(said.subject);
    if (one != nullptr && !ended_.contains(said.subject)) {
      return Error{"bad_sealed", "street " + std::to_string(ledger_.shard().value) + " " +
                                     name_of_case(said.subject) +
                                     ": its contact is gone, and the case was never over"};
    }
    ++street_.contacts_gone;
  }
  if (!unrecorded_.empty()) {
    return Error{"bad_erasure", "street " + std::to_string(ledger_.shard().value) + ": " +
                                    name_of_case(*unrecorded_.begin()) +
                                    " has emptied entries that no record covers"};
  }
  for (const auto& [id, one] : ledger_.world().own_cases()) {
    if (!one.erased.is_none()) ++street_.erased;
  }
  street_.cases = ledger_.world().own_cases().size();
  street_.decided_otherwise = ledger_.decided_otherwise();
  street_.breaks = ledger_.chains().breaks();  // what came later has filled its gap
  street_.chain = ledger_.hash();
  street_.world = ledger_.world().hash();
  return street_;
}

}  // namespace

namespace {

Result<Done> take_tables(ServerStore& store, ShardId shard, const std::set<SubjectKey>& subjects,
                         StreetCheck& check) {
  for (const SubjectKey& subject : subjects) {
    if (!(subject.shard == shard)) continue;
    const auto boxes = store.sealed_of(subject);
    if (!boxes) return boxes.error();
    const auto key = store.case_key(subject);
    if (!key) return key.error();
    if (auto taken = check.take_contacts(subject.id, *boxes, *key); !taken) return taken;
  }
  return Done{};
}

// Every case that the tables know.
Result<std::set<SubjectKey>> subjects_in_tables(ServerStore& store) {
  std::set<SubjectKey> subjects;
  for (auto list : {store.cases_with_key(), store.cases_with_sealed()}) {
    if (!list) return list.error();
    subjects.insert(list->begin(), list->end());
  }
  return subjects;
}

Result<VerifiedStreet> verify_street(ServerStore& store, ShardId shard,
                                     const std::set<SubjectKey>& subjects, StreetCheck& check) {
  Result<Done> checked = Done{};
  auto read = store.read(shard, 0, UINT64_MAX, [&](const StoredEntryView& entry) {
    checked = check.take(entry);
    return checked.ok();
  });
  if (!read) return read.error();
  if (!checked) return checked.error();
  if (auto taken = take_tables(store, shard, subjects, check); !taken) return taken.error();
  return check.finished();
}

VerifiedStreet faulty(ShardId shard, Error fault) {
  VerifiedStreet street;
  street.shard = shard;
  street.fault = std::move(fault);
  return street;
}

// Of streets that are whole as far as they go, and of those of which nothing is left.
void add_missing(ServerStore& store, const Witness& witness, std::vector<VerifiedStreet>& streets) {
  for (const WitnessedStreet& witnessed : witness.streets) {
    const auto there = check_witnessed(store, witnessed);
    if (there) continue;
    const auto street = std::find_if(
        streets.begin(), streets.end(),
        [&](const VerifiedStreet& verified) { return verified.shard == witnessed.shard; });
    if (street == streets.end()) {
      streets.push_back(faulty(witnessed.shard, there.error()));
    } else if (!street->fault) {
      street->fault = there.error();
    }
  }
}

}  // namespace

Result<std::vector<VerifiedStreet>> verify_each(ServerStore& store,
                                                const std::optional<Witness>& witness) {
  const auto shards = store.shards();
  if (!shards) return shards.error();
  const auto secret = server_secret_of(store);
  if (!secret) return secret.error();
  const auto history = store.grant_history();
  if (!history) return history.error();
  const auto subjects = subjects_in_tables(store);
  if (!subjects) return subjects.error();
  const auto demo = store.meta(kDemoMeta);
  if (!demo) return demo.error();
  const Holders holders(*history);
  std::vector<VerifiedStreet> streets;
  for (const ShardId shard : *shards) {
    StreetCheck check(shard, *secret, holders, !demo->empty());
    auto street = verify_street(store, shard, *subjects, check);
    streets.push_back(street ? std::move(*street) : faulty(shard, street.error()));
  }
  if (witness) add_missing(store, *witness, streets);
  std::set<ShardId> known;
  for (const VerifiedStreet& street : streets) known.insert(street.shard);
  for (const SubjectKey& subject : *subjects) {
    if (!known.insert(subject.shard).second) continue;
    streets.push_back(faulty(subject.shard, {"bad_sealed", "a contact or a key of street " +
                                                               std::to_string(subject.shard.value) +
                                                               ", whose journal is not here"}));
  }
  return streets;
}

Result<std::vector<VerifiedStreet>> verify_journal(ServerStore& store,
                                                   const std::optional<Witness>& witness) {
  auto streets = verify_each(store, witness);
  if (!streets) return streets;
  for (const VerifiedStreet& street : *streets) {
    if (street.fault) return *street.fault;
  }
  return streets;
}

Result<VerifiedPhotos> verify_photos(BlobFiles& files, const std::vector<VerifiedStreet>& streets) {
  std::set<Digest> named;
  for (const VerifiedStreet& street : streets) {
    named.insert(street.photos.begin(), street.photos.end());
  }
  const auto names = files.names();
  if (!names) return names.error();
  VerifiedPhotos photos;
  for (const Digest& name : *names) {
    const auto bytes = files.read(name);
    if (!bytes) return bytes.error();
    if (sha256(*bytes) != name) {
      return Error{"bad_photo", "photo " + to_hex(name) + " is not what its name says"};
    }
    ++photos.whole;
    if (named.erase(name) == 0) ++photos.unnamed;
  }
  for (const Digest& name : named) {
    if (files.is_lost(name)) photos.lost.push_back(name);
  }
  photos.missing = named.size() - photos.lost.size();
  return photos;
}

}  // namespace gezhi
