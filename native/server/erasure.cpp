#include "native/server/erasure.h"

#include <map>

#include "core/cases/restricted.h"
#include "core/journal/erasure.h"

namespace gezhi {

namespace {

// Photos that stay: those which a case that is not erased now names.
std::set<Digest> photos_kept(const Host& host, const std::set<SubjectKey>& going) {
  std::set<Digest> kept;
  for (const ShardId shard : host.streets()) {
    for (const auto& [id, one] : host.ledger(shard)->world().own_cases()) {
      if (!going.contains({shard, id})) kept.merge(photos_of(one));
    }
  }
  return kept;
}

// What is to stand in the place of a case's entries.
using EmptiedEntries = std::map<SubjectKey, std::vector<StoredEntry>>;

// By the store's own column, not by the case's history: what came before the case was known, or after
// its history was full, lies in the journal only.
Result<Done> empty_entries(ServerStore& store, ShardId shard, const std::set<SubjectKey>& going,
                           EmptiedEntries& made) {
  Result<Done> done = Done{};
  const auto read = store.read(shard, 0, UINT64_MAX, [&](const StoredEntryView& entry) {
    const SubjectKey subject{shard, entry.subject};
    if (!going.contains(subject)) return true;
    auto bytes = emptied(entry.bytes);
    if (!bytes) {
      done = bytes.error();
    } else if (read_entry(*bytes)->erased) {
      made[subject].push_back({shard, entry.seq, entry.subject, entry.op, std::move(*bytes)});
    }
    return done.ok();
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
  std::set<SubjectKey> going;
  for (const Case* one : overdue) going.insert({one->shard, one->id});
  const std::set<Digest> kept = photos_kept(host, going);
  EmptiedEntries entries;
  for (const ShardId shard : host.streets()) {
    if (auto made = empty_entries(store, shard, going, entries); !made) return made.error();
  }
  for (const Case* one : overdue) {
    Erased erased{{one->shard, one->id}};
    for (const Digest& photo : photos_of(*one)) {
      if (kept.contains(photo)) continue;
      if (auto gone = blobs.erase(photo); !gone) return gone.error();
      ++erased.photos;
    }
    const std::vector<StoredEntry>& emptied = entries[erased.subject];
    const StoredEntry record = host.record_erasure(*one, record_of(emptied), now);
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
