// gezhi healing: what this store has lost, how that was found, and who gave back what since.
#include <CLI/CLI.hpp>

#include "native/cli/command.h"
#include "native/cli/data_folder.h"
#include "native/cli/healing_text.h"
#include "native/cli/import_shared.h"

namespace gezhi {

std::vector<std::string> healing_lines(const Healing& healing, Language language) {
  std::vector<std::string> lines;
  lines.push_back(said(language, "cli.healing." + std::string(name_of(healing.cause))));
  if (healing.cause == HealCause::none) return lines;
  for (const HealStreet& street : healing.streets) {
    const bool whole = healing.cause == HealCause::restored && street.had == street.has;
    if (whole) continue;
    const std::string shard = std::to_string(street.shard.value);
    const std::string has = std::to_string(street.has);
    lines.push_back(street.had == 0 ? said(language, "cli.healing.street_unknown", {shard, has})
                                    : said(language, "cli.healing.street",
                                           {shard, std::to_string(street.had), has}));
  }
  lines.push_back(healing.since.is_none()
                      ? said(language, "cli.healing.not_begun")
                      : said(language, "cli.healing.until", {to_minute_text(healing.until)}));
  return lines;
}

namespace {

int show(const std::string& folder, const Output& output) {
  const auto store = read_data_folder(folder);
  if (!store) return output.fail(store.error());
  const auto healing = (*store)->healing();
  if (!healing) return output.fail(healing.error());
  const auto counts = (*store)->given_back();
  if (!counts) return output.fail(counts.error());
  Json json = to_json(*healing);
  json.set("cause", std::string(name_of(healing->cause)));
  Json::Array list;
  for (const std::string& line : healing_lines(*healing, output.language)) output.say(line);
  for (const GivenBackCount& count : *counts) {
    Json one;
    one.set("shard", static_cast<std::int64_t>(count.shard.value));
    one.set("actor", static_cast<std::int64_t>(count.actor.value));
    one.set("operations", static_cast<std::int64_t>(count.operations));
    one.set("last", count.last.value);
    list.push_back(std::move(one));
    const auto account = (*store)->account_of(count.actor);
    output.say(said(output.language, "cli.healing.back",
                    {std::to_string(count.shard.value),
                     account ? account->login : std::to_string(count.actor.value),
                     std::to_string(count.operations)}));
  }
  json.set("given_back", std::move(list));
  output.give(json);
  return 0;
}

}  // namespace

void add_healing_command(CLI::App& app, Run& run) {
  auto* command = app.add_subcommand("healing", "What was lost, and what devices gave back");
  const auto folder = std::make_shared<std::string>();
  command->add_option("--data", *folder, "The data directory")->required();
  command->callback(
      [folder, &run] { run = [folder](const Output& output) { return show(*folder, output); }; });
}

}  // namespace gezhi
