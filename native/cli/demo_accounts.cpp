#include "native/cli/demo_accounts.h"

namespace gezhi {

std::string demo_accounts_text(const std::vector<Account>& accounts) {
  std::string text = "Demo accounts, password " + std::string(kDemoPassword) + ":";
  for (const Account& account : accounts) {
    if (account.demo && account.active) text += "\n  " + account.login + "  " + account.label;
  }
  return text;
}

}  // namespace gezhi
