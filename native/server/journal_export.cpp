#include "native/server/journal_export.h"

#include <fstream>

#include "core/base/cbor.h"
#include "core/base/json.h"
#include "core/journal/entry.h"
#include "native/store/file.h"

namespace gezhi {

namespace {

Result<ExportedJournal> export_street(ServerStore& store, ShardId shard, const std::string& path) {
  ExportedJournal exported{shard, 0, {}};
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  Result<Done> done = Done{};
  const auto read = store.read(shard, 1, UINT64_MAX, [&](const StoredEntryView& stored) {
    const auto entry = read_entry(stored.bytes);
    if (!entry) {
      done =
          Error{entry.error().code, "street " + std::to_string(shard.value) + " entry " +
                                        std::to_string(stored.seq) + ": " + entry.error().message};
      return false;
    }
    CborWriter out;
    out.bytes(stored.bytes);
    const Bytes bytes = out.take();
    file.write(reinterpret_cast<const char*>(bytes.data()),
               static_cast<std::streamsize>(bytes.size()));
    ++exported.entries;
    exported.head = entry->hash;
    return true;
  });
  if (!read) return read.error();
  if (!done) return done.error();
  if (!file.flush()) return Error{"write_failed", "cannot write " + path};
  return exported;
}

Result<Done> export_grants(ServerStore& store, const std::string& path) {
  const auto history = store.grant_history();
  if (!history) return history.error();
  Json::Array list;
  for (const HeldGrant& held : *history) {
    Json json;
    json.set("actor", static_cast<std::int64_t>(held.actor.value));
    json.set("role", std::string(name_of(held.grant.role)));
    json.set("unit", static_cast<std::int64_t>(held.grant.unit.value));
    json.set("grid", static_cast<std::int64_t>(held.grant.grid.value));
    json.set("shard", static_cast<std::int64_t>(held.grant.shard.value));
    json.set("since", held.since.value);
    json.set("until", held.until.value);
    list.push_back(std::move(json));
  }
  const std::string text = to_text(Json(std::move(list)), 1) + "\n";
  return replace_file(path, view_of(text));
}

}  // namespace

Result<std::vector<ExportedJournal>> export_entries(ServerStore& store, const std::string& folder) {
  const auto shards = store.shards();
  if (!shards) return shards.error();
  std::vector<ExportedJournal> list;
  for (const ShardId shard : *shards) {
    const std::string path = folder + "/" + std::to_string(shard.value) + ".entries";
    const auto exported = export_street(store, shard, path);
    if (!exported) return exported.error();
    list.push_back(*exported);
  }
  if (auto written = export_grants(store, folder + "/grants.json"); !written)
    return written.error();
  return list;
}

}  // namespace gezhi
