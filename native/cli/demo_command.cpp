// gezhi demo: a data directory with the demo district, its streets, accounts for every role, and
// cases in all states made by real operations.
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "core/grid/street.h"
#include "native/cli/command.h"
#include "native/cli/data_folder.h"
#include "native/cli/number_option.h"
#include "native/cli/told.h"
#include "native/demo/accounts.h"
#include "native/demo/cases.h"
#include "native/import/demo_district.h"
#include "native/import/line_import.h"
#include "native/import/readings.h"
#include "native/import/report_file.h"
#include "native/server/limits.h"
#include "native/server/load_host.h"
#include "native/server/now.h"
#include "native/server/passwords.h"
#include "native/server/photo_check.h"
#include "native/server/sealing.h"
#include "native/server/street_setup.h"
#include "native/server/verify.h"
#include "native/store/blob_files.h"
#include "native/store/file.h"

namespace gezhi {

namespace {

constexpr std::int64_t kOpenedBeforeMs = 60 * kDayMs;

struct DemoOptions {
  std::string data;
  std::int64_t now = 0;
  int times = 1;
};

Result<Done> add_accounts(SqliteStore& store, std::vector<Account>& accounts, TimeMs opened) {
  const std::string hash = hash_password(kDemoPassword);  // known anyway: one for all
  for (Account& account : accounts) {
    account.password_hash = hash;
    account.opened_at = opened;
    if (auto added = store.add_account(account); !added) return added.error();
  }
  return Done{};
}

Result<Done> open_streets(Host& host, const DemoDistrict& district, TimeMs now,
                          std::vector<StoredEntry>& entries) {
  for (const auto& [id, node] : district.pack.tree.nodes()) {
    if (node.layer != GridLayer::governance || node.level != GridLevel::township) continue;
    StreetSetup setup;
    setup.shard = shard_of(district.pack.tree, id);
    setup.policy = default_policy();
    setup.grids = grids_of_street(district.pack.tree, district.pack.shares, setup.shard);
    for (const Unit& unit : district.units) {
      const bool here = std::any_of(setup.grids.begin(), setup.grids.end(),
                                    [&](const GridNode& grid) { return grid.id == unit.area; });
      if (here) setup.units.push_back(unit);
    }
    if (auto set = set_up_street(host, setup, now, entries); !set) return set.error();
  }
  return Done{};
}

struct DemoCounts {
  std::uint64_t cases = 0;
  std::uint64_t entries = 0;
};

Result<Done> store_all(SqliteStore& store, const std::vector<StoredEntry>& entries,
                       const std::vector<SealedItem>& items) {
  SealedBatch sealed;
  if (auto done = seal_into(sealed, store, items); !done) return done;
  return store.commit(entries, sealed.boxes, sealed.keys);
}

Result<Done> store_photos(const std::string& data, const std::vector<Bytes>& photos) {
  BlobFiles blobs(data + "/blobs", ServerLimits{}.blob_bytes, check_photo);
  for (const Bytes& photo : photos) {
    if (auto put = blobs.put({}, sha256(photo), 0, photo.size(), photo); !put) return put.error();
  }
  return Done{};
}

Result<DemoCounts> fill(SqliteStore& store, const DemoOptions& options, Language language,
                        std::vector<Account>& accounts) {
  DemoDistrict district = make_demo_district();
  if (auto read = add_readings(district.pack); !read) {
    spdlog::warn(said(language, "import.note.no_pinyin", {told(language, read.error().message)}));
  }
  const std::string pack = options.data + "/pack/district.pack";
  if (auto written = replace_file(pack, write_pack(district.pack)); !written)
    return written.error();
  // The stretch of the canal without devices, as an import of them would tell it.
  const ImportFindings findings{
      {"devices"}, gap_defects(district.pack.lines, kDeviceSpacingMm, "demo-devices.csv")};
  if (auto kept = keep_report(options.data, findings, now_ms()); !kept) return kept.error();
  accounts = make_demo_accounts(district);
  const TimeMs now = options.now > 0 ? TimeMs{options.now} : now_ms();
  if (auto ensured = ensure_secret(store); !ensured) return ensured.error();
  if (auto noted = store.set_meta(kDemoMeta, "1"); !noted) return noted.error();
  Host host(*store.meta("epoch"));
  host.set_secret(*server_secret_of(store));
  std::vector<StoredEntry> entries;
  if (auto opened = open_streets(host, district, now - kOpenedBeforeMs, entries); !opened) {
    return opened.error();
  }
  host.committed(entries);
  auto made = make_demo_cases(host, district, accounts, now, options.times);
  if (!made) return made.error();
  for (StoredEntry& entry : made->entries) entries.push_back(std::move(entry));
  if (auto stored = store_photos(options.data, made->photos); !stored) return stored.error();
  if (auto stored = store_all(store, entries, made->sealed); !stored) return stored.error();
  if (auto added = add_accounts(store, accounts, now - kOpenedBeforeMs); !added)
    return added.error();
  return DemoCounts{made->cases, entries.size()};
}

int demo(const DemoOptions& options, const Output& output) {
  output.say(said(output.language, "cli.demo.making"));
  auto store = make_data_folder(options.data);
  if (!store) return output.fail(store.error());
  std::vector<Account> accounts;
  const auto counts = fill(**store, options, output.language, accounts);
  if (!counts) return output.fail(counts.error());
  Json json;
  json.set("data", options.data);
  json.set("entries", static_cast<std::int64_t>(counts->entries));
  json.set("cases", static_cast<std::int64_t>(counts->cases));
  json.set("accounts", static_cast<std::int64_t>(accounts.size()));
  output.give(json);
  output.say(said(output.language, "cli.demo.done",
                  {std::to_string(counts->cases), std::to_string(counts->entries),
                   std::to_string(accounts.size())}));
  output.say(demo_accounts_text(accounts, output.language));
  return 0;
}

}  // namespace

void add_demo_command(CLI::App& app, Run& run) {
  auto* command = app.add_subcommand("demo", "Make a data directory with the demo district");
  const auto options = std::make_shared<DemoOptions>();
  command->add_option("--data", options->data, "The data directory")->required();
  command
      ->add_option("--now", options->now,
                   "The moment the cases lead up to, milliseconds since 1970 (default: now)")
      ->transform(whole_number<std::int64_t>());
  command->add_option("--times", options->times, "So many times the cases (1 to 50)")
      ->transform(whole_number(1, 50));
  command->callback([options, &run] {
    run = [options](const Output& output) { return demo(*options, output); };
  });
}

}  // namespace gezhi
