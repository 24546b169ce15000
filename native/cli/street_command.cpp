// gezhi street open | list | show: which streets this server keeps the journal of. Opening writes the
// rules, the grids of the district pack and the units as the journal's first operations; opening
// again brings newer ones, takes back grids that have no ground in the street, and says what changed.
// Show gives the numbers that `user add --grant` takes.
#include <CLI/CLI.hpp>
#include <algorithm>

#include "core/grid/street.h"
#include "native/cli/change_words.h"
#include "native/cli/closed_streets.h"
#include "native/cli/command.h"
#include "native/cli/data_folder.h"
#include "native/cli/json_file.h"
#include "native/cli/number_option.h"
#include "native/cli/told.h"
#include "native/cli/writing_time.h"
#include "native/import/area_map.h"
#include "native/import/code_text.h"
#include "native/import/pack_file.h"
#include "native/server/load_host.h"
#include "native/server/standard_units.h"
#include "native/server/street_setup.h"

namespace gezhi {

namespace {

struct StreetOptions {
  std::string data;
  std::vector<std::uint32_t> shards;
  std::string policy;
  std::string units;
};

struct UnitFile {
  std::vector<Unit> units;

  template <class V>
  void fields(V& v) {
    v(1, "units", units, 2000);
  }
};

// The standard units that an open street does not have yet; those it has stay as they were set.
std::vector<Unit> missing_units(std::vector<Unit> standard, const World& world) {
  std::vector<Unit> missing;
  for (Unit& unit : standard) {
    const bool known =
        std::any_of(world.units().begin(), world.units().end(), [&](const auto& entry) {
          return entry.second.kind == unit.kind && entry.second.area == unit.area;
        });
    if (known) continue;
    while (world.units().count(unit.id) != 0) ++unit.id.value;
    missing.push_back(std::move(unit));
  }
  return missing;
}

// A street's number is for ever: it is neither made up where the code cannot be read, nor given to two.
Result<Done> check_number(const GridTree& tree, GridId street) {
  const GridNode& node = *tree.find(street);
  for (const GridCode& item : node.codes) {
    if (code_in(node, kStatsScheme).empty() && is_unread_code(item.code)) {
      return Error{"bad_code",
                   "the code of the street " + node.name + " cannot be read: '" + item.code +
                       "'; its number comes from it and stays for ever. Correct the file (codes as "
                       "text), import it again, then open the street"};
    }
  }
  if (number_in_code(node).is_none()) {
    return Error{"bad_code",
                 "the street " + node.name +
                     " has no code of nine digits or more; its number comes from it and "
                     "stays for ever. Give the file its code, import it again, then open "
                     "the street"};
  }
  for (const auto& [id, other] : tree.nodes()) {
    const bool same = id != street && other.layer == node.layer && other.level == node.level &&
                      shard_of(tree, id) == shard_of(tree, street);
    if (!same) continue;
    return Error{"bad_code",
                 "the streets " + node.name + " and " + other.name + " have one number, " +
                     std::to_string(shard_of(tree, street).value) +
                     ": correct their codes in the file, import it again, then open them"};
  }
  return Done{};
}

Result<StreetSetup> setup_of(const StreetOptions& options, const GridTree& tree,
                             const LayerShares& shares, ShardId shard, const Ledger* open) {
  const GridId street = township_of(tree, shard);
  if (street.is_none()) {
    return Error{"not_found", "the district pack has no street " + std::to_string(shard.value)};
  }
  if (auto checked = check_number(tree, street); !checked) return checked.error();
  StreetSetup setup{shard, default_policy(), grids_of_street(tree, shares, shard), {}};
  setup.foreign = foreign_grids(tree, setup.grids);
  if (!options.policy.empty()) {
    auto policy = read_json_file<Policy>(options.policy);
    if (!policy) return policy.error();
    setup.policy = std::move(*policy);
  }
  setup.units = standard_units(tree, street);
  if (open != nullptr) {
    setup.units = missing_units(std::move(setup.units), open->world());
    setup.gone = gone_grids(open->world(), tree);
  }
  if (!options.units.empty()) {
    auto file = read_json_file<UnitFile>(options.units);
    if (!file) return file.error();
    setup.units = std::move(file->units);
  }
  return setup;
}

std::vector<ShardId> all_streets(const GridTree& tree) {
  std::vector<ShardId> shards;
  for (const auto& [id, node] : tree.nodes()) {
    if (node.layer == GridLayer::governance && node.level == GridLevel::township) {
      shards.push_back(shard_of(tree, id));
    }
  }
  return shards;
}

Json json_of(const Host& host, ShardId shard) {
  const Ledger& ledger = *host.ledger(shard);
  Json json;
  json.set("shard", static_cast<std::int64_t>(shard.value));
  json.set("entries", static_cast<std::int64_t>(ledger.seq()));
  json.set("grids", static_cast<std::int64_t>(ledger.world().grids().nodes().size()));
  json.set("units", static_cast<std::int64_t>(ledger.world().units().size()));
  json.set("cases", static_cast<std::int64_t>(ledger.world().own_cases().size()));
  return json;
}

// Of grids that came, changed, went: how many of which layer, and the first of them.
void tell_grids(const char* key, const std::vector<GridNode>& nodes, const Output& output) {
  constexpr std::size_t kNamed = 8;
  if (nodes.empty()) return;
  const std::string comma = said(output.language, "import.and");
  std::string list;
  for (std::size_t i = 0; i < nodes.size() && i < kNamed; ++i) {
    list += (i > 0 ? comma : "") + name_told(output.language, "layer", name_of(nodes[i].layer)) +
            " " + std::to_string(nodes[i].id.value) + " " + nodes[i].name;
  }
  if (nodes.size() > kNamed) list += comma + "…";
  output.say(said(output.language, key, {std::to_string(nodes.size()), list}));
}

void tell_changes(const StreetChanges& changes, const Output& output, Json& json) {
  tell_grids("cli.street.grids_added", changes.added, output);
  tell_grids("cli.street.grids_changed", changes.changed, output);
  tell_grids("cli.street.grids_removed", changes.removed, output);
  tell_grids("cli.street.grids_in_use", changes.in_use, output);
  const auto count = [&](const char* name, std::size_t number) {
    json.set(name, static_cast<std::int64_t>(number));
  };
  count("grids_added", changes.added.size());
  count("grids_changed", changes.changed.size());
  count("grids_removed", changes.removed.size());
  count("grids_in_use", changes.in_use.size());
  count("units_set", changes.units);
}

// Who was granted a grid that is taken from the street.
void tell_grants(const std::vector<Account>& accounts, ShardId shard, const StreetChanges& changes,
                 const Output& output) {
  for (const Account& account : accounts) {
    if (!account.active) continue;
    for (const Grant& grant : account.grants) {
      const bool lost = grant.shard == shard &&
                        std::any_of(changes.removed.begin(), changes.removed.end(),
                                    [&](const GridNode& node) { return node.id == grant.grid; });
      if (!lost) continue;
      output.say(said(output.language, "cli.street.grant_gone",
                      {account.login, name_told(output.language, "role", name_of(grant.role)),
                       std::to_string(grant.grid.value), std::to_string(shard.value)}));
    }
  }
}

// Streets that were opened and are on the map no more, and who works in them.
void tell_vanished(const Host& host, const GridTree& tree, const std::vector<Account>& accounts,
                   const Output& output) {
  for (const ShardId shard : host.streets()) {
    if (!township_of(tree, shard).is_none()) continue;
    output.say(said(output.language, "cli.street.vanished", {std::to_string(shard.value)}));
    for (const Account& account : accounts) {
      if (!account.active) continue;
      for (const Grant& grant : account.grants) {
        if (!(grant.shard == shard)) continue;
        output.say(said(output.language, "cli.street.vanished_grant",
                        {account.login, name_told(output.language, "role", name_of(grant.role))}));
      }
    }
  }
}

// `changes`: of each street, or none at all.
void report(const Host& host, const std::vector<ShardId>& shards,
            const std::vector<StreetChanges>& changes, const Output& output) {
  Json::Array list;
  for (std::size_t i = 0; i < shards.size(); ++i) {
    const ShardId shard = shards[i];
    const World& world = host.ledger(shard)->world();
    const GridNode* street = world.grids().find(township_of(world.grids(), shard));
    output.say(
        said(output.language, "cli.street.line",
             {std::to_string(shard.value), street != nullptr ? street->name : "?",
              std::to_string(world.grids().nodes().size()), std::to_string(world.units().size()),
              std::to_string(world.own_cases().size())}));
    Json json = json_of(host, shard);
    if (i < changes.size()) tell_changes(changes[i], output, json);
    if (i < changes.size()) say_changes(shard, changes[i], output, json);
    list.push_back(std::move(json));
  }
  output.give(Json(std::move(list)));
}

int open_streets(const StreetOptions& options, const Output& output) {
  const auto store = open_data_folder(options.data);
  if (!store) return output.fail(store.error());
  const auto pack = load_pack(options.data);
  if (!pack) return output.fail(pack.error());
  auto host = load_host(**store);
  if (!host) return output.fail(host.error());
  warn_of_closed(**host, options.data, output);
  std::vector<ShardId> shards;
  for (const std::uint32_t shard : options.shards) shards.push_back(ShardId{shard});
  if (shards.empty()) shards = all_streets(pack->tree);
  if (shards.empty()) {
    return output.fail({"not_found",
                        "the district pack has no street yet; import the city's grids "
                        "with `gezhi import grids`, streets as level township"});
  }
  // Named, it fails in words; among all it is left alone.
  if (options.shards.empty()) {
    std::erase_if(shards, [&](ShardId shard) { return (*host)->closed().contains(shard); });
  }
  const auto accounts = (*store)->accounts();
  if (!accounts) return output.fail(accounts.error());
  const LayerShares shares = street_shares(*pack);
  const auto at = writing_time(**store, options.data);
  if (!at) return output.fail(at.error());
  std::vector<StoredEntry> entries;
  std::vector<StreetChanges> changes;
  for (const ShardId shard : shards) {
    const auto setup = setup_of(options, pack->tree, shares, shard, (*host)->ledger(shard));
    if (!setup) return output.fail(setup.error());
    auto set = set_up_street(**host, *setup, *at, entries);
    if (!set) return output.fail(set.error());
    changes.push_back(std::move(*set));
  }
  if (auto stored = (*store)->append(entries); !stored) return output.fail(stored.error());
  report(**host, shards, changes, output);
  for (std::size_t i = 0; i < shards.size(); ++i)
    tell_grants(*accounts, shards[i], changes[i], output);
  tell_vanished(**host, pack->tree, *accounts, output);
  return 0;
}

int list_streets(const StreetOptions& options, const Output& output) {
  const auto store = read_data_folder(options.data);
  if (!store) return output.fail(store.error());
  const auto host = load_host(**store);
  if (!host) return output.fail(host.error());
  warn_of_closed(**host, options.data, output);
  report(**host, (*host)->streets(), {}, output);
  return 0;
}

void show_grids(const World& world, GridId id, std::size_t depth, const Output& output,
                Json::Array& list) {
  const GridNode* node = world.grids().find(id);
  if (node == nullptr) return;
  const std::string code = node->codes.empty() ? "" : node->codes.front().code;
  output.say(
      std::string(2 * depth, ' ') +
      said(output.language, "cli.street.grid",
           {std::to_string(id.value), name_told(output.language, "layer", name_of(node->layer)),
            name_told(output.language, "level", name_of(node->level)), node->name, code}));
  list.push_back(to_json(*node));
  for (const GridId child : children_of(world.grids(), id)) {
    show_grids(world, child, depth + 1, output, list);
  }
}

void show_units(const World& world, const Output& output, Json::Array& list) {
  for (const auto& [id, unit] : world.units()) {
    output.say(
        said(output.language, "cli.street.unit",
             {std::to_string(id.value), name_told(output.language, "unit_kind", name_of(unit.kind)),
              unit.name, std::to_string(unit.area.value)}));
    list.push_back(to_json(unit));
  }
}

Json show_world(const World& world, ShardId shard, const Output& output) {
  output.say(said(output.language, "cli.street.number", {std::to_string(shard.value)}));
  Json::Array grids;
  for (const auto& [id, node] : world.grids().nodes()) {
    if (world.grids().find(node.parent) == nullptr) show_grids(world, id, 1, output, grids);
  }
  Json::Array units;
  show_units(world, output, units);
  Json json;
  json.set("shard", static_cast<std::int64_t>(shard.value));
  json.set("grids", std::move(grids));
  json.set("units", std::move(units));
  return json;
}

int show_streets(const StreetOptions& options, const Output& output) {
  const auto store = read_data_folder(options.data);
  if (!store) return output.fail(store.error());
  const auto host = load_host(**store);
  if (!host) return output.fail(host.error());
  warn_of_closed(**host, options.data, output);
  Json::Array streets;
  for (const std::uint32_t number : options.shards) {
    const auto closed = (*host)->closed().find(ShardId{number});
    if (closed != (*host)->closed().end()) return output.fail(error_of(closed->second));
    const Ledger* ledger = (*host)->ledger(ShardId{number});
    if (ledger == nullptr) {
      return output.fail({"not_found", "the street " + std::to_string(number) +
                                           " is not open; `gezhi street list` has the open ones"});
    }
    streets.push_back(show_world(ledger->world(), ShardId{number}, output));
  }
  output.give(Json(std::move(streets)));
  return 0;
}

}  // namespace

void add_street_command(CLI::App& app, Run& run) {
  auto* street = app.add_subcommand("street", "Streets whose journal this server keeps");
  street->require_subcommand(1);
  const auto options = std::make_shared<StreetOptions>();
  auto* open = street->add_subcommand("open", "Open streets of the district pack");
  open->add_option("--data", options->data, "The data directory")->required();
  open->add_option("--shard", options->shards, "The street's number; none given: all of the pack")
      ->transform(whole_number<std::uint32_t>());
  open->add_option("--policy", options->policy,
                   "Rules as JSON (default: those of a Chinese street)");
  open->add_option("--units", options->units,
                   "Units as JSON {\"units\": […]} (default: a standard set, added to those "
                   "there are)");
  open->callback([options, &run] {
    run = [options](const Output& output) { return open_streets(*options, output); };
  });
  auto* list = street->add_subcommand("list", "List the open streets");
  list->add_option("--data", options->data, "The data directory")->required();
  list->callback([options, &run] {
    run = [options](const Output& output) { return list_streets(*options, output); };
  });
  auto* show = street->add_subcommand("show", "List the grids and units of open streets by number");
  show->add_option("--data", options->data, "The data directory")->required();
  show->add_option("--shard", options->shards, "The street's number")
      ->required()
      ->transform(whole_number<std::uint32_t>());
  show->callback([options, &run] {
    run = [options](const Output& output) { return show_streets(*options, output); };
  });
}

}  // namespace gezhi
