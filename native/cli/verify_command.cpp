// gezhi verify: replays every street's journal from the store and compares everything that was
// recorded with what the rules say now.
#include <CLI/CLI.hpp>
#include <set>

#include "core/base/hex.h"
#include "core/journal/ledger.h"
#include "native/cli/command.h"
#include "native/cli/data_folder.h"
#include "native/server/verify.h"

namespace gezhi {

namespace {

int verify(const std::string& folder, const Output& output) {
  const auto store = read_data_folder(folder);
  if (!store) return output.fail(store.error());
  const auto streets = verify_journal(**store);
  if (!streets) return output.fail(streets.error());
  Json::Array list;
  for (const VerifiedStreet& street : *streets) {
    Json json;
    json.set("shard", static_cast<std::int64_t>(street.shard.value));
    json.set("entries", static_cast<std::int64_t>(street.entries));
    json.set("refused", static_cast<std::int64_t>(street.refused));
    json.set("cases", static_cast<std::int64_t>(street.cases));
    json.set("erased", static_cast<std::int64_t>(street.erased));
    json.set("samples", static_cast<std::int64_t>(street.samples));
    json.set("decided_otherwise", static_cast<std::int64_t>(street.decided_otherwise));
    json.set("ranked", static_cast<std::int64_t>(street.ranked));
    json.set("ranked_elsewhere", static_cast<std::int64_t>(street.ranked_elsewhere));
    Json done;
    for (const auto& [kind, count] : street.done_by_people) {
      done.set(std::string(name_of(kind)), static_cast<std::int64_t>(count));
    }
    json.set("done_by_people", std::move(done));
    json.set("chain", to_hex(street.chain));
    json.set("world", to_hex(street.world));
    output.say(std::to_string(street.shard.value) + ": " + std::to_string(street.entries) +
               " entries (" + std::to_string(street.refused) + " refused), " +
               std::to_string(street.cases) + " cases (" + std::to_string(street.erased) +
               " erased), " + std::to_string(street.samples) + " samples, " +
               std::to_string(street.ranked) + " orders ranked again (" +
               std::to_string(street.ranked_elsewhere) + " stood elsewhere), chain " +
               to_hex(street.chain).substr(0, 16) + "…, world " +
               to_hex(street.world).substr(0, 16) + "…");
    if (street.decided_otherwise > 0) {
      output.say("  " + std::to_string(street.decided_otherwise) +
                 " entries stand as earlier rules decided them; today's would decide otherwise.");
    }
    list.push_back(std::move(json));
  }
  output.give(Json(std::move(list)));
  output.say(std::to_string(streets->size()) +
             " journals verified: chain, numbers, operations, outcomes and samples agree.");
  return 0;
}

}  // namespace

void add_verify_command(CLI::App& app, Run& run) {
  auto* command = app.add_subcommand("verify", "Replay every journal and compare");
  const auto folder = std::make_shared<std::string>();
  command->add_option("--data", *folder, "The data directory")->required();
  command->callback(
      [folder, &run] { run = [folder](const Output& output) { return verify(*folder, output); }; });
}

}  // namespace gezhi
