// Entries, and the contacts and keys that came with them.
#include "native/store/sqlite_parts.h"

namespace gezhi {

void SqliteStore::append_entries(std::span<const StoredEntry> entries) {
  for (const StoredEntry& entry : entries) {
    auto known = last_seqs_.find(entry.shard);
    if (known == last_seqs_.end()) {
      writer_->last_seq.start().bind(1, std::int64_t{entry.shard.value}).step();
      const auto last = unsigned_of(writer_->last_seq.integer(0));
      writer_->last_seq.start();
      known = last_seqs_.emplace(entry.shard, last).first;
    }
    if (entry.seq != known->second + 1) {
      throw SqliteError(SQLITE_CONSTRAINT, "seq " + std::to_string(entry.seq) + " of shard " +
                                               std::to_string(entry.shard.value) +
                                               " does not follow " + std::to_string(known->second));
    }
    writer_->insert_entry.start()
        .bind(1, std::int64_t{entry.shard.value})
        .bind(2, signed_of(entry.seq))
        .bind(3, view_of(entry.subject.value))
        .bind(4, view_of(entry.op.value))
        .bind(5, ByteView(entry.bytes))
        .run();
    known->second = entry.seq;
  }
}

Result<Done> SqliteStore::commit(std::span<const StoredEntry> entries,
                                 std::span<const SealedBox> sealed, std::span<const CaseKey> keys) {
  std::lock_guard lock(write_mutex_);
  if (writer_ == nullptr) return Error{"store_failed", "the store is not open for writing"};
  const auto result = guarded([&]() -> Result<Done> {
    SqliteTransaction transaction(writer_->connection);
    append_entries(entries);
    for (const CaseKey& key : keys) {
      writer_->insert_key.start()
          .bind(1, std::int64_t{key.subject.shard.value})
          .bind(2, view_of(key.subject.id.value))
          .bind(3, ByteView(key.key))
          .run();
    }
    for (const SealedBox& box : sealed) {
      writer_->insert_sealed.start()
          .bind(1, std::int64_t{box.subject.shard.value})
          .bind(2, view_of(box.op.value))
          .bind(3, view_of(box.subject.id.value))
          .bind(4, ByteView(box.box))
          .run();
    }
    transaction.commit();
    return Done{};
  });
  if (!result) last_seqs_.clear();
  return result;
}

Result<Done> SqliteStore::read(ShardId shard, std::uint64_t first, std::uint64_t last,
                               const StoredEntryVisitor& visitor) {
  return guarded([&]() -> Result<Done> {
    Lease reader(*this);
    auto& rows = reader->range;
    rows.start().bind(1, std::int64_t{shard.value}).bind(2, seq_of(first)).bind(3, seq_of(last));
    while (rows.step()) {
      const StoredEntryView view{unsigned_of(rows.integer(0)), id_from<CaseId>(rows.bytes(1)),
                                 id_from<OpId>(rows.bytes(2)), rows.bytes(3)};
      if (!visitor(view)) break;
    }
    rows.start();
    return Done{};
  });
}

Result<Bytes> SqliteStore::one(ShardId shard, std::uint64_t seq) {
  Bytes bytes;
  bool found = false;
  auto done = read(shard, seq, seq, [&](const StoredEntryView& entry) {
    bytes = copy_of(entry.bytes);
    found = true;
    return false;
  });
  if (!done) return done.error();
  if (!found) {
    return Error{"not_found",
                 "no entry " + std::to_string(seq) + " in shard " + std::to_string(shard.value)};
  }
  return bytes;
}

Result<std::uint64_t> SqliteStore::find(ShardId shard, OpId op) {
  return guarded([&]() -> Result<std::uint64_t> {
    Lease reader(*this);
    auto& row = reader->find.start().bind(1, std::int64_t{shard.value}).bind(2, view_of(op.value));
    const std::uint64_t seq = row.step() ? unsigned_of(row.integer(0)) : 0;
    reader->find.start();
    return seq;
  });
}

Result<std::uint64_t> SqliteStore::last_seq(ShardId shard) {
  return guarded([&]() -> Result<std::uint64_t> {
    Lease reader(*this);
    reader->last_seq.start().bind(1, std::int64_t{shard.value}).step();
    const auto seq = unsigned_of(reader->last_seq.integer(0));
    reader->last_seq.start();
    return seq;
  });
}

Result<std::vector<ShardId>> SqliteStore::shards() {
  return guarded([&]() -> Result<std::vector<ShardId>> {
    Lease reader(*this);
    // One index step per shard instead of a scan of the journal.
    auto next = reader->connection.prepare("SELECT min(shard) FROM entry WHERE shard > ?1");
    std::vector<ShardId> result;
    std::int64_t last = 0;  // shard 0 is "none"; min() of nothing reads as 0
    while (next.start().bind(1, last).step() && next.integer(0) > last) {
      last = next.integer(0);
      result.push_back(ShardId{static_cast<std::uint32_t>(last)});
    }
    return result;
  });
}

Result<std::vector<SealedBox>> SqliteStore::sealed_of(const SubjectKey& subject) {
  return guarded([&]() -> Result<std::vector<SealedBox>> {
    Lease reader(*this);
    auto rows = reader->connection.prepare(
        "SELECT op, box FROM sealed WHERE shard = ?1 AND subject = ?2 ORDER BY op");
    rows.bind(1, std::int64_t{subject.shard.value}).bind(2, view_of(subject.id.value));
    std::vector<SealedBox> result;
    while (rows.step()) {
      result.push_back({id_from<OpId>(rows.bytes(0)), subject, copy_of(rows.bytes(1))});
    }
    return result;
  });
}

Result<std::optional<CaseKey>> SqliteStore::case_key(const SubjectKey& subject) {
  return guarded([&]() -> Result<std::optional<CaseKey>> {
    Lease reader(*this);
    auto rows =
        reader->connection.prepare("SELECT key FROM case_key WHERE shard = ?1 AND subject = ?2");
    rows.bind(1, std::int64_t{subject.shard.value}).bind(2, view_of(subject.id.value));
    if (!rows.step()) return std::optional<CaseKey>();
    return std::optional<CaseKey>(CaseKey{subject, copy_of(rows.bytes(0))});
  });
}

namespace {

std::vector<SubjectKey> subjects_in(SqliteStatement rows) {
  std::vector<SubjectKey> result;
  while (rows.step()) {
    const ShardId shard{static_cast<std::uint32_t>(rows.integer(0))};
    result.push_back({shard, id_from<CaseId>(rows.bytes(1))});
  }
  return result;
}

void delete_contacts(const SqliteConnection& connection, const SubjectKey& subject) {
  for (const char* sql : {"DELETE FROM sealed WHERE shard = ?1 AND subject = ?2",
                          "DELETE FROM case_key WHERE shard = ?1 AND subject = ?2"}) {
    connection.prepare(sql)
        .bind(1, std::int64_t{subject.shard.value})
        .bind(2, view_of(subject.id.value))
        .run();
  }
}

}  // namespace

Result<std::vector<SubjectKey>> SqliteStore::cases_with_key() {
  return guarded([&]() -> Result<std::vector<SubjectKey>> {
    Lease reader(*this);
    return subjects_in(reader->connection.prepare("SELECT shard, subject FROM case_key"));
  });
}

Result<std::vector<SubjectKey>> SqliteStore::cases_with_sealed() {
  return guarded([&]() -> Result<std::vector<SubjectKey>> {
    Lease reader(*this);
    return subjects_in(reader->connection.prepare("SELECT DISTINCT shard, subject FROM sealed"));
  });
}

Result<Done> SqliteStore::erase_contacts(std::span<const SubjectKey> subjects) {
  std::lock_guard lock(write_mutex_);
  if (writer_ == nullptr) return Error{"store_failed", "the store is not open for writing"};
  return guarded([&]() -> Result<Done> {
    SqliteConnection& connection = writer_->connection;
    SqliteTransaction transaction(connection);
    for (const SubjectKey& subject : subjects) delete_contacts(connection, subject);
    transaction.commit();
    connection.checkpoint();  // the log must not keep what went either
    return Done{};
  });
}

Result<Done> SqliteStore::erase(const SubjectKey& subject, std::span<const StoredEntry> emptied,
                                const StoredEntry& record) {
  std::lock_guard lock(write_mutex_);
  if (writer_ == nullptr) return Error{"store_failed", "the store is not open for writing"};
  const auto result = guarded([&]() -> Result<Done> {
    SqliteConnection& connection = writer_->connection;
    SqliteTransaction transaction(connection);
    auto replace =
        connection.prepare("UPDATE entry SET bytes = ?3 WHERE shard = ?1 AND seq = ?2 AND op = ?4");
    for (const StoredEntry& entry : emptied) {
      replace.start()
          .bind(1, std::int64_t{entry.shard.value})
          .bind(2, signed_of(entry.seq))
          .bind(3, ByteView(entry.bytes))
          .bind(4, view_of(entry.op.value))
          .run();
    }
    delete_contacts(connection, subject);
    append_entries({&record, 1});
    transaction.commit();
    connection.checkpoint();  // the log must not keep what went either
    return Done{};
  });
  if (!result) last_seqs_.clear();
  return result;
}

}  // namespace gezhi
