#include "tests/sim/sim.h"

#include <algorithm>

#include "core/base/hex.h"
#include "core/journal/erasure.h"
#include "core/journal/steward.h"
#include "tests/sim/hostile.h"
#include "tests/sim/server.h"
#include "tests/sim/sights.h"
#include "tests/support/reporters_case.h"

namespace gezhi::sim {
namespace {

using test::MadeOp;
using test::OpGen;
using test::Person;
using test::Phone;

constexpr std::array<const char*, 17> kPeople = {
    "volunteer", "volunteer2", "worker",    "worker2", "workerB",  "clerk",
    "desk",      "supervisor", "enforcer",  "leader",  "mediator", "supervisor2",
    "officer",   "chief",      "detective", "squad",   "director"};

// A person with a phone.
struct Walker {
  std::string name;
  std::unique_ptr<Phone> phone;
  std::int64_t skew_ms = 0;
  bool online = true;
  std::uint64_t life = 1;  // counts switch-ons: a dead process gets no answers
  std::set<OpId> saved;    // what the screen has called saved
};

class Sim {
 public:
  explicit Sim(const Setup& setup);
  Outcome run();

 private:
  void at(std::int64_t after_ms, std::function<void()> event) {
    events_.emplace(std::make_pair(now_.value + after_ms, ++event_number_), std::move(event));
  }
  bool chance(std::uint64_t parts, std::uint64_t of) { return prng_.chance(parts, of); }
  TimeMs clock(const Walker& walker) const { return now_ + walker.skew_ms; }

  void pulse(std::size_t index);
  void storage(Walker& walker);
  void act(Walker& walker);
  void talk(std::size_t index);
  void note_saved(Walker& walker);
  void crash(Walker& walker);
  void send(std::size_t index, std::uint64_t life, const Bytes& request);
  void deliver_answer(std::size_t index, std::uint64_t life, const Bytes& answer);
  void serve();
  void plot();
  void start(Walker& walker);
  void trouble();
  void move_worker();
  void calm_down();

  void check(bool fine, const std::string& what) {
    if (!fine) outcome_.violations.push_back(what);
  }
  void check_journal();
  void check_entry(const Ledger& before, const Entry& entry, const Op& op);
  void check_room();
  void check_sights();
  void check_refusals(const Walker& walker);
  void check_worlds();
  void check_view(const Walker& walker);
  void check_observer(Phone& observer, const std::string& which);
  void check_rewriting();
  void check_street_acts();

