#include "web/screens/forms/begin.h"

#include <algorithm>
#include <utility>

#include "core/cases/triage.h"
#include "core/cases/wording.h"
#include "web/here.h"
#include "web/widgets/i18n.h"

namespace gezhi::screens {
namespace {

using ui::tr;

template <std::size_t... I>
std::optional<CaseOp> blank_of(OpKind kind, std::index_sequence<I...>) {
  std::optional<CaseOp> made;
  const auto attempt = [&]<std::size_t N>() {
    using Op = CaseOp::Type<N>;
    if (Op::kKind == kind) made = CaseOp(Op());
  };
  (attempt.template operator()<I>(), ...);
  return made;
}

struct Begin {
  const Case& one;
  const World& world;
  const Permission& permission;

  template <class T>
  void operator()(T&) const {}

  void operator()(TriageCase& op) const {
    op.level = one.triages.empty() ? TriageLevel::first : TriageLevel::second;
  }
  // What its author saw, should somebody else place it meanwhile.
  void operator()(PlaceCase& op) const { op.base = one.place; }
  void operator()(EditField& op) const {
    op.field = CaseField::text;
    op.value = one.text;
    op.base = one.text;
  }
  void operator()(SettleConflict& op) const {
    for (const Conflict& conflict : one.conflicts) {
      if (conflict.settled || conflict.field == CaseField::place) continue;
      op.conflict = conflict.op;
      op.value = conflict.yours;
      return;
    }
  }
  // Where only one is left there is nothing to choose.
  void operator()(DisposeThing& op) const {
    const Thing* left = the_only([](const Thing& thing) { return thing.settled() < thing.most; });
    if (left == nullptr) return;
    op.thing = left->id;
    op.measure = left->measure;
  }
  void operator()(ConfirmThing& op) const {
    const Thing* left =
        the_only([](const Thing& thing) { return thing.child && !thing.confirmed; });
    if (left != nullptr) op.thing = left->id;
  }
  void operator()(AnswerHop& op) const {
    op.hop = the_only_number(one.chain, [](const Hop& hop) { return !hop.answered; });
  }
  void operator()(BlowWhistle& op) const { op.tasks.resize(1); }
  void operator()(IssueNotice& op) const {
    if (one.rectify && one.rectify->state == RectifyState::proposed) {
      op.notice.items = one.rectify->notice.items;
      op.notice.findings = one.rectify->notice.findings;
    }
  }
  void operator()(OrderReinspection& op) const {
    op.order.kind = TaskKind::reinspect;
    op.order.mandatory = true;
    if (one.rectify) op.order.unit = one.rectify->issuer;
  }
  void operator()(OpenMediation& op) const { op.parties.resize(2); }
  void operator()(ConcludeAgreement& op) const { op.obligations.resize(1); }
  void operator()(RecordPerformance& op) const { op.obligation = only_obligation(); }
  void operator()(RecordBreach& op) const { op.obligation = only_obligation(); }
  // Whom it came from is the unit that one thinks of first.
  void operator()(LowerTier& op) const {
    if (one.mediate && !one.mediate->handovers.empty())
      op.order.unit = one.mediate->handovers.back().from_unit;
  }
  void operator()(RecurCase& op) const { op.reopen = world.policy().recurrence_reopens; }

 private:
  // The number from 1 of the only one that fits; 0 when there are several or none.
  template <class T, class Fits>
  static std::uint32_t the_only_number(const std::vector<T>& all, Fits fits) {
    if (std::count_if(all.begin(), all.end(), fits) != 1) return 0;
    return static_cast<std::uint32_t>(std::find_if(all.begin(), all.end(), fits) - all.begin() + 1);
  }
  template <class Fits>
  const Thing* the_only(Fits fits) const {
    const std::uint32_t number = the_only_number(one.things, fits);
    return number == 0 ? nullptr : &one.things[number - 1];
  }
  std::uint32_t only_obligation() const {
    if (!one.mediate) return 0;
    return the_only_number(one.mediate->obligations,
                           [](const Obligation& owed) { return !owed.performed; });
  }
};

void drop_unsaid(std::vector<std::string>& list) {
  const auto mute = [](const std::string& text) { return !is_said(text); };
  list.erase(std::remove_if(list.begin(), list.end(), mute), list.end());
}

struct Finish {
  const Case& one;
  const Permission& permission;

  template <class T>
  void operator()(T& op) const {
    if constexpr (requires { TaskId{op.task}; }) {
      if (!permission.task.is_nil()) op.task = permission.task;
    }
    if constexpr (requires { Fix{op.fix}; }) app::take_fix(op.fix);
  }
  void operator()(BlowWhistle& op) const {
    for (TaskOrder& order : op.tasks) order.id = app::new_task_id();
  }
  void operator()(OrderReinspection& op) const { op.order.id = app::new_task_id(); }
  void operator()(RaiseTier& op) const { op.order.id = app::new_task_id(); }
  void operator()(LowerTier& op) const { op.order.id = app::new_task_id(); }
  void operator()(Escalate& op) const {
    const Task* task = one.find_task(op.task);
    op.unit = task != nullptr ? task->unit : UnitId{};
    if (op.rung == Rung::refer) op.reason.clear();
  }
  void operator()(ProposeNotice& op) const {
    drop_unsaid(op.items);
    drop_unsaid(op.findings);
  }
  void operator()(IssueNotice& op) const {
    drop_unsaid(op.notice.items);
    drop_unsaid(op.notice.findings);
  }
  void operator()(CallChain& op) const { drop_unsaid(op.who); }
  // The rule is named when what it proposed was chosen.
  void operator()(RestrictCase& op) const {
    const World* world = app::world_of(one);
    if (world == nullptr) return;
    const RestrictSuggestion found = suggest_restricted(world->policy(), one.text, one.category);
    const bool follows = found.rule != nullptr && found.rule->restricted == op.restricted;
    op.rule = follows ? found.rule->id : std::string();
  }
};

}  // namespace

std::optional<CaseOp> blank_op(OpKind kind) {
  constexpr std::size_t kCount = CaseOp::kCount;
  return blank_of(kind, std::make_index_sequence<kCount>{});
}

std::optional<CaseOp> begin_op(const Case& one, const World& world, const Permission& permission) {
  std::optional<CaseOp> op = blank_op(permission.kind);
  if (op) op->visit(Begin{one, world, permission});
  return op;
}

std::string suggested_text(const FormScope& scope, std::string_view name) {
  const auto own_unit = [&] {
    const Unit* unit = scope.world.find_unit(scope.permission.grant.unit);
    return unit != nullptr ? unit->name : std::string();
  };
  const OpKind kind = scope.kind();
  if (!scope.must_say(name)) return {};
  if (name == "role") {
    if (scope.path.ends_with(".0")) return tr("ui.act.party_1");
    return scope.path.ends_with(".1") ? tr("ui.act.party_2") : std::string();
  }
  if (name == "order") {
    if (kind == OpKind::blow_whistle) return tr("ui.act.whistle_order");
    return tr(kind == OpKind::order_reinspection ? "ui.act.reinspect_order"
                                                 : "ui.act.mediate_order");
  }
  if (kind == OpKind::conclude_investigation && scope.one.investigate)
    return scope.one.investigate->office;
  return own_unit();
}

void finish_op(const Case& one, const Permission& permission, CaseOp& op) {
  op.visit(Finish{one, permission});
}

}  // namespace gezhi::screens
