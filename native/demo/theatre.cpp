#include "native/demo/theatre.h"

#include <algorithm>

#include "native/demo/accounts.h"

namespace gezhi {

Theatre::Theatre(Host& host, const std::vector<Account>& accounts, std::uint64_t seed)
    : host_(host), random_(seed) {
  for (const Account& account : accounts) {
    Player player;
    player.account = &account;
    player.device.value = new_id(TimeMs{1735660800000});  // 2025-01-01: when it was first used
    players_[account.login] = player;
  }
}

Uuid Theatre::new_id(TimeMs at) {
  std::array<std::uint8_t, 10> bits{};
  for (auto& byte : bits) byte = static_cast<std::uint8_t>(random_.next());
  return make_uuid_v7(at, bits);
}

const Case* Theatre::find(ShardId shard, CaseId id) const {
  const Ledger* ledger = host_.ledger(shard);
  return ledger == nullptr ? nullptr : ledger->world().find(id);
}

void Theatre::at(TimeMs moment, std::function<void(TimeMs)> action) {
  planned_.push_back({moment, std::move(action)});
}

Result<Done> Theatre::run() {
  std::stable_sort(planned_.begin(), planned_.end(),
                   [](const Planned& a, const Planned& b) { return a.moment < b.moment; });
  for (const Planned& one : planned_) {
    one.action(one.moment);
    if (!failure_.empty()) return Error{"demo_failed", failure_};
  }
  planned_.clear();
  return Done{};
}

Op Theatre::begin(const std::string& login, CaseId subject, TimeMs now) {
  Player& player = players_.at(login);
  Op op;
  op.claimed_at = now - random_.between(200, 1800);  // the way through the network
  op.id.value = new_id(op.claimed_at);
  op.shard = kDemoStreet;
  op.device = player.device;
  op.device_seq = ++player.made;
  op.actor = player.account->actor;
  op.grant = player.account->grants[0];
  op.subject = subject;
  const Case* seen = find(op.shard, subject);
  op.base = seen == nullptr ? 0 : seen->version;
  return op;
}

void Theatre::send(const std::string& login, Op op, TimeMs now, Refusal expected,
                   const SealedFields* fields) {
  if (!failure_.empty()) return;
  PushItem item;
  if (fields != nullptr) {
    item.sealed = encode(*fields);
    op.sealed = sha256(item.sealed);
  }
  item.op = encode(op);
  Request request;
  request.protocol = kProtocol;
  request.push.push_back(std::move(item));
  const Account& account = *players_.at(login).account;
  Pushed pushed = host_.push(request, {account.actor, account.grants, true}, now);
  const bool taken = pushed.receipts.size() == 1;
  const Refusal got = taken ? pushed.receipts[0].outcome.refusal : Refusal::not_understood;
  if (got != expected) {
    failure_ = login + " " + std::string(name_of(static_cast<OpKind>(op.kind))) + ": " +
               std::string(name_of(got)) +
               (taken ? " " + pushed.receipts[0].outcome.detail : std::string(" not taken in"));
    return;
  }
  for (SealedItem& one : pushed.sealed) sealed.push_back(std::move(one));
  std::vector<StoredEntry> made = std::move(pushed.entries);
  for (StoredEntry& entry : host_.steward(now)) made.push_back(std::move(entry));
  host_.committed(made);
  for (StoredEntry& entry : made) entries.push_back(std::move(entry));
}

}  // namespace gezhi
