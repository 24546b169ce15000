// gezhi policy show | check | set: the rules of a street as JSON (assets/policy/policy.schema.json).
// Setting them is an operation of the journal, made while no server runs on the data directory; what
// was done before keeps the due times it was given.
#include <CLI/CLI.hpp>
#include <iostream>

#include "core/cases/holidays.h"
#include "native/cli/change_words.h"
#include "native/cli/closed_streets.h"
#include "native/cli/command.h"
#include "native/cli/data_folder.h"
#include "native/cli/json_file.h"
#include "native/cli/number_option.h"
#include "native/cli/writing_time.h"
#include "native/server/load_host.h"
#include "native/server/now.h"
#include "native/server/street_setup.h"

namespace gezhi {

namespace {

struct PolicyOptions {
  std::string data;
  std::string file;
  std::uint32_t shard = 0;
};

Result<Policy> read_policy(const std::string& file) {
  auto policy = read_json_file<Policy>(file);
  if (!policy) return policy;
  if (auto checked = check_policy(*policy); !checked) {
    return Error{checked.error().code, file + ": " + checked.error().message};
  }
  return policy;
}

// The street that is meant: the only one needs no number.
Result<ShardId> street_in(const Host& host, const PolicyOptions& options) {
  const std::vector<ShardId> streets = host.streets();
  if (const auto closed = host.closed().find(ShardId{options.shard});
      closed != host.closed().end()) {
    return error_of(closed->second);
  }
  const bool only_one = streets.size() == 1 && host.closed().empty();
  if (options.shard == 0 && only_one) return streets.front();
  if (host.ledger(ShardId{options.shard}) != nullptr) return ShardId{options.shard};
  if (options.shard != 0) {
    return Error{"not_found", "street " + std::to_string(options.shard) + " is not open here"};
  }
  std::string all;
  for (const ShardId street : streets) all += " " + std::to_string(street.value);
  return Error{"not_found",
               "name the street with --shard; open are:" + (all.empty() ? " none" : all)};
}

int show_policy(const PolicyOptions& options, const Output& output) {
  if (options.data.empty()) {
    std::cout << to_text(codec::json_of(default_policy()), 2) << std::endl;
    return 0;
  }
  const auto store = read_data_folder(options.data);
  if (!store) return output.fail(store.error());
  const auto host = load_host(**store);
  if (!host) return output.fail(host.error());
  warn_of_closed(**host, options.data, output);
  const auto street = street_in(**host, options);
  if (!street) return output.fail(street.error());
  const Policy& policy = (*host)->ledger(*street)->world().policy();
  std::cout << to_text(codec::json_of(policy), 2) << std::endl;
  return 0;
}

// A list of holidays ends with its year; what is due beyond rests on days that nobody knows yet.
void say_holidays(const Policy& policy, const Output& output, Json& json) {
  const auto until = holidays_known_until(policy);
  const bool soon = holidays_end_soon(policy, civil_day_of(now_ms()));
  json.set("holidays_until", Json(until ? to_date_text(*until) : std::string()));
  json.set("holidays_end_soon", Json(soon));
  if (!until) {
    output.say(said(output.language, "cli.policy.no_holidays"));
    return;
  }
  output.say(said(output.language, soon ? "cli.policy.holidays_soon" : "cli.policy.holidays",
                  {to_date_text(*until), to_date_text(CivilDay{until->value + 1})}));
}

int check_file(const PolicyOptions& options, const Output& output) {
  const auto policy = read_policy(options.file);
  if (!policy) return output.fail(policy.error());
  output.say(
      said(output.language, "cli.policy.fine", {options.file, std::to_string(policy->version)}));
  Json json;
  json.set("version", static_cast<std::int64_t>(policy->version));
  say_holidays(*policy, output, json);
  output.give(json);
  return 0;
}

int set_policy(const PolicyOptions& options, const Output& output) {
  const auto policy = read_policy(options.file);
  if (!policy) return output.fail(policy.error());
  const auto store = open_data_folder(options.data);
  if (!store) return output.fail(store.error());
  auto host = load_host(**store);
  if (!host) return output.fail(host.error());
  warn_of_closed(**host, options.data, output);
  const auto street = street_in(**host, options);
  if (!street) return output.fail(street.error());
  const std::uint32_t now = (*host)->ledger(*street)->world().policy().version;
  if (policy->version <= now) {
    return output.fail({"bad_policy", options.file + ": version: must be more than the present " +
                                          std::to_string(now)});
  }
  std::vector<StoredEntry> entries;
  const StreetSetup setup{*street, *policy, {}, {}};
  const auto at = writing_time(**store, options.data);
  if (!at) return output.fail(at.error());
  const auto set = set_up_street(**host, setup, *at, entries);
  if (!set) return output.fail(set.error());
  if (auto stored = (*store)->append(entries); !stored) return output.fail(stored.error());
  Json json;
  json.set("shard", static_cast<std::int64_t>(street->value));
  json.set("version", static_cast<std::int64_t>(policy->version));
  if (!set->put_off.empty()) return output.fail(change_pending(*street));
  if (set->proposed.empty()) {
    output.say(said(
        output.language, "cli.policy.set",
        {std::to_string(street->value), std::to_string(now), std::to_string(policy->version)}));
  } else {
    say_changes(*street, *set, output, json);
  }
  say_holidays(*policy, output, json);
  output.give(json);
  return 0;
}

}  // namespace

void add_policy_command(CLI::App& app, Run& run) {
  auto* policy = app.add_subcommand("policy", "The rules of a street");
  policy->require_subcommand(1);
  const auto options = std::make_shared<PolicyOptions>();
  auto* show = policy->add_subcommand("show", "Print the rules as JSON");
  show->add_option("--data", options->data, "The data directory; none: the default rules");
  show->add_option("--shard", options->shard, "The street's number, when there are several")
      ->transform(whole_number<std::uint32_t>());
  show->callback([options, &run] {
    run = [options](const Output& output) { return show_policy(*options, output); };
  });
  auto* check = policy->add_subcommand("check", "Say whether a file holds rules that make sense");
  check->add_option("file", options->file, "Rules as JSON")->required();
  check->callback([options, &run] {
    run = [options](const Output& output) { return check_file(*options, output); };
  });
  auto* set = policy->add_subcommand("set", "Give a street new rules, from now on");
  set->add_option("file", options->file, "Rules as JSON, of a higher version")->required();
  set->add_option("--data", options->data, "The data directory")->required();
  set->add_option("--shard", options->shard, "The street's number, when there are several")
      ->transform(whole_number<std::uint32_t>());
  set->callback([options, &run] {
    run = [options](const Output& output) { return set_policy(*options, output); };
  });
}

}  // namespace gezhi
