#include "web/screens/parts/leads.h"

#include <algorithm>

#include "web/here.h"
#include "web/screens/forms/op_form.h"
#include "web/screens/parts/case_parts.h"

namespace gezhi::screens {
namespace {

// What nobody does instead of what was refused: it is found on the case's own page.
constexpr SetOf<OpKind> kOnTheCasePage(OpKind::add_note, OpKind::read_contact, OpKind::edit_field,
                                       OpKind::ask_void, OpKind::restrict_case);

struct OwnScreen {
  OpKind kind = OpKind::unknown;
  std::string_view route;
  bool of_case = false;  // the case's id follows
};
constexpr OwnScreen kOwnScreens[] = {
    {OpKind::verify_result, "/verify/", true},
    {OpKind::visit_result, "/visit/", true},
    {OpKind::settle_conflict, "/conflicts"},
    {OpKind::sample_result, "/sampling"},
    {OpKind::decide_appeal, "/appeals"},
    {OpKind::reporter_word, "/mine"},
    {OpKind::appeal_case, "/mine"},
};

}  // namespace

std::string route_of(const Case& one, const Permission& permission) {
  const std::string id = app::path_of(one);
  for (const OwnScreen& own : kOwnScreens) {
    if (own.kind == permission.kind) return std::string(own.route) + (own.of_case ? id : "");
  }
  if (has_op_form(permission.kind)) return act_route(one, permission);
  const bool of_desk = app::main_work() == app::Work::desk;
  if (!permission.task.is_nil() && !of_desk)
    return "/task/" + id + "?task=" + to_text(permission.task.value);
  return of_desk ? "/desk/" + id : "/case/" + id;
}

std::vector<Lead> leads_of(const Case& one, std::size_t most) {
  std::vector<Lead> leads;
  SetOf<OpKind> seen;
  for (const Permission& permission : app::permissions(one)) {
    const bool offered = permission.outcome.applied() && !kOnTheCasePage.has(permission.kind);
    if (!offered || seen.has(permission.kind) || leads.size() >= most) continue;
    seen = seen | SetOf<OpKind>(permission.kind);
    leads.push_back({word("action", permission.kind), route_of(one, permission)});
  }
  return leads;
}

}  // namespace gezhi::screens
