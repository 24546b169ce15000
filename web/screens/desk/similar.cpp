#include "web/screens/desk/similar.h"

#include "core/cases/similar.h"
#include "web/here.h"
#include "web/screens/parts/case_parts.h"

namespace gezhi::screens {

using ui::tr;

std::vector<Similar> similar_cases(const Case& subject, Nature nature, PointE7 point,
                                   bool merging) {
  std::vector<Similar> found;
  const World* world = app::world_of(subject);
  if (world == nullptr) return found;
  const SimilarTo asked{nature, point, subject.reported.at, subject.id};
  for (const SimilarCase& like : gezhi::similar_cases(*world, asked)) {
    if (like.how != Likeness::duplicate || (merging && !like.same_nature)) continue;
    found.push_back({like.one, like.distance_mm, like.apart_ms});
  }
  return found;
}

std::string similar_text(const Similar& similar) {
  return tr("ui.desk.apart", app::length_text(similar.distance_mm),
            app::duration_text(similar.apart_ms));
}

void similar_list(std::string_view name, const std::vector<Similar>& similar, CaseId& chosen,
                  bool choose) {
  ui::list_begin(name);
  for (const Similar& one : similar) {
    ui::Row row = case_row_of(*one.one);
    row.title = app::open_text(*one.one);
    row.subtitle = similar_text(one);
    row.trailing = "";
    row.selected = choose && chosen == one.one->id;
    row.chevron = false;
    ui::push_id(small_id(*one.one));
    if (ui::list_row(row) && choose) chosen = one.one->id;
    ui::pop_id();
  }
  ui::list_end();
}

}  // namespace gezhi::screens
