// gezhi import grids | roads: city data into the district pack of a data directory. gezhi import
// outbox: what a device exported because it could not send it. The other imports have their own files.
#include <CLI/CLI.hpp>

#include <algorithm>
#include <optional>

#include "native/cli/closed_streets.h"
#include "native/cli/command.h"
#include "native/cli/data_folder.h"
#include "native/cli/import_shared.h"
#include "native/cli/number_option.h"
#include "native/cli/told.h"
#include "native/cli/writing_time.h"
#include "native/import/area_map.h"
#include "native/import/grids.h"
#include "native/import/report_file.h"
#include "native/import/roads.h"
#include "native/server/load_host.h"
#include "native/server/now.h"
#include "native/server/outbox_import.h"
#include "native/store/file.h"

namespace gezhi {
namespace {

constexpr const char* kLevels = "district, township, area, village, unit";
constexpr std::uint64_t kOutboxBytesMax = 256u << 20;

// Since when ground is so: what will be so is known some months ahead, and a year that was mistyped would
// stand before everything that comes later.
Result<Done> check_since(CivilDay day) {
  constexpr std::int32_t kDaysAhead = 366, kFirstYear = 1949;
  const CivilDay latest{civil_day_of(now_ms()).value + kDaysAhead};
  if (date_of(day).year >= kFirstYear && !(latest < day)) return Done{};
  return Error{"bad_option", "--date " + to_date_text(day) + " is not from " +
                                 std::to_string(kFirstYear) + " to " + to_date_text(latest)};
}

struct ImportOptions {
  std::string data;
  std::string map;
  std::vector<std::string> levels;  // LEVEL=FILE
  std::string layer = "governance";
  std::string system = "wgs84";
  std::string code, name, parent, table;
  std::string report, shares, changes;
  std::string date;
  std::vector<std::string> drop;     // levels
  std::optional<double> simplify_m;  // none: as the mapping says
  std::string district, source;
  std::string outbox;
  RoadImport roads;
};

Error bad_option(const std::string& what) { return Error{"bad_option", what}; }

Result<GridImport> grid_import_of(const ImportOptions& options) {
  GridImport import;
  if (!options.map.empty()) {
    auto mapped = read_grid_mapping(options.map);
    if (!mapped) return mapped;
    import = *std::move(mapped);
  } else if (!parse_name(options.system, import.system)) {
    return bad_option("'" + options.system +
                      "' is no coordinate system: wgs84, cgcs2000, gcj02 or bd09");
  }
  for (const std::string& text : options.levels) {
    GridFile file;
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || !parse_name(text.substr(0, equals), file.level) ||
        file.level == GridLevel::none) {
      return bad_option("'" + text + "' is not LEVEL=FILE; levels are " + kLevels);
    }
    if (!parse_name(options.layer, file.layer))
      return bad_option("'" + options.layer + "' is no layer: governance, police or community");
    file.file = text.substr(equals + 1);
    file.code = options.code;
    file.name = options.name;
    file.parent = options.parent;
    file.table = options.table;
    import.files.push_back(std::move(file));
  }
  for (const std::string& name : options.drop) {
    GridLevel level{};
    if (!parse_name(name, level) || level == GridLevel::none)
      return bad_option("'" + name + "' is no level: " + kLevels);
    import.drop.push_back(level);
  }
  if (!options.district.empty()) import.name = options.district;
  if (!options.source.empty()) import.source = options.source;
  const auto date = day_option(options.date);
  if (!date) return date.error();
  if (!options.date.empty()) {
    if (auto fits = check_since(*date); !fits) return fits.error();
    import.date = *date;
  }
  if (options.simplify_m) {
    constexpr double kMost = 1000;
    const bool fits = *options.simplify_m >= 0 && *options.simplify_m <= kMost;  // and is a number
    if (!fits) return bad_option("--simplify takes 0 to 1000 metres");
    import.simplify_mm = static_cast<std::int64_t>(*options.simplify_m * 1000);
  }
  return import;
}

// What became of the areas, as a table and into the pack's history.
Result<Done> tell_changes(const ImportOptions& options, const GridImport& import,
                          const DistrictPack& before, DistrictPack& pack) {
  const std::vector<GroundChange> changes = ground_changes(before, pack);
  if (!options.changes.empty()) {
    const auto written =
        replace_file(options.changes, view_of(ground_changes_csv(before, pack, changes)));
    if (!written) return written;
  }
  if (before.tree.nodes().empty() || import.date == CivilDay{}) return Done{};
  record_ground_changes(before, changes, import.date, import.source, pack);
  return Done{};
}

// For the map, and the file that was asked for.
Result<Done> write_reports(const ImportOptions& options, const GridImport& import,
                           const std::vector<Defect>& defects) {
  ImportFindings findings{{}, defects};
  for (const GridFile& file : import.files) {
    const std::string name = grid_import_name(file.layer);
    if (std::find(findings.imports.begin(), findings.imports.end(), name) == findings.imports.end())
      findings.imports.push_back(name);
  }
  const auto kept = keep_report(options.data, findings, now_ms());
  if (!kept || options.report.empty()) return kept;
  return write_defects(options.report, defects);
}

int run_grids(const ImportOptions& options, const Output& output) {
  auto import = grid_import_of(options);
  if (!import) return output.fail(import.error());
  import->language = output.language;
  auto pack = open_pack(options.data);
  if (!pack) return output.fail(pack.error());
  const bool compare = !options.changes.empty() || !(import->date == CivilDay{});
  const DistrictPack before = compare && !pack->meta.synthetic ? *pack : DistrictPack{};
  const auto report =
      import_grids(*import, *pack, [&](const std::string& line) { output.say(line + " …"); });
  if (!report) return output.fail(report.error());
  const auto reported = write_reports(options, *import, report->defects);
  if (!reported) return output.fail(reported.error());
  if (!options.shares.empty()) {
    const auto written = replace_file(options.shares, view_of(layer_shares_csv(*pack)));
    if (!written) return output.fail(written.error());
  }
  if (compare) {
    const auto told = tell_changes(options, *import, before, *pack);
    if (!told) return output.fail(told.error());
  }
  Json json, done;
  for (std::size_t i = 0; i < names_of(DefectAction{}).size(); ++i) {
    const auto count =
        std::count_if(report->defects.begin(), report->defects.end(),
                      [&](const Defect& one) { return static_cast<std::size_t>(one.action) == i; });
    done.set(names_of(DefectAction{})[i], static_cast<std::int64_t>(count));
  }
  json.set("grids", static_cast<std::int64_t>(report->grids));
  json.set("kept_ids", static_cast<std::int64_t>(report->kept_ids));
  json.set("defects", done);
  json.set("points_delivered", static_cast<std::int64_t>(report->points_delivered));
  json.set("points", static_cast<std::int64_t>(report->points));
  for (const std::string& line : defect_lines(report->defects, output.language)) output.say(line);
  return save_import(
      options.data, *std::move(pack), output, json, report->notes,
      said(output.language, "import.done.grids",
           {std::to_string(report->grids), std::to_string(report->kept_ids),
            std::to_string(report->points), std::to_string(report->points_delivered)}));
}

int run_roads(const ImportOptions& options, const Output& output) {
  auto pack = open_pack(options.data);
  if (!pack) return output.fail(pack.error());
  RoadImport roads = options.roads;
  roads.source = options.source;
  if (!parse_name(options.system, roads.system)) {
    return output.fail(bad_option("'" + options.system +
                                  "' is no coordinate system: wgs84, cgcs2000, gcj02 or bd09"));
  }
  const auto report = import_roads(roads, *pack, [&](const std::string& line) {
    output.say(told(output.language, line) + " …");
  });
  if (!report) return output.fail(report.error());
  Json json;
  const std::pair<const char*, std::int64_t> figures[] = {
      {"nodes", report->nodes},       {"links", report->links},           {"edges", report->edges},
      {"length_m", report->length_m}, {"foot_parts", report->foot_parts}, {"areas", report->areas},
      {"places", report->places}};
  for (const auto& [key, value] : figures) json.set(key, value);
  std::vector<std::string> notes;
  for (const std::string& note : report->notes) notes.push_back(told(output.language, note));
  return save_import(options.data, *std::move(pack), output, json, std::move(notes),
                     said(output.language, "cli.roads.done",
                          {std::to_string(report->length_m / 1000), std::to_string(report->nodes),
                           std::to_string(report->edges), std::to_string(report->places)}));
}

std::string words_of(const ImportedOp& one, Language language) {
  using Fate = ImportedOp::Fate;
  switch (one.fate) {
    case Fate::taken:
      if (one.outcome.applied()) {
        return said(language, one.by_claim ? "cli.outbox.applied_by_claim" : "cli.outbox.applied");
      }
      return said(language,
                  one.after_closing ? "cli.outbox.refused_late"
                  : one.not_held    ? "cli.outbox.refused_not_held"
                                    : "cli.outbox.refused",
                  {std::string(name_of(one.outcome.refusal))});
    case Fate::known: return said(language, "cli.outbox.known");
    case Fate::unreadable: return said(language, "cli.outbox.unreadable");
    case Fate::no_account: return said(language, "cli.outbox.no_account");
    case Fate::not_taken_in:
      return said(language, "cli.outbox.not_taken_in", {std::string(name_of(one.problem))});
  }
  return {};
}

std::string line_of(const ImportedOp& one, Language language) {
  const std::string number = std::to_string(one.number), words = words_of(one, language);
  if (one.fate == ImportedOp::Fate::unreadable)
    return said(language, "cli.outbox.nothing_read", {number, words});
  const auto names = names_of(OpKind{});
  const std::string_view kind = names[one.op.kind < names.size() ? one.op.kind : 0];
  return said(language, "cli.outbox.line",
              {number, name_told(language, "action", kind), std::to_string(one.op.actor.value),
               to_text(one.op.subject.value), words});
}

int run_outbox(const ImportOptions& options, const Output& output) {
  using Fate = ImportedOp::Fate;
  auto store = open_data_folder(options.data);
  if (!store) return output.fail(store.error());
  const auto file = read_file(options.outbox, kOutboxBytesMax);
  if (!file) return output.fail(file.error());
  const auto at = writing_time(**store, options.data);
  if (!at) return output.fail(at.error());
  const auto host = load_host(**store);
  if (!host) return output.fail(host.error());
  warn_of_closed(**host, options.data, output);
  const auto list = import_outbox(**store, **host, *file, *at);
  if (!list) return output.fail(list.error());
  std::int64_t taken = 0, refused = 0, known = 0, left_out = 0, by_claim = 0;
  for (const ImportedOp& one : *list) {
    output.say(line_of(one, output.language));
    if (one.fate == Fate::known) {
      ++known;
    } else if (one.fate != Fate::taken) {
      ++left_out;
    } else {
      ++(one.outcome.applied() ? taken : refused);
      if (one.outcome.applied() && one.by_claim) ++by_claim;
    }
  }
  Json json;
  json.set("applied", taken);
  json.set("refused", refused);
  json.set("known", known);
  json.set("left_out", left_out);
  json.set("by_claim", by_claim);
  output.give(json);
  output.say(said(output.language, "cli.outbox.done",
                  {std::to_string(taken), std::to_string(refused), std::to_string(known),
                   std::to_string(left_out)}));
  if (by_claim > 0)
    output.warn(said(output.language, "cli.outbox.by_claim", {std::to_string(by_claim)}));
  return 0;
}

}  // namespace

