// Who answers for a case in the state that its reporter is told of (TellProgress): the entry names nobody, and a
// citizen asks who is at it. A post, never a person; what the street did by itself its desk answers for.
// Texts: `told_by.<name>`.
#pragma once

#include <array>
#include <string_view>

#include "core/cases/vocabulary.h"

namespace gezhi {

enum class ToldBy : std::uint8_t { desk, unit };
constexpr std::array<std::string_view, 2> names_of(ToldBy) { return {"desk", "unit"}; }

constexpr ToldBy told_by(CaseState state) {
  constexpr SetOf<CaseState> kByUnit(CaseState::handling, CaseState::feedback);
  return kByUnit.has(state) ? ToldBy::unit : ToldBy::desk;
}

}  // namespace gezhi
