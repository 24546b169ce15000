#include "web/screens/parts/case_things.h"

#include <algorithm>
#include <map>
#include <vector>

#include "web/here.h"
#include "web/screens/forms/things.h"
#include "web/screens/parts/case_parts.h"

namespace gezhi::screens {
namespace {

using ui::Icon;
using ui::Tone;
using ui::tr;

std::vector<ui::Chip> chips_of(const Thing& thing) {
  std::vector<ui::Chip> chips;
  chips.push_back(thing.counted ? ui::Chip{tr("ui.act.counted"), Tone::info, Icon::check}
                                : ui::Chip{tr("ui.act.estimated"), Tone::neutral, Icon::info});
  const bool left = thing.settled() < thing.most;
  chips.push_back(left ? ui::Chip{tr("ui.case.left", left_text(thing)), Tone::warning, Icon::clock}
                       : ui::Chip{tr("ui.case.settled"), Tone::success, Icon::check_circle});
  if (thing.child) {
    chips.push_back(thing.confirmed
                        ? ui::Chip{tr("ui.case.confirmed_there"), Tone::success, Icon::visit}
                        : ui::Chip{tr("ui.case.to_confirm"), Tone::warning, Icon::visit});
  }
  return chips;
}

std::string disposed_text(const World& world, const Thing& thing, const Disposed& one) {
  std::string text = amount_text(thing.measure, one.amount);
  if (!one.unit.is_none()) text += " · " + app::unit_name(world, one.unit);
  if (!one.to.empty()) text += " → " + one.to;
  if (!one.receipt.empty()) text += " · " + tr("ui.case.receipt", one.receipt);
  return text;
}

void thing_card(const World& world, const Thing& thing) {
  ui::card_begin();
  ui::text(thing_text(thing), {.weight = ui::Weight::strong});
  ui::chips(chips_of(thing));
  std::vector<ui::Pair> pairs;
  for (const Disposed& one : thing.disposed) {
    pairs.push_back({word("disposition", one.how), disposed_text(world, thing, one)});
  }
  if (!pairs.empty()) ui::key_values(pairs);
  ui::card_end();
}

// The reconciliation by unit (S1-28): what went through whose hands.
void by_unit(const World& world, const Case& one) {
  std::map<UnitId, std::map<Measure, std::int64_t>> sums;
  for (const Thing& thing : one.things) {
    for (const Disposed& each : thing.disposed) sums[each.unit][thing.measure] += each.amount;
  }
  if (sums.empty()) return;
  std::vector<ui::Pair> pairs;
  for (const auto& [unit, amounts] : sums) {
    std::string text;
    for (const auto& [measure, amount] : amounts) {
      text += (text.empty() ? "" : " · ") + amount_text(measure, amount);
    }
    pairs.push_back(
        {unit.is_none() ? tr("ui.app.unknown_unit") : app::unit_name(world, unit), text});
  }
  ui::card_begin();
  ui::small_text(tr("ui.case.by_unit"));
  ui::key_values(pairs);
  ui::card_end();
}

}  // namespace

void case_things(const Case& one) {
  const World* world = app::world_of(one);
  if (world == nullptr || one.things.empty()) return;
  ui::heading(tr("ui.case.things"));
  for (const Thing& thing : one.things) {
    ui::push_id(static_cast<int>(thing.id));
    thing_card(*world, thing);
    ui::pop_id();
  }
  by_unit(*world, one);
}

}  // namespace gezhi::screens
