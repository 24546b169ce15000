#include "web/app/engine.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "core/base/json.h"
#include "core/cases/op_photos.h"
#include "core/sync/device.h"
#include "web/app/account.h"
#include "web/app/browser_store.h"
#include "web/app/drafts.h"
#include "web/app/notices.h"
#include "web/app/pack.h"
#include "web/app/photo_queue.h"
#include "web/platform/async.h"
#include "web/platform/frame.h"
#include "web/platform/net.h"
#include "web/platform/session.h"
#include "web/platform/signer.h"
#include "web/widgets/i18n.h"
#include "web/widgets/overlay.h"

namespace gezhi::app {
namespace {

// The newest few: enough to find the rest in the journal.
std::string set_aside_words(const Replica& replica) {
  constexpr std::size_t kShown = 5;
  const auto& all = replica.set_aside();
  std::string words;
  for (std::size_t i = all.size() - std::min(all.size(), kShown); i < all.size(); ++i) {
    if (!words.empty()) words += ", ";
    words += std::to_string(all[i].shard.value) + "/" + std::to_string(all[i].seq);
  }
  return all.size() > kShown ? words + " (" + std::to_string(all.size()) + ")" : words;
}

constexpr int kExchangeTimeoutMs = 60000;
constexpr std::int64_t kSilentMs = 4000;   // without a byte: said to be so
constexpr std::int64_t kGiveUpMs = 10000;  // and, when the network has changed, begun anew
constexpr std::int64_t kClockJumpMs = 2000;

TimeMs wall() { return TimeMs{platform::wall_ms()}; }

std::array<std::uint8_t, 10> random_ten() {
  std::array<std::uint8_t, 10> random;
  platform::random_bytes(random);
  return random;
}

Uuid fresh_id() { return make_uuid_v7(wall(), random_ten()); }

std::uint64_t random_number() {
  std::array<std::uint8_t, 8> bytes;
  platform::random_bytes(bytes);
  std::uint64_t number = 0;
  std::memcpy(&number, bytes.data(), sizeof number);
  return number;
}

// Before records lay below their account, all outboxes of a device were one.
bool is_own_record(const std::string&, ByteView bytes) {
  const auto record = decode<OutboxRecord>(bytes);
  const auto op = record ? read_op(record->op) : Result<Op>(record.error());
  return op && op->actor == account().actor;
}

// Gateways and portals on the way say 401 of themselves: only the server knows whether a session ended.
bool says_signed_out(const platform::HttpReply& reply) {
  const auto json = reply.status == 401 ? parse_json(reply.text(), 4) : Result<Json>(Error{});
  const Json* code = json ? json->find("code") : nullptr;
  return code != nullptr && code->string() && *code->string() == "not_signed_in";
}

void find_photos_of(const Op& made, std::set<Digest>& found) {
  const Payload payload = read_payload(made);
  if (const auto* op = std::get_if<CaseOp>(&payload)) find_photos(*op, found);
}

}  // namespace

struct Engine::Parts {
  BrowserStore strict{platform::Store::outbox, own_prefix(), is_own_record};
  BrowserStore ordinary{platform::Store::files, kSegmentFiles};
  platform::BrowserSigner signer{own_prefix()};
  std::unique_ptr<Device> device;
  std::map<OpId, Outcome> judged;  // what the rules said here, until the server has spoken
  std::map<OpId, bool> to_tell;    // made in this run and not yet said to be saved
  std::uint64_t generation = 1;
  std::int32_t call = 0;   // of the exchange under way
  int request = 0;         // its number with the platform
  TimeMs heard_at;         // when it began, or a byte of it came
  std::int64_t clock = 0;  // the wall clock minus the one that cannot be set; 0 = not looked at
  SyncState state;

