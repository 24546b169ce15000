// Entries, and the contacts and keys that came with them.
#include "native/store/sqlite_parts.h"

namespace gezhi {

void SqliteStore::append_entries(std::span<const StoredEntry> entries, LastSeqs& last_seqs) {
  for (const StoredEntry& entry : entries) {
    std::uint64_t& last = last_seqs[entry.shard];
    if (entry.seq != last + 1) {
      throw SqliteError(SQLITE_CONSTRAINT, "seq " + std::to_string(entry.seq) + " of shard " +
                                               std::to_string(entry.shard.value) +
                                               " does not follow " + std::to_string(last));
    }
    writer_->insert_entry.start()
        .bind(1, std::int64_t{entry.shard.value})
        .bind(2, signed_of(entry.seq))
        .bind(3, view_of(entry.subject.value))
        .bind(4, view_of(entry.op.value))
        .bind(5, ByteView(entry.bytes))
        .run();
    last = entry.seq;
  }
}

void SqliteStore::acknowledge(LastSeqs last_seqs) {
  std::lock_guard lock(acknowledged_mutex_);
  acknowledged_ = std::move(last_seqs);
}

Result<Done> SqliteStore::commit(std::span<const StoredEntry> entries,
                                 std::span<const SealedBox> sealed, std::span<const CaseKey> keys) {
  return write([&](Writer& writer) -> Result<Done> {
    LastSeqs last_seqs = acknowledged_;
    SqliteTransaction transaction(writer.connection);
    append_entries(entries, last_seqs);
    for (const CaseKey& key : keys) {
      writer.insert_key.start()
          .bind(1, std::int64_t{key.subject.shard.value})
          .bind(2, view_of(key.subject.id.value))
          .bind(3, ByteView(key.key))
          .run();
    }
    for (const SealedBox& box : sealed) {
      writer.insert_sealed.start()
          .bind(1, std::int64_t{box.subject.shard.value})
          .bind(2, view_of(box.op.value))
          .bind(3, view_of(box.subject.id.value))
          .bind(4, ByteView(box.box))
          .run();
    }
    transaction.commit();
    acknowledge(std::move(last_seqs));
    if (!entries.empty()) witness(entries);
    empty_long_log();
    return Done{};
  });
}

Result<Done> SqliteStore::read(ShardId shard, std::uint64_t first, std::uint64_t last,
                               const StoredEntryVisitor& visitor) {
  return guarded([&]() -> Result<Done> {
    Lease reader(*this);
    auto& rows = reader->range;
    const std::uint64_t shown = std::min(last, reader.shown(shard));
    rows.start().bind(1, std::int64_t{shard.value}).bind(2, seq_of(first)).bind(3, seq_of(shown));
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
    std::uint64_t seq = row.step() ? unsigned_of(row.integer(0)) : 0;
    if (seq > reader.shown(shard)) seq = 0;
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
    return std::min(seq, reader.shown(shard));
  });
}

Result<std::vector<ShardId>> SqliteStore::shards() {
  return guarded([&]() -> Result<std::vector<ShardId>> {
    Lease reader(*this);
    return shards_in(reader->connection);
  });
}

Result<std::vector<SealedBox>> SqliteStore::sealed_of(const SubjectKey& subject) {
  return guarded([&]() -> Result<std::vector<SealedBox>> {
    Lease reader(*this);
    auto rows = reader->connection.prepare(
        "SELECT s.op, s.box FROM sealed s LEFT JOIN entry e ON e.shard = s.shard AND e.op = s.op "
        "WHERE s.shard = ?1 AND s.subject = ?2 ORDER BY e.seq");
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
  return write([&](Writer& writer) -> Result<Done> {
    SqliteTransaction transaction(writer.connection);
    for (const SubjectKey& subject : subjects) delete_contacts(writer.connection, subject);
    transaction.commit();
    log_must_go_ = true;  // it must not keep what went either
    empty_long_log();
    return Done{};
  });
}

Result<Done> SqliteStore::erase(const SubjectKey& subject, std::span<const StoredEntry> emptied,
                                const StoredEntry& record) {
  return write([&](Writer& writer) -> Result<Done> {
    LastSeqs last_seqs = acknowledged_;
    SqliteTransaction transaction(writer.connection);
    auto replace = writer.connection.prepare(
        "UPDATE entry SET bytes = ?3 WHERE shard = ?1 AND seq = ?2 AND op = ?4");
    for (const StoredEntry& entry : emptied) {
      replace.start()
          .bind(1, std::int64_t{entry.shard.value})
          .bind(2, signed_of(entry.seq))
          .bind(3, ByteView(entry.bytes))
          .bind(4, view_of(entry.op.value))
          .run();
    }
    delete_contacts(writer.connection, subject);
    append_entries({&record, 1}, last_seqs);
    transaction.commit();
    acknowledge(std::move(last_seqs));
    witness({&record, 1});
    log_must_go_ = true;  // it must not keep what went either
    empty_long_log();
    return Done{};
  });
}

}  // namespace gezhi
