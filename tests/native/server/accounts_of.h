// The accounts behind a test street's people, who are played: without them `gezhi verify` believes no
// grant and misses their signatures.
#pragma once

#include <doctest/doctest.h>

#include <map>

#include "native/server/verify.h"
#include "tests/support/street.h"

namespace gezhi::test {

// Opens one for each actor of the street's journal, with everything they acted as, from `since` on.
inline void add_accounts_of(ServerStore& store, const Street& street, TimeMs since = {}) {
  std::map<ActorId, Account> accounts;
  for (const Entry& entry : street.entries()) {
    const Op op = *read_op(entry.op);
    if (op.actor.is_none()) continue;
    Account& account = accounts[op.actor];
    account.actor = op.actor;
    account.login = "actor" + std::to_string(op.actor.value);
    account.opened_at = since;
    const auto known = std::find_if(
        account.grants.begin(), account.grants.end(),
        [&](const Grant& grant) { return encode(Grant(grant)) == encode(Grant(op.grant)); });
    if (known == account.grants.end()) account.grants.push_back(op.grant);
  }
  REQUIRE(store.set_meta(kDemoMeta, "1").ok());  // and no signature to anything
  for (const auto& [actor, account] : accounts) {
    if (!store.account_of(actor)) REQUIRE(store.add_account(account).ok());
  }
}

}  // namespace gezhi::test
