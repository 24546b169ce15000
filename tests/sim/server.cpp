#include "tests/sim/server.h"

#include "tests/sim/sim.h"
#include "tests/support/fake_signatures.h"

namespace gezhi::sim {

Server::Server(std::uint64_t seed, Sabotage sabotage) : prng_(seed), sabotage_(sabotage) {
  if (sabotage_ == Sabotage::lying_journal) {
    bed_.store().flush();
    bed_.store().set_lazy(true);
  }
}

void Server::take(Job job) {
  if (!is_down_) waiting_.push_back(std::move(job));
}

bool Server::down(TimeMs now) {
  if (is_down_ && now >= up_at_) {
    bed_.restart();
    is_down_ = false;
  }
  return is_down_;
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
  crash(now);
  has_backup_ = false;
  bed_.store().crash();
  bed_.store().set_lazy(false);
  ++restores_;
  bed_.heal_until(now + 5 * kMinuteMs);
  bed_.set_epoch("epoch-" + std::to_string(restores_ + 1));
}

void Server::be_good(TimeMs now) {
  good_ = true;
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
  if (prng_.chance(1, 150)) {
    constexpr std::array<Fault, 3> kFaults = {Fault::fail_before, Fault::fail_after, Fault::full};
    bed_.store().fail_next(kFaults[static_cast<std::size_t>(prng_.below(3))]);
  }
  if (!bed_.store().append(entries)) {
    bed_.restart();  // what was derived is thrown away and read again
    return false;
  }
  bed_.host().committed(entries);
  if (prng_.chance(1, 200)) {
    crash(now);  // stored, nobody answered
    return false;
  }
  return true;
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

std::vector<Server::Answer> Server::process(TimeMs now) {
  std::vector<Answer> answers;
  if (down(now)) return answers;
  struct Work {
    Job job;
    Request request;
    Pushed pushed;
  };
  std::vector<Work> group;
  std::vector<StoredEntry> entries;
  for (Job& job : waiting_) {
    auto request = read_request(job.request);
    if (!request) continue;
    if (sabotage_ == Sabotage::no_dedup) {
      *request = without_dedup(std::move(*request));
      job.principal.local = true;  // whose signatures fit what it makes of them is not asked
    }
    const auto signatures = check_signatures(*request, test::FakeSignatures());
    Pushed pushed = bed_.host().push(*request, job.principal, now, signatures);
    for (StoredEntry& entry : pushed.entries) entries.push_back(std::move(entry));
    group.push_back({std::move(job), std::move(*request), std::move(pushed)});
  }
  waiting_.clear();
  for (StoredEntry& entry : bed_.host().steward(now)) entries.push_back(std::move(entry));
  if (!commit(entries, now)) return answers;
  JournalReader reader(bed_.store());
  for (const Work& work : group) {
    const PullPlan plan = bed_.host().plan(work.request, work.job.principal);
    auto bytes =
        answer(bed_.host(), work.request, work.pushed, plan, work.job.principal, reader, now);
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
  if (down(now)) return;
  ShardOp step;
  const bool changes = prng_.chance(1, 2);
  const std::string who = changes ? change_step(step) : "admin";
  Op op = street.make(who, {});
  std::array<std::uint8_t, 10> random{};
  for (std::uint8_t& byte : random) byte = static_cast<std::uint8_t>(prng_.below(256));
  op.id = OpId{make_uuid_v7(now, random)};
  op.claimed_at = now;
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
  Pushed pushed = bed_.host().push(request, admin, now);
  static_cast<void>(commit(pushed.entries, now));
}

}  // namespace gezhi::sim
