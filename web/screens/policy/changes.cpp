#include "web/screens/policy/changes.h"

#include "web/here.h"
#include "web/platform/session.h"
#include "web/screens/parts/case_parts.h"

namespace gezhi::screens {
namespace {

using ui::Icon;
using ui::Tone;
using ui::tr;

enum class Asked { nothing, confirm, withdraw };

struct Asking {
  Asked what = Asked::nothing;
  bool open = false;
};

Asking& asking = platform::of_session<Asking>();

const Grant* grant_among(const World& world, Roles roles) {
  for (const Grant& grant : app::account().grants) {
    const bool here = grant.shard.is_none() || grant.shard == world.shard();
    if (here && roles.has(grant.role)) return &grant;
  }
  return nullptr;
}

std::string joined(const std::vector<std::string>& all) {
  std::string text;
  for (const std::string& one : all) text += (text.empty() ? "" : tr("ui.policy.and")) + one;
  return text;
}

// Of a change that is over the rules it would have changed are gone: the version says which it was.
std::string subject_of(const StreetChange& change) {
  if (!change.policy) {
    std::vector<std::string> names;
    for (const Unit& unit : change.units) names.push_back(unit.name);
    return tr("ui.policy.change_units", joined(names));
  }
  return tr("ui.policy.change_rules", std::to_string(change.policy->version));
}

std::string weakens(const World& world, const StreetChange& change) {
  return change.policy ? weakened_words(world.policy(), *change.policy)
                       : joined(weakened(world.units(), world.grids(), change.units));
}

std::string who(Role role, ActorId actor) {
  return actor.is_none() ? tr("ui.policy.by_server") : word("role", role);
}

ui::Chip chip_of(ChangeState state) {
  const bool open = state == ChangeState::proposed || state == ChangeState::confirmed;
  return {word("change_state", state), open ? Tone::warning : Tone::neutral};
}

void buttons(const World& world, const StreetChange& change) {
  const Grant* grant = grant_among(world, kChangeRoles);
  if (grant == nullptr) return;
  const bool own = change.by == app::account().actor;
  if (change.state == ChangeState::proposed) {
    const ui::ButtonOptions options{.icon = Icon::check,
                                    .enabled = !own,
                                    .why_not = own ? tr("refusal.same_person") : std::string()};
    if (ui::primary_button(tr("ui.policy.change_confirm"), options))
      asking = {Asked::confirm, true};
  }
  if (ui::secondary_button(tr("ui.policy.change_withdraw"), {.icon = Icon::close}))
    asking = {Asked::withdraw, true};
}

void pending(const World& world, const StreetChange& change) {
  ui::card_begin();
  ui::chips({chip_of(change.state)});
  ui::paragraph(subject_of(change));
  const std::string what = weakens(world, change);
  if (!what.empty()) ui::banner(Tone::warning, tr("ui.policy.weakens", what));
  std::vector<ui::Pair> lines{
      {tr("ui.policy.proposed_by"), who(change.role, change.by)},
      {tr("ui.policy.proposed_at"), app::time_text(change.proposed.received)}};
  if (!change.due.is_none()) {
    lines.push_back({tr("ui.policy.confirmed_by"), who(change.confirmed_as, change.confirmed_by)});
    lines.push_back({tr("ui.policy.in_force_at"), app::time_text(change.due)});
  }
  ui::key_values(lines);
  if (!change.reason.empty()) ui::small_text(change.reason);
  ui::small_text(tr("ui.policy.two_persons"));
  buttons(world, change);
  ui::card_end();
}

void past(const World& world) {
  bool any = false;
  const auto& all = world.changes();
  for (auto at = all.rbegin(); at != all.rend(); ++at) {
    if (at->is_open()) continue;
    if (!any) ui::list_begin(tr("ui.policy.changes_past"));
    any = true;
    ui::push_id(small_id(at->op.value));
    ui::list_row({.icon = Icon::settings,
                  .title = subject_of(*at),
                  .subtitle = who(at->role, at->by),
                  .note = app::time_text(at->proposed.received),
                  .chip = chip_of(at->state)});
    ui::pop_id();
  }
  if (any) ui::list_end();
}

void answer(const World& world, const StreetChange& change) {
  const bool confirms = asking.what == Asked::confirm;
  const std::string title = tr(confirms ? "ui.policy.change_confirm" : "ui.policy.change_withdraw");
  const int yes = ui::confirm(
      "street_change", title,
      tr(confirms ? "ui.policy.sure_confirm" : "ui.policy.sure_withdraw", weakens(world, change)),
      title, tr("ui.common.cancel"), asking.open, confirms);
  const Grant* grant = grant_among(world, kChangeRoles);
  if (yes != 1 || grant == nullptr) return;
  const ShardOp op =
      confirms ? ShardOp{ConfirmChange{change.op}} : ShardOp{WithdrawChange{change.op, {}}};
  const app::Sent sent = app::submit(world.shard(), *grant, op);
  const bool fine = sent.outcome.applied();
  ui::toast(fine ? tr(confirms ? "ui.policy.change_confirmed" : "ui.policy.change_withdrawn")
                 : app::refusal_text(world, sent.outcome),
            fine ? Tone::success : Tone::danger);
}

}  // namespace

void policy_changes(const World& world) {
  if (world.changes().empty() || grant_among(world, kDataReportRoles | kChangeRoles) == nullptr)
    return;
  ui::heading(tr("ui.policy.changes"));
  const StreetChange* open = world.open_change();
  if (open != nullptr) {
    pending(world, *open);
    answer(world, *open);
  }
  past(world);
}

std::string weakened_words(const Policy& before, const Policy& after) {
  std::vector<std::string> words;
  for (const std::string& name : weakened(before, after)) words.push_back(tr("policy." + name));
  return joined(words);
}

}  // namespace gezhi::screens
