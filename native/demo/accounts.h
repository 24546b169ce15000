// The accounts of the demo district: one or more for every role, in one street. All have the password
// that is printed here and in the README; a server that has them refuses any address but loopback.
#pragma once

#include <string>
#include <vector>

#include "native/import/defects.h"
#include "native/import/demo_district.h"
#include "native/store/server_store.h"

namespace gezhi {

inline constexpr const char* kDemoPassword = "gezhi-demo";
inline constexpr ShardId kDemoStreet{330105003};  // 小河街道

// Actors 1001, 1002 …; `password_hash` is empty.
std::vector<Account> make_demo_accounts(const DemoDistrict& district);

// For people: the accounts to try first, one line each.
std::string demo_accounts_text(const std::vector<Account>& accounts, Language language);

}  // namespace gezhi