  bool loaded() const { return device && device->loaded(); }
  bool silent(std::int64_t ms) const {
    return loaded() && device->session().under_way() && wall() - heard_at > ms;
  }
  void watch_clock();
  void load_unsent();
  void changed();
  void tell_saved();
  void took(const platform::HttpReply& reply);
};

Engine::Engine() : parts_(std::make_unique<Parts>()) {}
Engine::~Engine() = default;

Engine& engine() {
  static Engine one;  // of the device: its parts are the account's, forget() begins them anew
  return one;
}

// --- starting -------------------------------------------------------------------------------------

void Engine::start() {
  if (parts_->device || !platform::is_writer() || !signed_in()) return;
  const std::uint64_t generation = parts_->generation;
  parts_ = std::make_unique<Parts>();  // its stores are this account's
  parts_->generation = generation;
  Parts& p = *parts_;
  Device::Setup setup;
  setup.strict = &p.strict;
  setup.ordinary = &p.ordinary;
  setup.signer = &p.signer;
  setup.actor = account().actor;
  setup.random = random_ten;
  setup.seed = random_number();
  p.device = std::make_unique<Device>(setup);
  p.device->on_change([&p] { p.changed(); });
  p.device->load(wall(), [this, &p](Result<Done> done) {
    if (parts_.get() != &p) return;  // another account, or another tab works by now
    if (!done) {
      p.state.storage_failed = true;
      platform::log_error("storage: " + done.error().message);
    }
    p.load_unsent();
    platform::open_pokes("/api/live");
    p.changed();
    // What this device held already is no news; what the server has since is.
    if (!p.device->replica().streets().empty()) look_for_news(true);
    tick();
  });
}

// Photos and drafts, then what neither a draft nor an operation names goes.
void Engine::Parts::load_unsent() {
  std::set<Digest> named;
  for (const OutboxItem* item : device->outbox().in_order()) find_photos_of(item->op, named);
  photo_queue().load([named] {
    photo_queue().release(named);
    load_drafts([] { engine().tick(); });
  });
}

void Engine::forget() {
  const std::uint64_t generation = parts_->generation + 1;
  parts_ = std::make_unique<Parts>();
  parts_->generation = generation;
  platform::close_pokes();
  forget_news();
  platform::wake();
}

void Engine::Parts::changed() {
  ++generation;
  tell_saved();
  platform::wake();
}

// Says so once, when storage has answered for an operation that was just made.
void Engine::Parts::tell_saved() {
  for (auto at = to_tell.begin(); at != to_tell.end();) {
    const OutboxItem* item = device->outbox().find(at->first);
    const bool failed = item != nullptr && item->storage_failed;
    if (item != nullptr && !item->stored && !failed) {
      ++at;
      continue;
    }
    if (failed)
      ui::toast(ui::tr("ui.app.storage_failed"), ui::Tone::danger);
    else if (!platform::surroundings().online)
      ui::toast(ui::tr("ui.app.saved"));
    at = to_tell.erase(at);
  }
}

// --- reading --------------------------------------------------------------------------------------

std::vector<ShardId> Engine::streets() const {
  return parts_->loaded() ? parts_->device->replica().streets() : std::vector<ShardId>{};
}

const World* Engine::world(ShardId street) const {
  return parts_->loaded() ? parts_->device->replica().world(street) : nullptr;
}

std::uint64_t Engine::generation() const { return parts_->generation; }

TimeMs Engine::now() const {
  return parts_->loaded() ? parts_->device->server_now(wall()) : wall();
}

std::vector<OwnOp> Engine::own_ops() const {
  std::vector<OwnOp> list;
  const Parts& p = *parts_;
  if (!p.loaded()) return list;
  const auto items = p.device->outbox().in_order();
  for (auto at = items.rbegin(); at != items.rend(); ++at) {
    const OutboxItem& item = **at;
    if (!(item.op.actor == account().actor)) continue;
    const Progress progress = p.device->progress(item.op.id);
    const bool said_no = item.record.received() && !item.record.receipt.outcome.applied();
    if (progress == Progress::settled && (!said_no || item.record.put_aside)) continue;
    OwnOp own;
    own.id = item.op.id;
    own.street = item.op.shard;
    own.subject = item.op.subject;
    own.kind = static_cast<OpKind>(item.op.kind);
    own.made_at = item.op.claimed_at + item.op.clock_offset_ms;
    own.progress = progress;
    own.seen = item.record.put_aside;
    own.storage_failed = item.storage_failed && !item.record.received();
    own.problem = item.problem;
    own.payload = item.op.payload;
    const auto judged = p.judged.find(item.op.id);
    if (item.record.received())
      own.outcome = item.record.receipt.outcome;
    else if (judged != p.judged.end())
      own.outcome = judged->second;
    list.push_back(std::move(own));
  }
  return list;
}

const SyncState& Engine::state() {
  Parts& p = *parts_;
  SyncState& s = p.state;
  const platform::Surroundings& around = platform::surroundings();
  s.unsent_photos = photo_queue().unsent_count();
  s.link = around.online ? Link::busy : Link::offline;
  s.fetching = -1;
  if (p.loaded()) {
    const SyncSession& session = p.device->session();
    s.unsent_ops = static_cast<std::int32_t>(p.device->outbox().unsent_count());
    s.oldest_unsent = p.device->outbox().oldest_unsent();
    s.last_exchange = session.begun() ? p.device->server_now(session.last_exchange()) : TimeMs{};
    s.held_back = session.held_back();
    s.storage_failed = s.storage_failed || p.device->storage_failed();
    s.set_aside = set_aside_words(p.device->replica());
    if (around.online && !session.under_way()) {
      s.link = session.failures() > 0 ? Link::waiting : session.begun() ? Link::idle : Link::busy;
    }
    if (p.silent(kSilentMs)) s.link = Link::waiting;
    s.refused = 0;
    for (const OwnOp& own : app::own_ops()) {
      s.refused += own.progress == Progress::settled && !own.seen ? 1 : 0;
    }
  }
  if (session_expired()) s.link = Link::signed_out;
  if (around.follower) s.link = Link::follower;
  return s;
}

// --- doing ----------------------------------------------------------------------------------------

Sent Engine::submit(ShardId street, CaseId subject, const Grant& grant, const CaseOp& op,
                    const Contact& contact) {
  if (!parts_->loaded()) return {refused(Refusal::not_ready), {}};
  const OpKind kind = kind_of(op);
  if (kind == OpKind::sign_task || kind == OpKind::check_in) ask_for_notices();  // a duty begins
  const Device::Contact sealed{contact.name, contact.phone};
  const Device::Contact* left = contact.empty() ? nullptr : &sealed;
  const Device::Sent sent = parts_->device->submit(street, subject, grant, op, wall(), left);
  if (sent.outcome.applied()) {
    std::set<Digest> named;
    find_photos(op, named);
    photo_queue().release(named);
  }
  return made(sent);
}

Sent Engine::submit(ShardId street, const Grant& grant, const ShardOp& op) {
  if (!parts_->loaded()) return {refused(Refusal::not_ready), {}};
  return made(std::visit(
      [&](const auto& one) { return parts_->device->submit(street, {}, grant, one, wall()); }, op));
}

Sent Engine::made(const Device::Sent& sent) {
  Parts& p = *parts_;
  if (sent.outcome.applied()) {
    p.judged[sent.op] = sent.outcome;
    p.to_tell[sent.op] = true;
    p.changed();
    look_for_news(false);
    tick();
  }
  return {sent.outcome, sent.op};
}

// What only a refused operation named leaves with it.
void Engine::put_aside(OpId refused) {
  Parts& p = *parts_;
  if (!p.loaded()) return;
  std::set<Digest> photos, others;
  for (const OutboxItem* item : p.device->outbox().in_order()) {
    find_photos_of(item->op, item->op.id == refused ? photos : others);
  }
  p.device->put_aside(refused);
  for (const Digest& digest : others) photos.erase(digest);
  photo_queue().drop(photos);
}

void Engine::export_outbox() {
  if (!parts_->loaded()) return;
  platform::download("gezhi-outbox.cbor", "application/cbor", parts_->device->export_outbox());
}

// --- exchanging -----------------------------------------------------------------------------------

void Engine::exchange_soon() {
  if (parts_->loaded()) parts_->device->wake(wall());
  tick();
}

// The socket is the first to know: when it opens, the server is there again; when it closes, the
// server is asked at once, so that what the screen says is true.
void Engine::heed(platform::Event event) {
  using platform::Event;
  if (event == Event::writer) platform::is_writer() ? start() : forget();
  const bool way_changed =
      event == Event::online || event == Event::visible || event == Event::pokes;
  if (!platform::surroundings().online || !(way_changed || event == Event::poke)) return;
  // A request on the way of before may never be answered.
  if (way_changed && parts_->silent(kGiveUpMs)) platform::http_stop(parts_->request);
  exchange_soon();
}

// A clock that was set, or a device that slept: what it said before no longer holds.
void Engine::Parts::watch_clock() {
  const std::int64_t now = wall().value - static_cast<std::int64_t>(platform::monotonic_ms());
  const std::int64_t by = clock == 0 ? 0 : now - clock;
  clock = now;
  if (std::abs(by) <= kClockJumpMs) return;
  device->clock_moved(by);
  heard_at = heard_at + std::min(by, std::int64_t{0});
}

void Engine::tick() {
  Parts& p = *parts_;
  if (!p.loaded() || session_expired() || !platform::is_writer()) return;
  if (ms_to_news() == 0) look_for_news(true);
  if (!platform::surroundings().online) return;  // Event::online wakes it
  p.watch_clock();
  const TimeMs now = wall();
  if (const auto bytes = p.device->next_request(now)) {
    platform::HttpRequest request;
    request.method = "POST";
    request.path = "/api/sync";
    request.content_type = "application/cbor";
    request.body = *bytes;
    request.timeout_ms = kExchangeTimeoutMs;
    static std::int32_t calls = 0;  // of the device: counts
    const std::int32_t call = p.call = ++calls;
    p.heard_at = now;
    request.progress = [this, call](std::int64_t, std::int64_t) {
      if (parts_->call == call) parts_->heard_at = wall();
    };
    p.request = platform::http(request, [this, call](const platform::HttpReply& reply) {
      // Another account may have begun meanwhile: its parts are others.
      if (parts_->call == call) parts_->took(reply);
    });
    platform::wake();
    return;
  }
  std::int64_t wait = p.device->wake_at(now) - now;
  // Of a server that hangs nothing comes that draws: each frame until then asks for the one that says so.
  if (p.device->session().under_way() && !p.silent(kSilentMs))
    wait = std::min(wait, p.heard_at + kSilentMs - now + 1);
  wait = std::min(wait, ms_to_news());
  platform::wake_in(static_cast<int>(wait < 50 ? 50 : wait > kHourMs ? kHourMs : wait));
}

void Engine::Parts::took(const platform::HttpReply& reply) {
  const TimeMs now = wall();
  state.problem.clear();
  const bool signed_out = says_signed_out(reply);
  if (signed_out) set_session_expired(true);
  if (!reply.ok()) {
    device->failed(now);
    // That the session is over is said in words.
    if (reply.status > 0 && !signed_out) state.problem = "HTTP " + std::to_string(reply.status);
  } else if (const auto changes = device->receive(reply.body, now); !changes) {
    state.problem = changes.error().message;
    platform::log_error("sync: " + changes.error().message);
  } else if (device->session().under_way()) {
    // The answer of another request, out of some store on the way: this one will have none.
    device->failed(now);
  } else {
    photo_queue().send_all();
    retry_pack();
    changed();
    look_for_news(!changes->more);
  }
  changed();
  engine().tick();
}

// --- submit.h and sync_state.h --------------------------------------------------------------------

Sent submit(ShardId street, CaseId subject, const Grant& grant, const CaseOp& op,
            const Contact& contact) {
  return engine().submit(street, subject, grant, op, contact);
}

Sent submit(ShardId street, const Grant& grant, const ShardOp& op) {
  return engine().submit(street, grant, op);
}

CaseId new_case_id() { return CaseId{fresh_id()}; }
TaskId new_task_id() { return TaskId{fresh_id()}; }

const std::vector<OwnOp>& own_ops() {
  static std::vector<OwnOp>& list = platform::of_session<std::vector<OwnOp>>();
  static std::uint64_t& of = platform::of_session<std::uint64_t>();
  if (of != engine().generation()) {
    of = engine().generation();
    list = engine().own_ops();
  }
  return list;
}

void put_aside(OpId refused) { engine().put_aside(refused); }

void read_contact(CaseId subject, const Grant& grant, const std::string& reason,
                  std::function<void(Result<Contact>)> done) {
  Json body = to_json(grant);
  body.set("case", to_text(subject.value));
  body.set("reason", reason);
  const std::string text = to_text(body);
  platform::HttpRequest request;
  request.method = "POST";
  request.path = "/api/sealed";
  request.content_type = "application/json";
  request.body = view_of(text);
  platform::http(request, [done = std::move(done)](const platform::HttpReply& reply) {
    if (reply.status < 0) return done(Error{"no_network", "no answer from the server"});
    const auto json = parse_json(reply.text());
    if (reply.status == 404) return done(Error{"not_found", std::string(reply.text())});
    if (!reply.ok() || !json) return done(Error{"refused", std::string(reply.text())});
    auto contact = from_json<Contact>(*json);
    engine().exchange_soon();
    done(std::move(contact));
  });
}

const SyncState& sync_state() { return engine().state(); }
void sync_now() { engine().exchange_soon(); }
void export_outbox() { engine().export_outbox(); }
void start_sync() { engine().start(); }

}  // namespace gezhi::app
