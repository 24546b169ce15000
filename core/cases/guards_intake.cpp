// Guards that look at what the case is: its place, category, triage, things, and other cases.
#include <algorithm>

#include "core/cases/bounds.h"
#include "core/cases/guard_checks.h"
#include "core/cases/placing.h"
#include "core/cases/restricted.h"
#include "core/cases/triage.h"
#include "core/cases/visibility.h"
#include "core/cases/wording.h"

namespace gezhi::guard {
namespace {

constexpr SetOf<OpKind> kGoesByGrid(OpKind::request_verification, OpKind::open_visit);
constexpr CaseStates kOnTheWay(CaseState::verifying, CaseState::return_visit);

// The other case that an operation names, when its author may see it.
const Case* visible(const Question& q, CaseId id) {
  const Case* one = q.world.find(id);
  const bool seen =
      one != nullptr && sight_of(q.world, q.act.actor, q.act.grant, *one) == Sight::full;
  return seen ? one : nullptr;
}

const ReportCase* report_in(const Question& q) {
  if (const auto* spot = q.op<SettleOnSpot>()) return &spot->report;
  return q.op<ReportCase>();
}

const Place* place_in(const Question& q) {
  if (const ReportCase* report = report_in(q)) return &report->place;
  if (const auto* set = q.op<PlaceCase>()) return &set->place;
  const auto* settled = q.op<SettleConflict>();
  if (settled != nullptr && settled->place) return &*settled->place;
  const auto* file = q.op<FileCase>();
  return file != nullptr && file->place ? &*file->place : nullptr;
}

const Category* category_in(const Question& q) {
  if (const ReportCase* report = report_in(q)) return &report->category;
  const auto* file = q.op<FileCase>();
  return file != nullptr ? &file->category : nullptr;
}

// Places without a point are compared by their grid.
bool is_near(const Case& a, const Case& b, std::int32_t radius_m) {
  if (a.place.point.is_none() || b.place.point.is_none()) return a.place.grid == b.place.grid;
  return distance_mm(a.place.point, b.place.point) <= std::int64_t{radius_m} * 1000;
}

bool case_needs_police(const Question& q) {
  const Restricted grave = class_of(q.world, q.subject);
  for (const Case* one : matter_of(q.world, q.subject)) {
    if (must_call_police(q.policy(), one->dangers, grave, one->category)) return true;
  }
  const auto* file = q.op<FileCase>();
  return file != nullptr && must_call_police(q.policy(), q.subject.dangers, grave, file->category);
}

// What a text reads like, whatever anybody marked.
struct Reading {
  bool police = false;
  Restricted restricted = Restricted::none;
};

Reading reading_of(const World& world, const std::string& text, Source source, const Place& place,
                   const Category& category) {
  TriageQuestion question;
  question.source = source;
  question.place = &place;
  question.text = text;
  const TriageSuggestion triage = suggest_triage(world, question);
  const RestrictSuggestion restricted = suggest_restricted(world.policy(), text, category);
  return {triage.rule != nullptr && triage.rule->to == TransferTo::police_110,
          restricted.rule != nullptr ? restricted.rule->restricted : Restricted::none};
}

template <class T>
void add_said(std::vector<std::string>& all, const HistoryLine& line, std::string T::*member) {
  if (line.kind != static_cast<std::uint32_t>(T::kKind)) return;
  if (auto op = decode<T>(line.payload)) all.push_back(std::move((*op).*member));
}

// What was ever told of it: what the desk edits away was said all the same.
std::vector<std::string> said_of(const Case& one) {
  std::vector<std::string> all{one.text};
  for (const HistoryLine& line : one.history) {
    add_said(all, line, &ReportCase::text);
    add_said(all, line, &EditField::value);
    add_said(all, line, &SettleConflict::value);
    add_said(all, line, &AddNote::text);
    add_said(all, line, &VerifyResult::text);
  }
  return all;
}

bool reads_like_police_matter(const Question& q) {
  for (const Case* one : matter_of(q.world, q.subject)) {
    for (const std::string& text : said_of(*one)) {
      const Reading reading = reading_of(q.world, text, one->source, one->place, one->category);
      if (reading.police || kNeverDiverted.has(reading.restricted)) return true;
    }
  }
  return false;
}

// A picture from before and another one from after: the same one twice shows no change.
bool shows_change(const std::vector<Photo>& photos) {
  return std::any_of(photos.begin(), photos.end(), [&](const Photo& before) {
    return before.kind == PhotoKind::before &&
           std::any_of(photos.begin(), photos.end(), [&](const Photo& after) {
             return after.kind == PhotoKind::after && after.digest != before.digest;
           });
  });
}

// How it is now: the picture that told of it says nothing of that.
bool shows_result(const Case& subject, const std::vector<Photo>& photos) {
  return std::any_of(photos.begin(), photos.end(), [&](const Photo& photo) {
    const bool told = std::any_of(subject.photos.begin(), subject.photos.end(),
                                  [&](const Photo& one) { return one.digest == photo.digest; });
    return photo.kind == PhotoKind::after && !told;
  });
}

std::uint32_t thing_in(const Question& q) {
  if (const auto* op = q.op<CountThing>()) return op->thing;
  if (const auto* op = q.op<DisposeThing>()) return op->thing;
  const auto* op = q.op<ConfirmThing>();
  return op == nullptr ? 0 : op->thing;
}

// This, or what was merged into it.
bool has_reported(const Question& q) {
  const std::vector<const Case*> matter = matter_of(q.world, q.subject);
  return std::any_of(matter.begin(), matter.end(),
                     [&](const Case* one) { return one->reporter == q.act.actor; });
}

// A grid as people work in: by it whoever is asked to go there is found.
bool is_ground(const GridTree& grids, GridId id) {
  const GridNode* grid = grids.find(id);
  return grid != nullptr && grid->layer == GridLayer::governance &&
         grid->level >= GridLevel::village;
}

// Who on the ground may do for a case of the own grid although no task of it is theirs.
constexpr SetOf<OpKind> kOnTheGround(OpKind::edit_field, OpKind::settle_conflict,
                                     OpKind::count_thing, OpKind::ask_footage, OpKind::call_chain,
                                     OpKind::answer_hop, OpKind::propose_notice,
                                     OpKind::deliver_notice, OpKind::record_statement);
constexpr SetOf<OpKind> kByReporter(OpKind::add_note, OpKind::edit_field, OpKind::settle_conflict);

bool is_on_the_ground(const Question& q) {
  if (!kGridRoles.has(q.act.grant.role)) return false;
  if (q.attempt.kind == OpKind::add_note) return true;
  return kOnTheGround.has(q.attempt.kind) &&
         covers(q.world.grids(), q.act.grant.grid, q.subject.place);
}

}  // namespace

Outcome place(const Question& q) {
  // Who verifies or visits is found by the grid: without one the order would reach nobody.
  if (kGoesByGrid.has(q.attempt.kind)) {
    const bool known = q.world.grids().find(q.subject.place.grid) != nullptr;
    return unless(known, Refusal::place_unknown, "nobody");
  }
  const Place* place = place_in(q);
  if (place == nullptr) return {};
  if (place->point.is_none() && place->code.empty()) {
    return refused(Refusal::place_unknown, "point");
  }
  const bool known = is_ground(q.world.grids(), place->grid);
  // By a rough fix nobody can say to be in the own grid.
  const bool on_spot = q.attempt.kind == OpKind::settle_on_spot;
  if (on_spot && (place->point.is_none() || is_rough(place->accuracy_m)))
    return refused(Refusal::place_unknown, "point");
  // Nor is the grid taken away while somebody is on the way because of it.
  const bool under_way = kOnTheWay.has(q.subject.state) && q.attempt.kind != OpKind::file_case;
  const bool may_lack = place->outside_known_grids && !under_way;
  return unless(known || may_lack, Refusal::place_unknown, under_way ? "nobody" : "grid");
}

Outcome danger(const Question& q) {
  const ReportCase* report = report_in(q);
  return unless(report == nullptr || report->danger_answered, Refusal::danger_unanswered);
}

Outcome receipt(const Question& q) {
  const auto* transfer = q.op<TransferCase>();
  const auto* court = q.op<ReferCourt>();
  const bool missing = (transfer != nullptr && says_none(q.policy(), transfer->receipt)) ||
                       (court != nullptr && says_none(q.policy(), court->receipt));
  return unless(!missing, Refusal::receipt_missing);
}

Outcome duplicates(const Question& q) {
  const auto* file = q.op<FileCase>();
  return unless(file == nullptr || file->duplicates_shown, Refusal::duplicates_not_shown);
}

Outcome category(const Question& q) {
  const Category* category = category_in(q);
  if (category == nullptr || category->code.empty()) return {};
  return unless(!category->scheme.empty() && !category->version.empty(),
                Refusal::category_unversioned);
}

Outcome verified(const Question& q) {
  const auto& seen = q.subject.verification;
  if (q.attempt.kind == OpKind::reject_case) {
    if (!seen) return refused(Refusal::not_verified);
    if (heard_after(q, seen->when)) return refused(Refusal::not_verified, "merged");
    return unless(was_here(q, *seen), Refusal::not_verified, "grid");
  }
  if (q.subject.state == CaseState::verifying) {
    return unless(seen && seen->found == Verified::exists, Refusal::not_verified);
  }
  const bool own_staff = q.subject.reporter_role != Role::volunteer;
  return unless(own_staff && kFiledDirectly.has(q.subject.source), Refusal::not_verified);
}

Outcome merge_fits(const Question& q) {
  const auto* op = q.op<MergeCase>();
  if (op == nullptr) return {};
  const Case* parent = visible(q, op->into);
  if (parent == nullptr || op->into == q.subject.id) {
    return refused(Refusal::merge_unfit, "unknown");
  }
  if (!kOpenStates.has(parent->state)) return refused(Refusal::merge_unfit, "not_open");
  // A whole has parts, a part has none of its own (children_open says it of what has): neither a longer
  // line nor a circle comes about, in whatever order two desks do it.
  if (!q.subject.parent.is_nil()) return refused(Refusal::merge_unfit, "part");
  if (!parent->parent.is_nil()) return refused(Refusal::merge_unfit, "levels");
  if (parent->children.size() >= kPartsMax) return refused(Refusal::merge_unfit, "full");
  // G20: who may see the whole must be able to see what was merged into it.
  if (q.subject.restricted != Restricted::none && parent->restricted == Restricted::none) {
    return refused(Refusal::merge_unfit, "restricted");
  }
  if (parent->nature != q.subject.nature) return refused(Refusal::merge_unfit, "nature");
  if (!is_near(*parent, q.subject, q.policy().merge_radius_m)) {
    return refused(Refusal::merge_unfit, "distance");
  }
  const std::int64_t between = parent->reported.at - q.subject.reported.at;
  const std::int64_t window = std::int64_t{q.policy().merge_window_days} * kDayMs;
  return unless(between <= window && between >= -window, Refusal::merge_unfit, "time");
}

// A volunteer acts on own reports only; a unit on cases where it has a task; grid staff on what is
// in their grid; the desk on all.
Outcome own_case(const Question& q) {
  const Grant& grant = q.act.grant;
  if (kDeskRoles.has(grant.role) || grant.role == Role::supervision_squad) return {};
  if (grant.role == Role::area_director) {
    return unless(covers(q.world.grids(), grant.grid, q.subject.place), Refusal::not_your_case);
  }
  const OpKind kind = q.attempt.kind;
  if (kind == OpKind::return_task || kind == OpKind::answer_refusal) {
    const Task* lead = q.subject.live_lead();
    return unless(lead != nullptr && lead->unit == grant.unit, Refusal::not_your_task);
  }
  const bool mine = q.subject.reporter == q.act.actor && kByReporter.has(kind);
  // What turns up after the result is settled by who handed it in.
  const bool settles = kind == OpKind::dispose_thing && q.subject.had_order(grant.unit);
  const bool ours = !grant.unit.is_none() && (settles || q.subject.works(grant.unit));
  const bool papers = kind == OpKind::deliver_notice || kind == OpKind::record_statement;
  const bool issued = papers && q.subject.rectify && q.subject.rectify->issuer == grant.unit;
  return unless(mine || ours || issued || is_on_the_ground(q), Refusal::not_your_case);
}

// Four eyes: what nobody looked at is filed by another than who wrote it down.
Outcome other_files(const Question& q) { return unless(!has_reported(q), Refusal::taker_files); }

Outcome other_verifies(const Question& q) {
  return unless(!has_reported(q), Refusal::reporter_is_verifier);
}

// G3: another district has no say inside our own grids, and a court takes disputes. What belongs to
// the police is must_go_to_police's.
Outcome recipient_fits(const Question& q) {
  const auto* op = q.op<TransferCase>();
  if (op == nullptr) return {};
  // Whatever else is said of the place: what lies in a grid of ours is ours.
  const bool ours = q.world.grids().find(q.subject.place.grid) != nullptr;
  const bool elsewhere = op->to != TransferTo::other_district || !ours;
  const bool disputes = op->to != TransferTo::court || q.subject.nature == Nature::dispute;
  return unless(elsewhere && disputes, Refusal::outside_recipient, std::string(name_of(op->to)));
}

// G3: a call that ended with us, or unclear (首接先行受理), leaves the matter with us.
Outcome call_left_it(const Question& q) {
  const auto* op = q.op<TransferCase>();
  if (op == nullptr) return {};
  for (auto call = q.subject.calls.rbegin(); call != q.subject.calls.rend(); ++call) {
    if (call->with != op->to) continue;
    const bool stays = call->result == CallResult::ours || call->result == CallResult::unclear;
    return unless(!stays, Refusal::call_agreed_ours);
  }
  return {};
}

// G21: danger, family and sexual violence and extreme threats are never diverted past the police; nor
// is the matter of a minor, which the street may keep. What only reads like one of these goes elsewhere
// once the police were asked.
Outcome to_police(const Question& q) {
  if (q.beforehand()) return {};
  auto to = TransferTo::none;
  if (const auto* op = q.op<TransferCase>()) to = op->to;
  if (const auto* op = q.op<TriageCase>()) to = op->to;
  if (to == TransferTo::police_110) return {};
  const bool kept = to == TransferTo::none;
  const bool fine = case_needs_police(q)
                        ? kept && police_know(q.world, q.subject)
                        : kept || !kNeverDiverted.has(class_of(q.world, q.subject));
  if (!fine) return refused(Refusal::must_go_to_police);
  const bool unasked = !kept && reads_like_police_matter(q) && !police_know(q.world, q.subject);
  return unless(!unasked, Refusal::must_go_to_police, unasked ? "text" : "");
}

namespace {

// By these a matter ends without having been dealt with here.
constexpr SetOf<OpKind> kWaysOut(OpKind::reject_case, OpKind::void_case, OpKind::refer_court);

// What is merged goes on in the other case: nothing is passed by when that one needs the police too.
bool goes_on_with_police(const Question& q) {
  const Case* into = q.world.find(q.op<MergeCase>()->into);
  return into != nullptr &&
         must_call_police(q.policy(), into->dangers, into->restricted, into->category);
}

}  // namespace

Outcome police_informed(const Question& q) {
  if (const auto* spot = q.op<SettleOnSpot>()) {
    const ReportCase& report = spot->report;
    return unless(!must_call_police(q.policy(), report.dangers, report.restricted, report.category),
                  Refusal::police_not_informed);
  }
  if (q.attempt.kind == OpKind::merge_case && (q.beforehand() || goes_on_with_police(q))) return {};
  const bool leaves = kWaysOut.has(q.attempt.kind);
  const bool grave = leaves && kNeverDiverted.has(class_of(q.world, q.subject));
  if (police_know(q.world, q.subject)) return {};
  if (grave || case_needs_police(q)) return refused(Refusal::police_not_informed);
  const bool reads = leaves && !q.beforehand() && reads_like_police_matter(q);
  return unless(!reads, Refusal::police_not_informed, reads ? "text" : "");
}

Outcome simple_enough(const Question& q) {
  const auto* op = q.op<SettleOnSpot>();
  if (op == nullptr) return {};
  const ReportCase& report = op->report;
  const bool listed = q.policy().simple_natures.has(report.nature);
  if (!listed || report.restricted != Restricted::none) return refused(Refusal::not_simple);
  // What reads like a matter of the restricted classes or of the police is not one person's to end.
  for (const std::string* said : {&report.text, &op->text}) {
    const Reading reading =
        reading_of(q.world, *said, report.source, report.place, report.category);
    if (reading.police || reading.restricted != Restricted::none) {
      return refused(Refusal::not_simple, "grave");
    }
  }
  return {};
}

// What is settled on the spot shows before and after; a result shows how it is now, where the policy
// asks for it (T11).
Outcome proof(const Question& q) {
  if (const auto* op = q.op<SettleOnSpot>()) {
    return unless(shows_change(op->photos), Refusal::proof_missing);
  }
  if (const auto* op = q.op<AskSuspend>()) {
    return unless(!op->photos.empty() || !says_none(q.policy(), op->document),
                  Refusal::proof_missing);
  }
  if (const auto* op = q.op<SubmitTask>()) {
    const bool wanted = q.policy().photo_natures.has(q.subject.nature);
    return unless(!wanted || shows_result(q.subject, op->photos), Refusal::proof_missing);
  }
  // 留置送达: a witness and a picture of where it was left; 张贴送达: the picture.
  if (const auto* op = q.op<DeliverNotice>()) {
    const bool left = op->delivery == Delivery::left_at_place || op->delivery == Delivery::refused;
    const bool shown = !op->photos.empty() && (!left || !says_none(q.policy(), op->witness));
    return unless(shown || !(left || op->delivery == Delivery::posted), Refusal::proof_missing);
  }
  // What was counted and is not there after all: S1-28 asks where it is; of money, who has it (S1-15).
  if (const auto* op = q.op<DisposeThing>()) {
    const bool gone = op->how == Disposition::not_found || op->measure == Measure::fen;
    return unless(!gone || !says_none(q.policy(), op->receipt) || !op->photos.empty(),
                  Refusal::proof_missing);
  }
  const auto* op = q.op<RecordPerformance>();
  return unless(op == nullptr || !says_none(q.policy(), op->witness) || !op->photos.empty(),
                Refusal::proof_missing);
}

Outcome thing_known(const Question& q) {
  const std::uint32_t id = thing_in(q);
  if (q.attempt.kind == OpKind::count_thing) {
    return unless(id == 0 || q.subject.find_thing(id) != nullptr, Refusal::thing_unknown);
  }
  if (q.beforehand()) return unless(!q.subject.things.empty(), Refusal::thing_unknown);
  return unless(q.subject.find_thing(id) != nullptr, Refusal::thing_unknown);
}

Outcome amount_fits(const Question& q) {
  const Thing* thing = q.subject.find_thing(thing_in(q));
  const std::int64_t settled = thing != nullptr ? thing->settled() : 0;
  if (const auto* op = q.op<CountThing>()) {
    const bool range = op->least >= 0 && op->least <= op->most && op->most <= kSumMax;
    const bool exact = !op->counted || op->least == op->most;
    // Money that was counted is somebody's: what of it is not there is disposed of as not found, with proof.
    const bool lost = thing != nullptr && thing->measure == Measure::fen && thing->counted &&
                      op->least < thing->least;
    if (lost) return refused(Refusal::amount_unfit, "money");
    return unless(range && exact && op->most >= settled, Refusal::amount_unfit, "range");
  }
  if (const auto* op = q.op<DisposeThing>()) {
    if (thing == nullptr) return {};  // thing_known says it
    const std::int64_t left = thing->most - settled;
    return unless(op->amount > 0 && op->amount <= left, Refusal::amount_unfit,
                  std::to_string(left));
  }
  const auto* op = q.op<RecordPerformance>();
  if (op == nullptr || !q.subject.mediate) return {};
  const std::vector<Obligation>& all = q.subject.mediate->obligations;
  if (op->obligation < 1 || op->obligation > all.size()) return {};  // obligation_known says it
  const Obligation& owed = all[op->obligation - 1];
  const bool money = owed.amount_fen > 0;
  const bool fits = money ? op->paid_fen > 0 && op->paid_fen <= owed.amount_fen - owed.paid_fen
                          : op->paid_fen == 0;
  return unless(fits, Refusal::amount_unfit, std::to_string(owed.amount_fen - owed.paid_fen));
}

// G18: pieces are not square metres, and what is fined is money.
Outcome measure_fits(const Question& q) {
  const Thing* thing = q.subject.find_thing(thing_in(q));
  if (thing == nullptr) return {};
  const auto* count = q.op<CountThing>();
  const auto* disposal = q.op<DisposeThing>();
  const bool other = (count != nullptr && count->measure != thing->measure) ||
                     (disposal != nullptr && disposal->measure != thing->measure);
  const bool fined = disposal != nullptr && disposal->how == Disposition::fined;
  if (fined && thing->measure != Measure::fen) return refused(Refusal::measure_unfit, "fined");
  return unless(!other, Refusal::measure_unfit, std::string(name_of(thing->measure)));
}

Outcome conflict_known(const Question& q) {
  const auto* op = q.op<SettleConflict>();
  const auto& all = q.subject.conflicts;
  // A place is the desk's to set, and so to settle.
  const bool places = kDeskRoles.has(q.act.grant.role);
  const auto known = std::find_if(all.begin(), all.end(), [&](const Conflict& one) {
    return !one.settled && (places || one.field != CaseField::place) &&
           (op == nullptr || one.op == op->conflict);
  });
  if (known == all.end()) return refused(Refusal::conflict_unknown);
  const bool answered =
      op == nullptr || (known->field == CaseField::place) == op->place.has_value();
  if (!answered) return refused(Refusal::field_missing, "place");
  return unless(op == nullptr || holds(known->field, op->value), Refusal::field_missing, "value");
}

Outcome relation_fits(const Question& q) {
  const auto* op = q.op<RelateCases>();
  if (op == nullptr) return {};
  const Case* other = visible(q, op->other);
  if (other == nullptr || op->other == q.subject.id) {
    return refused(Refusal::relation_unfit, "unknown");
  }
  // Both are told of it: what is restricted is not told to those of what is not (G20).
  const bool guarded = q.subject.restricted != Restricted::none;
  if (guarded != (other->restricted != Restricted::none)) {
    return refused(Refusal::relation_unfit, "restricted");
  }
  const auto& known = q.subject.related;
  const bool already = std::any_of(known.begin(), known.end(),
                                   [&](const Related& one) { return one.other == op->other; });
  if (already) return refused(Refusal::relation_unfit, "already");
  if (op->how != Relation::part_of) return {};
  // A whole has parts, a part has none of its own: two levels are all the field knows.
  const bool two_levels = q.subject.children.empty() && q.subject.parent.is_nil() &&
                          other->parent.is_nil() && kOpenStates.has(other->state);
  if (!two_levels) return refused(Refusal::relation_unfit, "levels");
  return unless(other->children.size() < kPartsMax, Refusal::relation_unfit, "full");
}

// G20: anybody at the desk may raise the class, only the community officer lowers it, and never while a
// part of the matter is restricted for itself.
Outcome class_lowered(const Question& q) {
  const auto* op = q.op<RestrictCase>();
  if (op == nullptr) return {};
  const auto none = Restricted::none;
  if (op->restricted == none && q.subject.restricted == none) {
    return refused(Refusal::field_missing, "restricted");
  }
  if (weight_of(op->restricted) >= weight_of(q.subject.restricted)) return {};
  if (q.act.grant.role != Role::community_officer) return refused(Refusal::only_officer_lowers);
  if (op->restricted != none) return {};
  for (const CaseId id : q.subject.children) {
    const Case* child = q.world.find(id);
    if (child != nullptr && child->restricted != none) {
      return refused(Refusal::only_officer_lowers, child->number);
    }
  }
  return {};
}

// T19, C19: the same nature at the same place within the window after closing.
Outcome recurrence_fits(const Question& q) {
  const auto* op = q.op<RecurCase>();
  if (op == nullptr) return {};
  const Case* again = visible(q, op->again);
  if (again == nullptr || op->again == q.subject.id) {
    return refused(Refusal::recurrence_unfit, "unknown");
  }
  if (again->nature != q.subject.nature) return refused(Refusal::recurrence_unfit, "nature");
  if (!is_near(*again, q.subject, q.policy().recurrence_radius_m)) {
    return refused(Refusal::recurrence_unfit, "distance");
  }
  const std::int64_t after = again->reported.at - q.subject.closed.at;
  const std::int64_t window = std::int64_t{q.policy().recurrence_days} * kDayMs;
  return unless(after >= 0 && after <= window, Refusal::recurrence_unfit, "time");
}

}  // namespace gezhi::guard
