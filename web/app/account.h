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
  std::string device_key;  // hexadecimal: seals what this account leaves here unsent (store.h)

  template <class V>
  void fields(V& v) {
    v(1, "actor", actor);
    v(2, "name", label, 120);
    v(3, "grants", grants, 64);
    v(4, "demo", demo);
    v(5, "device_key", device_key, 64);
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

// Errors: wrong_password, too_many_attempts, busy, no_network, server_error (their words:
// `ui.login.<code>`).
void sign_in(const std::string& name, const std::string& password,
             std::function<void(Result<Done>)> done);

// Everything of the account leaves memory, screen and files. What was sent nowhere (outbox, photos,
// drafts) stays on the device, sealed, and is there again when the same account signs in.
void sign_out();
// After every frame: signs out if it was asked for, when nothing of the account is being drawn.
void settle_sign_out();

// Below which the strict stores keep what is this account's: "17/".
std::string own_prefix();

// At start, before the first frame: what this device remembers. Nobody: what somebody left behind
// whose page was closed at the wrong moment goes.
void restore_account();

// The server no longer knows the session: work goes on, unsent operations stay, a banner asks to
// sign in again.
bool session_expired();
void set_session_expired(bool expired);

}  // namespace gezhi::app