  Setup setup_;
  Prng prng_;
  test::Choices choices_;
  OpGen gen_;
  test::Street street_;
  Server server_;
  TimeMs now_;
  TimeMs end_;
  std::map<std::pair<std::int64_t, std::uint64_t>, std::function<void()>> events_;
  std::uint64_t event_number_ = 0;
  std::vector<Walker> walkers_;  // the last one is the observer, who only reads
  Sights sights_;                // of the walkers, in their order
  std::optional<Hostile> hostile_;
  Prng pair_prng_;
  std::set<std::pair<DeviceId, std::uint64_t>> places_;  // in the order of each honest device
  std::map<OpId, std::pair<Op, gezhi::Outcome>> refused_;
  Outcome outcome_;
};

Sim::Sim(const Setup& setup)
    : setup_(setup),
      prng_(setup.seed),
      choices_(prng_.next()),
      gen_(choices_, {3, 6, 8}),
      server_(prng_.next(), setup.sabotage, setup.pairs),
      now_(street_.now()),
      end_(now_ + setup.minutes * kMinuteMs),
      pair_prng_(setup.seed) {
  std::vector<std::string> names(kPeople.begin(), kPeople.end());
  names.push_back("auditor");
  for (const std::string& name : names) {
    Walker walker;
    walker.name = name;
    walker.phone = std::make_unique<Phone>(street_.person(name), prng_.next());
    walker.skew_ms =
        chance(1, 3) ? prng_.between(-3 * kHourMs, 3 * kHourMs) : prng_.between(-2000, 2000);
    sights_.add_person(name, walker.phone->person().actor);
    sights_.has_duty(walkers_.size(), *scope_of(walker.phone->principal(), test::kStreet));
    if (setup.sabotage == Sabotage::lying_outbox) walker.phone->strict.set_lying(true);
    walker.phone->start(clock(walker));
    walkers_.push_back(std::move(walker));
  }
  for (std::size_t i = 0; i < walkers_.size(); ++i)
    at(prng_.between(0, 3000), [this, i] { pulse(i); });
  at(20, [this] { serve(); });
  at(10 * kSecondMs, [this] { trouble(); });
  if (!setup.hostile) return;
  hostile_.emplace(std::vector{street_.person("coordinator"), street_.person("volunteer")},
                   setup.seed);
  at(5 * kSecondMs, [this] { plot(); });
}

// Clock × start: a battery was empty, and the clock begins anywhere.
void Sim::start(Walker& walker) {
  if (setup_.pairs && pair_prng_.chance(1, 2)) {
    walker.skew_ms = pair_prng_.chance(1, 8) ? pair_prng_.between(-3650, 3650) * kDayMs
                                             : pair_prng_.between(-2000, 2000);
  }
  walker.phone->start(clock(walker));
}

void Sim::plot() {
  if (now_ >= end_) return;
  const std::int64_t wait = hostile_->takes_its_time();
  at(wait, [this] { plot(); });
  ++outcome_.stats.hostile_requests;
  server_.take(
      {walkers_.size(), server_.restores(), hostile_->principal(), hostile_->next_request(now_)});
}

void Sim::storage(Walker& walker) {
  for (std::uint64_t n = prng_.below(5); n > 0; --n) walker.phone->strict.step();
  for (std::uint64_t n = prng_.below(4); n > 0; --n) walker.phone->ordinary.step();
  if (chance(1, 8)) walker.phone->ordinary.flush();
}

void Sim::note_saved(Walker& walker) {
  for (const OutboxItem* item : walker.phone->device().outbox().in_order()) {
    if (item->stored || item->record.received()) walker.saved.insert(item->op.id);
  }
}

void Sim::act(Walker& walker) {
  Device& device = walker.phone->device();
  const World* world = device.replica().world(test::kStreet);
  if (world == nullptr || walker.name == "auditor") return;
  const TimeMs local = clock(walker);
  const auto made = gen_.next(*world, device.replica().cases(test::kStreet), walker.phone->person(),
                              device.server_now(local));
  if (!made) return;
  const Grant grant = walker.phone->person().grant;
  const auto sent = device.submit(test::kStreet, made->subject, grant, made->op, local);
  if (!sent.outcome.applied()) {
    if (!chance(1, 2)) return;
    device.submit_anyway(test::kStreet, made->subject, grant, made->op, local);
  }
  ++outcome_.stats.made;
}

void Sim::crash(Walker& walker) {
  note_saved(walker);
  walker.phone->crash();
  ++walker.life;
  ++outcome_.stats.phone_crashes;
}

void Sim::pulse(std::size_t index) {
  if (now_ >= end_) return;
  at(prng_.between(100, 3000), [this, index] { pulse(index); });
  Walker& walker = walkers_[index];
  if (!walker.phone->is_on()) {
    if (chance(1, 10)) start(walker);
    return;
  }
  if (chance(1, 40)) walker.online = !walker.online;
  storage(walker);
  if (chance(1, 6)) act(walker);
  note_saved(walker);
  if (walker.online) talk(index);
  if (chance(1, 300)) crash(walker);
}

void Sim::talk(std::size_t index) {
  Walker& walker = walkers_[index];
  Device& device = walker.phone->device();
  if (chance(1, 10)) device.wake(clock(walker));
  const auto request = device.next_request(clock(walker));
  if (!request) return;
  if (hostile_) hostile_->overhear(*request);
  const std::uint64_t copies = chance(1, 12) ? 2 : 1;
  for (std::uint64_t copy = 0; copy < copies; ++copy) send(index, walker.life, *request);
}

void Sim::send(std::size_t index, std::uint64_t life, const Bytes& request) {
  if (chance(1, 8)) {
    ++outcome_.stats.messages_lost;
    if (chance(1, 2)) {
      at(500, [this, index, life] {
        Walker& walker = walkers_[index];
        if (walker.phone->is_on() && walker.life == life)
          walker.phone->device().failed(clock(walker));
      });
    }
    return;
  }
  const std::int64_t delay = chance(1, 10) ? prng_.between(5000, 90000) : prng_.between(20, 2000);
  at(delay, [this, index, life, request] {
    server_.take({index, life, walkers_[index].phone->principal(), request});
  });
}

void Sim::deliver_answer(std::size_t index, std::uint64_t life, const Bytes& answer) {
  Walker& walker = walkers_[index];
  if (!walker.phone->is_on() || walker.life != life) return;
  const auto taken = walker.phone->device().receive(answer, clock(walker));
  check(taken.ok(),
        walker.name + " cannot take an answer: " + (taken.ok() ? "" : taken.error().message));
}

void Sim::serve() {
  if (now_ >= end_) return;
  at(prng_.between(10, 60), [this] { serve(); });
  for (const Server::Answer& answer : server_.process(now_)) {
    if (answer.phone == walkers_.size()) {
      hostile_->hear(answer.bytes);
      continue;
    }
    const auto response = read_response(answer.bytes);
    check(response.ok(), "an answer that cannot be read");
    if (response) sights_.sent(answer.phone, *response);
    const std::uint64_t copies = chance(1, 8) ? 0 : chance(1, 12) ? 2 : 1;
    if (copies == 0) ++outcome_.stats.messages_lost;
    for (std::uint64_t copy = 0; copy < copies; ++copy) {
      const std::int64_t delay =
          chance(1, 10) ? prng_.between(5000, 90000) : prng_.between(20, 2000);
      at(delay, [this, answer] { deliver_answer(answer.phone, answer.life, answer.bytes); });
    }
  }
}

// Somebody gets other duties.
void Sim::move_worker() {
  constexpr std::size_t kMoved = 3;
  Walker& walker = walkers_[kMoved];
  Person person = walker.phone->person();
  const bool in_a = person.grant.grid == test::kGridA1;
  person.grant.grid = in_a ? test::kGridB1 : test::kGridA1;
  person.grant.unit = in_a ? test::kGridUnitB : test::kGridUnitA;
  walker.phone->set_person(person);
  sights_.has_duty(kMoved, *scope_of(walker.phone->principal(), test::kStreet));
}

void Sim::trouble() {
  if (now_ >= end_) return;
  at(prng_.between(5, 30) * kSecondMs, [this] { trouble(); });
  const std::uint64_t restores = server_.restores();
  if (chance(1, 12)) move_worker();
  if (chance(1, 6)) server_.administrate(street_, now_);
  if (chance(1, 6)) server_.crash(now_);
  if (setup_.seed % 4 == 0 && chance(1, 20)) server_.back_up();
  if (setup_.seed % 4 == 0 && chance(1, 20)) server_.restore(now_);
  if (hostile_ && server_.restores() > restores) hostile_->forget();
}

// The network is quiet, everybody is switched on: exchange until nothing moves any more.
void Sim::calm_down() {
  events_.clear();
  server_.be_good(now_);
  now_ = now_ + 10 * kMinuteMs;
  for (Walker& walker : walkers_) {
    if (!walker.phone->is_on()) start(walker);
    note_saved(walker);
  }
  std::uint64_t before = 0;
  for (int quiet = 0, round = 0; quiet < 2 && round < 100; ++round) {
    now_ = now_ + 10 * kMinuteMs;
    for (Walker& walker : walkers_) walker.phone->sync(server_.bed(), clock(walker), now_);
    const std::uint64_t seq = server_.bed().host().committed_seq(test::kStreet);
    quiet = seq == before ? quiet + 1 : 0;
    before = seq;
    if (round == 99) check(false, "it does not come to rest");
  }
}

bool is_signed(const Ledger& before, const Entry& entry, const Op& op) {
  const PublicKey* key = before.chains().key_of(op.actor, op.device);
  const Signature& signature = entry.signature;
  if (key == nullptr || signature.is_none()) return false;
  const Bytes message = signed_message(signature.algorithm, signature.prev, op_digest(entry));
  return test::FakeSignatures().is_good(key->algorithm, key->bytes, message, signature.bytes);
}

void Sim::check_entry(const Ledger& before, const Entry& entry, const Op& op) {
  // The street's own clock may have been ahead by what is not doubted yet.
  check(entry.received_at <= now_ + 5 * kMinuteMs, "received in the future");
  check(act_of(entry, op).when.at <= entry.received_at, "done after it was received");
  if (op.actor.is_none() || op.device.value.bytes[0] == 1) return;  // the street, its administrator
  check(is_signed(before, entry, op), "an operation that its phone has not signed");
  if (hostile_ && op.actor == hostile_->actor()) return;
  check(places_.insert({op.device, op.device_seq}).second,
        "two operations with one place in their device's order");
}

// What was refused takes no room from what was done.
void Sim::check_room() {
  for (const auto& [id, one] : server_.bed().world().own_cases()) {
    check(std::all_of(one.history.begin(), one.history.end(),
                      [](const HistoryLine& line) { return line.refusal == 0; }),
          "a refused operation in a case's history");
    check(one.refused.size() <= kRefusedMax, "more refused operations than a case keeps");
  }
}

void Sim::check_journal() {
  std::set<OpId> ops;
  Ledger cold(test::kStreet);
  const auto read =
      server_.bed().store().read(test::kStreet, 1, UINT64_MAX, [&](const StoredEntryView& stored) {
        const auto entry = read_entry(stored.bytes);
        const auto op = entry ? read_op(entry->op) : Result<Op>(entry.error());
        if (!op) return false;
        check(ops.insert(op->id).second, "an operation is in the journal twice");
        check_entry(cold, *entry, *op);
        const auto replayed = cold.replay(*entry, true);
        check(replayed.ok(), "cold replay: " + (replayed.ok() ? "" : replayed.error().message));
        sights_.note(cold, *entry, *op);
        if (entry->outcome.applied()) {
          ++outcome_.stats.applied[op->kind];
        } else {
          ++outcome_.stats.refused;
          refused_.emplace(op->id, std::make_pair(*op, entry->outcome));
        }
        return replayed.ok();
      });
  check(read.ok(), "the journal cannot be read");
  const Ledger& live = *server_.bed().host().ledger(test::kStreet);
  check(cold.world().hash() == live.world().hash(), "a cold replay gives another world");
  check(cold.hash() == live.hash(), "a cold replay gives another chain");
  // Also after restores, when all is back: what waited came behind what its phone made later.
  for (const ChainBreak& found : cold.chains().breaks()) {
    check(hostile_ && found.actor == hostile_->actor(), "a gap or a fork in a phone's chain");
  }
  for (const Walker& walker : walkers_) {
    for (const OpId op : walker.saved) {
      check(ops.contains(op), walker.name + ": a saved operation is lost");
    }
  }
  outcome_.stats.entries = live.seq();
}

namespace {

bool is_visible(const Scope& scope, const World& truth, const Case& one) {
  return scope.whole_street || shows(scope, channels_of(truth, one));
}

// Who sees a whole otherwise than all its parts sees none of the other reports, nor what they brought.
bool sees_parts(const Scope& scope, const World& truth, const Case& whole) {
  return std::all_of(whole.children.begin(), whole.children.end(), [&](CaseId part) {
    const Case* one = truth.find(part);
    return one == nullptr || is_visible(scope, truth, *one);
  });
}

}  // namespace

// What a restored server had forgotten was sent while it stood.
void Sim::check_sights() {
  if (server_.restores() > 0) return;
  for (const std::string& name : sights_.wronged()) {
    check(false, name + " was sent a case that is not theirs");
  }
}

void Sim::check_refusals(const Walker& walker) {
  const Outbox& outbox = walker.phone->device().outbox();
  for (const auto& [id, what] : refused_) {
    if (!(what.first.device == outbox.head().device)) continue;
    const OutboxItem* item = outbox.find(id);
    check(item != nullptr && item->record.receipt.outcome.refusal == what.second.refusal,
          walker.name + " does not hear why it was refused");
  }
}

void Sim::check_view(const Walker& walker) {
  const World& truth = server_.bed().world();
  const World* here = walker.phone->replica().confirmed(test::kStreet);
  const auto scope = scope_of(walker.phone->principal(), test::kStreet);
  if (here == nullptr || !scope) return check(false, walker.name + " has no world");
  std::uint64_t visible = 0;
  for (const auto& [id, one] : truth.own_cases()) {
    const bool sees = is_visible(*scope, truth, one);
    const Case* held = here->find(id);
    check((held != nullptr) == sees, walker.name + (sees ? " misses a case" : " holds too much"));
    if (held == nullptr) continue;
    if (sees) ++visible;
    if (test::is_only_reported(*scope, truth, one)) {
      check(encode(test::as_reporter_knows(*held)) == encode(test::as_reporter_knows(one)),
            walker.name + " was told otherwise of the own report");
      // Who had a part in it keeps the own words.
      const bool only_reports = walker.phone->person().grant.role == Role::volunteer;
      check(!only_reports || !test::has_inner_record(*held),
            walker.name + " holds the inner record of it");
      continue;
    }
    Case same = one;
    if (!sees_parts(*scope, truth, one)) {
      same.children = held->children;
      same.reported = held->reported;
    }
    check(encode(*held) == encode(same), walker.name + " holds another case");
  }
  check(here->own_cases().size() == visible, walker.name + " holds cases that do not exist");
  check(walker.phone->replica().world(test::kStreet)->own_cases().empty(),
        walker.name + " still has something pending");
  for (const OutboxItem* item : walker.phone->device().outbox().in_order()) {
    check(item->record.received(),
          walker.name + " has an unsent operation: " + std::string(name_of(item->problem)));
  }
}

void Sim::check_observer(Phone& observer, const std::string& which) {
  const World* here = observer.replica().confirmed(test::kStreet);
  check(here != nullptr && here->hash() == server_.bed().world().hash(),
        which + " has another world than the server");
}

void Sim::check_worlds() {
  for (const Walker& walker : walkers_) {
    check_view(walker);
    check_refusals(walker);
  }
  check_sights();
  check_observer(*walkers_.back().phone, "the observer");
  Phone fresh(street_.person("auditor"), 1);
  fresh.start(now_);
  fresh.sync(server_.bed(), now_);
  check_observer(fresh, "an observer who begins now");
  walkers_.back().phone->ordinary.flush();
  walkers_.back().phone->start(now_);
  check_observer(*walkers_.back().phone, "the observer after a restart");
}

// The hash of an emptied entry is believed: what the chain did once.
bool trusting_chain_holds(const std::vector<Entry>& entries) {
  Digest before{};
  for (const Entry& entry : entries) {
    if (!entry.erased && entry.hash != chained_hash(before, entry)) return false;
    before = entry.hash;
  }
  return true;
}

bool chain_holds(const std::vector<Entry>& entries) {
  Ledger ledger(test::kStreet);
  return std::all_of(entries.begin(), entries.end(),
                     [&](const Entry& entry) { return ledger.replay(entry, false).ok(); });
}

// The operator empties the newest case, lawfully; then changes what was said in the entry before its
// first one, and computes again every hash up to there.
void Sim::check_rewriting() {
  std::vector<Entry> entries;
  const auto read =
      server_.bed().store().read(test::kStreet, 1, UINT64_MAX, [&](const StoredEntryView& stored) {
        entries.push_back(*read_entry(stored.bytes));
        return true;
      });
  check(read.ok(), "the journal cannot be read");
  const auto subject_of = [](const Entry& entry) { return read_op(entry.op)->subject; };
  const auto newest = std::find_if(entries.rbegin(), entries.rend(), [&](const Entry& entry) {
    return !subject_of(entry).is_nil();  // a phone that was new has enrolled its key after that
  });
  if (newest == entries.rend()) return;
  const CaseId going = subject_of(*newest);
  std::size_t first = entries.size();
  for (std::size_t i = entries.size(); i-- > 0;) {
    if (!(subject_of(entries[i]) == going)) continue;
    entries[i] = *read_entry(*emptied(encode(entries[i])));
    first = entries[i].erased ? i : first;
  }
  if (first == 0 || first == entries.size()) return;
  const auto holds =
      setup_.sabotage == Sabotage::trusted_chain ? trusting_chain_holds : chain_holds;
  check(holds(entries), "a chain with an emptied case does not hold");
  Entry& changed = entries[first - 1];
  Op op = *read_op(changed.op);
  op.salt.assign(16, 1);
  changed.op = encode(op);
  changed.hash = chained_hash(first > 1 ? entries[first - 2].hash : Digest{}, changed);
  check(!holds(entries), "what was changed before an erasure goes unseen");
}

// Somebody who knows the rules takes the ids of what the street will do next.
void Sim::check_street_acts() {
  test::HostBed& bed = server_.bed();
  const TimeMs later = now_ + 10 * kDayMs;
  const StreetSecret own = secret_of_street(test::HostBed::server_secret(), test::kStreet);
  const StreetSecret guessed = setup_.sabotage == Sabotage::known_secret ? own : StreetSecret{{9}};
  const Person somebody = street_.person("volunteer2");
  Request request;
  request.protocol = kProtocol;
  for (const auto& [id, one] : bed.world().own_cases()) {
    for (const Op& due : due_operations(bed.world(), one, later, guessed)) {
      Op op = street_.make("volunteer2", id);
      op.id = due.id;
      set_payload(op, CloseCase{});  // refused: no version moves
      request.push.push_back({encode(op), {}});
    }
  }
  check(bed.exchange(request, test::principal_of(somebody), now_).ok(), "nothing can be pushed");
  check(bed.tick(later).ok(), "the street cannot act");
  for (const auto& [id, one] : bed.world().own_cases()) {
    for (const Op& due : due_operations(bed.world(), one, later, own)) {
      const std::string kind(name_of(static_cast<OpKind>(due.kind)));
      check(false, "what was due was silenced: " + kind);
    }
  }
}

Outcome Sim::run() {
  while (!events_.empty() && now_ < end_) {
    auto next = events_.begin();
    now_ = std::max(now_, TimeMs{next->first.first});
    const auto event = std::move(next->second);
    events_.erase(next);
    event();
  }
  calm_down();
  check_journal();
  check_room();
  check_worlds();
  const Ledger& ledger = *server_.bed().host().ledger(test::kStreet);
  Sha256 hash;
  hash.update(ledger.world().hash());
  hash.update(ledger.hash());
  outcome_.hash = to_hex(hash.finish()).substr(0, 16);
  outcome_.stats.server_crashes = server_.crashes();
  outcome_.stats.restores = server_.restores();
  outcome_.stats.failed_reopens = server_.failed_reopens();
  outcome_.stats.cases = ledger.world().own_cases().size();
  for (const auto& [id, one] : ledger.world().own_cases()) {
    if (kFinalStates.has(one.state)) ++outcome_.stats.ended;
  }
  check_rewriting();
  check_street_acts();
  return std::move(outcome_);
}

}  // namespace

Setup setup_of(std::uint64_t seed) {
  Setup setup;
  setup.seed = seed;
  setup.hostile = seed > 20 && seed % 5 == 0;
  setup.pairs = seed > 20 && seed % 4 == 2;
  return setup;
}

Outcome run(const Setup& setup) { return Sim(setup).run(); }

}  // namespace gezhi::sim
