#include "web/app/view/words.h"

#include <algorithm>

#include "core/base/utf8.h"
#include "core/cases/op_kinds.h"
#include "core/grid/street.h"
#include "core/journal/op.h"
#include "web/app/session.h"

namespace gezhi::app {
namespace {

constexpr std::size_t kNearerNamed = 3;  // in an order; the form has all

void add_part(std::string& text, const std::string& part) {
  if (part.empty()) return;
  if (!text.empty()) text += " · ";
  text += part;
}

// A sentence that others follow in one line.
std::string without_stop(std::string text) {
  for (const std::string_view stop : {"。", "."}) {
    if (std::string_view(text).ends_with(stop)) text.resize(text.size() - stop.size());
  }
  return text;
}

// What a guard would refuse.
Refusal refusal_of(PassedOver why) {
  if (why == PassedOver::lacks_power) return Refusal::unit_lacks_power;
  if (why == PassedOver::outside_area) return Refusal::outside_unit_area;
  if (why == PassedOver::may_not_see) return Refusal::restricted_class;
  return Refusal::finder_is_disposer;
}

}  // namespace

// What a payload says, in words; each overload names the fields worth a line.
struct Telling {
  const Words& words;
  const World& world;

  std::string operator()(const ReportCase& op) const { return op.text; }
  std::string operator()(const RequestVerification& op) const { return op.text; }
  std::string operator()(const VerifyResult& op) const {
    return joined(words.name_text("verified", op.found), op.text);
  }
  std::string operator()(const FileCase& op) const {
    return joined(words.name_text("nature", op.nature), op.text);
  }
  std::string operator()(const PlaceCase& op) const {
    std::string text = words.place_text(world, op.place);
    if (!op.place.grid.is_none()) add_part(text, words.grid_name(world, op.place.grid));
    if (!op.lies_in.is_none())
      text = words.texts_.tr("ui.case.lies_in", words.street_name(op.lies_in));
    return joined(text, op.text);
  }
  std::string operator()(const RejectCase& op) const { return op.reason; }
  std::string operator()(const MergeCase& op) const { return op.reason; }
  std::string operator()(const TransferCase& op) const {
    return joined(joined(words.name_text("transfer_to", op.to), op.receipt), op.reason);
  }
  std::string operator()(const AnswerTransfer& op) const {
    return joined(joined(words.name_text("transfer_answer", op.answered), op.receipt), op.text);
  }
  std::string operator()(const TellMerged& op) const {
    return joined(joined(op.number, words.name_text("state", op.state)), op.outcome);
  }
  std::string operator()(const TellProgress& op) const {
    return op.unit.is_none() ? std::string() : words.unit_name(world, op.unit);
  }
  std::string operator()(const RaiseTier& op) const {
    return joined(joined(words.name_text("tier", op.tier), words.unit_name(world, op.order.unit)),
                  op.reason);
  }
  std::string operator()(const LowerTier& op) const {
    return joined(joined(words.name_text("tier", op.tier), words.unit_name(world, op.order.unit)),
                  op.reason);
  }
  std::string operator()(const DispatchCase& op) const {
    std::string text;
    for (const TaskOrder& order : op.tasks) add_part(text, order_text(order));
    return text;
  }
  std::string operator()(const RefuseTask& op) const {
    return joined(words.name_text("return_reason", op.reason), op.text);
  }
  std::string operator()(const ContactParty& op) const {
    return joined(words.name_text("contact", op.result), op.text);
  }
  std::string operator()(const ArriveTask& op) const { return op.text; }
  std::string operator()(const SubmitTask& op) const {
    return joined(words.name_text("result", op.result), op.text);
  }
  std::string operator()(const AskSuspend& op) const {
    return joined(until(op.reason, op.resume_at), op.document);
  }
  std::string operator()(const Escalate& op) const {
    const std::string referral = joined(op.authority, op.document);
    return joined(words.name_text("rung", op.rung), joined(op.reason, referral));
  }
  std::string operator()(const RestrictCase& op) const {
    return joined(words.name_text("restricted", op.restricted), op.reason);
  }
  std::string operator()(const SuspendCase& op) const { return until(op.reason, op.resume_at); }
  std::string operator()(const VisitResult& op) const {
    std::string text = op.confirmed ? words.texts_.tr("ui.app.confirmed")
                                    : words.name_text("rework_reason", op.reason);
    add_part(text, words.name_text("satisfaction", op.satisfaction));
    return joined(text, op.text);
  }
  std::string operator()(const CloseCase& op) const { return joined(op.text, op.late_reason); }
  std::string operator()(const RedoCase& op) const { return order_text(op.task); }
  std::string operator()(const AddNote& op) const { return op.text; }
  template <class Op>
  std::string operator()(const Op& op) const {
    if constexpr (requires { std::string(op.reason); }) {
      return op.reason;
    } else if constexpr (requires { std::string(op.text); }) {
      return op.text;
    } else {
      return {};
    }
  }

