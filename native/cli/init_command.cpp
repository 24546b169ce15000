#include <CLI/CLI.hpp>

#include "native/cli/command.h"
#include "native/cli/data_folder.h"

namespace gezhi {

void add_init_command(CLI::App& app, Run& run) {
  auto* command = app.add_subcommand("init", "Make an empty data directory");
  const auto folder = std::make_shared<std::string>();
  command->add_option("--data", *folder, "The data directory")->required();
  command->callback([folder, &run] {
    run = [folder](const Output& output) {
      const auto store = make_data_folder(*folder);
      if (!store) return output.fail(store.error());
      Json json;
      json.set("data", *folder);
      output.give(json);
      output.say(said(output.language, "cli.init.done", {*folder}));
      return 0;
    };
  });
}

}  // namespace gezhi
