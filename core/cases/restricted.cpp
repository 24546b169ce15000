#include "core/cases/restricted.h"

#include <algorithm>

#include "core/cases/op_kinds.h"

namespace gezhi {
namespace {

bool says_nothing(const Case& one) {
  return one.refused.empty() &&
         std::all_of(one.history.begin(), one.history.end(), [](const HistoryLine& line) {
           return line.kind == static_cast<std::uint32_t>(OpKind::erase_case);
         });
}

}  // namespace

std::vector<const Case*> line_of(const World& world, const Case& one) {
  std::vector<const Case*> line{&one};
  while (line.size() < 3 && !line.back()->parent.is_nil()) {
    const Case* parent = world.find(line.back()->parent);
    if (parent == nullptr) break;
    line.push_back(parent);
  }
  return line;
}

std::vector<const Case*> matter_of(const World& world, const Case& one) {
  std::vector<const Case*> matter{&one};
  for (const CaseId part : one.children) {
    const Case* found = world.find(part);
    if (found != nullptr && found->state == CaseState::merged) matter.push_back(found);
  }
  return matter;
}

bool is_guarded(const std::vector<const Case*>& line) {
  return std::any_of(line.begin(), line.end(),
                     [](const Case* each) { return each->restricted != Restricted::none; });
}

TimeMs ended_at(const Case& one) {
  TimeMs at;
  for (const HistoryLine& line : one.history) {
    if (!kFinalStates.has(line.state)) {
      at = {};
    } else if (at.is_none()) {
      at = line.when.received;
    }
  }
  return at;
}

int weight_of(Restricted value) {
  switch (value) {
    case Restricted::none: return 0;
    case Restricted::welfare: return 1;
    case Restricted::minor: return 2;
    case Restricted::family_violence: return 3;
    case Restricted::sexual: return 4;  // never mediated, whatever else it is
  }
  return 0;
}

namespace {

// What it is part of, and its own parts, merged or not.
std::vector<const Case*> whole_and_parts(const World& world, const Case& one) {
  std::vector<const Case*> all = line_of(world, one);
  for (const CaseId part : one.children) {
    if (const Case* found = world.find(part)) all.push_back(found);
  }
  return all;
}

}  // namespace

bool concerns_minor(const World& world, const Case& one) {
  const std::vector<const Case*> all = whole_and_parts(world, one);
  return std::any_of(all.begin(), all.end(), [](const Case* each) { return each->of_minor; });
}

Restricted class_of(const World& world, const Case& one) {
  const std::vector<const Case*> all = whole_and_parts(world, one);
  const auto gravest = std::max_element(all.begin(), all.end(), [](const Case* a, const Case* b) {
    return weight_of(a->restricted) < weight_of(b->restricted);
  });
  return (*gravest)->restricted;
}

PointE7 shown_point(const World& world, const Case& one, const GridTree& tree,
                    const GridShapes& shapes) {
  if (!is_guarded(line_of(world, one))) return one.place.point;
  const std::int64_t shape = shapes.find(tree.at_level(one.place.grid, GridLevel::village));
  return shape < 0 ? PointE7{} : shapes.label_point(static_cast<std::uint32_t>(shape));
}

bool may_get(const World& world, const Case& one, const Unit& unit) {
  constexpr SetOf<UnitKind> kBelow(UnitKind::village_grid, UnitKind::governance_station);
  return !kBelow.has(unit.kind) || class_of(world, one) == Restricted::none;
}

TimeMs erase_due(const World& world, const Case& one) {
  const std::int64_t days = world.policy().restricted_retention_days;
  const auto line = line_of(world, one);
  if (days == 0 || !is_guarded(line)) return {};
  if (!one.erased.is_none()) return says_nothing(one) ? TimeMs{} : one.erased;
  TimeMs ended;
  for (const Case* each : line) {
    if (!each->erased.is_none()) continue;
    if (!kFinalStates.has(each->state)) return {};
    ended = std::max({ended, ended_at(*each), each->restricted_since});
  }
  return ended + days * kDayMs;
}

TimeMs contact_due(const World& world, const Case& one) {
  const std::int64_t days = world.policy().contact_retention_days;
  if (days == 0 || !kFinalStates.has(one.state)) return {};
  return ended_at(one) + days * kDayMs;
}

}  // namespace gezhi
