#include "web/app/session.h"

#include <algorithm>

#include "core/base/json.h"
#include "core/cases/op_kinds.h"
#include "core/cases/op_photos.h"

namespace gezhi::app {

Session::Session(const Ports& ports, DistrictMap& map, const Texts& texts, Account account)
    : ports_(ports),
      map_(map),
      account_(std::move(account)),
      photos_(ports, account_.prefix()),
      drafts_(ports, photos_, account_.prefix()),
      my_position_(ports),
      cases_(*this),
      words_(texts, *this),
      places_(*this),
      coverage_(*this),
      data_report_(ports, texts),
      news_(*this) {}

Session::~Session() {
  drafts_.keep_now();
  if (exchange_ != nullptr) ports_.network.close_pokes();
}

// --- life -----------------------------------------------------------------------------------------

void Session::work() {
  if (exchange_ != nullptr || !ports_.around.writer) return;
  Exchange::Hooks hooks;
  hooks.loaded = [this] { loaded(); };
  hooks.changed = [this] { changed(); };
  hooks.answered = [this](const Changes* changes) { answered(changes); };
  hooks.expired = [this] { expired_ = true; };
  exchange_ = std::make_unique<Exchange>(ports_, account_, std::move(hooks));
  exchange_->load();
}

void Session::rest() {
  drafts_.hand_over();
  if (exchange_ == nullptr) return;
  exchange_.reset();
  ports_.network.close_pokes();
  news_.forget();
  ports_.page.tell({}, 0);
  changed();
}

void Session::loaded() {
  load_unsent();
  ports_.network.open_pokes("/api/live");
  changed();
  // What this device held already is no news; what the server has since is.
  if (!streets().empty()) look_for_news(true);
  tick();
}

// Photos and drafts, then what neither a draft nor an operation names goes.
void Session::load_unsent() {
  const auto photos_here = [this] {
    if (works()) photos_.release(exchange_->named_photos());
    drafts_.load([this] { tick(); });
  };
  photos_.load(photos_here);
}

// The socket is the first to know: when it opens, the server is there again; when it closes, the
// server is asked at once, so that what the screen says is true.
void Session::heed(Event event) {
  if (event == Event::writer) ports_.around.writer ? work() : rest();
  if (event == Event::visible) drafts_.keep_now();  // the page may end
  const bool way_changed =
      event == Event::online || event == Event::visible || event == Event::pokes;
  if (!ports_.around.online || !(way_changed || event == Event::poke)) return;
  if (way_changed && works()) exchange_->way_changed();
  sync_now();
}

void Session::tick() {
  if (!works() || expired_ || !ports_.around.writer) return;
  if (news_.ms_to_next() == 0) look_for_news(true);
  if (!ports_.around.online) return;  // Event::online wakes it
  const std::optional<std::int64_t> wait = exchange_->tick();
  if (!wait) return ports_.page.wake();
  const std::int64_t until = std::min(*wait, news_.ms_to_next());
  ports_.page.wake_in(static_cast<int>(std::clamp<std::int64_t>(until, 50, kHourMs)));
}

void Session::renew(Account account) {
  account_ = std::move(account);
  expired_ = false;
  changed();
}

void Session::changed() {
  ++generation_;
  ports_.page.wake();
}

void Session::answered(const Changes* changes) {
  if (changes != nullptr) {
    photos_.send_all();
    map_.retry();
    look_for_news(!changes->more);
  }
  tick();
}

void Session::look_for_news(bool all_here) {
  const std::vector<News> fresh = news_.look(all_here);
  ports_.page.tell(fresh, news_.count());
}

// --- reading --------------------------------------------------------------------------------------

TimeMs Session::now() const { return works() ? exchange_->now() : ports_.clock.wall(); }

std::vector<ShardId> Session::streets() const {
  return works() ? exchange_->replica().streets() : std::vector<ShardId>{};
}

const World* Session::world(ShardId street) const {
  return works() ? exchange_->replica().world(street) : nullptr;
}

const std::vector<OwnOp>& Session::own_ops() const {
  return own_ops_.of(generation_,
                     [this] { return works() ? exchange_->own_ops() : std::vector<OwnOp>{}; });
}

SyncState Session::sync_state() const {
  SyncState state;
  state.unsent_photos = photos_.unsent_count();
  state.link = ports_.around.online ? Link::busy : Link::offline;
  if (works()) {
    exchange_->fill_in(state);
    for (const OwnOp& own : own_ops())
      state.refused += own.progress == Progress::settled && !own.seen ? 1 : 0;
  }
  if (expired_) state.link = Link::signed_out;
  if (ports_.around.follower) state.link = Link::follower;
  return state;
}

// --- doing ----------------------------------------------------------------------------------------

Sent Session::submit(ShardId street, CaseId subject, const Grant& grant, const CaseOp& op,
                     const Contact& contact) {
  if (!works()) return {refused(Refusal::not_ready), {}};
  const OpKind kind = kind_of(op);
  const bool duty_begins = kind == OpKind::sign_task || kind == OpKind::check_in;
  if (duty_begins) ports_.page.ask_to_notify();
  const Sent sent = exchange_->submit(street, subject, grant, op, contact);
  if (sent.outcome.applied()) photos_.release(exchange_->photos_of(sent.op));
  return made(sent);
}

Sent Session::submit(ShardId street, const Grant& grant, const ShardOp& op) {
  if (!works()) return {refused(Refusal::not_ready), {}};
  return made(exchange_->submit(street, grant, op));
}

Sent Session::made(const Sent& sent) {
  if (!sent.outcome.applied()) return sent;
  look_for_news(false);
  tick();
  return sent;
}

// What only a refused operation named leaves with it.
void Session::put_aside(OpId refused) {
  if (!works()) return;
  std::set<Digest> photos = exchange_->photos_of(refused);
  for (const Digest& digest : exchange_->named_photos(refused)) photos.erase(digest);
  exchange_->put_aside(refused);
  photos_.drop(photos);
}

void Session::sync_now() {
  if (works()) exchange_->hurry();
  tick();
}

void Session::export_outbox() {
  if (works())
    ports_.page.download("gezhi-outbox.cbor", "application/cbor", exchange_->export_outbox());
}

void Session::read_contact(CaseId subject, const Grant& grant, const std::string& reason,
                           std::function<void(Result<Contact>)> done) {
  Json body = to_json(grant);
  body.set("case", to_text(subject.value));
  body.set("reason", reason);
  const std::string text = to_text(body);
  HttpRequest request;
  request.method = "POST";
  request.path = "/api/sealed";
  request.content_type = "application/json";
  request.body = view_of(text);
  const auto answered = [this, done = std::move(done)](const HttpReply& reply) {
    if (reply.status < 0) return done(Error{"no_network", "no answer from the server"});
    const auto json = parse_json(reply.text());
    if (reply.status == 404) return done(Error{"not_found", std::string(reply.text())});
    if (!reply.ok() || !json) return done(Error{"refused", std::string(reply.text())});
    auto contact = from_json<Contact>(*json);
    sync_now();
    done(std::move(contact));
  };
  ports_.network.http(request, alive_.guard(answered));
}

}  // namespace gezhi::app
