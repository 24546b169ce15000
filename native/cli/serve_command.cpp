#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>

#include "native/cli/command.h"
#include "native/cli/data_folder.h"
#include "native/demo/accounts.h"
#include "native/server/server.h"

namespace gezhi {

namespace {

int serve(const ServerOptions& options, const Output& output) {
  spdlog::set_default_logger(spdlog::stderr_color_mt("gezhi"));
  auto server = Server::open(options);
  if (!server) return output.fail(server.error());
  const std::string host = options.address.find(':') == std::string::npos
                               ? options.address
                               : "[" + options.address + "]";
  const std::string address = "http://" + host + ":" + std::to_string((*server)->port());
  Json json;
  json.set("address", address);
  output.give(json);
  output.say("Gezhi 格治 is served on " + address + " (Ctrl-C stops it).");
  const auto demo = (*server)->demo_accounts();
  if (!demo.empty()) output.say(demo_accounts_text(demo));
  (*server)->run();
  output.say("Stopped.");
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
      ->capture_default_str();
  command->add_option("--threads", options->threads, "I/O threads; 0 = one per core")
      ->capture_default_str();
  command->add_flag("--behind-tls", options->behind_tls,
                    "A proxy in front speaks HTTPS: cookies are marked Secure");
  command->callback([options, &run] {
    run = [options](const Output& output) { return serve(*options, output); };
  });
}

}  // namespace gezhi
