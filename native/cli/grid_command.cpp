// gezhi grid show | at: what the pack knows of a grid, on any day, and of a place.
#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdlib>

#include "core/base/read.h"
#include "core/district/district.h"
#include "core/grid/neighbours.h"
#include "core/grid/street.h"
#include "native/cli/import_shared.h"
#include "native/cli/told.h"
#include "native/import/area_file.h"
#include "native/import/code_text.h"
#include "native/server/now.h"

namespace gezhi {
namespace {

constexpr CivilDay kToday{INT32_MAX};  // after every change
constexpr std::int64_t kSegmentReachMm = 200000;

struct GridOptions {
  std::string data, code, day, place;
};

const GridNode* known(const DistrictPack& pack, GridId id) {
  const GridNode* node = pack.tree.find(id);
  return node != nullptr ? node : pack.history.find(id);
}

std::string title(const DistrictPack& pack, GridId id, Language language) {
  const GridNode* node = known(pack, id);
  const std::string number = std::to_string(id.value);
  if (node == nullptr) return said(language, "cli.grid.number", {number});
  const bool here = pack.tree.find(id) != nullptr;
  std::string more;
  if (!node->codes.empty()) more += said(language, "cli.grid.its_code", {node->codes[0].code});
  if (!here) more += said(language, "cli.grid.not_here");
  return said(language, "cli.grid.title",
              {here ? full_name(pack.tree, id) : node->name, number, more});
}

std::string from_to(CivilDay from, CivilDay to, Language language) {
  if (from == CivilDay{} && to == CivilDay{}) return "";
  if (from == CivilDay{}) return said(language, "cli.grid.until", {to_date_text(to)});
  if (to == CivilDay{}) return said(language, "cli.grid.from", {to_date_text(from)});
  return said(language, "cli.grid.from_to", {to_date_text(from), to_date_text(to)});
}

// The node with a code in any scheme that `is_meant`.
template <class Meant>
GridId find_in_any_scheme(const DistrictPack& pack, CivilDay day, const Meant& is_meant) {
  const auto has = [&](const GridNode& node) {
    return std::any_of(node.codes.begin(), node.codes.end(), [&](const GridCode& item) {
      const bool holds = day == kToday ? item.valid_to == CivilDay{} : item.holds_on(day);
      return holds && is_meant(item.code);
    });
  };
  for (const auto& entry : pack.tree.nodes()) {
    if (has(entry.second)) return entry.first;
  }
  for (const GridNode& node : pack.history.past) {
    if (has(node)) return node.id;
  }
  return {};
}

std::string comparable(const std::string& code) {
  const auto read = read_code(code);
  return read ? *read : code;
}

// In any spelling; without the zeros that fill it up only where nothing has just that code.
GridId find_typed(const DistrictPack& pack, const std::string& typed, CivilDay day) {
  const std::string code = comparable(tidy_code(typed));
  const GridId found = find_in_any_scheme(
      pack, day, [&](const std::string& one) { return comparable(one) == code; });
  if (!found.is_none()) return found;
  return find_in_any_scheme(
      pack, day, [&](const std::string& one) { return code_stem(one) == code_stem(code); });
}

// What it was before, and what it became, when that is another.
std::string change_text(const DistrictPack& pack, const GridChange& change, Language language) {
  std::string more;
  if (!change.former.empty()) more += said(language, "cli.grid.former", {change.former});
  if (change.from != change.to) {
    for (const GridId from : change.from)
      more += said(language, "cli.grid.was", {title(pack, from, language)});
    more += " →";
    for (const GridId to : change.to)
      more += said(language, "cli.grid.is_now", {title(pack, to, language)});
  }
  return said(language, "cli.grid.change." + std::string(name_of(change.kind)),
              {to_date_text(change.day), more});
}

void say_history(const DistrictPack& pack, GridId id, CivilDay day, const Output& output) {
  for (const GridChange& change : pack.history.changes) {
    const auto mentions = [&](const std::vector<GridId>& list) {
      return std::find(list.begin(), list.end(), id) != list.end();
    };
    if (!mentions(change.from) && !mentions(change.to)) continue;
    output.say(change_text(pack, change, output.language));
  }
  if (day == kToday) return;
  for (const GridId now : what_became(pack.history, id, day, kToday))
    output.say(said(output.language, "cli.grid.today", {title(pack, now, output.language)}));
}

int show(const GridOptions& options, const Output& output) {
  const Language language = output.language;
  const auto day = day_option(options.day);
  if (!day) return output.fail(day.error());
  const auto pack = open_pack(options.data);
  if (!pack) return output.fail(pack.error());
  const CivilDay on = options.day.empty() ? kToday : *day;
  const CivilDay today = civil_day_of(now_ms());
  const CivilDay asked = options.day.empty() ? today : *day;
  const bool is_known = codes_known_on(pack->history, asked);
  const GridId id = find_typed(*pack, options.code, on);
  if (id.is_none()) {
    return output.fail({"not_found", "no grid has the code " + options.code +
                                         (options.day.empty() ? "" : " on " + options.day)});
  }
  if (!is_known) output.say(said(language, "cli.grid.not_known", {to_date_text(asked)}));
  const GridNode& node = *known(*pack, id);
  output.say(title(*pack, id, language) + (node.zone ? said(language, "cli.grid.zone") : "") +
             (node.special ? said(language, "cli.grid.special") : ""));
  for (const GridCode& item : node.codes) {
    output.say(said(language, "cli.grid.code",
                    {item.code, item.scheme, from_to(item.valid_from, item.valid_to, language)}));
  }
  say_history(*pack, id, on, output);
  Json::Array neighbours, partners;
  for (const BorderNeighbour& one : border_neighbours(pack->tree, pack->shapes, id)) {
    output.say(said(language, "cli.grid.beside",
                    {title(*pack, one.grid, language), std::to_string(one.border_mm / 1000)}));
    Json entry;
    entry.set("grid", static_cast<std::int64_t>(one.grid.value));
    entry.set("border_mm", one.border_mm);
    neighbours.push_back(std::move(entry));
  }
  for (const GridShare& share : pack->shares.of(id)) {
    output.say(said(language, "cli.grid.common",
                    {title(*pack, share.other, language), std::to_string(share.area_m2)}));
    Json entry;
    entry.set("grid", static_cast<std::int64_t>(share.other.value));
    entry.set("area_m2", static_cast<std::int64_t>(share.area_m2));
    partners.push_back(std::move(entry));
  }
  Json json;
  say_codes_end(pack->history, today, output, json);
  json.set("known", Json(is_known));
  json.set("node", to_json(node));
  json.set("neighbours", Json(std::move(neighbours)));
  json.set("common_ground", Json(std::move(partners)));
  output.give(json);
  return 0;
}

int at(const GridOptions& options, const Output& output) {
  const Language language = output.language;
  const auto read = read_point(options.place);
  if (!read) {
    return output.fail({"bad_option", "'" + options.place + "' is no place (" + read.error().code +
                                          "): give LON,LAT in degrees, as 120.135,30.325"});
  }
  auto pack = open_pack(options.data);
  if (!pack) return output.fail(pack.error());
  const District district(*std::move(pack));
  const PointE7 point = *read;
  const Located located = district.locator().locate(point);
  Json json;
  for (std::size_t i = 0; i < names_of(GridLayer{}).size(); ++i) {
    const LayerPlace& place = located.layers[i];
    const std::string layer(names_of(GridLayer{})[i]);
    output.say(said(language, "cli.grid.at",
                    {name_told(language, "layer", layer),
                     place.grid.is_none() ? said(language, "cli.grid.outside")
                                          : full_name(district.tree(), place.grid)}));
    json.set(layer, static_cast<std::int64_t>(place.grid.value));
    for (std::uint32_t n = 0; n < place.neighbour_count; ++n) {
      output.say(said(language, "cli.grid.near",
                      {std::to_string(place.neighbours[n].distance_mm / 1000),
                       full_name(district.tree(), place.neighbours[n].grid)}));
    }
  }
  const LinePlace line = nearest_segment(district.lines(), point, kSegmentReachMm);
  if (const PatrolSegment* segment = district.lines().segment(line.segment)) {
    output.say(said(
        language, "cli.grid.segment",
        {segment->name, milepost_text(line.milepost_mm), std::to_string(line.offset_mm / 1000)}));
    json.set("segment", segment->name);
    json.set("milepost", milepost_text(line.milepost_mm));
  }
  output.give(json);
  return 0;
}

}  // namespace

void add_grid_command(CLI::App& app, Run& run) {
  auto* command = app.add_subcommand("grid", "What the district pack knows of a grid or a place");
  command->require_subcommand(1);
  const auto options = std::make_shared<GridOptions>();
  auto* showing = command->add_subcommand(
      "show", "A grid by its code: codes and days, what became of it, neighbours, other layers");
  showing->add_option("--data", options->data, "The data directory")->required();
  showing->add_option("code", options->code, "An official code of any scheme")->required();
  showing->add_option("--on", options->day, "Whose code it was on that day (YYYY-MM-DD)");
  showing->callback([options, &run] {
    run = [options](const Output& output) { return show(*options, output); };
  });
  auto* locating = command->add_subcommand("at", "The grids and the milepost of a place");
  locating->add_option("--data", options->data, "The data directory")->required();
  locating->add_option("place", options->place, "LON,LAT (WGS-84)")->required();
  locating->callback(
      [options, &run] { run = [options](const Output& output) { return at(*options, output); }; });
}

}  // namespace gezhi
