// A street whose steward takes its turns, as the server's does; what people do to it must be let through.
#pragma once

#include <doctest/doctest.h>

#include <string>

#include "core/journal/steward.h"
#include "tests/support/street.h"

namespace gezhi::test {

struct StewardedStreet {
  Street street;
  SamplingSecret secret;

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