 private:
  static std::string joined(std::string a, const std::string& b) {
    add_part(a, b);
    return a;
  }
  std::string until(const std::string& reason, TimeMs at) const {
    return joined(reason, words.texts_.tr("ui.app.until", to_date_text(civil_day_of(at))));
  }
  std::string order_text(const TaskOrder& order) const {
    const char* key = order.lead        ? "ui.app.order_lead"
                      : order.mandatory ? "ui.app.order_mandatory"
                                        : "ui.app.order_optional";
    const std::string text = words.texts_.tr(key, words.unit_name(world, order.unit));
    if (order.choice.place == 0) return text;
    return text + words.texts_.tr("ui.app.order_place", std::to_string(order.choice.place));
  }
};

// --- counts -----------------------------------------------------------------------------------------

std::string Words::count_text(const char* key, std::int64_t count) const {
  return texts_.tr(std::string("ui.app.") + key, std::to_string(count));
}

std::string Words::span_text(std::int64_t ms) const {
  const std::int64_t minutes = ms / kMinuteMs;
  if (minutes < 1) return count_text("seconds", ms / kSecondMs);
  if (minutes < 100) return count_text("minutes", minutes);
  if (minutes < 48 * 60) return count_text("hours", minutes / 60);
  return count_text("days", minutes / (24 * 60));
}

std::string Words::state_or_task_text(const std::string& detail) const {
  const std::string state = "state." + detail;
  return texts_.has(state) ? texts_.tr(state) : texts_.tr("task_state." + detail);
}

std::string Words::track_state_text(const std::string& detail) const {
  for (const char* track : {"rectify_state.", "mediate_state.", "investigate_state."}) {
    if (texts_.has(track + detail)) return texts_.tr(track + detail);
  }
  return detail;
}

// What a refusal names by an enumerator, in words.
std::string Words::detail_text(const Outcome& outcome) const {
  struct Prefix {
    Refusal refusal;
    const char* text;
  };
  constexpr Prefix kPrefixes[] = {
      {Refusal::field_missing, "field."},   {Refusal::tier_not_higher, "tier."},
      {Refusal::tier_skipped, "tier."},     {Refusal::outside_recipient, "transfer_to."},
      {Refusal::measure_unfit, "measure."}, {Refusal::rung_skipped, "rung."}};
  const Refusal refusal = outcome.refusal;
  if (refusal == Refusal::wrong_state || refusal == Refusal::wrong_task_state)
    return state_or_task_text(outcome.detail);
  if (refusal == Refusal::wrong_track_state) return track_state_text(outcome.detail);
  for (const Prefix& prefix : kPrefixes) {
    const bool named = prefix.refusal == refusal && !outcome.detail.empty();
    if (named) return texts_.tr(prefix.text + outcome.detail);
  }
  return outcome.detail;
}

std::string Words::unit_name(const World& world, UnitId id) const {
  const Unit* unit = world.find_unit(id);
  return unit != nullptr ? unit->name : texts_.tr("ui.app.unknown_unit");
}

std::string Words::grid_name(const World& world, GridId id) const {
  const GridNode* node = world.grids().find(id);
  if (node == nullptr) return texts_.tr("ui.app.unknown_grid");
  const GridNode* parent = world.grids().find(node->parent);
  const bool names_parent =
      parent != nullptr && node->level == GridLevel::unit && node->name.rfind(parent->name, 0) != 0;
  return names_parent ? parent->name + node->name : node->name;
}

std::string Words::place_text(const World& world, const Place& place) const {
  std::string text = place.address;
  if (text.empty() && !place.grid.is_none()) text = grid_name(world, place.grid);
  if (text.empty()) text = texts_.tr("ui.app.unknown_grid");
  return text;
}

std::string Words::open_text(const Case& one) const {
  return one.restricted == Restricted::none ? one.text : texts_.tr("ui.app.restricted");
}

std::string Words::open_place_text(const World& world, const Case& one) const {
  if (one.restricted == Restricted::none) return place_text(world, one.place);
  Place place = one.place;
  place.address.clear();
  return place_text(world, place);
}

bool Words::is_found_by(const TextMatcher& words, const Case& one) const {
  if (words.is_held_by(open_text(one)) || words.is_held_by(one.number)) return true;
  const World* world = session_.cases().world_of(one);
  if (world == nullptr) return false;
  if (words.is_held_by(open_place_text(*world, one))) return true;
  return one.restricted == Restricted::none && !one.place.grid.is_none() &&
         words.is_held_by(grid_name(*world, one.place.grid));
}

std::string Words::case_title(const Case& one) const {
  if (one.restricted != Restricted::none) return texts_.tr("ui.app.restricted");
  const std::string_view words = utf8_prefix(one.text, 24);
  return name_text("nature", one.nature) + " · " + std::string(words) +
         (words.size() < one.text.size() ? "…" : "");
}

std::string Words::number_text(const std::string& number, CaseState state) const {
  constexpr SetOf<CaseState> kEndsWithout(CaseState::not_filed, CaseState::transferred,
                                          CaseState::merged, CaseState::voided);
  if (!number.empty()) return number;
  return texts_.tr(kEndsWithout.has(state) ? "ui.app.never_numbered" : "ui.app.no_number");
}

std::string Words::refusal_text(const Outcome& outcome) const {
  const std::string key = "refusal." + std::string(name_of(outcome.refusal));
  // Where the detail says which, and how many after it.
  const std::size_t blank = std::min(outcome.detail.find(' '), outcome.detail.size());
  const std::string closer = key + "." + outcome.detail.substr(0, blank);
  const std::string number = outcome.detail.substr(std::min(blank + 1, outcome.detail.size()));
  return texts_.has(closer) ? texts_.tr(closer, number) : texts_.tr(key, detail_text(outcome));
}

std::string Words::time_text(TimeMs at) const {
  if (at.is_none()) return "—";
  const std::string text = to_minute_text(at);
  const std::int32_t days = civil_day_of(session_.now()).value - civil_day_of(at).value;
  if (days == 0) return texts_.tr("ui.app.today", text.substr(11));
  if (days == 1) return texts_.tr("ui.app.yesterday", text.substr(11));
  return text;
}

std::string Words::short_time_text(TimeMs at) const {
  const std::int32_t days = civil_day_of(session_.now()).value - civil_day_of(at).value;
  if (at.is_none() || days <= 1) return time_text(at);
  const std::string text = to_minute_text(at);
  const bool this_year = text.substr(0, 4) == to_minute_text(session_.now()).substr(0, 4);
  return this_year ? text.substr(5, 5) : text.substr(0, 10);
}

std::string Words::left_text(const Clock& clock) const {
  const std::int64_t left = clock.due - session_.now();
  return left >= 0 ? texts_.tr("ui.app.left", span_text(left))
                   : texts_.tr("ui.app.late", span_text(-left));
}

std::string Words::length_text(std::int64_t mm) const {
  const std::int64_t metres = mm / 1000;
  if (metres < 1000) return count_text("metres", metres);
  const std::int64_t tenths = (metres + 50) / 100;
  return texts_.tr("ui.app.kilometres",
                   std::to_string(tenths / 10) + "." + std::to_string(tenths % 10));
}

std::string Words::size_text(std::int64_t bytes) const {
  if (bytes < 1000000) return texts_.tr("ui.app.size_kb", std::to_string((bytes + 999) / 1000));
  const bool giga = bytes >= 1000000000;
  const std::int64_t tenths = bytes / (giga ? 100000000 : 100000);
  return texts_.tr(giga ? "ui.app.size_gb" : "ui.app.size_mb",
                   std::to_string(tenths / 10) + "." + std::to_string(tenths % 10));
}

std::string Words::duration_text(std::int64_t ms) const {
  return span_text(ms < kMinuteMs ? kMinuteMs : ms);
}

std::string Words::actor_text(const World& world, Role role, UnitId unit) const {
  std::string text = name_text("role", role);
  if (!unit.is_none()) add_part(text, unit_name(world, unit));
  return text;
}

HistoryText Words::history_text(const World& world, const HistoryLine& line) const {
  Op op;
  op.kind = line.kind;
  op.payload = line.payload;
  const Payload payload = read_payload(op);
  HistoryText text;
  const auto* one = std::get_if<CaseOp>(&payload);
  // A button says what to do ("action"), a line what was done.
  const OpKind kind = one != nullptr ? kind_of(*one) : OpKind::unknown;
  text.title = name_text("done", kind);
  // What others did is not told: how the case stands is the news itself.
  const auto* progress = one != nullptr ? one->get<TellProgress>() : nullptr;
  if (progress != nullptr) text.title = name_text("state", progress->state);
  if (one != nullptr) text.detail = one->visit(Telling{*this, world});
  if (line.refusal != 0) {
    const Outcome outcome{static_cast<Refusal>(line.refusal), std::string(name_of(line.state)), {}};
    text.title = texts_.tr("ui.app.refused_title", name_text("action", kind));
    add_part(text.detail, refusal_text(outcome));
  }
  if (line.late_report) add_part(text.detail, texts_.tr("ui.app.late_report"));
  return text;
}

// --- streets ----------------------------------------------------------------------------------------

std::string Words::street_name(ShardId street) const {
  const District* map = session_.map().district().get();
  const World* world = session_.world(street);
  const GridTree* trees[] = {map ? &map->tree() : nullptr, world ? &world->grids() : nullptr};
  for (const GridTree* tree : trees) {
    const GridNode* township = tree ? tree->find(township_of(*tree, street)) : nullptr;
    if (township != nullptr) return township->name;
  }
  return std::to_string(street.value);
}

std::string Words::district_name() const {
  const District* map = session_.map().district().get();
  const bool named = map != nullptr && !map->meta().name.empty();
  return named ? map->meta().name : texts_.tr("ui.place.this_district");
}

// --- news -------------------------------------------------------------------------------------------

std::string Words::kind_and_grid(const Case& one) const {
  const std::string kind =
      one.restricted == Restricted::none ? name_text("nature", one.nature) : open_text(one);
  const World* world = session_.cases().world_of(one);
  return world == nullptr ? kind : kind + " · " + grid_name(*world, one.place.grid);
}

std::string Words::news_text(const News& news) const {
  const std::string what = news.one != nullptr ? kind_and_grid(*news.one) : std::string();
  const auto left = [&] { return news.clock != nullptr ? " · " + left_text(*news.clock) : ""; };
  switch (news.subject.about) {
    case About::order: return texts_.tr("ui.news.order", what) + left();
    case About::rework: return texts_.tr("ui.news.rework", what) + left();
    case About::verify: return texts_.tr("ui.news.verify", what);
    case About::visit: return texts_.tr("ui.news.visit", what);
    case About::intake: return texts_.tr("ui.news.intake", what);
    case About::passed_by: return texts_.tr("ui.news.passed_by", what);
    case About::order_refused: return texts_.tr("ui.news.order_refused", what);
    case About::unsigned_order: return texts_.tr("ui.news.unsigned", what);
    case About::suspension: return texts_.tr("ui.news.suspension", what);
    case About::voiding: return texts_.tr("ui.news.voiding", what);
    case About::conflict: return texts_.tr("ui.news.conflict", what);
    case About::own_refused: break;
  }
  std::string words = name_text("action", news.kind);
  if (news.one != nullptr) words += " · " + number_text(*news.one) + " · " + what;
  return texts_.tr("ui.news.refused", words, refusal_text(news.outcome));
}

// --- units and ways ---------------------------------------------------------------------------------

std::string Words::standing_text(const World& world, const RankedUnit& one, bool leads) const {
  if (!one.may_be_sent())
    return without_stop(refusal_text(refused(refusal_of(one.why), unit_name(world, one.unit))));
  std::string text = texts_.tr(leads ? "ui.app.fits" : "ui.app.helps");
  return one.why == PassedOver::off_duty ? off_duty_text(one) + " · " + text : text;
}

std::string Words::reach_text(const UnitReach& reach) const {
  const std::string length = length_text(reach.length_mm);
  return reach.by_road ? texts_.tr("ui.app.by_road", duration_text(reach.duration_ms), length)
                       : texts_.tr("ui.app.straight", length);
}

std::string Words::distance_text(const World& world, const RankedUnit& one) const {
  const Unit* unit = world.find_unit(one.unit);
  if (unit == nullptr || unit->base.is_none()) return texts_.tr("ui.app.no_base");
  return reach_text(one.reach);
}

std::string Words::why_text(const RankedUnit& one) const {
  if (one.why == PassedOver::off_duty) return off_duty_text(one);
  return texts_.tr("passed_over." + std::string(name_of(one.why)));
}

std::string Words::reason(const World& world, const Candidates& all, UnitId unit) const {
  const RankedUnit* one = all.find(unit);
  if (one == nullptr) return {};
  std::string text = standing_text(world, *one, all.leads);
  if (one->orders > 0) text += " · " + texts_.tr("ui.app.orders", std::to_string(one->orders));
  return text + " · " + distance_text(world, *one);
}

std::string Words::order_reason(const World& world, const Candidates& all, const Case& subject,
                                UnitId unit) const {
  const std::vector<RankedUnit> nearer = nearer_passed_over(all.ranking, subject, unit);
  const std::string text = reason(world, all, unit);
  if (nearer.empty()) return text;
  std::string names;
  for (std::size_t i = 0; i < std::min(nearer.size(), kNearerNamed); ++i) {
    if (i > 0) names += texts_.tr("ui.app.and");
    names += texts_.tr("ui.app.nearer_one", unit_name(world, nearer[i].unit), why_text(nearer[i]));
  }
  if (nearer.size() > kNearerNamed)
    names += texts_.tr("ui.app.nearer_more", std::to_string(nearer.size() - kNearerNamed));
  return text + " · " + texts_.tr("ui.app.nearer", names);
}

std::string Words::against_text(const RankedUnit& unit) const {
  std::string text = why_text(unit);
  if (unit.orders > 0) text += " · " + texts_.tr("ui.app.orders", std::to_string(unit.orders));
  return unit.reach.known ? text + " · " + reach_text(unit.reach) : text;
}

std::string Words::off_duty_text(const RankedUnit& unit) const {
  if (unit.on_duty_from.is_none()) return texts_.tr("ui.app.off_duty");
  return texts_.tr("ui.app.off_duty_until", to_minute_text(unit.on_duty_from));
}

std::string Words::turn_text(const Turn& turn) const {
  const District* ground = session_.map().district().get();
  const std::string name = ground ? ground->roads().links().names[turn.name] : std::string();
  const std::string text =
      texts_.tr(turn_text_key(turn), name, texts_.tr(compass_text_key(turn.bearing_deg)));
  const std::string passage = passage_text_key(turn.passage);
  return passage.empty() ? text : texts_.tr("turn.passage", text, texts_.tr(passage));
}

}  // namespace gezhi::app
