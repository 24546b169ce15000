#include "native/server/api.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <set>

#include "core/base/hex.h"
#include "core/base/read.h"
#include "native/server/contacts.h"
#include "native/server/passwords.h"
#include "native/server/photo_check.h"
#include "native/server/security.h"
#include "native/server/signature_openssl.h"
#include "native/store/file.h"

namespace gezhi {

namespace {

constexpr std::string_view kBlobPath = "/api/blob/";
constexpr std::string_view kPackPath = "/api/pack/";
constexpr std::size_t kCheckedAtOnce = 8;        // signatures: a millisecond
constexpr std::size_t kNameMax = 4 * kLoginMax;  // bytes
constexpr std::chrono::seconds kHashingWait{2};
constexpr std::chrono::seconds kHeldWait{15};
constexpr std::chrono::seconds kClosedWait{600};  // a person has to mend it

Json json_of_account(const Account& account) {
  Json json;
  json.set("actor", static_cast<std::int64_t>(account.actor.value));
  json.set("name", account.label);
  json.set("login", account.login);
  json.set("demo", account.demo);
  Json::Array grants;
  for (const Grant& grant : account.grants) grants.push_back(to_json(grant));
  json.set("grants", std::move(grants));
  return json;
}

Json json_of_closed(const std::vector<ClosedStreet>& closed) {
  Json::Array list;
  for (const ClosedStreet& street : closed) {
    Json one;
    one.set("shard", static_cast<std::int64_t>(street.shard.value));
    one.set("reason", street.why.code);
    list.push_back(std::move(one));
  }
  return list;
}

Json json_of_seqs(const std::map<ShardId, std::uint64_t>& seqs) {
  Json::Array list;
  for (const auto& [shard, seq] : seqs) {
    Json one;
    one.set("shard", static_cast<std::int64_t>(shard.value));
    one.set("seq", static_cast<std::int64_t>(seq));
    list.push_back(std::move(one));
  }
  return list;
}

// Of a photo that may lie in a street that is closed: it is not said to be nobody's.
HttpReply closed_reply() {
  return later_reply(503, "street_closed", "a street of yours cannot be read now", kClosedWait);
}

Result<Digest> digest_after(std::string_view prefix, const HttpRequest& request) {
  const auto bytes = from_hex(request.path.substr(prefix.size()));
  if (!bytes || bytes->size() != sizeof(Digest)) {
    return Error{"not_found", "this is named by the 64 hexadecimal digits of its SHA-256"};
  }
  Digest name{};
  std::copy(bytes->begin(), bytes->end(), name.begin());
  return name;
}

const std::string* text_in(const Result<Json>& json, const char* key) {
  const Json* found = json ? json->find(key) : nullptr;
  return found == nullptr ? nullptr : found->string();
}

// Of a reading that could not be noted.
const char* held_code(PushProblem what) {
  if (what == PushProblem::server_full) return "store_full";
  return what == PushProblem::too_many ? "busy" : "store_failed";
}

void log_refused(SecurityLog& log, const HttpRequest& request, const char* route) {
  log.say(SecurityEvent::role_refused, {{"actor", std::to_string(request.who->actor.value)},
                                        {"route", route},
                                        {"address", request.address}});
}

struct Piece {
  std::uint64_t first = 0;
  std::uint64_t total = 0;
};

// "bytes FIRST-LAST/TOTAL"; without the header the body is the whole.
Result<Piece> piece_of(const HttpRequest& request) {
  std::string_view range = request.header("Content-Range");
  const std::uint64_t size = request.body.size();
  if (range.empty()) return Piece{0, size};
  const Error bad{"bad_range", "Content-Range must be 'bytes FIRST-LAST/TOTAL' and fit the body"};
  if (range.substr(0, 6) != "bytes ") return bad;
  range.remove_prefix(6);
  const std::size_t dash = range.find('-');
  const std::size_t slash = range.find('/');
  if (dash == std::string_view::npos || slash == std::string_view::npos || slash < dash) return bad;
  const auto first = parse_number(range.substr(0, dash));
  const auto last = parse_number(range.substr(dash + 1, slash - dash - 1));
  const auto total = parse_number(range.substr(slash + 1));
  if (!first || !last || !total || *last < *first || *last - *first + 1 != size) return bad;
  return Piece{*first, *total};
}

HttpReply blob_reply(const Result<BlobState>& state, const Digest& name, ActorId owner,
                     BlobStore& blobs) {
  if (state) {
    Json json;
    json.set("have", static_cast<std::int64_t>(state->have));
    json.set("complete", state->complete);
    return json_reply(json);
  }
  if (state.error().code != "blob_offset") return error_reply(state.error());
  const auto now = blobs.state(name, owner);
  Json json;
  json.set("code", "blob_offset");
  json.set("message", state.error().message);
  json.set("have", static_cast<std::int64_t>(now ? now->have : 0));
  return json_reply(json, 409);
}

}  // namespace

Api::Api(Parts parts)
    : parts_(parts),
      hashing_(parts.limits.password_queue, parts.limits.password_queue_share),
      photo_bytes_(parts.limits.photo_bytes),
      work_(parts.limits.work) {}

void Api::add_routes(Router& router) {
  const auto add = [&](Method method, const char* path, Access access, std::uint64_t body_max,
                       Async<HttpReply> (Api::*handler)(HttpRequest&)) {
    router.add({method, path, access, body_max,
                [this, handler](HttpRequest& request) { return (this->*handler)(request); }});
  };
  const ServerLimits& limits = parts_.limits;
  add(Method::get, "/healthz", Access::open, 0, &Api::health);
  add(Method::post, "/api/login", Access::open, limits.json_bytes, &Api::sign_in);
  add(Method::post, "/api/logout", Access::open, limits.json_bytes, &Api::sign_out);
  add(Method::get, "/api/me", Access::signed_in, 0, &Api::me);
  add(Method::get, "/api/pack", Access::signed_in, 0, &Api::get_pack);
  add(Method::get, "/api/pack/", Access::signed_in, 0, &Api::get_pack_part);
  add(Method::get, "/api/grid-report", Access::signed_in, 0, &Api::get_grid_report);
  add(Method::post, "/api/sync", Access::signed_in, limits.sync_bytes, &Api::sync);
  add(Method::post, "/api/sealed", Access::signed_in, limits.json_bytes, &Api::sealed);
  add(Method::get, "/api/blob/", Access::signed_in, 0, &Api::get_blob);
  add(Method::head, "/api/blob/", Access::signed_in, 0, &Api::head_blob);
  add(Method::put, "/api/blob/", Access::signed_in, limits.blob_bytes, &Api::put_blob);
}

Result<Identity> Api::identify(const HttpRequest& request) const {
  return parts_.sessions.identify(request, parts_.clock.now());
}

bool Api::holds(const Digest& session) const {
  return parts_.sessions.holds(session, parts_.clock.now());
}

// How much is done in which street is nobody's business on the way by: on this machine, without a proxy
// between, and for administrators.
bool Api::may_see_numbers(const HttpRequest& request) const {
  if (is_loopback_address(request.address) && request.header("X-Forwarded-For").empty())
    return true;
  const auto who = identify(request);
  if (!who) return false;
  const auto& grants = (*who)->grants;
  return std::any_of(grants.begin(), grants.end(),
                     [](const Grant& grant) { return grant.role == Role::admin; });
}

Async<HttpReply> Api::health(HttpRequest& request) {
  const bool numbers = may_see_numbers(request);
  const SyncService::Health health = parts_.sync.health();
  Json json;
  json.set("status",
           health.state == StoreState::serving ? "ok" : std::string(name_of(health.state)));
  if (!health.reason.empty()) json.set("reason", health.reason);
  json.set("version", GEZHI_VERSION);
  json.set("epoch", health.epoch);
  json.set("demo", parts_.demo);
  if (health.clock_doubted) {
    json.set("clock", "doubted");
    json.set("clock_ahead_ms", health.clock_ahead_ms);
  }
  if (health.healing.cause != HealCause::none) {
    Healing told = health.healing;
    if (!numbers) told.streets.clear();
    Json healing = to_json(told);
    if (numbers) healing.set("given_back", static_cast<std::int64_t>(health.given_back));
    json.set("healing", std::move(healing));
  }
  if (!health.closed.empty()) json.set("closed", json_of_closed(health.closed));
  if (numbers) json.set("shards", json_of_seqs(health.seqs));
  co_return json_reply(json, health.state == StoreState::down ? 503 : 200);
}

Async<HttpReply> Api::sign_in(HttpRequest& request) {
  const auto json = parse_json(text_of(request.body), 4);
  const std::string* name = text_in(json, "name");
  const std::string* password = text_in(json, "password");
  if (name == nullptr || password == nullptr || name->size() > kNameMax ||
      password->size() > kPasswordMax) {
    co_return error_reply(400, "bad_request", "give {\"name\": …, \"password\": …}");
  }
  const SignInGate::Try attempt = parts_.gate.read(request, *name);
  const std::string hashed = parts_.security.hashed(attempt.name);
  const auto limited = [&](const char* what) {
    parts_.security.say(SecurityEvent::limit,
                        {{"what", what}, {"name", hashed}, {"address", request.address}});
  };
  if (const auto wait = parts_.gate.enter(attempt, std::chrono::steady_clock::now())) {
    limited("sign_in");
    co_return later_reply(429, "too_many_attempts", "too many tries", *wait);
  }
  auto place = hashing_.take(attempt.holder(), 1);
  if (!place) {
    parts_.gate.give_back(attempt);
    limited("sign_in_queue");
    co_return later_reply(503, "busy", "too many people sign in at once", kHashingWait);
  }
  std::optional<Result<Sessions::Opened>> opened;
  Result<Bytes> device_key = Bytes();
  co_await run_on(parts_.hashers, [&] {
    opened = parts_.sessions.sign_in(*name, *password, parts_.clock.now());
    if (*opened) device_key = parts_.sessions.device_key((*opened)->account->actor);
  });
  place.reset();
  if (!*opened && opened->error().code == "wrong_password") {
    parts_.security.say(SecurityEvent::sign_in_failed,
                        {{"name", hashed}, {"address", request.address}});
    co_return error_reply(401, "wrong_password", opened->error().message);
  }
  if (!*opened) {
    parts_.gate.give_back(attempt);
    co_return error_reply(opened->error());
  }
  parts_.gate.was_right(attempt, std::chrono::steady_clock::now());
  if (!device_key) co_return error_reply(device_key.error());
  parts_.security.say(SecurityEvent::sign_in,
                      {{"actor", std::to_string((*opened)->account->actor.value)},
                       {"name", hashed},
                       {"device", attempt.mark.empty() ? "new" : "known"},
                       {"address", request.address}});
  Json account = account_json(*(*opened)->account);
  account.set("device_key", to_hex(*device_key));
  HttpReply reply = json_reply(account);
  reply.headers.emplace_back("Set-Cookie", parts_.gate.mark_cookie(request, attempt));
  reply.headers.emplace_back("Set-Cookie", session_cookie((*opened)->token, parts_.secure_cookies));
  co_return reply;
}

Json Api::account_json(const Account& account) const {
  Json json = json_of_account(account);
  json.set("epoch", parts_.sync.health().epoch);
  json.set("server_time", parts_.clock.now().value);
  return json;
}

Async<HttpReply> Api::sign_out(HttpRequest& request) {
  const auto who = identify(request);
  if (auto ended = parts_.sessions.sign_out(request); !ended) co_return error_reply(ended.error());
  if (who) {
    parts_.security.say(SecurityEvent::sign_out, {{"actor", std::to_string((*who)->actor.value)},
                                                  {"address", request.address}});
  }
  if (const auto session = parts_.sessions.session_of(request)) parts_.live.close_of(*session);
  HttpReply reply = json_reply(Json(Json::Object{}));
  reply.headers.emplace_back("Set-Cookie", session_cookie("", parts_.secure_cookies));
  co_return reply;
}

Async<HttpReply> Api::me(HttpRequest& request) { co_return json_reply(account_json(*request.who)); }

Async<HttpReply> Api::get_pack(HttpRequest& request) { co_return parts_.pack.head(request); }

Async<HttpReply> Api::get_pack_part(HttpRequest& request) {
  const auto name = digest_after(kPackPath, request);
  if (!name) co_return error_reply(name.error());
  co_return parts_.pack.part(request, *name);
}

// What the last imports found in the city's data: for those who answer for it.
Async<HttpReply> Api::get_grid_report(HttpRequest& request) {
  const auto& grants = request.who->grants;
  if (std::none_of(grants.begin(), grants.end(),
                   [](const Grant& grant) { return kDataReportRoles.has(grant.role); })) {
    log_refused(parts_.security, request, "/api/grid-report");
    co_return error_reply(403, "role_not_allowed", "this report is for supervision and oversight");
  }
  if (auto over = over_work(request, parts_.limits.costs.report)) co_return std::move(*over);
  std::optional<Result<Bytes>> bytes;
  co_await run_on(parts_.workers,
                  [&] { bytes = read_file(parts_.grid_report, parts_.limits.grid_report_bytes); });
  if (!*bytes) co_return error_reply(bytes->error());
  HttpReply reply = bytes_reply(std::move(**bytes), "application/geo+json");
  reply.headers = {{"Cache-Control", "no-store"}};
  co_return reply;
}

Async<HttpReply> Api::sync(HttpRequest& request) {
  const auto wanted = read_request(request.body);
  if (!wanted) co_return error_reply(wanted.error());
  const WorkCosts& costs = parts_.limits.costs;
  if (auto over = over_work(request, costs.request + costs.operation * wanted->push.size())) {
    co_return std::move(*over);
  }
  const Principal principal{request.who->actor, request.who->grants};
  // Before the sequencer, and not on a thread that serves connections: a full push is 500 of them.
  Signatures signatures;
  const auto check = [&] { signatures = check_signatures(*wanted, OpensslSignatures()); };
  if (wanted->push.size() > kCheckedAtOnce) {
    co_await run_on(parts_.workers, check);
  } else {
    check();
  }
  const std::function<void(SyncService::Answered)> submit = [&](SyncService::Answered answered) {
    parts_.sync.submit(*wanted, principal, signatures, std::move(answered));
  };
  const auto admitted = co_await await_answer<SyncService::Answer>(submit);
  if (!admitted) co_return error_reply(admitted.error());
  charge_work(request, admitted->plan.work);
  log_push(request, *wanted, *admitted);
  AdmittedReader reader(*admitted, parts_.store);
  auto bytes = answer(*admitted->host, *wanted, admitted->pushed, admitted->plan, principal, reader,
                      parts_.clock.now());
  if (!bytes) co_return error_reply(bytes.error());
  co_return bytes_reply(std::move(*bytes), "application/cbor");
}

void Api::log_push(const HttpRequest& request, const Request& asked, const Admitted& admitted) {
  const Pushed& pushed = admitted.pushed;
  log_admin_acts(request, asked, admitted);
  const std::string actor = std::to_string(request.who->actor.value);
  for (const Forked& forked : pushed.forked) {
    parts_.security.say(SecurityEvent::chain_forked,
                        {{"actor", actor},
                         {"address", request.address},
                         {"device", to_text(asked.device.value)},
                         {"street", std::to_string(forked.shard.value)},
                         {"entry", std::to_string(forked.seq)}});
  }
  if (std::any_of(pushed.problems.begin(), pushed.problems.end(),
                  [](const Problem& one) { return one.what == PushProblem::too_many; })) {
    parts_.security.say(
        SecurityEvent::limit,
        {{"what", "operations_of_account"}, {"actor", actor}, {"address", request.address}});
  }
}

namespace {

// As the administrator, or on what one has proposed.
bool is_admin_act(const Op& op) {
  const auto kind = static_cast<OpKind>(op.kind);
  return op.grant.role == Role::admin || kind == OpKind::confirm_change ||
         kind == OpKind::withdraw_change;
}

}  // namespace

// What those who may change how the street works did so, or were refused; once, however often the device asks
// for the receipt again.
void Api::log_admin_acts(const HttpRequest& request, const Request& asked,
                         const Admitted& admitted) {
  const auto& grants = request.who->grants;
  if (std::none_of(grants.begin(), grants.end(),
                   [](const Grant& grant) { return kChangeRoles.has(grant.role); })) {
    return;
  }
  std::set<std::pair<ShardId, std::uint64_t>> stored;
  for (const StoredEntry& entry : *admitted.just_stored) stored.insert({entry.shard, entry.seq});
  for (const PushItem& item : asked.push) {
    const auto op = read_op(item.op);
    if (!op || !is_admin_act(*op)) continue;
    for (const Receipt& receipt : admitted.pushed.receipts) {
      if (receipt.op != op->id || !stored.contains({receipt.shard, receipt.seq})) continue;
      const Outcome& outcome = receipt.outcome;
      parts_.security.say(
          SecurityEvent::admin_act,
          {{"actor", std::to_string(request.who->actor.value)},
           {"address", request.address},
           {"street", std::to_string(receipt.shard.value)},
           {"kind", std::string(name_of(static_cast<OpKind>(op->kind)))},
           {"entry", std::to_string(receipt.seq)},
           {"outcome", outcome.applied() ? "applied" : std::string(name_of(outcome.refusal))}});
    }
  }
}

// The contact of a case, for whoever writes down why. The reading becomes an entry of the case's
// journal first, judged like any other operation.
Async<HttpReply> Api::sealed(HttpRequest& request) {
  const auto json = parse_json(text_of(request.body), 4);
  const auto wanted = reading_of(json ? *json : Json());
  if (!wanted) co_return error_reply(wanted.error());
  const WorkCosts& costs = parts_.limits.costs;
  if (auto over = over_work(request, costs.request + costs.operation)) co_return std::move(*over);
  const Principal principal{request.who->actor, request.who->grants, true};
  Request reading;
  reading.protocol = kProtocol;
  reading.push.push_back({encode(reading_op(*wanted, principal.actor, parts_.clock.now())), {}});
  const std::function<void(SyncService::Answered)> submit = [&](SyncService::Answered answered) {
    parts_.sync.submit(reading, principal, {}, std::move(answered));
  };
  const auto admitted = co_await await_answer<SyncService::Answer>(submit);
  if (!admitted) co_return error_reply(admitted.error());
  for (const Problem& problem : admitted->pushed.problems) {
    if (!is_passing(problem.what)) continue;
    log_push(request, reading, *admitted);
    co_return later_reply(503, held_code(problem.what), "no reading can be noted now", kHeldWait);
  }
  if (admitted->pushed.receipts.empty()) {
    co_return error_reply(404, "not_found", "this server does not keep that street");
  }
  const Outcome& outcome = admitted->pushed.receipts[0].outcome;
  if (!outcome.applied()) {
    log_refused(parts_.security, request, "/api/sealed");
    co_return error_reply(403, name_of(outcome.refusal), outcome.detail);
  }
  const auto contacts = open_contacts(parts_.store, {wanted->grant.shard, wanted->subject});
  if (!contacts) co_return error_reply(contacts.error());
  Json result;
  result.set("name", contacts->back().name);
  result.set("phone", contacts->back().phone);
  co_return json_reply(result);
}

Async<Result<Api::Asked>> Api::ask_photo(const Digest& name, const HttpRequest& request) {
  const Principal principal{request.who->actor, request.who->grants};
  const std::function<void(SyncService::Answered)> ask = [&](SyncService::Answered answered) {
    parts_.sync.ask_photo(name, principal, std::move(answered));
  };
  const auto answer = co_await await_answer<SyncService::Answer>(ask);
  if (!answer) co_return answer.error();
  const PhotoRights& rights = answer->photo;
  Asked asked{rights.shown, rights.takes(), answer->closed};
  // Whoever named it a thousand times is one.
  const std::set<ActorId> bringers(rights.if_brought_by.begin(), rights.if_brought_by.end());
  if (!asked.shown && !bringers.empty()) {
    charge_work(request, parts_.limits.costs.bringer * bringers.size());
    co_await run_on(parts_.workers, [&] {
      asked.shown = std::any_of(bringers.begin(), bringers.end(),
                                [&](ActorId by) { return parts_.blobs.brought(name, by); });
    });
  }
  co_return asked;
}

Async<HttpReply> Api::get_blob(HttpRequest& request) {
  const auto name = digest_after(kBlobPath, request);
  if (!name) co_return error_reply(name.error());
  if (auto over = over_work(request, parts_.limits.costs.photo)) co_return std::move(*over);
  const auto asked = co_await ask_photo(*name, request);
  if (!asked) co_return error_reply(asked.error());
  // As if it were not there: whose photo it is says something too.
  if (!asked->shown && asked->closed) co_return closed_reply();
  if (!asked->shown) co_return error_reply(404, "not_found", "no such photo");
  std::optional<Result<Bytes>> bytes;
  co_await run_on(parts_.workers, [&] { bytes = parts_.blobs.get(*name); });
  if (!*bytes) co_return error_reply(bytes->error());
  const char* type = photo_type(**bytes);
  HttpReply reply =
      bytes_reply(std::move(**bytes), type != nullptr ? type : "application/octet-stream");
  // The app keeps what was looked at by itself, and lets go of it at sign-out; the browser would not.
  reply.headers = {{"Cache-Control", "no-store"}};
  co_return reply;
}

// What is there says nothing to whoever has no business with it.
Async<HttpReply> Api::head_blob(HttpRequest& request) {
  const auto name = digest_after(kBlobPath, request);
  if (!name) co_return error_reply(name.error());
  if (auto over = over_work(request, parts_.limits.costs.photo)) co_return std::move(*over);
  const auto asked = co_await ask_photo(*name, request);
  if (!asked) co_return error_reply(asked.error());
  if (!asked->taken && asked->closed) co_return closed_reply();
  auto state = Result<BlobState>(BlobState{});
  co_await run_on(parts_.workers, [&] {
    if (asked->shown) state = parts_.blobs.whole(*name);
    if (asked->taken && state && !state->complete) {
      state = parts_.blobs.state(*name, request.who->actor);
    }
  });
  if (!state) co_return error_reply(state.error());
  HttpReply reply;
  reply.status = state->complete ? 200 : 404;
  reply.content_type = "application/octet-stream";
  reply.headers = {{"Upload-Offset", std::to_string(state->have)}, {"Cache-Control", "no-store"}};
  reply.length_without_body = state->complete ? state->have : 0;
  co_return reply;
}

// Before it is done: what it costs at least. Who looked at much before waits until that has come back, and
// nobody else with them.
std::optional<HttpReply> Api::over_work(const HttpRequest& request, std::uint64_t cost) {
  std::int64_t wait_ms = 0;
  {
    std::lock_guard lock(allowance_mutex_);
    wait_ms = work_.take(request.who->actor, cost, parts_.clock.now());
  }
  if (wait_ms == 0) return std::nullopt;
  parts_.security.say(SecurityEvent::limit, {{"what", "work_of_account"},
                                             {"actor", std::to_string(request.who->actor.value)},
                                             {"address", request.address}});
  const std::chrono::milliseconds wait(wait_ms);
  return later_reply(429, "too_much_work", "this account has asked as much as it may for now",
                     std::chrono::ceil<std::chrono::seconds>(wait));
}

// After it was done: what only then was known.
void Api::charge_work(const HttpRequest& request, std::uint64_t cost) {
  std::lock_guard lock(allowance_mutex_);
  work_.charge(request.who->actor, cost, parts_.clock.now());
}

// Whatever becomes of them: what is brought again, or is no photo, costs the same work.
std::optional<HttpReply> Api::over_photo_bytes(const HttpRequest& request) {
  std::int64_t wait_ms = 0;
  {
    std::lock_guard lock(allowance_mutex_);
    wait_ms = photo_bytes_.take(request.who->actor, request.body.size(), parts_.clock.now());
  }
  if (wait_ms == 0) return std::nullopt;
  parts_.security.say(SecurityEvent::limit, {{"what", "photo_bytes_of_account"},
                                             {"actor", std::to_string(request.who->actor.value)},
                                             {"address", request.address}});
  const std::chrono::milliseconds wait(wait_ms);
  return later_reply(429, "too_many_photos", "this account has brought as much as it may for now",
                     std::chrono::ceil<std::chrono::seconds>(wait));
}

// Only what an operation names is taken in, from whoever named it or may see it: how much lies here is
// bounded by what was said.
Async<HttpReply> Api::put_blob(HttpRequest& request) {
  const auto name = digest_after(kBlobPath, request);
  if (!name) co_return error_reply(name.error());
  const auto piece = piece_of(request);
  if (!piece) co_return error_reply(piece.error());
  if (auto over = over_work(request, parts_.limits.costs.photo)) co_return std::move(*over);
  const auto asked = co_await ask_photo(*name, request);
  if (!asked) co_return error_reply(asked.error());
  if (!asked->taken && asked->closed) co_return closed_reply();
  if (!asked->taken) {
    co_return error_reply(
        404, "photo_not_named",
        "no operation of yours that was applied names this photo: send that first");
  }
  if (parts_.sync.health().reason == "store_full") {
    co_return error_reply(503, "store_full", "the server has no room for photos now");
  }
  if (auto over = over_photo_bytes(request)) co_return std::move(*over);
  const ActorId owner = request.who->actor;
  std::optional<Result<BlobState>> state;
  co_await run_on(parts_.workers, [&] {
    // Also what others brought has to be sound: else nobody could bring it again.
    if (asked->shown) {
      const auto there = parts_.blobs.get(*name);
      if (there) state = BlobState{there->size(), true};
    }
    if (state) return;
    state = parts_.blobs.put(owner, *name, piece->first, piece->total, request.body);
  });
  co_return blob_reply(*state, *name, owner, parts_.blobs);
}

}  // namespace gezhi
