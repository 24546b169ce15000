#include "web/screens/parts/case_tracks.h"

#include <vector>

#include "core/cases/triage.h"
#include "web/here.h"
#include "web/screens/forms/things.h"
#include "web/screens/parts/case_parts.h"
#include "web/screens/parts/photo_field.h"

namespace gezhi::screens {
namespace {

using ui::Icon;
using ui::Tone;
using ui::tr;

Tone tone_of(RectifyState state) {
  switch (state) {
    case RectifyState::none:
    case RectifyState::declined:
    case RectifyState::revoked:
    case RectifyState::proposed: return Tone::neutral;
    case RectifyState::issued:
    case RectifyState::running:
    case RectifyState::referred: return Tone::info;
    case RectifyState::reinspect_due: return Tone::warning;
    case RectifyState::failed: return Tone::danger;
    case RectifyState::eliminated: return Tone::success;
  }
  return Tone::neutral;
}

Tone tone_of(MediateState state) {
  switch (state) {
    case MediateState::none:
    case MediateState::withdrawn:
    case MediateState::referred: return Tone::neutral;
    case MediateState::open:
    case MediateState::scheduled:
    case MediateState::performing: return Tone::info;
    case MediateState::performed: return Tone::success;
    case MediateState::failing: return Tone::warning;
    case MediateState::breached:
    case MediateState::failed: return Tone::danger;
  }
  return Tone::neutral;
}

// The clock of this kind that is running, as a chip.
void add_clock(std::vector<ui::Chip>& chips, const Case& one, ClockKind kind) {
  for (const Clock& clock : one.clocks) {
    if (clock.kind == kind && clock.running()) chips.push_back(clock_chip(clock));
  }
}

void add(std::vector<ui::Pair>& pairs, const std::string& name, const std::string& value) {
  if (!value.empty()) pairs.push_back({name, value});
}

std::string numbered(const std::vector<std::string>& items) {
  std::string text;
  for (std::size_t i = 0; i < items.size(); ++i) {
    text += (i == 0 ? "" : "\n") + std::to_string(i + 1) + ". " + items[i];
  }
  return text;
}

// --- rectification ---

void notice_facts(const World& world, const Rectify& track) {
  const Notice& notice = track.notice;
  std::vector<ui::Pair> pairs;
  add(pairs, tr("ui.act.issue_notice.number"), notice.number);
  add(pairs, tr("field.addressee"), notice.addressee);
  add(pairs, tr("ui.case.findings"), numbered(notice.findings));
  add(pairs, tr("ui.case.items"), numbered(notice.items));
  add(pairs, tr("field.basis"), notice.basis);
  add(pairs, tr("field.authority"), notice.authority);
  add(pairs, tr("field.co_signer"), notice.co_signer);
  if (!notice.due.is_none()) add(pairs, tr("field.due"), app::time_text(notice.due));
  if (!track.issuer.is_none())
    add(pairs, tr("ui.case.issuer"), app::unit_name(world, track.issuer));
  if (track.delivery != Delivery::none) {
    add(pairs, tr("field.delivery"),
        word("delivery", track.delivery) + " · " + app::time_text(track.delivered.at));
    add(pairs, tr("ui.act.deliver_notice.text"), track.delivery_text);
    add(pairs, tr("field.witness"), track.witness);
  }
  const bool declined = track.state == RectifyState::declined;
  add(pairs, tr(declined ? "ui.case.declined_because" : "ui.case.revoked_because"),
      track.ended_reason);
  if (!pairs.empty()) ui::key_values(pairs);
  if (!track.delivery_photos.empty())
    photo_view(tr("ui.case.delivery_photos"), track.delivery_photos);
}

// What the party said to it, and what was answered.
void statement(const World& world, const Statement& said) {
  ui::divider();
  const char* key = !said.answered ? "ui.case.statement_open"
                    : said.upheld  ? "ui.case.statement_upheld"
                                   : "ui.case.statement_dismissed";
  ui::text(tr("ui.case.statement"), {.weight = ui::Weight::strong});
  ui::chips({{tr(key), said.answered ? Tone::info : Tone::warning, Icon::talk}});
  std::vector<ui::Pair> pairs;
  add(pairs, tr("ui.case.when"), app::time_text(said.when.at));
  if (!said.unit.is_none()) add(pairs, tr("field.unit"), app::unit_name(world, said.unit));
  add(pairs, tr("field.text"), said.text);
  add(pairs, tr("ui.case.answer"), said.answer);
  ui::key_values(pairs);
  if (!said.photos.empty()) photo_view(tr("ui.case.statement"), said.photos);
}

void reinspection(const World& world, const Reinspection& one, std::size_t number) {
  ui::divider();
  const bool passed = one.result == Reinspected::passed;
  ui::chips({{tr("ui.case.reinspection", std::to_string(number), word("reinspected", one.result)),
              passed ? Tone::success : Tone::danger}});
  std::vector<ui::Pair> pairs;
  add(pairs, tr("ui.case.when"), app::time_text(one.when.at));
  if (!one.unit.is_none()) add(pairs, tr("field.unit"), app::unit_name(world, one.unit));
  add(pairs, tr("field.text"), one.text);
  ui::key_values(pairs);
  if (!one.photos.empty()) photo_view(tr("ui.case.visit_photos"), one.photos);
}

// --- mediation ---

std::string party_text(const Party& party) {
  std::string text = tr(party.consents ? "ui.case.consents" : "ui.case.not_consenting");
  if (party.minor) {
    text += " · " + tr(party.guardian_told ? "ui.case.minor_guarded" : "ui.case.minor_alone");
  }
  return text;
}

void propose_tier(const World& world, const Case& one) {
  const TierProposal proposal = should_raise_tier(one, world.policy());
  if (proposal.reasons.empty()) return;
  std::string reasons;
  for (const TierReason reason : proposal.reasons) {
    reasons += (reasons.empty() ? "" : tr("ui.case.comma")) + word("tier_reason", reason);
  }
  ui::banner(Tone::info, tr("ui.case.tier_proposed", word("tier", proposal.to), reasons));
}

void parties(const Mediate& track) {
  std::vector<ui::Pair> pairs;
  for (const Party& party : track.parties) pairs.push_back({party.role, party_text(party)});
  if (!pairs.empty()) ui::key_values(pairs);
}

ui::TimelineStep step_of(const MediationSession& one) {
  const bool held = !one.held.at.is_none();
  ui::TimelineStep step;
  step.title = tr("ui.case.session", std::to_string(one.number), word("tier", one.tier));
  step.when = app::time_text(held ? one.held.at : one.planned);
  step.pending = !held;
  if (held) {
    step.detail =
        tr("ui.case.session_facts", std::to_string(one.minutes), std::to_string(one.attended));
    if (!one.text.empty()) step.detail = step.detail + "\n" + one.text;
  } else {
    step.detail = one.place;
  }
  return step;
}

// Who had it before, and why it went on.
void handovers(const World& world, const Mediate& track) {
  std::vector<ui::Pair> pairs;
  for (const MediationHandover& passed : track.handovers) {
    const char* key = passed.refused ? "ui.case.handover_refused" : "ui.case.handover";
    pairs.push_back({tr(key, word("tier", passed.from), word("tier", passed.to)),
                     app::unit_name(world, passed.to_unit) + " · " + passed.reason});
  }
  if (!pairs.empty()) ui::key_values(pairs);
}

void sessions(const Mediate& track) {
  if (track.sessions.empty()) return;
  std::vector<ui::TimelineStep> steps;
  for (const MediationSession& one : track.sessions) steps.push_back(step_of(one));
  ui::divider();
  ui::timeline(tr("ui.case.sessions"), steps);
}

ui::Chip state_of(const Obligation& one) {
  if (one.performed) return {tr("field.performed"), Tone::success, Icon::check_circle};
  const bool late = one.due < app::now();
  return {tr(late ? "ui.case.obligation_late" : "ui.case.obligation_open"),
          late ? Tone::danger : Tone::info, late ? Icon::warning : Icon::clock};
}

void obligation(const Obligation& one) {
  ui::divider();
  ui::text(one.who + " · " + one.what, {.weight = ui::Weight::strong});
  ui::chips({state_of(one)});
  std::vector<ui::Pair> pairs;
  if (one.amount_fen > 0) {
    add(pairs, tr("ui.case.money"),
        tr("ui.case.paid_of", amount_text(Measure::fen, one.paid_fen),
           amount_text(Measure::fen, one.amount_fen)));
  }
  add(pairs, tr("field.due"), app::time_text(one.due));
  add(pairs, tr("field.witness"), one.witness);
  ui::key_values(pairs);
  if (!one.proof.empty()) photo_view(tr("field.proof"), one.proof);
}

void agreement(const Mediate& track) {
  if (track.agreement.empty()) return;
  ui::divider();
  ui::heading(tr(track.oral ? "ui.case.agreement_oral" : "ui.case.agreement"), 3);
  ui::paragraph(track.agreement);
  ui::small_text(app::time_text(track.agreed.at));
  for (std::size_t i = 0; i < track.obligations.size(); ++i) {
    ui::push_id(static_cast<int>(i));
    obligation(track.obligations[i]);
    ui::pop_id();
  }
}

}  // namespace

void case_rectify(const Case& one) {
  const World* world = app::world_of(one);
  if (world == nullptr || !one.rectify || one.rectify->state == RectifyState::none) return;
  const Rectify& track = *one.rectify;
  ui::push_id("rectify");
  ui::heading(tr("ui.case.rectify"));
  ui::card_begin();
  std::vector<ui::Chip> chips = {{word("rectify_state", track.state), tone_of(track.state)}};
  if (track.extended) chips.push_back({tr("ui.case.extended"), Tone::neutral, Icon::clock});
  add_clock(chips, one, ClockKind::rectify);
  ui::chips(chips);
  notice_facts(*world, track);
  for (std::size_t i = 0; i < track.reinspections.size(); ++i) {
    ui::push_id(static_cast<int>(i));
    reinspection(*world, track.reinspections[i], i + 1);
    ui::pop_id();
  }
  for (std::size_t i = 0; i < track.statements.size(); ++i) {
    ui::push_id(static_cast<int>(100 + i));
    statement(*world, track.statements[i]);
    ui::pop_id();
  }
  if (!track.referred_to.empty()) {
    ui::divider();
    ui::key_values({{tr("ui.case.referred_to"), track.referred_to},
                    {tr("field.decision"), track.decision + " " + track.decision_number},
                    {tr("field.decided"), app::time_text(track.decided)}});
  }
  ui::card_end();
  ui::pop_id();
}

void case_mediate(const Case& one) {
  const World* world = app::world_of(one);
  if (world == nullptr || !one.mediate || one.mediate->state == MediateState::none) return;
  const Mediate& track = *one.mediate;
  ui::push_id("mediate");
  ui::heading(tr("ui.case.mediate"));
  ui::card_begin();
  std::vector<ui::Chip> chips = {{word("mediate_state", track.state), tone_of(track.state)},
                                 {word("tier", track.tier), Tone::neutral, Icon::people}};
  add_clock(chips, one, ClockKind::first_session);
  add_clock(chips, one, ClockKind::second_session);
  add_clock(chips, one, ClockKind::perform);
  ui::chips(chips);
  if (!track.unit.is_none()) ui::small_text(app::unit_name(*world, track.unit));
  propose_tier(*world, one);
  handovers(*world, track);
  parties(track);
  sessions(track);
  agreement(track);
  if (!track.failure.empty()) ui::key_values({{tr("ui.case.failure"), track.failure}});
  if (!track.receipt.empty()) ui::key_values({{tr("field.receipt"), track.receipt}});
  ui::card_end();
  ui::pop_id();
}

void case_investigate(const Case& one) {
  const World* world = app::world_of(one);
  if (world == nullptr || !one.investigate) return;
  const Investigate& track = *one.investigate;
  if (track.state == InvestigateState::none) return;
  ui::push_id("investigate");
  ui::heading(tr("ui.case.investigate"));
  ui::card_begin();
  std::vector<ui::Chip> chips = {{word("investigate_state", track.state), Tone::info}};
  chips.push_back({tr(track.mediatable ? "ui.case.mediatable" : "ui.case.not_mediatable"),
                   Tone::neutral, Icon::talk});
  add_clock(chips, one, ClockKind::investigate);
  ui::chips(chips);
  std::vector<ui::Pair> pairs;
  add(pairs, tr("field.office"), track.office);
  if (!track.unit.is_none()) add(pairs, tr("field.unit"), app::unit_name(*world, track.unit));
  add(pairs, tr("ui.case.started"), app::time_text(track.started.at));
  if (!track.evidence_done.at.is_none()) {
    add(pairs, tr("action.finish_evidence"), app::time_text(track.evidence_done.at));
  }
  add(pairs, tr("ui.act.conclude_investigation.number"), track.number);
  if (!track.decided.is_none()) add(pairs, tr("field.decided"), app::time_text(track.decided));
  ui::key_values(pairs);
  ui::card_end();
  ui::pop_id();
}

}  // namespace gezhi::screens
