#include "web/app/exchange.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "core/base/json.h"
#include "core/cases/op_photos.h"

namespace gezhi::app {
namespace {

constexpr int kExchangeTimeoutMs = 60000;
constexpr std::int64_t kSilentMs = 4000;   // without a byte: said to be so
constexpr std::int64_t kGiveUpMs = 10000;  // and, when the network has changed, begun anew
constexpr std::int64_t kClockJumpMs = 2000;
constexpr std::size_t kAsideShown = 5;

// The newest few: enough to find the rest in the journal.
std::string set_aside_words(const Replica& replica) {
  const auto& all = replica.set_aside();
  std::string words;
  for (std::size_t i = all.size() - std::min(all.size(), kAsideShown); i < all.size(); ++i) {
    if (!words.empty()) words += ", ";
    words += std::to_string(all[i].shard.value) + "/" + std::to_string(all[i].seq);
  }
  return all.size() > kAsideShown ? words + " (" + std::to_string(all.size()) + ")" : words;
}

std::uint64_t random_number(DeviceClock& clock) {
  std::array<std::uint8_t, 8> bytes;
  clock.random(bytes);
  std::uint64_t number = 0;
  std::memcpy(&number, bytes.data(), sizeof number);
  return number;
}

// Before records lay below their account, all outboxes of a device were one.
AccountStore::Adopts records_of(ActorId actor) {
  return [actor](const std::string&, ByteView bytes) {
    const auto record = decode<OutboxRecord>(bytes);
    const auto op = record ? read_op(record->op) : Result<Op>(record.error());
    return op && op->actor == actor;
  };
}

Device::Setup setup_of(const Ports& ports, ActorId actor, DeviceStore& strict,
                       DeviceStore& ordinary, Signer* signer) {
  Device::Setup setup;
  setup.strict = &strict;
  setup.ordinary = &ordinary;
  setup.signer = signer;
  setup.actor = actor;
  setup.random = [&clock = ports.clock] { return random_ten(clock); };
  setup.seed = random_number(ports.clock);
  return setup;
}

// Gateways and portals on the way say 401 of themselves: only the server knows whether a session ended.
bool says_signed_out(const HttpReply& reply) {
  const auto json = reply.status == 401 ? parse_json(reply.text(), 4) : Result<Json>(Error{});
  const Json* code = json ? json->find("code") : nullptr;
  return code != nullptr && code->string() && *code->string() == "not_signed_in";
}

void find_photos_of(const Op& made, std::set<Digest>& found) {
  const Payload payload = read_payload(made);
  if (const auto* op = std::get_if<CaseOp>(&payload)) find_photos(*op, found);
}

}  // namespace

std::array<std::uint8_t, 10> random_ten(DeviceClock& clock) {
  std::array<std::uint8_t, 10> random;
  clock.random(random);
  return random;
}

Uuid fresh_id(DeviceClock& clock) { return make_uuid_v7(clock.wall(), random_ten(clock)); }

Exchange::Exchange(const Ports& ports, const Account& account, Hooks hooks)
    : ports_(ports),
      actor_(account.actor),
      hooks_(std::move(hooks)),
      strict_(ports.storage, Store::outbox, account.prefix(), records_of(actor_)),
      ordinary_(ports.storage, Store::files, kSegmentFiles),
      signer_(ports.clock.signer(account.prefix())),
      device_(setup_of(ports, actor_, strict_, ordinary_, signer_.get())) {
  device_.on_change([this] { changed(); });
}

void Exchange::load() {
  const auto done = [this](const Result<Done>& read) {
    storage_failed_ = !read.ok();
    if (!read) ports_.page.log_error("storage: " + read.error().message);
    hooks_.loaded();
  };
  device_.load(ports_.clock.wall(), alive_.guard(done));
}

bool Exchange::silent(std::int64_t ms) const {
  return loaded() && device_.session().under_way() && ports_.clock.wall() - heard_at_ > ms;
}

void Exchange::changed() {
  tell_saved();
  hooks_.changed();
}

// Says so once, when storage has answered for an operation that was just made.
void Exchange::tell_saved() {
  for (auto at = to_tell_.begin(); at != to_tell_.end();) {
    const OutboxItem* item = device_.outbox().find(*at);
    const bool failed = item != nullptr && item->storage_failed;
    if (item != nullptr && !item->stored && !failed) {
      ++at;
      continue;
    }
    if (failed)
      ports_.page.say(Saying::storage_failed);
    else if (!ports_.around.online)
      ports_.page.say(Saying::saved);
    at = to_tell_.erase(at);
  }
}

// --- reading --------------------------------------------------------------------------------------

TimeMs Exchange::now() const { return device_.server_now(ports_.clock.wall()); }

std::vector<OwnOp> Exchange::own_ops() const {
  std::vector<OwnOp> list;
  const auto items = device_.outbox().in_order();
  for (auto at = items.rbegin(); at != items.rend(); ++at) {
    const OutboxItem& item = **at;
    if (!(item.op.actor == actor_)) continue;
    const Progress progress = device_.progress(item.op.id);
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
    const auto judged = judged_.find(item.op.id);
    if (item.record.received())
      own.outcome = item.record.receipt.outcome;
    else if (judged != judged_.end())
      own.outcome = judged->second;
    list.push_back(std::move(own));
  }
  return list;
}

void Exchange::fill_in(SyncState& state) const {
  const SyncSession& session = device_.session();
  state.unsent_ops = static_cast<std::int32_t>(device_.outbox().unsent_count());
  state.oldest_unsent = device_.outbox().oldest_unsent();
  state.last_exchange = session.begun() ? device_.server_now(session.last_exchange()) : TimeMs{};
  state.held_back = session.held_back();
  state.storage_failed = storage_failed_ || device_.storage_failed();
  state.set_aside = set_aside_words(device_.replica());
  state.problem = problem_;
  if (ports_.around.online && !session.under_way()) {
    state.link = session.failures() > 0 ? Link::waiting : session.begun() ? Link::idle : Link::busy;
  }
  if (silent(kSilentMs)) state.link = Link::waiting;
}

std::set<Digest> Exchange::named_photos(OpId but) const {
  std::set<Digest> named;
  for (const OutboxItem* item : device_.outbox().in_order()) {
    if (!(item->op.id == but)) find_photos_of(item->op, named);
  }
  return named;
}

std::set<Digest> Exchange::photos_of(OpId op) const {
  std::set<Digest> named;
  if (const OutboxItem* item = device_.outbox().find(op)) find_photos_of(item->op, named);
  return named;
}

// --- doing ----------------------------------------------------------------------------------------

Sent Exchange::submit(ShardId street, CaseId subject, const Grant& grant, const CaseOp& op,
                      const Contact& contact) {
  const Device::Contact sealed{contact.name, contact.phone};
  return made(device_.submit(street, subject, grant, op, ports_.clock.wall(),
                             contact.empty() ? nullptr : &sealed));
}

Sent Exchange::submit(ShardId street, const Grant& grant, const ShardOp& op) {
  return made(std::visit(
      [&](const auto& one) { return device_.submit(street, {}, grant, one, ports_.clock.wall()); },
      op));
}

Sent Exchange::made(const Device::Sent& sent) {
  if (sent.outcome.applied()) {
    judged_[sent.op] = sent.outcome;
    to_tell_.insert(sent.op);
    changed();
  }
  return {sent.outcome, sent.op};
}

// --- exchanging -----------------------------------------------------------------------------------

void Exchange::hurry() { device_.wake(ports_.clock.wall()); }

void Exchange::way_changed() {
  if (silent(kGiveUpMs)) ports_.network.stop(request_);
}

// A clock that was set, or a device that slept: what it said before no longer holds.
void Exchange::watch_clock() {
  const std::int64_t now =
      ports_.clock.wall().value - static_cast<std::int64_t>(ports_.clock.monotonic_ms());
  const std::int64_t by = clock_ms_ == 0 ? 0 : now - clock_ms_;
  clock_ms_ = now;
  if (std::abs(by) <= kClockJumpMs) return;
  device_.clock_moved(by);
  heard_at_ = heard_at_ + std::min(by, std::int64_t{0});
}

std::optional<std::int64_t> Exchange::tick() {
  watch_clock();
  const TimeMs now = ports_.clock.wall();
  if (const auto bytes = device_.next_request(now)) {
    send(*bytes);
    return std::nullopt;
  }
  const std::int64_t wait = device_.wake_at(now) - now;
  // Of a server that hangs nothing comes that draws: each frame until then asks for the one that says so.
  const bool waits = device_.session().under_way() && !silent(kSilentMs);
  return waits ? std::min(wait, heard_at_ + kSilentMs - now + 1) : wait;
}

void Exchange::send(ByteView bytes) {
  HttpRequest request;
  request.method = "POST";
  request.path = "/api/sync";
  request.content_type = "application/cbor";
  request.body = bytes;
  request.timeout_ms = kExchangeTimeoutMs;
  const std::int32_t call = ++call_;
  heard_at_ = ports_.clock.wall();
  const auto arrives = [this, call](std::int64_t, std::int64_t) {
    if (call_ == call) heard_at_ = ports_.clock.wall();
  };
  request.progress = alive_.guard(arrives);
  const auto answered = [this, call](const HttpReply& reply) {
    if (call_ == call) took(reply);
  };
  request_ = ports_.network.http(request, alive_.guard(answered));
}

void Exchange::took(const HttpReply& reply) {
  const TimeMs now = ports_.clock.wall();
  const auto changes = reply.ok() ? device_.receive(reply.body, now) : Result<Changes>(Error{});
  problem_.clear();
  if (!reply.ok()) {
    device_.failed(now);
    // That the session is over is said in words.
    if (says_signed_out(reply))
      hooks_.expired();
    else if (reply.status > 0)
      problem_ = "HTTP " + std::to_string(reply.status);
  } else if (!changes) {
    problem_ = changes.error().message;
    ports_.page.log_error("sync: " + problem_);
  } else if (device_.session().under_way()) {
    // The answer of another request, out of some store on the way: this one will have none.
    device_.failed(now);
  }
  changed();
  hooks_.answered(changes ? &*changes : nullptr);
}

}  // namespace gezhi::app
