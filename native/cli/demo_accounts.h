// The accounts of the demo district: one or more for every role, all with one password that is
// printed here and in the README. A server that has them refuses any address but loopback.
#pragma once

#include <string>
#include <vector>

#include "native/store/server_store.h"

namespace gezhi {

inline constexpr const char* kDemoPassword = "gezhi-demo";

// For people: one line per account.
std::string demo_accounts_text(const std::vector<Account>& accounts);

}  // namespace gezhi
