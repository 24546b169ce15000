// gezhi import posts | segments | devices: points of service, patrol segments along a line and the devices
// on them.
#include <CLI/CLI.hpp>

#include <algorithm>

#include "native/cli/import_shared.h"
#include "native/cli/number_option.h"
#include "native/import/line_import.h"
#include "native/import/report_file.h"
#include "native/server/now.h"
#include "native/store/file.h"

namespace gezhi {
namespace {

struct LineOptions {
  LineImport import;
  std::string data, system = "wgs84", report, positions;
  double spacing_m = 200;
};

using Import = Result<LineImportReport> (*)(const LineImport&, DistrictPack&);

// Which columns were left unread: one of another name may have been meant for one of ours.
std::vector<std::string> notes_of(const LineImportReport& report, Language language) {
  std::string columns;
  for (const std::string& column : report.unread_columns)
    columns += (columns.empty() ? "" : ", ") + column;
  if (columns.empty()) return {};
  return {said(language, "import.note.columns", {columns})};
}

int run_lines(const LineOptions& given, const char* what, Import import, const Output& output) {
  LineImport options = given.import;
  if (!parse_name(given.system, options.system)) {
    return output.fail({"bad_option", "'" + given.system +
                                          "' is no coordinate system: wgs84, cgcs2000, gcj02 or "
                                          "bd09"});
  }
  if (!(given.spacing_m >= 1 && given.spacing_m <= 100000))
    return output.fail({"bad_option", "--spacing is 1 to 100000 metres"});
  options.spacing_mm = static_cast<std::int64_t>(given.spacing_m * 1000);
  auto pack = open_pack(given.data);
  if (!pack) return output.fail(pack.error());
  const auto report = import(options, *pack);
  if (!report) return output.fail(report.error());
  if (!given.report.empty()) {
    const auto written = write_defects(given.report, report->defects);
    if (!written) return output.fail(written.error());
  }
  const auto kept = keep_report(given.data, {{what}, report->defects}, now_ms());
  if (!kept) return output.fail(kept.error());
  if (!given.positions.empty()) {
    const auto written =
        replace_file(given.positions, view_of(positions_csv(pack->lines, options.spacing_mm)));
    if (!written) return output.fail(written.error());
  }
  Json json;
  const auto gaps =
      std::count_if(report->defects.begin(), report->defects.end(),
                    [](const Defect& one) { return one.kind == DefectKind::device_gap; });
  json.set(what, static_cast<std::int64_t>(report->taken));
  json.set("length_m", report->length_m);
  json.set("gaps", static_cast<std::int64_t>(gaps));
  json.set("defects", static_cast<std::int64_t>(report->defects.size()));
  for (const std::string& line : defect_lines(report->defects, output.language)) output.say(line);
  return save_import(
      given.data, *std::move(pack), output, json, notes_of(*report, output.language),
      said(output.language, "import.done." + std::string(what), {std::to_string(report->taken)}));
}

void add(CLI::App& import, Run& run, const char* name, const char* help, Import action) {
  const auto options = std::make_shared<LineOptions>();
  auto* command = import.add_subcommand(name, help);
  command->add_option("--data", options->data, "The data directory")->required();
  command->add_option("file", options->import.file, "GeoJSON, a shapefile or CSV")->required();
  command->add_option("--crs", options->system, "wgs84, cgcs2000, gcj02 or bd09");
  command->add_option("--report", options->report, "Write every defect to this GeoJSON file");
  if (std::string_view(name) != "posts") {
    command->add_option("--spacing", options->spacing_m, "Metres between devices (200)")
        ->transform(decimal_number());
    command->add_option("--positions", options->positions,
                        "Write where devices would stand at that spacing to this CSV file");
  }
  command->callback([options, name, action, &run] {
    run = [options, name, action](const Output& output) {
      return run_lines(*options, name, action, output);
    };
  });
}

}  // namespace

void add_import_lines(CLI::App& import, Run& run) {
  add(import, run, "posts", "Points of service: stations, mediation points, police rooms",
      import_posts);
  add(import, run, "segments", "Patrol segments along a coast or river, with mileposts",
      import_segments);
  add(import, run, "devices", "Devices along the segments; stretches without one are told",
      import_devices);
}

}  // namespace gezhi
