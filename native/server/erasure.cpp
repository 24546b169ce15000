#include "native/server/erasure.h"

#include <algorithm>
#include <map>

#include "core/cases/op_photos.h"
#include "core/cases/restricted.h"
#include "core/journal/erasure.h"

namespace gezhi {

namespace {

// What the store has of the cases that go.
struct Going {
  std::map<SubjectKey, std::vector<StoredEntry>> emptied;  // to stand in the place of their entries
  std::map<SubjectKey, std::set<Digest>> photos;
};

// Photos that stay: those which a case that is not erased now has of somebody who had their bytes. Who only
// knows a digest keeps nothing alive by naming it.
std::set<Digest> photos_kept(const Host& host, BlobStore& blobs, const Going& going) {
  std::set<Digest> asked;
  for (const auto& [subject, photos] : going.photos) asked.insert(photos.begin(), photos.end());
  std::set<Digest> kept;
  for (const ShardId shard : host.streets()) {
    for (const auto& [id, one] : host.ledger(shard)->world().own_cases()) {
      if (going.photos.contains({shard, id})) continue;
      for (const auto& [photo, namers] : photos_of(one)) {
        const auto had = [&](ActorId by) { return blobs.brought(photo, by); };
        if (asked.contains(photo) && std::any_of(namers.begin(), namers.end(), had))
          kept.insert(photo);
      }
    }
  }
  return kept;
}

// By the store's own column, not by the case's history: what came before the case was known, or after
// its history was full, lies in the journal only.
Result<Done> look_through(ServerStore& store, ShardId shard, Going& going) {
  Result<Done> done = Done{};
  const auto read = store.read(shard, 0, UINT64_MAX, [&](const StoredEntryView& stored) {
    const SubjectKey subject{shard, stored.subject};
    const auto photos = going.photos.find(subject);
    if (photos == going.photos.end()) return true;
    const auto entry = read_entry(stored.bytes);
    auto bytes = emptied(stored.bytes);
    if (!entry || !bytes) {
      done = entry ? bytes.error() : entry.error();
      return false;
    }
    if (const auto op = read_op(entry->op)) {
      const Payload payload = read_payload(*op);
      if (const auto* said = std::get_if<CaseOp>(&payload)) find_photos(*said, photos->second);
    }
    if (read_entry(*bytes)->erased) {
      going.emptied[subject].push_back(
          {shard, stored.seq, stored.subject, stored.op, std::move(*bytes)});
    }
    return true;
  });
  return read ? done : read;
}

EraseCase record_of(const std::vector<StoredEntry>& entries) {
  Sha256 left;
  for (const StoredEntry& entry : entries) left.update(entry.bytes);
  return {entries.size(), left.finish()};
}

bool contact_is_due(const Host& host, const SubjectKey& subject, TimeMs now) {
  const Ledger* ledger = host.ledger(subject.shard);
  if (ledger == nullptr) return false;  // its street is closed, or not here: nobody knows
  const Case* one = ledger->world().find(subject.id);
  if (one == nullptr) return true;  // what brought it was refused, and nobody may ever read it
  const TimeMs due = contact_due(ledger->world(), *one);
  return !due.is_none() && due <= now;
}

}  // namespace

Result<std::vector<Erased>> erase_overdue(Host& host, ServerStore& store, BlobStore& blobs,
                                          TimeMs now, TimeMs due_by) {
  std::vector<Erased> list;
  auto overdue = host.overdue(due_by.is_none() ? now : due_by);
  // A case of a street that is closed may name the same photo: until that is known, cases with photos wait.
  if (!host.closed().empty()) {
    std::erase_if(overdue, [](const Case* one) { return !photos_of(*one).empty(); });
  }
  if (overdue.empty()) return list;
  Going going;
  for (const Case* one : overdue) going.photos[{one->shard, one->id}];
  for (const ShardId shard : host.streets()) {
    if (auto looked = look_through(store, shard, going); !looked) return looked.error();
  }
  const std::set<Digest> kept = photos_kept(host, blobs, going);
  for (const Case* one : overdue) {
    Erased erased{{one->shard, one->id}};
    const std::vector<StoredEntry>& emptied = going.emptied[erased.subject];
    const StoredEntry record = host.record_erasure(*one, record_of(emptied), now);
    // Nothing is destroyed that no record says was destroyed.
    if (!read_entry(record.bytes)->outcome.applied())
      return Error{"bad_erasure",
                   "the rules refused to erase case " + to_text(erased.subject.id.value)};
    for (const Digest& photo : going.photos[erased.subject]) {
      if (kept.contains(photo)) continue;
      if (auto gone = blobs.erase(photo); !gone) return gone.error();
      ++erased.photos;
    }
    if (auto done = store.erase(erased.subject, emptied, record); !done) return done.error();
    host.committed({&record, 1});
    erased.seq = record.seq;
    erased.entries = emptied.size();
    list.push_back(erased);
  }
  return list;
}

Result<std::size_t> erase_due_contacts(const Host& host, ServerStore& store, TimeMs now) {
  auto cases = store.cases_with_key();
  if (!cases) return cases.error();
  std::erase_if(*cases,
                [&](const SubjectKey& subject) { return !contact_is_due(host, subject, now); });
  if (cases->empty()) return std::size_t{0};
  if (auto done = store.erase_contacts(*cases); !done) return done.error();
  return cases->size();
}

}  // namespace gezhi
