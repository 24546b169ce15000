// Who uses this device. Signing in needs the server once; afterwards the account and its grants are
// remembered, so that everything but new grants works without network.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/people/role.h"

namespace gezhi::app {

// What kind of work a person mainly does: decides the home screen and the tabs.
enum class Work : std::uint8_t { reporter, field, desk, oversight };

struct Account {
  ActorId actor;
  std::string label;  // work designation ("小河街道受理员一号"), never a person's file
  std::vector<Grant> grants;
  bool demo = false;
  std::string device_key;  // hexadecimal: seals what this account leaves here unsent (ports.h)

  template <class V>
  void fields(V& v) {
    v(1, "actor", actor);
    v(2, "name", label, 120);
    v(3, "grants", grants, 64);
    v(4, "demo", demo);
    v(5, "device_key", device_key, 64);
  }

  // The first grant whose role is among `roles`, or nullptr.
  const Grant* grant_as(Roles roles) const;
  bool acts_as(Roles roles) const { return grant_as(roles) != nullptr; }
  Work main_work() const;
  // Below which the strict stores keep what is this account's: "17/".
  std::string prefix() const { return std::to_string(actor.value) + "/"; }
};

// As the server answers a sign-in, and as a device remembers it. Errors: `server_error`, those of JSON.
Result<Account> read_account(std::string_view json);

}  // namespace gezhi::app
