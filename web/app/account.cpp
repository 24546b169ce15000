#include "web/app/account.h"

#include "core/base/json.h"

namespace gezhi::app {

const Grant* Account::grant_as(Roles roles) const {
  for (const Grant& grant : grants) {
    if (roles.has(grant.role)) return &grant;
  }
  return nullptr;
}

Work Account::main_work() const {
  constexpr Roles kOversight(Role::auditor, Role::district_coordinator, Role::admin,
                             Role::supervision_squad);
  if (acts_as(kDeskRoles | Roles(Role::area_director))) return Work::desk;
  if (acts_as(kTaskRoles)) return Work::field;
  return acts_as(kOversight) ? Work::oversight : Work::reporter;
}

Result<Account> read_account(std::string_view text) {
  const auto json = parse_json(text);
  if (!json) return json.error();
  auto account = from_json<Account>(*json);
  if (account && account->actor.is_none()) return Error{"server_error", "account without an id"};
  return account;
}

}  // namespace gezhi::app
