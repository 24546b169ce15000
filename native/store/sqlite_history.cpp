// What the store knows of its own past: the witness beside it, the lives of the server, and what was
// lost and came back.
#include <spdlog/spdlog.h>

#include "core/base/json.h"
#include "core/journal/entry.h"
#include "native/store/sqlite_parts.h"

namespace gezhi {

namespace {

constexpr const char* kHealing = "healing";

Digest digest_of(const SqliteConnection& connection, ShardId shard, std::uint64_t seq,
                 bool& erased) {
  auto row = connection.prepare("SELECT bytes FROM entry WHERE shard = ?1 AND seq = ?2");
  if (!row.bind(1, std::int64_t{shard.value}).bind(2, signed_of(seq)).step()) return {};
  const auto entry = read_entry(row.bytes(0));
  erased = entry && entry->erased;
  return sha256(row.bytes(0));
}

Result<Entry> entry_at(const SqliteConnection& connection, ShardId shard, std::uint64_t seq) {
  auto row = connection.prepare("SELECT bytes FROM entry WHERE shard = ?1 AND seq = ?2");
  if (!row.bind(1, std::int64_t{shard.value}).bind(2, signed_of(seq)).step()) {
    return Error{"not_found", "there is no such entry"};
  }
  return read_entry(row.bytes(0));
}

// Whether no server can have written this entry: it can't be read, or does not follow the one before it,
// in a journal that can be read where it begins. That is damage and no other history: its street will be
// closed (core/sync/host.h), and for the others nothing begins anew.
bool is_broken(const SqliteConnection& connection, ShardId shard, std::uint64_t seq) {
  if (!entry_at(connection, shard, 1)) return false;
  const auto entry = entry_at(connection, shard, seq);
  if (!entry) return true;
  if (seq == 1) return entry->hash != chained_hash({}, *entry);
  const auto before = entry_at(connection, shard, seq - 1);
  return !before || entry->hash != chained_hash(before->hash, *entry);
}

// A run that acknowledged nothing need not be known: its marks say no more than where it began. So a server
// that is started over and over leaves no trail.
void forget_idle_run(const SqliteConnection& connection,
                     const std::map<ShardId, std::uint64_t>& now) {
  std::map<ShardId, std::uint64_t> began;
  auto rows = connection.prepare(
      "SELECT shard, seq FROM run_street WHERE run = (SELECT max(number) FROM run)");
  while (rows.step()) {
    began[ShardId{static_cast<std::uint32_t>(rows.integer(0))}] = unsigned_of(rows.integer(1));
  }
  if (began != now) return;
  connection.prepare("DELETE FROM run_street WHERE run = (SELECT max(number) FROM run)").run();
  connection.prepare("DELETE FROM run WHERE number = (SELECT max(number) FROM run)").run();
}

void write_or_throw(WitnessFile& file, const Witness& witness) {
  const auto written = file.write(witness);
  if (written) return;
  throw SqliteError(written.error().code == "store_full" ? SQLITE_FULL : SQLITE_IOERR,
                    written.error().message);
}

}  // namespace

// Between a commit and its witness the server may have died: more than was witnessed is no fault, and
// an entry may have been emptied since.
Healing SqliteStore::compare(const std::optional<Witness>& witness, const FileBirth& birth) const {
  Healing found;
  if (!witness) {
    found.cause = acknowledged_.empty() ? HealCause::none : HealCause::copied;
    return found;
  }
  if (!is_same_file(*witness, birth) && !acknowledged_.empty()) found.cause = HealCause::copied;
  for (const WitnessedStreet& street : witness->streets) {
    const auto at = acknowledged_.find(street.shard);
    const std::uint64_t has = at == acknowledged_.end() ? 0 : at->second;
    if (has < street.seq) {
      found.cause = HealCause::cut;
      found.streets.push_back({street.shard, street.seq, has});
      continue;
    }
    bool erased = false;
    if (digest_of(writer_->connection, street.shard, street.seq, erased) == street.entry || erased)
      continue;
    if (is_broken(writer_->connection, street.shard, street.seq)) continue;
    if (found.cause != HealCause::cut) found.cause = HealCause::other;
    found.streets.push_back({street.shard, street.seq, has});
  }
  return found;
}

// Throws: this is part of opening for writing.
void SqliteStore::meet_witness() {
  const auto birth = birth_of(path());
  if (!birth) throw SqliteError(SQLITE_IOERR, birth.error().message);
  const auto before = witness_file_.read();
  const Healing found = compare(before, *birth);
  if (found.cause != HealCause::none) {
    start_epoch(found);
    for (const HealStreet& street : found.streets) {
      spdlog::error("street {}: entries up to {} had been acknowledged, the store has {}",
                    street.shard.value, street.had, street.has);
    }
  }
  witness_ = before.value_or(Witness{});
  witness_.inode = birth->inode;
  witness_.born_ns = birth->born_ns;
  const std::vector<WitnessedStreet> before_streets = std::move(witness_.streets);
  witness_.streets.clear();
  for (const auto& [shard, seq] : acknowledged_) {
    if (is_broken(writer_->connection, shard, seq)) {
      // What was acknowledged stays its word: by it the entry is known again when the store is mended.
      for (const WitnessedStreet& street : before_streets) {
        if (street.shard == shard) witness_.streets.push_back(street);
      }
      continue;
    }
    bool erased = false;
    witness_.streets.push_back({shard, seq, digest_of(writer_->connection, shard, seq, erased)});
  }
  write_or_throw(witness_file_, witness_);
}

void SqliteStore::witness(std::span<const StoredEntry> entries) {
  for (const StoredEntry& entry : entries) {
    auto& streets = witness_.streets;
    auto at = std::find_if(streets.begin(), streets.end(), [&](const WitnessedStreet& street) {
      return !(street.shard < entry.shard);
    });
    if (at == streets.end() || !(at->shard == entry.shard)) {
      at = streets.insert(at, WitnessedStreet{entry.shard, 0, {}});
    }
    at->seq = entry.seq;
    at->entry = sha256(entry.bytes);
  }
  write_or_throw(witness_file_, witness_);
}

void SqliteStore::start_epoch(const Healing& healing) {
  SqliteConnection& connection = writer_->connection;
  SqliteTransaction transaction(connection);
  connection.execute(
      "INSERT OR REPLACE INTO meta(key, value) VALUES('epoch', lower(hex(randomblob(8))));"
      "DELETE FROM given_back");
  const std::string text = to_text(to_json(healing));
  connection.prepare("INSERT OR REPLACE INTO meta(key, value) VALUES(?1, ?2)")
      .bind(1, std::string_view(kHealing))
      .bind(2, std::string_view(text))
      .run();
  transaction.commit();
}

Result<std::string> SqliteStore::begin_healing(const Healing& healing) {
  const auto begun = write([&](Writer&) -> Result<Done> {
    start_epoch(healing);
    return Done{};
  });
  if (!begun) return begun.error();
  return meta("epoch");
}

Result<Healing> SqliteStore::healing() {
  const auto text = meta(kHealing);
  if (!text) return text.error();
  if (text->empty()) return Healing{};
  const auto json = parse_json(*text, 8);
  if (!json) return json.error();
  return from_json<Healing>(*json);
}

Result<Done> SqliteStore::set_healing(const Healing& healing) {
  return set_meta(kHealing, to_text(to_json(healing)));
}

Result<Done> SqliteStore::note_given_back(std::span<const GivenBack> list, TimeMs at) {
  return write([&](Writer& writer) -> Result<Done> {
    SqliteTransaction transaction(writer.connection);
    auto insert = writer.connection.prepare(
        "INSERT OR IGNORE INTO given_back(shard, seq, was, actor, at) VALUES(?1, ?2, ?3, ?4, ?5)");
    for (const GivenBack& one : list) {
      insert.start()
          .bind(1, std::int64_t{one.shard.value})
          .bind(2, signed_of(one.seq))
          .bind(3, seq_of(one.was))
          .bind(4, signed_of(one.actor.value))
          .bind(5, at.value)
          .run();
    }
    transaction.commit();
    return Done{};
  });
}

Result<std::vector<GivenBackCount>> SqliteStore::given_back() {
  return guarded([&]() -> Result<std::vector<GivenBackCount>> {
    Lease reader(*this);
    std::vector<GivenBackCount> list;
    auto rows = reader->connection.prepare(
        "SELECT shard, actor, count(*), max(at) FROM given_back GROUP BY shard, actor "
        "ORDER BY shard, actor");
    while (rows.step()) {
      list.push_back({ShardId{static_cast<std::uint32_t>(rows.integer(0))},
                      ActorId{unsigned_of(rows.integer(1))}, unsigned_of(rows.integer(2)),
                      TimeMs{rows.integer(3)}});
    }
    return list;
  });
}

Result<std::set<std::pair<ShardId, std::uint64_t>>> SqliteStore::entries_given_back() {
  return guarded([&]() -> Result<std::set<std::pair<ShardId, std::uint64_t>>> {
    Lease reader(*this);
    std::set<std::pair<ShardId, std::uint64_t>> entries;
    auto rows = reader->connection.prepare("SELECT shard, seq FROM given_back");
    while (rows.step()) {
      entries.insert(
          {ShardId{static_cast<std::uint32_t>(rows.integer(0))}, unsigned_of(rows.integer(1))});
    }
    return entries;
  });
}

NotedClock SqliteStore::clock() const { return witness_.clock; }

Result<Done> SqliteStore::set_clock(NotedClock clock) {
  return write([&](Writer&) -> Result<Done> {
    witness_.clock = std::move(clock);
    empty_long_log();  // it may have been in somebody's hands when it was to be emptied
    return witness_file_.write(witness_);
  });
}

Result<Done> SqliteStore::check_pages() {
  return guarded([&]() -> Result<Done> {
    Lease reader(*this);
    const std::string damage = reader->connection.damage();
    if (damage.empty()) return Done{};
    return Error{"store_damaged", "the database is damaged: " + damage};
  });
}

Result<Done> SqliteStore::copy_to(const std::string& target) {
  return guarded([&]() -> Result<Done> {
    Lease reader(*this);
    SqliteConnection made(target, SqliteConnection::Mode::write);
    made.copy_of(reader->connection);
    return Done{};
  });
}

Result<Done> SqliteStore::begin_run(const Bytes& id) {
  return write([&](Writer& writer) -> Result<Done> {
    SqliteTransaction transaction(writer.connection);
    forget_idle_run(writer.connection, acknowledged_);
    writer.connection.prepare("INSERT INTO run(id) VALUES(?1)").bind(1, ByteView(id)).run();
    auto insert = writer.connection.prepare(
        "INSERT INTO run_street(run, shard, seq) VALUES((SELECT max(number) FROM run), ?1, ?2)");
    for (const auto& [shard, seq] : acknowledged_) {
      insert.start().bind(1, std::int64_t{shard.value}).bind(2, signed_of(seq)).run();
    }
    transaction.commit();
    return Done{};
  });
}

Result<std::vector<ServerRun>> SqliteStore::runs() {
  return guarded([&]() -> Result<std::vector<ServerRun>> {
    Lease reader(*this);
    std::vector<ServerRun> list;
    auto streets = reader->connection.prepare("SELECT shard, seq FROM run_street WHERE run = ?1");
    auto rows = reader->connection.prepare("SELECT number, id FROM run ORDER BY number");
    while (rows.step()) {
      ServerRun run{copy_of(rows.bytes(1)), {}};
      streets.start().bind(1, rows.integer(0));
      while (streets.step()) {
        run.began[ShardId{static_cast<std::uint32_t>(streets.integer(0))}] =
            unsigned_of(streets.integer(1));
      }
      list.push_back(std::move(run));
    }
    return list;
  });
}

}  // namespace gezhi
