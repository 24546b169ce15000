// A street whose steward takes its turns, as the server's does; what people do to it must be let through.
// Nothing is sampled unless a test says so.
#pragma once

#include <doctest/doctest.h>

#include <string>

#include "core/journal/steward.h"
#include "tests/support/street.h"

namespace gezhi::test {

struct StewardedStreet {
  Street street;
  StreetSecret secret = {{1}};

  StewardedStreet() { set_policy(8, 0); }

  void set_policy(std::uint32_t version, std::int32_t sample_percent, bool reopens = false) {
    Policy policy = default_policy();
    policy.version = version;
    policy.sample_percent = sample_percent;
    policy.recurrence_reopens = reopens;
    act("system", {}, SetPolicy{policy});
  }

  const Case& at(CaseId id) const { return street.at(id); }

  template <class T>
  void act(const std::string& who, CaseId id, const T& payload) {
    const Outcome outcome = street.act(who, id, payload);
    CAPTURE(std::string(name_of(T::kKind)));
    CAPTURE(outcome.detail);
    REQUIRE(std::string(name_of(outcome.refusal)) == "none");
  }

  // Takes in everything that is due; how many operations that were.
  int tick() {
    int taken = 0;
    while (take_one()) ++taken;
    return taken;
  }

 private:
  bool take_one() {
    for (const auto& [id, one] : street.world().own_cases()) {
      const auto due = due_operations(street.world(), one, street.now(), secret);
      if (due.empty()) continue;
      REQUIRE_FALSE(street.ledger().find_receipt(due[0].id).has_value());
      REQUIRE(street.admit(due[0]).applied());
      return true;
    }
    return false;
  }
};

}  // namespace gezhi::test
