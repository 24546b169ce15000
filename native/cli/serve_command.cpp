#include <fcntl.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <filesystem>

#include "native/cli/closed_streets.h"
#include "native/cli/command.h"
#include "native/cli/data_folder.h"
#include "native/cli/healing_text.h"
#include "native/cli/import_shared.h"
#include "native/cli/number_option.h"
#include "native/demo/accounts.h"
#include "native/server/backup.h"
#include "native/server/security.h"
#include "native/server/server.h"

namespace gezhi {

namespace {

// What people would find missing, or forgot, and what to do; the folder is there.
Result<std::vector<std::string>> to_be_done(const ServerOptions& options, Language language) {
  auto store = read_data_folder(options.data);
  if (!store) return store.error();
  const auto streets = (*store)->shards();
  if (!streets) return streets.error();
  const auto accounts = (*store)->accounts();
  if (!accounts) return accounts.error();
  std::vector<std::string> lines;
  const auto want = [&](bool there, const char* key) {
    if (!there) lines.push_back(said(language, key, {options.data}));
  };
  want(std::filesystem::exists(options.data + "/pack/district.pack"), "cli.serve.no_pack");
  want(!streets->empty(), "cli.serve.no_street");
  want(!accounts->empty(), "cli.serve.no_account");
  for (const std::string& name : stores_put_aside(options.data))
    lines.push_back(said(language, "cli.serve.aside", {name}));
  want(options.web.empty() || std::filesystem::exists(options.web + "/index.html"),
       "cli.serve.no_app");
  return lines;
}

// A log that nobody empties any more must not hold up whoever writes a line: what does not fit is left out.
void let_log_overflow() {
  struct stat info {};
  if (fstat(STDERR_FILENO, &info) != 0) return;
  if (!S_ISFIFO(info.st_mode) && !S_ISSOCK(info.st_mode)) return;
  const int flags = fcntl(STDERR_FILENO, F_GETFL);
  if (flags >= 0) fcntl(STDERR_FILENO, F_SETFL, flags | O_NONBLOCK);
}

int serve(const ServerOptions& options, const Output& output) {
  let_log_overflow();
  const auto lines = to_be_done(options, output.language);
  if (!lines) return output.fail(lines.error());
  for (const std::string& line : *lines) output.warn(line);
  if (!is_loopback_address(options.address)) {
    const char* risk = options.behind_tls ? "cli.serve.behind_proxy" : "cli.serve.plain_http";
    output.warn(said(output.language, risk, {options.address}));
  }
  if (options.behind_tls && options.trusted_proxies.empty())
    output.warn(said(output.language, "cli.serve.no_trusted_proxy"));
  spdlog::set_default_logger(spdlog::stderr_color_mt("gezhi"));
  auto server = Server::open(options);
  if (!server) return output.fail(server.error());
  const SyncService::Health health = (*server)->health();
  if (health.healing.cause != HealCause::none) {
    for (const std::string& line : healing_lines(health.healing, output.language))
      output.warn(line);
  }
  for (const ClosedStreet& street : health.closed) {
    output.warn(closed_line(street, options.data, output.language));
  }
  if (health.clock_doubted) output.warn(said(output.language, "cli.clock.doubted", {options.data}));
  const std::string host = options.address.find(':') == std::string::npos
                               ? options.address
                               : "[" + options.address + "]";
  const std::string address = "http://" + host + ":" + std::to_string((*server)->port());
  Json json;
  json.set("address", address);
  output.give(json);
  output.say(said(output.language, "cli.serve.on", {address}));
  const auto demo = (*server)->demo_accounts();
  if (!demo.empty()) output.say(demo_accounts_text(demo, output.language));
  (*server)->run();
  output.say(said(output.language, "cli.serve.stopped"));
  return 0;
}

}  // namespace

void add_serve_command(CLI::App& app, Run& run) {
  auto* command = app.add_subcommand("serve", "Serve the web app, sync and photos");
  const auto options = std::make_shared<ServerOptions>();
  command->add_option("--data", options->data, "The data directory")->required();
  command->add_option("--web", options->web, "The folder of the built web app");
  command->add_option("--address", options->address, "The IP address to listen on")
      ->capture_default_str();
  command->add_option("--port", options->port, "The port; 0 takes a free one")
      ->capture_default_str()
      ->transform(whole_number<std::uint16_t>());
  command->add_option("--threads", options->threads, "I/O threads; 0 = one per core")
      ->capture_default_str()
      ->transform(whole_number(0, 1024));
  command->add_flag("--behind-tls", options->behind_tls,
                    "A proxy in front speaks HTTPS: cookies and pages are for HTTPS only");
  command
      ->add_option("--trusted-proxy", options->trusted_proxies,
                   "The IP address of a proxy in front; its X-Forwarded-For is believed; repeat")
      ->type_name("ADDR");
  command
      ->add_option_function<std::uint64_t>(
          "--keep-free",
          [options](std::uint64_t megabytes) {
            options->limits.free_bytes_min = megabytes * 1024 * 1024;
            options->limits.reserve_bytes = options->limits.free_bytes_min / 4;
          },
          "Megabytes of the disk: with less, nothing more is taken in, though it is read (128)")
      ->transform(whole_number(0, 1'000'000'000))
      ->type_name("MB");
  command
      ->add_option_function<std::uint64_t>(
          "--operations",
          [options](std::uint64_t most) {
            options->limits.operations = {most, most / 5 + 1};
          },
          "New operations that an account may hand in at once, and a fifth of it an hour more; 0: "
          "as many as it likes (2000)")
      ->transform(whole_number(0, 1'000'000))
      ->type_name("N");
  command
      ->add_option_function<std::uint64_t>(
          "--work",
          [options](std::uint64_t most) {
            options->limits.work = {most, most / 2 + 1};
          },
          "Cases and entries that an account may have looked at for it at once, and half of it an "
          "hour more; 0: as many as it likes (6000000)")
      ->transform(whole_number(0, std::int64_t{1} << 40))
      ->type_name("N");
  command->callback([options, &run] {
    run = [options](const Output& output) { return serve(*options, output); };
  });
}

}  // namespace gezhi
