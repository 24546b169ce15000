// gezhi export entries: the journals in files, for an auditor.
#include <CLI/CLI.hpp>
#include <filesystem>

#include "core/base/hex.h"
#include "native/cli/command.h"
#include "native/cli/data_folder.h"
#include "native/server/journal_export.h"
#include "native/server/witness_check.h"

namespace gezhi {

namespace {

struct ExportOptions {
  std::string data;
  std::string folder;
};

int run_entries(const ExportOptions& options, const Output& output) {
  const auto witness = WitnessFile(options.data).read();  // before the store: see witness_check.h
  const auto store = read_data_folder(options.data);
  if (!store) return output.fail(store.error());
  if (auto whole = check_witness(**store, witness); !whole) return output.fail(whole.error());
  if (!witness) output.warn(said(output.language, "cli.verify.no_witness"));
  std::error_code problem;
  std::filesystem::create_directories(options.folder, problem);
  if (problem) {
    return output.fail(
        {"write_failed", "cannot make " + options.folder + ": " + problem.message()});
  }
  const auto list = export_entries(**store, options.folder);
  if (!list) return output.fail(list.error());
  Json::Array heads;
  for (const ExportedJournal& one : *list) {
    const std::string head = std::to_string(one.shard.value) + ":" + std::to_string(one.entries) +
                             ":" + to_hex(one.head);
    output.say(head);
    heads.push_back(Json(head));
  }
  output.give(Json(std::move(heads)));
  output.say(
      said(output.language, "cli.export.done", {std::to_string(list->size()), options.folder}));
  return 0;
}

}  // namespace

void add_export_command(CLI::App& app, Run& run) {
  auto* command = app.add_subcommand("export", "What others are to check or keep");
  command->require_subcommand(1);
  const auto options = std::make_shared<ExportOptions>();
  auto* entries = command->add_subcommand("entries", "Every journal in a file, for an auditor");
  entries->add_option("--data", options->data, "The data directory, read-only if you like")
      ->required();
  entries->add_option("--out", options->folder, "The folder for the files")->required();
  entries->callback([options, &run] {
    run = [options](const Output& output) { return run_entries(*options, output); };
  });
}

}  // namespace gezhi
