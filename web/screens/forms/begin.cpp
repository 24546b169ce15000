#include "web/screens/forms/begin.h"

#include <algorithm>
#include <utility>

#include "core/cases/guards.h"
#include "core/cases/triage.h"
#include "web/app/data.h"
#include "web/app/places.h"
#include "web/app/submit.h"
#include "web/widgets/i18n.h"

namespace gezhi::screens {
namespace {

using ui::tr;

template <std::size_t... I>
std::optional<CaseOp> blank_of(OpKind kind, std::index_sequence<I...>) {
  std::optional<CaseOp> made;
  const auto attempt = [&]<std::size_t N>() {
    using Op = std::variant_alternative_t<N, CaseOp>;
    if (Op::kKind == kind) made = CaseOp(std::in_place_index<N>);
  };
  (attempt.template operator()<I>(), ...);
  return made;
}

struct Begin {
  const Case& one;
  const World& world;
  const Permission& permission;

  std::string own_unit() const {
    const Unit* unit = world.find_unit(permission.grant.unit);
    return unit != nullptr ? unit->name : std::string();
  }

  template <class T>
  void operator()(T&) const {}

  void operator()(TriageCase& op) const {
    op.level = one.triages.empty() ? TriageLevel::first : TriageLevel::second;
  }
  void operator()(RestrictCase& op) const {
    op.restricted = one.restricted;
    const RestrictSuggestion found = suggest_restricted(world.policy(), one.text, one.category);
    if (found.rule == nullptr || one.restricted != Restricted::none) return;
    op.restricted = found.rule->restricted;
    op.reason = found.rule->why;
    op.rule = found.rule->id;
  }
  void operator()(EditField& op) const {
    op.field = CaseField::text;
    op.value = one.text;
    op.base = one.text;
  }
  void operator()(SettleConflict& op) const {
    for (const Conflict& conflict : one.conflicts) {
      if (conflict.settled) continue;
      op.conflict = conflict.op;
      op.value = conflict.yours;
      return;
    }
  }
  void operator()(DisposeThing& op) const {
    for (const Thing& thing : one.things) {
      if (thing.settled() >= thing.most) continue;
      op.thing = thing.id;
      op.measure = thing.measure;
      return;
    }
  }
  void operator()(ConfirmThing& op) const {
    for (const Thing& thing : one.things) {
      if (!thing.child || thing.confirmed) continue;
      op.thing = thing.id;
      return;
    }
  }
  void operator()(CallChain& op) const {
    op.who = {tr("ui.act.chain_1"), tr("ui.act.chain_2"), tr("ui.act.chain_3")};
  }
  void operator()(AnswerHop& op) const {
    for (std::size_t i = 0; i < one.chain.size(); ++i) {
      if (one.chain[i].answered) continue;
      op.hop = static_cast<std::uint32_t>(i + 1);
      return;
    }
  }
  void operator()(BlowWhistle& op) const {
    op.tasks.resize(1);
    op.tasks.front().order = tr("ui.act.whistle_order");
  }
  void operator()(Escalate& op) const {
    auto highest = Rung::none;
    for (const Escalation& rung : one.escalations) {
      if (rung.unit.is_none()) highest = std::max(highest, rung.rung);
    }
    op.rung =
        static_cast<Rung>(std::min(static_cast<int>(highest) + 1, static_cast<int>(Rung::refer)));
  }
  void operator()(IssueNotice& op) const {
    if (one.rectify && one.rectify->state == RectifyState::proposed) {
      op.notice.items = one.rectify->notice.items;
      op.notice.findings = one.rectify->notice.findings;
    }
    op.notice.authority = own_unit();
  }
  void operator()(OrderReinspection& op) const {
    op.order.kind = TaskKind::reinspect;
    op.order.mandatory = true;
    op.order.order = tr("ui.act.reinspect_order");
    if (one.rectify) op.order.unit = one.rectify->issuer;
  }
  void operator()(ReferEnforcement& op) const { op.office = own_unit(); }
  void operator()(OpenMediation& op) const {
    op.parties.resize(2);
    op.parties[0].role = tr("ui.act.party_1");
    op.parties[1].role = tr("ui.act.party_2");
  }
  void operator()(ScheduleSession& op) const { op.place = own_unit(); }
  void operator()(ConcludeAgreement& op) const {
    op.obligations.resize(1);
    if (one.mediate && one.mediate->parties.size() > 1) {
      op.obligations.front().who = one.mediate->parties[1].role;
    }
  }
  void operator()(RecordPerformance& op) const { op.obligation = first_obligation(); }
  void operator()(RecordBreach& op) const { op.obligation = first_obligation(); }
  void operator()(RaiseTier& op) const {
    if (one.mediate)
      op.tier = next_tier(OpKind::raise_tier, [](Tier to) { return CaseOp(RaiseTier{to, {}}); });
    op.order.order = tr("ui.act.mediate_order");
  }
  // Back to whom it came from, or one step down.
  void operator()(LowerTier& op) const {
    if (one.mediate)
      op.tier = next_tier(OpKind::lower_tier, [](Tier to) {
        return CaseOp(LowerTier{to, {}, false, {}});
      });
    if (one.mediate && !one.mediate->handovers.empty()) {
      op.tier = one.mediate->handovers.back().from;
      op.order.unit = one.mediate->handovers.back().from_unit;
    }
    op.order.order = tr("ui.act.mediate_order");
  }
  void operator()(WithdrawMediation& op) const {
    if (one.mediate && !one.mediate->parties.empty()) op.by = one.mediate->parties.front().role;
  }
  void operator()(StartInvestigation& op) const { op.office = own_unit(); }
  void operator()(ConcludeInvestigation& op) const {
    op.office = one.investigate ? one.investigate->office : own_unit();
  }
  void operator()(RecurCase& op) const { op.reopen = world.policy().recurrence_reopens; }

 private:
  // The last of the tiers that may follow: the street rather than a consultation on the way.
  template <class Make>
  Tier next_tier(OpKind kind, Make make) const {
    Tier next = one.mediate->tier;
    for (std::size_t i = 0; i < names_of(Tier{}).size(); ++i) {
      const CaseOp op = make(static_cast<Tier>(i));
      const Attempt attempt{kind, {}, &op};
      const bool fits = check_guard(Refusal::tier_skipped, world, {}, &one, attempt).applied();
      if (fits) next = static_cast<Tier>(i);
    }
    return next;
  }
  std::uint32_t first_obligation() const {
    if (!one.mediate) return 0;
    const std::vector<Obligation>& all = one.mediate->obligations;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (!all[i].performed) return static_cast<std::uint32_t>(i + 1);
    }
    return 0;
  }
};

void drop_empty(std::vector<std::string>& list) {
  list.erase(std::remove(list.begin(), list.end(), std::string()), list.end());
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
    drop_empty(op.items);
    drop_empty(op.findings);
  }
  void operator()(IssueNotice& op) const {
    drop_empty(op.notice.items);
    drop_empty(op.notice.findings);
  }
  void operator()(CallChain& op) const { drop_empty(op.who); }
};

}  // namespace

std::optional<CaseOp> begin_op(const Case& one, const World& world, const Permission& permission) {
  constexpr std::size_t kCount = std::variant_size_v<CaseOp>;
  std::optional<CaseOp> op = blank_of(permission.kind, std::make_index_sequence<kCount>{});
  if (op) std::visit(Begin{one, world, permission}, *op);
  return op;
}

void finish_op(const Case& one, const Permission& permission, CaseOp& op) {
  std::visit(Finish{one, permission}, op);
}

}  // namespace gezhi::screens
