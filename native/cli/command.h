// What every command shares: one clear sentence on failure, `--json`, exit status.
// 0 done, 1 it failed (the sentence says why), 2 the command line made no sense.
#pragma once

#include <functional>
#include <string>

#include "core/base/json.h"
#include "core/base/result.h"
#include "native/import/defects.h"

namespace CLI {
class App;
}

namespace gezhi {

class Output {
 public:
  bool as_json = false;
  Language language = Language::en;  // of whatever is said (told.h)

  // A line for people; nothing under --json.
  void say(const std::string& line) const;
  // A line for people that must not be missed: on standard error, with --json too.
  void warn(const std::string& line) const;
  // The result for programs: printed under --json only.
  void give(const Json& json) const;
  // Prints the error either way; the exit status.
  int fail(const Error& error) const;
};

// What the chosen command will do; set by its CLI11 callback, run after parsing.
using Run = std::function<int(const Output&)>;

// --lang: the given one, else that of the terminal. Errors: `bad_option`.
Result<Language> language_option(const std::string& text);

void add_serve_command(CLI::App& app, Run& run);
void add_init_command(CLI::App& app, Run& run);
void add_user_command(CLI::App& app, Run& run);
void add_import_command(CLI::App& app, Run& run);
void add_grid_command(CLI::App& app, Run& run);
void add_street_command(CLI::App& app, Run& run);
void add_policy_command(CLI::App& app, Run& run);
void add_verify_command(CLI::App& app, Run& run);
void add_backup_commands(CLI::App& app, Run& run);
void add_healing_command(CLI::App& app, Run& run);
void add_clock_command(CLI::App& app, Run& run);
void add_demo_command(CLI::App& app, Run& run);
void add_export_command(CLI::App& app, Run& run);

}  // namespace gezhi
