#include "native/cli/writing_time.h"

#include <algorithm>

#include "native/server/clock_note.h"
#include "native/server/load_host.h"
#include "native/server/now.h"
#include "native/server/server_clock.h"

namespace gezhi {

Result<TimeMs> writing_time(SqliteStore& store, const std::string& folder) {
  const auto journal = last_received(store);
  if (!journal) return journal.error();
  const auto changed = last_of_accounts(store);
  if (!changed) return changed.error();
  const auto accounts = store.accounts();
  if (!accounts) return accounts.error();
  ServerClock clock;
  clock.begin(std::max(*journal, *changed), store.clock().last);
  const bool demo = std::any_of(accounts->begin(), accounts->end(),
                                [](const Account& account) { return account.demo; });
  if (demo || clock_note_holds(folder, now_ms())) clock.confirm();
  if (clock.is_doubted()) {
    return Error{"clock_doubted",
                 "the machine's clock is too far from what was last known; look at it, "
                 "then: gezhi clock confirm --data " +
                     folder};
  }
  return clock.now();
}

}  // namespace gezhi
