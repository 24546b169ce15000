#include "tests/sim/server.h"

#include "tests/sim/sim.h"
#include "tests/support/fake_signatures.h"

namespace gezhi::sim {

Server::Server(std::uint64_t seed, Sabotage sabotage, bool pairs)
    : prng_(seed), pair_prng_(~seed), sabotage_(sabotage), pairs_(pairs) {
  if (sabotage_ == Sabotage::lying_journal) {
    bed_.store().flush();
    bed_.store().set_lazy(true);
  }
}

void Server::take(Job job) {
  if (!is_down_) waiting_.push_back(std::move(job));
}

bool Server::down(TimeMs now) {
  if (is_down_ && now >= up_at_) start();
  return is_down_;
}

// Clock × start: the machine's clock is behind until somebody sets it, or ahead by less than is doubted.
void Server::start() {
  bed_.restart();
  is_down_ = false;
  skew_ms_ = 0;
  if (!pairs_ || good_ || !pair_prng_.chance(1, 2)) return;
  skew_ms_ = pair_prng_.chance(1, 2) ? pair_prng_.between(-3 * kHourMs, -kSecondMs)
                                     : pair_prng_.between(kSecondMs, 5 * kMinuteMs);
}

void Server::crash(TimeMs now) {
  if (is_down_) return;
  ++crashes_;
  is_down_ = true;
  up_at_ = now + prng_.between(500, 20000);
  waiting_.clear();
  if (sabotage_ == Sabotage::lying_journal) bed_.store().crash();
}

void Server::back_up() {
  if (sabotage_ != Sabotage::none) return;
  bed_.store().flush();
  bed_.store().set_lazy(true);
  has_backup_ = true;
}

void Server::restore(TimeMs now) {
  if (!has_backup_) return;
  // Restore × concurrent writers: what has reached the server waits for the restored one.
  std::vector<Job> writing;
  if (pairs_) writing = waiting_;
  crash(now);
  if (pairs_) up_at_ = now;
  waiting_ = std::move(writing);
  has_backup_ = false;
  bed_.store().crash();
  bed_.store().set_lazy(false);
  ++restores_;
  bed_.heal(clock(now), clock(now) + 5 * kMinuteMs);
  bed_.set_epoch("epoch-" + std::to_string(restores_ + 1));
}

void Server::be_good(TimeMs now) {
  good_ = true;
  holds_until_ = {};
  skew_ms_ = 0;
  waiting_.clear();
  if (is_down_) up_at_ = now;
  static_cast<void>(down(now));
}

bool Server::commit(std::vector<StoredEntry>& entries, TimeMs now) {
  using Fault = MemoryJournalStore::Fault;
  if (entries.empty()) return true;
  if (prng_.chance(1, 200)) {
    crash(now);  // admitted, not stored
    return false;
  }
  const bool fails = prng_.chance(1, 150);
  if (fails || (pairs_ && !good_ && pair_prng_.chance(1, 40))) {
    constexpr std::array<Fault, 3> kFaults = {Fault::fail_before, Fault::fail_after, Fault::full};
    bed_.store().fail_next(kFaults[static_cast<std::size_t>(prng_.below(3))]);
  }
  if (!bed_.store().append(entries)) {
    open_again(now);
    return sabotage_ == Sabotage::failed_answered;
  }
  bed_.host().committed(entries);
  if (prng_.chance(1, 200)) {
    crash(now);  // stored, nobody answered
    return false;
  }
  return true;
}

// What was derived is thrown away and read again. Commit × reopen: that fails too, and what the store shows
// can only be read, or not even that.
void Server::open_again(TimeMs now) {
  if (pairs_ && !good_ && pair_prng_.chance(1, 2)) {
    ++failed_reopens_;
    if (pair_prng_.chance(1, 2)) return crash(now);
    holds_until_ = now + pair_prng_.between(kSecondMs, 30 * kSecondMs);
  }
  bed_.restart();
}

// What a server would do that does not know an operation again.
Request Server::without_dedup(Request request) {
  for (PushItem& item : request.push) {
    auto op = read_op(item.op);
    if (!op || !bed_.host().ledger(test::kStreet)->find_receipt(op->id)) continue;
    op->id.value.bytes[15] =
        static_cast<std::uint8_t>(op->id.value.bytes[15] + 1 + prng_.below(200));
    item.op = encode(*op);
  }
  return request;
}

// What a server would do that asks nobody for whom he speaks.
void Server::believe_name(const Request& request, Principal& principal) {
  for (const PushItem& item : request.push) {
    const auto op = read_op(item.op);
    if (!op || op->actor == principal.actor) continue;
    principal = {op->actor, {op->grant}, true};
    return;
  }
}

std::vector<Server::Answer> Server::process(TimeMs now) {
  std::vector<Answer> answers;
  if (down(now)) return answers;
  struct Work {
    Job job;
    Request request;
    Pushed pushed;
  };
  const bool holds = now < holds_until_;
  const TimeMs at = clock(now);
  std::vector<Work> group;
  std::vector<StoredEntry> entries;
  for (Job& job : waiting_) {
    auto request = read_request(job.request);
    if (!request) continue;
    if (holds) {
      Pushed held = Host::hold(*request, PushProblem::server_failed);
      group.push_back({std::move(job), std::move(*request), std::move(held)});
      continue;
    }
    if (sabotage_ == Sabotage::believed_name) believe_name(*request, job.principal);
    if (sabotage_ == Sabotage::no_dedup) {
      *request = without_dedup(std::move(*request));
      job.principal.local = true;  // whose signatures fit what it makes of them is not asked
    }
    const auto signatures = check_signatures(*request, test::FakeSignatures());
    Pushed pushed = bed_.host().push(*request, job.principal, at, signatures);
    for (StoredEntry& entry : pushed.entries) entries.push_back(std::move(entry));
    group.push_back({std::move(job), std::move(*request), std::move(pushed)});
  }
  waiting_.clear();
  if (!holds) {
    for (StoredEntry& entry : bed_.host().steward(at)) entries.push_back(std::move(entry));
  }
  if (!commit(entries, now)) return answers;
  JournalReader reader(bed_.store());
  for (const Work& work : group) {
    bed_.note_given_back(work.pushed.given_back);
    const PullPlan plan = bed_.host().plan(work.request, work.job.principal);
    auto bytes =
        answer(bed_.host(), work.request, work.pushed, plan, work.job.principal, reader, at);
    if (bytes) answers.push_back({work.job.phone, work.job.life, std::move(*bytes)});
  }
  return answers;
}

// The next step of a change of the rules that takes two persons; who takes it.
std::string Server::change_step(ShardOp& step) {
  const StreetChange* open = bed_.world().open_change();
  if (open == nullptr) {
    ProposeChange proposal{bed_.world().policy(), {}, {}};
    proposal.policy->version += 1;
    proposal.policy->sample_percent /= 2;
    proposal.policy->contact_retention_days -= 1;
    step = proposal;
    return "admin";
  }
  const bool confirms = open->state == ChangeState::proposed && prng_.chance(2, 3);
  if (confirms) {
    step = ConfirmChange{open->op};
  } else {
    step = WithdrawChange{open->op, {}};
  }
  return "supervisor";
}

void Server::administrate(test::Street& street, TimeMs now) {
  if (down(now) || now < holds_until_) return;
  ShardOp step;
  const bool changes = prng_.chance(1, 2);
  const std::string who = changes ? change_step(step) : "admin";
  Op op = street.make(who, {});
  std::array<std::uint8_t, 10> random{};
  for (std::uint8_t& byte : random) byte = static_cast<std::uint8_t>(prng_.below(256));
  op.id = OpId{make_uuid_v7(clock(now), random)};
  op.claimed_at = clock(now);
  if (changes) {
    set_payload(op, step);
  } else if (prng_.chance(1, 2)) {
    Policy policy = bed_.world().policy();
    policy.version += 1;
    policy.sign.amount += static_cast<std::int32_t>(prng_.below(60));
    policy.handle.amount += static_cast<std::int32_t>(prng_.below(3));
    set_payload(op, SetPolicy{policy});
  } else {
    GridNode node = *bed_.world().grids().find(test::kGridA2);
    node.parent = node.parent == test::kCommunityA ? test::kCommunityB : test::kCommunityA;
    set_payload(op, SetGrids{{node}});
  }
  Request request;
  request.protocol = kProtocol;
  request.push.push_back({encode(op), {}});
  Principal admin = test::principal_of(street.person(who));
  admin.local = true;
  Pushed pushed = bed_.host().push(request, admin, clock(now));
  static_cast<void>(commit(pushed.entries, now));
}

}  // namespace gezhi::sim
