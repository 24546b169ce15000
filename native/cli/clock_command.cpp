// gezhi clock show | confirm: a person's word that the machine's clock is right (server_clock.h).
#include <CLI/CLI.hpp>

#include "native/cli/command.h"
#include "native/cli/data_folder.h"
#include "native/cli/import_shared.h"
#include "native/server/clock_note.h"
#include "native/server/now.h"

namespace gezhi {

namespace {

int clock(const std::string& folder, bool confirm, const Output& output) {
  const auto store = read_data_folder(folder);
  if (!store) return output.fail(store.error());
  const TimeMs wall = now_ms();
  const TimeMs noted = (*store)->clock().last;
  if (confirm) {
    if (auto left = leave_clock_note(folder, wall); !left) return output.fail(left.error());
  }
  Json json;
  json.set("wall", wall.value);
  json.set("noted", noted.value);
  json.set("confirmed", confirm);
  output.give(json);
  output.say(said(output.language, "cli.clock.now",
                  {to_iso_text(wall), noted.is_none() ? "—" : to_iso_text(noted)}));
  if (confirm) output.say(said(output.language, "cli.clock.confirmed", {to_iso_text(wall)}));
  return 0;
}

}  // namespace

void add_clock_command(CLI::App& app, Run& run) {
  auto* command =
      app.add_subcommand("clock", "The machine's clock, and confirming that it is right");
  command->require_subcommand(1);
  for (const bool confirm : {false, true}) {
    auto* part = command->add_subcommand(confirm ? "confirm" : "show",
                                         confirm ? "The machine's clock is right: go by it"
                                                 : "What it says, and what the server noted last");
    const auto folder = std::make_shared<std::string>();
    part->add_option("--data", *folder, "The data directory")->required();
    part->callback([folder, confirm, &run] {
      run = [folder, confirm](const Output& output) { return clock(*folder, confirm, output); };
    });
  }
}

}  // namespace gezhi
