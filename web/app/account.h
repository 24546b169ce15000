// Who uses this device. Signing in needs the server once; afterwards the account and its grants are
// remembered, so that everything but new grants works without network.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/people/role.h"

namespace gezhi::app {

struct Account {
  ActorId actor;
  std::string label;  // work designation ("小河街道受理员一号"), never a person's file
  std::vector<Grant> grants;
  bool demo = false;

  template <class V>
  void fields(V& v) {
    v(1, "actor", actor);
    v(2, "name", label, 120);
    v(3, "grants", grants, 64);
    v(4, "demo", demo);
  }
};

bool signed_in();
const Account& account();

// The first grant whose role is among `roles`, or nullptr.
const Grant* grant_as(Roles roles);
bool acts_as(Roles roles);

// What kind of work this person mainly does: decides the home screen and the tabs.
enum class Work : std::uint8_t { reporter, field, desk, oversight };
Work main_work();

// Errors: wrong_password, too_many_attempts, no_network, server_error (keys `ui.login.<code>`).
void sign_in(const std::string& name, const std::string& password,
             std::function<void(Result<Done>)> done);

// Keeps the outbox; what is unsent goes out when the same account signs in again.
void sign_out(std::function<void()> done);

// At start, before the first frame: what this device remembers.
void restore_account();

// The server no longer knows the session: work goes on, unsent operations stay, a banner asks to
// sign in again.
bool session_expired();
void set_session_expired(bool expired);

}  // namespace gezhi::app
