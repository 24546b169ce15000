#include "tests/native/store/store_contract.h"

#include <doctest/doctest.h>

#include "core/base/prng.h"

namespace gezhi {

namespace {

std::vector<std::uint64_t> seqs_of(JournalStore& store, std::uint32_t shard, std::uint64_t first,
                                   std::uint64_t last) {
  std::vector<std::uint64_t> result;
  CHECK(store.read(ShardId{shard}, first, last, [&](const StoredEntryView& entry) {
    result.push_back(entry.seq);
    return true;
  }));
  return result;
}

using Seqs = std::vector<std::uint64_t>;

void check_empty(JournalStore& store) {
  CHECK(*store.last_seq(ShardId{7}) == 0);
  CHECK(store.shards()->empty());
  CHECK(seqs_of(store, 7, 1, 100).empty());
  CHECK(store.one(ShardId{7}, 1).error().code == "not_found");
  CHECK(store.find(ShardId{7}, OpId{}).value() == 0);
  CHECK(store.append({}).ok());
}

void check_order(JournalStore& store) {
  const std::vector<StoredEntry> batch = {made_entry(7, 1, 1), made_entry(7, 2, 2),
                                          made_entry(9, 1, 3), made_entry(7, 3, 4, 200000)};
  REQUIRE(store.append(batch).ok());
  CHECK(*store.last_seq(ShardId{7}) == 3);
  CHECK(*store.last_seq(ShardId{9}) == 1);
  CHECK(*store.shards() == std::vector<ShardId>{ShardId{7}, ShardId{9}});
  CHECK(seqs_of(store, 7, 0, UINT64_MAX) == Seqs{1, 2, 3});
  CHECK(seqs_of(store, 7, 2, 2) == Seqs{2});
  CHECK(seqs_of(store, 7, 4, 9).empty());
  CHECK(seqs_of(store, 7, 3, 2).empty());
  CHECK(*store.one(ShardId{7}, 3) == batch[3].bytes);
  CHECK(*store.find(ShardId{9}, batch[2].op) == 1);
  CHECK(*store.find(ShardId{7}, batch[2].op) == 0);
}

void check_visitor(JournalStore& store) {
  Seqs seen;
  CHECK(store.read(ShardId{7}, 1, 3, [&](const StoredEntryView& entry) {
    const StoredEntry expected =
        made_entry(7, entry.seq, entry.seq == 3 ? 4 : entry.seq, entry.seq == 3 ? 200000 : 40);
    CHECK(entry.subject == expected.subject);
    CHECK(entry.op == expected.op);
    CHECK(Bytes(entry.bytes.begin(), entry.bytes.end()) == expected.bytes);
    seen.push_back(entry.seq);
    return entry.seq < 2;
  }));
  CHECK(seen == Seqs{1, 2});
}

void check_refusals(JournalStore& store) {
  const auto refused = [&](const std::vector<StoredEntry>& entries) {
    const auto result = store.append(entries);
    CHECK_FALSE(result.ok());
    if (!result.ok()) CHECK(result.error().code == "store_conflict");
    CHECK(*store.last_seq(ShardId{7}) == 3);
    CHECK(*store.last_seq(ShardId{9}) == 1);
  };
  refused({made_entry(7, 5, 10)});                        // a gap
  refused({made_entry(7, 3, 11)});                        // a seq that is there
  refused({made_entry(7, 4, 12), made_entry(9, 3, 13)});  // the second: nothing of the first
  refused({made_entry(7, 4, 1)});                         // an operation that is there
  refused({made_entry(7, 4, 14), made_entry(7, 5, 14)});  // one operation twice
  CHECK(*store.find(ShardId{7}, made_entry(7, 4, 12).op) == 0);
  CHECK(store.append(std::vector{made_entry(7, 4, 15)}).ok());  // and it goes on
  CHECK(*store.last_seq(ShardId{7}) == 4);
  // An id is a street's: nobody can take it in another.
  CHECK(store.append(std::vector{made_entry(9, 2, 15)}).ok());
  CHECK(*store.find(ShardId{7}, made_entry(7, 4, 15).op) == 4);
  CHECK(*store.find(ShardId{9}, made_entry(7, 4, 15).op) == 2);
}

}  // namespace

StoredEntry made_entry(std::uint32_t shard, std::uint64_t seq, std::uint64_t number,
                       std::size_t size) {
  Prng random(number);
  StoredEntry entry;
  entry.shard = ShardId{shard};
  entry.seq = seq;
  for (auto& byte : entry.op.value.bytes) byte = static_cast<std::uint8_t>(random.next());
  for (auto& byte : entry.subject.value.bytes) byte = static_cast<std::uint8_t>(random.next());
  entry.bytes.resize(size);
  for (auto& byte : entry.bytes) byte = static_cast<std::uint8_t>(random.next());
  return entry;
}

void check_journal_contract(JournalStore& store) {
  check_empty(store);
  check_order(store);
  check_visitor(store);
  check_refusals(store);
}

}  // namespace gezhi
