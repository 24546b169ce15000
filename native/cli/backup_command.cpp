// gezhi backup | restore.
#include <CLI/CLI.hpp>

#include "core/base/hex.h"
#include "native/cli/command.h"
#include "native/cli/data_folder.h"
#include "native/cli/healing_text.h"
#include "native/cli/import_shared.h"
#include "native/server/backup.h"
#include "native/server/now.h"
#include "native/store/witness.h"

namespace gezhi {

namespace {

struct BackupOptions {
  std::string folder;
  std::string data;
};

void cut_slashes(std::string& path) {
  while (path.size() > 1 && path.back() == '/') path.pop_back();
}

int make(BackupOptions options, const Output& output) {
  cut_slashes(options.folder);
  if (auto there = check_data_folder(options.data); !there) return output.fail(there.error());
  if (!WitnessFile(options.data).read()) {
    output.warn(said(output.language, "cli.verify.no_witness"));
  }
  const auto sheet = back_up(options.data, options.folder, now_ms());
  if (!sheet) return output.fail(sheet.error());
  for (const Digest& name : sheet->lost)
    output.warn(said(output.language, "cli.verify.photo_lost", {to_hex(name)}));
  output.give(to_json(*sheet));
  output.say(
      said(output.language, "cli.backup.done",
           {options.folder, std::to_string(sheet->streets.size()), std::to_string(sheet->photos)}));
  return 0;
}

int take_back(BackupOptions options, const Output& output) {
  cut_slashes(options.folder);
  cut_slashes(options.data);
  const auto restored = restore(options.folder, options.data);
  if (!restored) return output.fail(restored.error());
  Json json = to_json(restored->healing);
  json.set("put_aside", restored->put_aside);
  output.give(json);
  output.say(said(output.language, "cli.restore.done", {options.data}));
  if (!restored->put_aside.empty()) {
    output.say(said(output.language, "cli.restore.aside", {restored->put_aside}));
  }
  for (const std::string& line : healing_lines(restored->healing, output.language))
    output.say(line);
  output.say(said(output.language, "cli.restore.not_in_backup"));
  return 0;
}

void add_one(CLI::App& app, Run& run, const char* name, const char* words, const char* what,
             int (*work)(BackupOptions, const Output&)) {
  auto* command = app.add_subcommand(name, words);
  const auto options = std::make_shared<BackupOptions>();
  command->add_option("FOLDER", options->folder, what)->required();
  command->add_option("--data", options->data, "The data directory")->required();
  command->callback([options, work, &run] {
    run = [options, work](const Output& output) { return work(*options, output); };
  });
}

}  // namespace

void add_backup_commands(CLI::App& app, Run& run) {
  add_one(app, run, "backup", "Copy a data directory, while a server runs too, and verify the copy",
          "A new folder for the backup", make);
  add_one(app, run, "restore", "Make a data directory from a backup; devices give back the rest",
          "The backup's folder", take_back);
}

}  // namespace gezhi
