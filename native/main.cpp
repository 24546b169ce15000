// gezhi: the server and its tools in one program.
#include <CLI/CLI.hpp>

#include <csignal>
#include <string>
#include <string_view>

#include "native/cli/command.h"
#include "native/cli/told.h"

namespace {

// Asked of the words themselves: a command line that makes no sense is told in the language too.
std::string language_in(int argc, char** argv) {
  constexpr std::string_view kOption = "--lang", kWithValue = "--lang=";
  std::string language;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == kOption && i + 1 < argc) language = argv[i + 1];
    if (word.substr(0, kWithValue.size()) == kWithValue) language = word.substr(kWithValue.size());
  }
  return language;
}

}  // namespace

int main(int argc, char** argv) {
  // A terminal that is closed, a log pipe whose reader has died: no reason to stop serving.
  std::signal(SIGHUP, SIG_IGN);
  std::signal(SIGPIPE, SIG_IGN);
  // A file that may not grow any more (ulimit -f): a write that fails, as on a full disk.
  std::signal(SIGXFSZ, SIG_IGN);
  CLI::App app("Gezhi 格治: cases of police and grid governance, from report to confirmed closure",
               "gezhi");
  app.set_version_flag("--version", GEZHI_VERSION);
  app.require_subcommand(1);
  app.fallthrough();
  gezhi::Output output;
  app.add_flag("--json", output.as_json, "Results as JSON on standard output");
  std::string lang;
  app.add_option("--lang", lang, "Of what is said: zh or en (default: the terminal's)")
      ->take_last();
  const auto language = gezhi::language_option(language_in(argc, argv));
  if (language) output.language = *language;
  app.failure_message([&output](const CLI::App*, const CLI::Error& problem) {
    const gezhi::Language spoken = output.language;
    return gezhi::told(spoken, problem.what()) + "\n" +
           gezhi::told(spoken, "Run with --help for more information.") + "\n";
  });
  gezhi::Run run;
  gezhi::add_serve_command(app, run);
  gezhi::add_init_command(app, run);
  gezhi::add_user_command(app, run);
  gezhi::add_import_command(app, run);
  gezhi::add_grid_command(app, run);
  gezhi::add_street_command(app, run);
  gezhi::add_policy_command(app, run);
  gezhi::add_verify_command(app, run);
  gezhi::add_backup_commands(app, run);
  gezhi::add_healing_command(app, run);
  gezhi::add_clock_command(app, run);
  gezhi::add_export_command(app, run);
  gezhi::add_demo_command(app, run);
  gezhi::tell_help(app, output.language);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& problem) {
    return app.exit(problem) == 0 ? 0 : 2;
  }
  if (!language) return output.fail(language.error());
  return run(output);
}
