// gezhi import codes: lists of official codes of several days into the history of the pack.
#include <CLI/CLI.hpp>

#include "native/cli/import_shared.h"
#include "native/import/broken_text.h"
#include "native/import/code_history.h"
#include "native/server/now.h"
#include "native/store/file.h"

namespace gezhi {
namespace {

struct CodeOptions {
  std::string data, source, changes;
  std::vector<std::string> files;
};

std::string counts(const CodeImportReport& report, Language language) {
  std::string text;
  for (std::size_t i = 0; i < report.found.size(); ++i) {
    if (report.found[i] == 0) continue;
    text += (text.empty() ? "" : said(language, "import.and")) +
            said(language, "import.change." + std::string(names_of(GridChangeKind{})[i]),
                 {std::to_string(report.found[i])});
  }
  return text.empty() ? said(language, "cli.codes.no_change") : text;
}

int run_codes(const CodeOptions& options, const Output& output) {
  auto pack = open_pack(options.data);
  if (!pack) return output.fail(pack.error());
  const auto history = read_code_history(options.files);
  if (!history) return output.fail(history.error());
  std::string source = options.source;
  for (const std::string& file : options.files) {
    if (options.source.empty())
      source += (source.empty() ? "" : ", ") + file.substr(file.rfind('/') + 1);
  }
  const CodeImportReport report = apply_code_history(*history, shortened(source, 1000), *pack);
  if (!options.changes.empty()) {
    const auto written = replace_file(options.changes, view_of(code_changes_csv(*history)));
    if (!written) return output.fail(written.error());
  }
  Json json, found;
  for (std::size_t i = 0; i < report.found.size(); ++i) {
    found.set(names_of(GridChangeKind{})[i], static_cast<std::int64_t>(report.found[i]));
  }
  json.set("lists", static_cast<std::int64_t>(report.days));
  json.set("places", static_cast<std::int64_t>(report.places));
  json.set("found", found);
  json.set("dated_grids", static_cast<std::int64_t>(report.nodes));
  json.set("changes", static_cast<std::int64_t>(report.changes));
  json.set("defects", static_cast<std::int64_t>(history->defects.size()));
  if (!history->defects.empty()) {
    for (const std::string& line : defect_lines(history->defects, output.language))
      output.say(line);
  }
  say_codes_end(pack->history, civil_day_of(now_ms()), output, json);
  return save_import(options.data, *std::move(pack), output, json, {},
                     said(output.language, "cli.codes.done",
                          {std::to_string(report.days), std::to_string(report.places),
                           counts(report, output.language), std::to_string(report.nodes),
                           std::to_string(report.changes)}));
}

}  // namespace

void add_import_codes(CLI::App& import, Run& run) {
  const auto options = std::make_shared<CodeOptions>();
  auto* codes = import.add_subcommand(
      "codes", "Lists of official codes and names by year: what became of which (CSV)");
  codes->add_option("--data", options->data, "The data directory")->required();
  codes->add_option("files", options->files, "CSV with code, name, and date or year")->required();
  codes->add_option("--changes", options->changes, "Write every change found to this CSV file");
  codes->add_option("--source", options->source, "Where the lists are from, and their licence");
  codes->callback([options, &run] {
    run = [options](const Output& output) { return run_codes(*options, output); };
  });
}

}  // namespace gezhi
