// gezhi user add | list | passwd | enable | disable. Accounts are changed while no server runs on
// the data directory: one process writes.
#include <termios.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <limits>

#include "core/base/fold.h"
#include "core/base/person_number.h"
#include "core/base/read.h"
#include "core/grid/street.h"
#include "native/cli/closed_streets.h"
#include "native/cli/command.h"
#include "native/cli/data_folder.h"
#include "native/cli/grant_check.h"
#include "native/cli/import_shared.h"
#include "native/cli/writing_time.h"
#include "native/import/area_map.h"
#include "native/import/pack_file.h"
#include "native/server/load_host.h"
#include "native/server/passwords.h"
#include "native/server/street_setup.h"

namespace gezhi {

namespace {

struct UserOptions {
  std::string data;
  std::string name;
  std::string label;
  std::vector<std::string> grants;
};

// One line from the terminal without showing it, or from a pipe.
std::string read_password(Language language) {
  const bool terminal = isatty(STDIN_FILENO) != 0;
  termios before{};
  if (terminal) {
    std::cerr << said(language, "cli.user.password") << std::flush;
    tcgetattr(STDIN_FILENO, &before);
    termios quiet = before;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    tcsetattr(STDIN_FILENO, TCSANOW, &quiet);
  }
  std::string line;
  std::getline(std::cin, line);
  if (terminal) {
    tcsetattr(STDIN_FILENO, TCSANOW, &before);
    std::cerr << std::endl;
  }
  return line;
}

Result<std::string> new_password_hash(Language language) {
  const std::string password = read_password(language);
  if (password.size() < kPasswordMin || password.size() > kPasswordMax) {
    return Error{"bad_password", "a password has " + std::to_string(kPasswordMin) + " to " +
                                     std::to_string(kPasswordMax) +
                                     " bytes; give it on standard input"};
  }
  prepare_crypto();
  return hash_password(password);
}

Result<Grant> parse_grant(const std::string& text) {
  std::vector<std::string> parts{""};
  for (const char c : without_blanks(folded(text))) {
    if (c == ':') {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  const Error bad{"bad_grant", "'" + text +
                                   "' is no grant; write ROLE:SHARD[:GRID[:UNIT]], like "
                                   "grid_worker:330105001:1203:17 (0 = none), with a role that "
                                   "`gezhi user add --help` lists"};
  Grant grant;
  const auto names = names_of(Role::none);
  for (std::size_t i = 1; i < names.size(); ++i) {
    if (names[i] == parts[0]) grant.role = static_cast<Role>(i);
  }
  if (grant.role == Role::none || grant.role == Role::system || parts.size() > 4) return bad;
  std::uint32_t* const numbers[] = {&grant.shard.value, &grant.grid.value, &grant.unit.value};
  for (std::size_t i = 1; i < parts.size(); ++i) {
    const auto number = read_count(parts[i], {}, std::numeric_limits<std::uint32_t>::max());
    if (!number) return bad;
    *numbers[i - 1] = static_cast<std::uint32_t>(*number);
  }
  return grant;
}

std::string text_of(const Grant& grant) {
  return std::string(name_of(grant.role)) + ":" + std::to_string(grant.shard.value) + ":" +
         std::to_string(grant.grid.value) + ":" + std::to_string(grant.unit.value);
}

// The grids that the map of the data folder gives a street; none without a map.
std::set<GridId> grids_on_map(const std::string& data, ShardId shard) {
  std::set<GridId> ids;
  const auto pack = load_pack(data);
  if (!pack || township_of(pack->tree, shard).is_none()) return ids;
  for (const GridNode& node : grids_of_street(pack->tree, street_shares(*pack), shard)) {
    ids.insert(node.id);
  }
  return ids;
}

// A grant that lacks something would make an account that signs in and can do nothing: all that is
// wrong is said at once, each with what to do.
Result<Done> check_grants(SqliteStore& store, const std::string& data,
                          const std::vector<Grant>& grants, Language language,
                          const Output& output) {
  const auto host = load_host(store);
  if (!host) return host.error();
  for (const auto& [shard, street] : (*host)->closed()) {
    output.warn(closed_line(street, data, language));
  }
  std::string faults;
  for (const Grant& grant : grants) {
    const GrantFault fault = fault_of(**host, grant, grids_on_map(data, grant.shard));
    if (fault == GrantFault::none) continue;
    if (!faults.empty()) faults += "\n";
    faults += said(language, "cli.grant." + std::string(name_of(fault)),
                   {text_of(grant), std::to_string(grant.shard.value),
                    std::to_string(grant.grid.value), std::to_string(grant.unit.value)});
  }
  if (faults.empty()) return Done{};
  return Error{"bad_grant", faults};
}

std::string role_list() {
  std::string list;
  for (const std::string_view name : names_of(Role::none)) {
    if (name == "none" || name == "system") continue;
    list += (list.empty() ? "" : ", ") + std::string(name);
  }
  return list;
}

Json json_of(const Account& account) {
  Json json;
  json.set("actor", static_cast<std::int64_t>(account.actor.value));
  json.set("name", account.login);
  json.set("label", account.label);
  json.set("active", account.active);
  json.set("demo", account.demo);
  Json::Array grants;
  for (const Grant& grant : account.grants) grants.push_back(to_json(grant));
  json.set("grants", std::move(grants));
  return json;
}

std::string line_of(const Account& account, Language language) {
  std::string line =
      std::to_string(account.actor.value) + "  " + account.login + "  " + account.label;
  for (const Grant& grant : account.grants) {
    line += "  " + text_of(grant);
  }
  return line + (account.active ? "" : said(language, "cli.user.is_closed"));
}

int add_user(const UserOptions& options, const Output& output) {
  const auto login = read_login(options.name);
  if (!login) {
    return output.fail({"bad_login", said(output.language, "cli.login." + login.error().code,
                                          {options.name, std::to_string(kLoginMax)})});
  }
  Account account;
  account.login = *login;
  account.label = options.label.empty() ? *login : options.label;
  if (person_number_in(account.label) != PersonNumber::none) {
    return output.fail({"bad_label", said(output.language, "cli.label.number", {account.label})});
  }
  for (const std::string& text : options.grants) {
    const auto grant = parse_grant(text);
    if (!grant) return output.fail(grant.error());
    account.grants.push_back(*grant);
  }
  const auto store = open_data_folder(options.data);
  if (!store) return output.fail(store.error());
  if (auto checked = check_grants(**store, options.data, account.grants, output.language, output);
      !checked) {
    return output.fail(checked.error());
  }
  if (account.grants.empty()) output.warn(said(output.language, "cli.grant.no_grant", {*login}));
  auto hash = new_password_hash(output.language);
  if (!hash) return output.fail(hash.error());
  account.password_hash = std::move(*hash);
  const auto at = writing_time(**store, options.data);
  if (!at) return output.fail(at.error());
  account.opened_at = *at;
  const auto actor = (*store)->add_account(account);
  if (!actor) return output.fail(actor.error());
  account.actor = *actor;
  output.give(json_of(account));
  output.say(said(output.language, "cli.user.added", {line_of(account, output.language)}));
  return 0;
}

int list_users(const UserOptions& options, const Output& output) {
  const auto store = read_data_folder(options.data);
  if (!store) return output.fail(store.error());
  const auto accounts = (*store)->accounts();
  if (!accounts) return output.fail(accounts.error());
  Json::Array list;
  for (const Account& account : *accounts) {
    list.push_back(json_of(account));
    output.say(line_of(account, output.language));
  }
  output.give(Json(std::move(list)));
  return 0;
}

int change_user(const UserOptions& options, const Output& output, const char* done,
                const std::function<Result<Done>(SqliteStore&, ActorId)>& change) {
  const auto store = open_data_folder(options.data);
  if (!store) return output.fail(store.error());
  const auto account = (*store)->account_by_login(options.name);
  if (!account) return output.fail(account.error());
  if (auto changed = change(**store, account->actor); !changed) return output.fail(changed.error());
  Json json;
  json.set("actor", static_cast<std::int64_t>(account->actor.value));
  output.give(json);
  output.say(said(output.language, done, {account->login}));
  return 0;
}

int set_password(const UserOptions& options, const Output& output) {
  const auto change = [&](SqliteStore& store, ActorId actor) {
    const auto hash = new_password_hash(output.language);
    return hash ? store.set_password(actor, *hash) : Result<Done>(hash.error());
  };
  return change_user(options, output, "cli.user.new_password", change);
}

CLI::App* add_part(CLI::App& user, const char* name, const char* what,
                   const std::shared_ptr<UserOptions>& options) {
  auto* part = user.add_subcommand(name, what);
  part->add_option("--data", options->data, "The data directory")->required();
  return part;
}

}  // namespace

void add_user_command(CLI::App& app, Run& run) {
  auto* user = app.add_subcommand("user", "Accounts: who may sign in, and as what");
  user->require_subcommand(1);
  const auto options = std::make_shared<UserOptions>();
  const auto on = [&run, options](CLI::App* part, auto action) {
    part->callback([&run, options, action] {
      run = [options, action](const Output& output) { return action(*options, output); };
    });
  };
  const auto with_name = [&](CLI::App* part) {
    part->add_option("name", options->name, "The name to sign in with")->required();
    return part;
  };

  auto* add = with_name(
      add_part(*user, "add", "Add an account; the password comes from standard input", options));
  add->add_option("--label", options->label, "Work designation shown to others (no private names)");
  add->add_option(
      "--grant", options->grants,
      "ROLE:SHARD[:GRID[:UNIT]], 0 = none; may be given several times. `gezhi street show` "
      "gives the numbers. Roles: " +
          role_list());
  on(add, add_user);
  on(add_part(*user, "list", "List the accounts", options), list_users);
  on(with_name(add_part(*user, "passwd", "Set a new password from standard input", options)),
     set_password);
  on(with_name(add_part(*user, "disable", "Close an account and end its sessions", options)),
     [](const UserOptions& given, const Output& output) {
       return change_user(given, output, "cli.user.closed",
                          [&](SqliteStore& store, ActorId actor) -> Result<Done> {
                            const auto at = writing_time(store, given.data);
                            return at ? store.close_account(actor, *at) : Result<Done>(at.error());
                          });
     });
  on(with_name(add_part(*user, "enable", "Open a closed account again", options)),
     [](const UserOptions& given, const Output& output) {
       return change_user(given, output, "cli.user.opened",
                          [&](SqliteStore& store, ActorId actor) -> Result<Done> {
                            const auto at = writing_time(store, given.data);
                            return at ? store.reopen_account(actor, *at) : Result<Done>(at.error());
                          });
     });
}

}  // namespace gezhi
