#include "core/cases/unit_check.h"

#include <algorithm>

#include "core/cases/wording.h"

namespace gezhi {
namespace {

constexpr std::uint32_t kAllDays = 0x7f;
constexpr std::uint32_t kMinutesOfDay = 24 * 60;

// "" = fine; else what is wrong, behind the field.
std::string wrong_hours(const DutyHours& hours) {
  if (hours.days == 0 || (hours.days & ~kAllDays) != 0) return ".days: no day of the week";
  if (hours.from_minute >= kMinutesOfDay) return ".from_minute: not within 0..1439";
  if (hours.to_minute >= kMinutesOfDay) return ".to_minute: not within 0..1439";
  return {};
}

std::string wrong(const Unit& unit, const GridTree& grids) {
  if (unit.id.is_none()) return ".id: is missing";
  if (unit.kind == UnitKind::none) return ".kind: is missing";
  if (!is_said(unit.name)) return ".name: is empty";
  // Without an area it stands above the street.
  if (!unit.area.is_none() && grids.find(unit.area) == nullptr) {
    return ".area: grid " + std::to_string(unit.area.value) + " is none of this street";
  }
  for (std::size_t i = 0; i < unit.duty.size(); ++i) {
    const std::string hours = wrong_hours(unit.duty[i]);
    if (!hours.empty()) return ".duty[" + std::to_string(i) + "]" + hours;
  }
  return {};
}

}  // namespace

Result<Done> check_units(const std::vector<Unit>& units, const GridTree& grids) {
  for (auto at = units.begin(); at != units.end(); ++at) {
    const auto same = [&](const Unit& other) { return other.id == at->id; };
    const bool twice = std::any_of(units.begin(), at, same);
    const std::string what = twice ? ".id: stands there twice" : wrong(*at, grids);
    if (what.empty()) continue;
    return Error{"bad_unit", "units[" + std::to_string(at - units.begin()) + "]" + what};
  }
  return Done{};
}

}  // namespace gezhi
