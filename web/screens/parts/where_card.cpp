#include "web/screens/parts/where_card.h"

#include <algorithm>
#include <vector>

#include "web/here.h"
#include "web/widgets/ui.h"

namespace gezhi::screens {
namespace {

using ui::tr;

// Never the first of the list in silence: there nobody may look.
void choose_street(Where& where, bool tried) {
  const std::vector<ShardId>& streets = app::streets();
  if (!app::street_of(where.place.place).is_none() || streets.size() < 2) return;
  std::vector<std::string> names;
  for (const ShardId street : streets) names.push_back(app::street_name(street));
  const auto said = std::find(streets.begin(), streets.end(), where.street);
  int chosen = said == streets.end() ? -1 : static_cast<int>(said - streets.begin());
  const bool missing = tried && chosen < 0;
  if (ui::select(tr("ui.place.street"), names, chosen, tr("ui.place.street_hint"),
                 missing ? tr("ui.place.street_missing") : std::string(), ui::Asked::required)) {
    where.street = streets[static_cast<std::size_t>(chosen)];
  }
}

}  // namespace

void where_card(Where& where, bool tried) {
  where.place.own_position = !app::acts_as(kDeskRoles);
  ui::card_begin();
  ui::heading(tr("ui.report.where"));
  const bool missing = tried && !where.place.chosen;
  place_form(where.place, missing ? tr("ui.report.place_missing") : std::string());
  if (where.place.chosen) choose_street(where, tried);
  ui::card_end();
}

ShardId street_of(Where& where) {
  settle_place(where.place);
  const ShardId told = app::street_of(where.place.place);
  return told.is_none() ? where.street : told;
}

bool is_complete(Where& where) { return where.place.chosen && !street_of(where).is_none(); }

}  // namespace gezhi::screens
