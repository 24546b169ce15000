#include "web/screens/parts/presence.h"

#include "core/journal/op.h"
#include "web/here.h"
#include "web/screens/parts/case_parts.h"

namespace gezhi::screens {

using ui::Icon;
using ui::Tone;
using ui::tr;

ui::Chip presence_chip(Presence presence, std::uint32_t away_m) {
  const std::string away = app::length_text(std::int64_t{away_m} * 1000);
  switch (presence) {
    case Presence::none: break;
    case Presence::there: return {word("presence", presence), Tone::success, Icon::location};
    case Presence::away: return {tr("ui.case.away", away), Tone::danger, Icon::warning};
    case Presence::not_known: return {word("presence", presence), Tone::warning, Icon::location};
  }
  return {};
}

std::string presence_text(const World& world, const Case& one, const HistoryLine& line) {
  Op op;
  op.kind = line.kind;
  op.payload = line.payload;
  const Payload payload = read_payload(op);
  const auto* made = std::get_if<CaseOp>(&payload);
  std::optional<Fix> fix;
  if (made != nullptr) {
    made->visit([&](const auto& each) {
      if constexpr (requires { Fix{each.fix}; }) fix = each.fix;
    });
    if (const auto* arrive = made->get<ArriveTask>())
      fix = Fix{arrive->point, arrive->accuracy_m, {}};
  }
  if (!fix) return {};
  const Whereabouts where = whereabouts_of(world.policy(), one.place, fix->point, fix->accuracy_m);
  if (where.presence == Presence::none) return {};
  const std::string text = presence_chip(where.presence, where.away_m).text;
  return fix->why_away.empty() ? text : text + " · " + fix->why_away;
}

void presence_field(const Case& one, Fix& fix) {
  const World* world = app::world_of(one);
  if (world == nullptr) return;
  app::take_fix(fix);
  const Whereabouts where = whereabouts_of(world->policy(), one.place, fix.point, fix.accuracy_m);
  if (where.presence == Presence::none) return;
  ui::chips({presence_chip(where.presence, where.away_m)});
  if (where.presence != Presence::away) return;
  ui::text_field("why_away", tr("field.why_away"), fix.why_away,
                 {.required = true, .max_length = 100});
}

}  // namespace gezhi::screens
