// gezhi verify: replays every street's journal from the store and compares everything that was
// recorded with what the rules say now.
#include <CLI/CLI.hpp>
#include <algorithm>

#include "core/base/hex.h"
#include "core/base/read.h"
#include "core/journal/ledger.h"
#include "native/cli/command.h"
#include "native/cli/data_folder.h"
#include "native/cli/told.h"
#include "native/server/limits.h"
#include "native/server/verify.h"

namespace gezhi {

namespace {

struct VerifyOptions {
  std::string data;
  std::vector<std::string> heads;
};

// "STREET:NUMBER:HASH", as an earlier run printed it: the entry of that number had that hash.
Result<Done> check_head(ServerStore& store, const std::string& head) {
  const Error bad{"bad_head", "'" + head + "' is no head; write STREET:NUMBER:HASH (64 digits)"};
  const auto first = head.find(':');
  const auto second = head.find(':', first + 1);
  if (first == std::string::npos || second == std::string::npos) return bad;
  const auto shard = read_count(head.substr(0, first), {}, UINT32_MAX);
  const auto seq = read_count(head.substr(first + 1, second - first - 1));
  const auto hash = from_hex(head.substr(second + 1));
  if (!shard || !seq || !hash || hash->size() != sizeof(Digest)) return bad;
  const auto bytes =
      store.one(ShardId{static_cast<std::uint32_t>(*shard)}, static_cast<std::uint64_t>(*seq));
  if (!bytes) return bytes.error();
  const auto entry = read_entry(*bytes);
  if (!entry) return entry.error();
  if (std::equal(hash->begin(), hash->end(), entry->hash.begin())) return Done{};
  return Error{"bad_head", "street " + head.substr(0, first) + " entry " + std::to_string(*seq) +
                               " had another hash: what came before it was changed"};
}

Json json_of_breaks(const VerifiedStreet& street) {
  Json::Array list;
  for (const ChainBreak& found : street.breaks) {
    Json json;
    json.set("entry", static_cast<std::int64_t>(found.seq));
    json.set("actor", static_cast<std::int64_t>(found.actor.value));
    json.set("device", to_text(found.device.value));
    json.set("link", std::string(name_of(found.link)));
    list.push_back(std::move(json));
  }
  return Json(std::move(list));
}

void say_signed(const VerifiedStreet& street, const Output& output) {
  const Language language = output.language;
  output.say(
      said(language, "cli.verify.signed",
           {std::to_string(street.signed_by_devices), std::to_string(street.unsigned_by_people),
            std::to_string(street.breaks.size())}));
  for (const ChainBreak& found : street.breaks) {
    output.say(said(language, "cli.verify.break." + std::string(name_of(found.link)),
                    {std::to_string(found.seq), std::to_string(found.actor.value),
                     to_text(found.device.value)}));
  }
}

Json json_of(const VerifiedStreet& street) {
  Json json;
  const auto set = [&](const char* name, std::uint64_t count) {
    json.set(name, static_cast<std::int64_t>(count));
  };
  set("shard", street.shard.value);
  if (street.fault) {
    json.set("code", street.fault->code);
    json.set("message", street.fault->message);
    return json;
  }
  set("entries", street.entries);
  set("refused", street.refused);
  set("cases", street.cases);
  set("erased", street.erased);
  set("samples", street.samples);
  set("decided_otherwise", street.decided_otherwise);
  set("ranked", street.ranked);
  set("ranked_elsewhere", street.ranked_elsewhere);
  set("signed_by_devices", street.signed_by_devices);
  set("unsigned_by_people", street.unsigned_by_people);
  set("by_claim", street.by_claim);
  json.set("breaks", json_of_breaks(street));
  set("contacts", street.contacts);
  set("contacts_gone", street.contacts_gone);
  Json done;
  for (const auto& [kind, count] : street.done_by_people) {
    done.set(std::string(name_of(kind)), static_cast<std::int64_t>(count));
  }
  json.set("done_by_people", std::move(done));
  json.set("chain", to_hex(street.chain));
  json.set("world", to_hex(street.world));
  return json;
}

void say_street(const VerifiedStreet& street, const Output& output) {
  const Language language = output.language;
  if (street.fault) return output.warn(told(language, street.fault->message));
  const std::string number = std::to_string(street.shard.value);
  output.say(said(
      language, "cli.verify.street",
      {number, std::to_string(street.entries), std::to_string(street.refused),
       std::to_string(street.cases), std::to_string(street.erased), std::to_string(street.contacts),
       std::to_string(street.contacts_gone), std::to_string(street.samples),
       std::to_string(street.ranked), std::to_string(street.ranked_elsewhere),
       to_hex(street.chain).substr(0, 16), to_hex(street.world).substr(0, 16)}));
  if (street.decided_otherwise > 0) {
    output.say(
        said(language, "cli.verify.decided_otherwise", {std::to_string(street.decided_otherwise)}));
  }
  if (street.by_claim > 0)
    output.say(said(language, "cli.verify.by_claim", {std::to_string(street.by_claim)}));
  say_signed(street, output);
  output.say(said(language, "cli.verify.head",
                  {number + ":" + std::to_string(street.entries) + ":" + to_hex(street.chain)}));
}

// Everything is looked at before it fails: which of many streets are whole is what an admin asks then.
int verify(const VerifyOptions& options, const Output& output) {
  const std::string& folder = options.data;
  const auto witness = WitnessFile(folder).read();  // before the store: see witness_check.h
  const auto store = read_data_folder(folder);
  if (!store) return output.fail(store.error());
  const auto demo = (*store)->meta(kDemoMeta);
  if (!demo) return output.fail(demo.error());
  if (!demo->empty()) {
    output.warn(said(output.language, "cli.verify.demo"));
  }
  const auto streets = verify_each(**store, witness);
  if (!streets) return output.fail(streets.error());
  if (!witness) output.warn(said(output.language, "cli.verify.no_witness"));
  Json::Array list;
  std::size_t damaged = 0;
  for (const VerifiedStreet& street : *streets) {
    say_street(street, output);
    list.push_back(json_of(street));
    if (street.fault) ++damaged;
  }
  if (damaged > 0) {
    output.give(Json(std::move(list)));
    output.warn(said(output.language, "cli.verify.damaged",
                     {std::to_string(damaged), std::to_string(streets->size())}));
    return 1;
  }
  if (auto whole = (*store)->check_pages(); !whole) return output.fail(whole.error());
  for (const std::string& head : options.heads) {
    if (auto checked = check_head(**store, head); !checked) return output.fail(checked.error());
  }
  BlobFiles files(folder + "/blobs", ServerLimits{}.blob_bytes);
  const auto photos = verify_photos(files, *streets);
  if (!photos) return output.fail(photos.error());
  output.give(Json(std::move(list)));
  output.say(said(output.language, "cli.verify.photos",
                  {std::to_string(photos->whole), std::to_string(photos->missing),
                   std::to_string(photos->unnamed)}));
  if (!photos->lost.empty()) {
    for (const Digest& name : photos->lost)
      output.warn(said(output.language, "cli.verify.photo_lost", {to_hex(name)}));
    return 1;
  }
  output.say(said(output.language, "cli.verify.done", {std::to_string(streets->size())}));
  return 0;
}

}  // namespace

void add_verify_command(CLI::App& app, Run& run) {
  auto* command = app.add_subcommand("verify", "Replay every journal and compare");
  const auto options = std::make_shared<VerifyOptions>();
  command->add_option("--data", options->data, "The data directory, read-only if you like")
      ->required();
  command->add_option("--head", options->heads,
                      "STREET:NUMBER:HASH as an earlier run printed it; must still be so");
  command->callback([options, &run] {
    run = [options](const Output& output) { return verify(*options, output); };
  });
}

}  // namespace gezhi