void add_import_command(CLI::App& app, Run& run) {
  auto* command =
      app.add_subcommand("import", "City data into the district pack; a device's outbox");
  command->require_subcommand(1);
  const auto options = std::make_shared<ImportOptions>();

  auto* grids = command->add_subcommand(
      "grids", "Grid areas from GeoJSON (plain or gzip), GeoPackage and shapefiles");
  grids->add_option("--data", options->data, "The data directory")->required();
  grids->add_option("--map", options->map,
                    "A mapping file (JSON): which file is which level, layer and property");
  grids->add_option("files", options->levels, "LEVEL=FILE, like township=streets.geojson");
  grids->add_option("--layer", options->layer, "governance, police or community");
  grids->add_option("--crs", options->system, "wgs84, cgcs2000, gcj02 or bd09");
  grids->add_option("--code", options->code, "The property with a grid's code");
  grids->add_option("--name", options->name, "The property with a grid's name");
  grids->add_option("--parent", options->parent, "The property with the parent's code");
  grids->add_option("--table", options->table, "Of a GeoPackage with several tables");
  grids
      ->add_option("--simplify", options->simplify_m,
                   "Metres a border may move when points are left out (0.5; 0 keeps every point)")
      ->transform(decimal_number());
  grids->add_option("--report", options->report, "Write every defect to this GeoJSON file");
  grids->add_option("--shares", options->shares,
                    "Write which areas of the layers lie on which others to this CSV file");
  grids->add_option("--changes", options->changes,
                    "Write what became of each area since the last import to this CSV file");
  grids->add_option("--date", options->date,
                    "Since when it is so (YYYY-MM-DD): what changed goes into the pack's history");
  grids->add_option("--drop", options->drop,
                    "A level that shall go: no file brings it any more (else that is an error)");
  grids->add_option("--district", options->district, "What the whole district is called");
  grids->add_option("--source", options->source, "Where the data is from, and its licence");
  grids->callback([options, &run] {
    run = [options](const Output& output) { return run_grids(*options, output); };
  });

  auto* roads = command->add_subcommand(
      "roads", "Roads from OpenStreetMap (XML, PBF) or a shapefile of lines");
  roads->add_option("--data", options->data, "The data directory")->required();
  roads->add_option("file", options->roads.file, ".osm, .osm.gz, .osm.pbf or .shp")->required();
  roads->add_option("--crs", options->system, "Of a shapefile: wgs84, cgcs2000, gcj02 or bd09");
  roads->add_option("--class-field", options->roads.class_field,
                    "Of a shapefile: the column with the class of road");
  roads->add_option("--name-field", options->roads.name_field,
                    "Of a shapefile: the column with the name");
  roads->add_option("--max-bytes", options->roads.bytes_max, "Refuse a larger file")
      ->transform(whole_number<std::uint64_t>());
  roads->add_option("--source", options->source, "Where the data is from, and its licence");
  roads->callback([options, &run] {
    run = [options](const Output& output) { return run_roads(*options, output); };
  });

  add_import_codes(*command, run);
  add_import_lines(*command, run);

  auto* outbox = command->add_subcommand(
      "outbox", "Operations that a device could not send: the file its sync page exported");
  outbox->add_option("--data", options->data, "The data directory")->required();
  outbox->add_option("file", options->outbox, "gezhi-outbox.cbor")->required();
  outbox->callback([options, &run] {
    run = [options](const Output& output) { return run_outbox(*options, output); };
  });
}

}  // namespace gezhi
