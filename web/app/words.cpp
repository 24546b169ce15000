// Words for what the rules know: names, times, lengths, lines of the timeline.
#include <algorithm>

#include "core/base/utf8.h"
#include "core/journal/op.h"
#include "web/app/data.h"
#include "web/app/places.h"
#include "web/widgets/i18n.h"

namespace gezhi::app {
namespace {

using ui::tr;

template <class E>
std::string name_text(const char* prefix, E value) {
  return tr(std::string(prefix) + "." + std::string(name_of(value)));
}

std::string count_text(const char* key, std::int64_t count) {
  return tr(std::string("ui.app.") + key, std::to_string(count));
}

std::string span_text(std::int64_t ms) {
  const std::int64_t minutes = ms / kMinuteMs;
  if (minutes < 1) return count_text("seconds", ms / kSecondMs);
  if (minutes < 100) return count_text("minutes", minutes);
  if (minutes < 48 * 60) return count_text("hours", minutes / 60);
  return count_text("days", minutes / (24 * 60));
}

void add_part(std::string& text, const std::string& part) {
  if (part.empty()) return;
  if (!text.empty()) text += " · ";
  text += part;
}

// What a payload says, in words; each overload names the fields worth a line.
struct Telling {
  const World& world;

  std::string operator()(const ReportCase& op) const { return op.text; }
  std::string operator()(const RequestVerification& op) const { return op.text; }
  std::string operator()(const VerifyResult& op) const {
    return joined(name_text("verified", op.found), op.text);
  }
  std::string operator()(const FileCase& op) const {
    return joined(name_text("nature", op.nature), op.text);
  }
  std::string operator()(const PlaceCase& op) const {
    std::string text = place_text(world, op.place);
    if (!op.place.grid.is_none()) add_part(text, grid_name(world, op.place.grid));
    if (!op.lies_in.is_none()) text = tr("ui.case.lies_in", street_name(op.lies_in));
    return joined(text, op.text);
  }
  std::string operator()(const RejectCase& op) const { return op.reason; }
  std::string operator()(const MergeCase& op) const { return op.reason; }
  std::string operator()(const TransferCase& op) const {
    return joined(joined(name_text("transfer_to", op.to), op.receipt), op.reason);
  }
  std::string operator()(const AnswerTransfer& op) const {
    return joined(joined(name_text("transfer_answer", op.answered), op.receipt), op.text);
  }
  std::string operator()(const TellMerged& op) const {
    return joined(joined(op.number, name_text("state", op.state)), op.outcome);
  }
  std::string operator()(const TellProgress& op) const {
    return op.unit.is_none() ? std::string() : unit_name(world, op.unit);
  }
  std::string operator()(const RaiseTier& op) const {
    return joined(joined(name_text("tier", op.tier), unit_name(world, op.order.unit)), op.reason);
  }
  std::string operator()(const LowerTier& op) const {
    return joined(joined(name_text("tier", op.tier), unit_name(world, op.order.unit)), op.reason);
  }
  std::string operator()(const DispatchCase& op) const {
    std::string text;
    for (const TaskOrder& order : op.tasks) add_part(text, order_text(order));
    return text;
  }
  std::string operator()(const RefuseTask& op) const {
    return joined(name_text("return_reason", op.reason), op.text);
  }
  std::string operator()(const ContactParty& op) const {
    return joined(name_text("contact", op.result), op.text);
  }
  std::string operator()(const ArriveTask& op) const { return op.text; }
  std::string operator()(const SubmitTask& op) const {
    return joined(name_text("result", op.result), op.text);
  }
  std::string operator()(const AskSuspend& op) const {
    return joined(until(op.reason, op.resume_at), op.document);
  }
  std::string operator()(const Escalate& op) const {
    const std::string referral = joined(op.authority, op.document);
    return joined(name_text("rung", op.rung), joined(op.reason, referral));
  }
  std::string operator()(const RestrictCase& op) const {
    return joined(name_text("restricted", op.restricted), op.reason);
  }
  std::string operator()(const SuspendCase& op) const { return until(op.reason, op.resume_at); }
  std::string operator()(const VisitResult& op) const {
    std::string text =
        op.confirmed ? tr("ui.app.confirmed") : name_text("rework_reason", op.reason);
    add_part(text, name_text("satisfaction", op.satisfaction));
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
  static std::string until(const std::string& reason, TimeMs at) {
    return joined(reason, tr("ui.app.until", to_date_text(civil_day_of(at))));
  }
  std::string order_text(const TaskOrder& order) const {
    const char* key = order.lead        ? "ui.app.order_lead"
                      : order.mandatory ? "ui.app.order_mandatory"
                                        : "ui.app.order_optional";
    const std::string text = tr(key, unit_name(world, order.unit));
    if (order.choice.place == 0) return text;
    return text + tr("ui.app.order_place", std::to_string(order.choice.place));
  }
};

std::string state_or_task_text(const std::string& detail) {
  const std::string state = "state." + detail;
  return ui::has_text(state) ? tr(state) : tr("task_state." + detail);
}

std::string track_state_text(const std::string& detail) {
  for (const char* track : {"rectify_state.", "mediate_state.", "investigate_state."}) {
    if (ui::has_text(track + detail)) return tr(track + detail);
  }
  return detail;
}

// What a refusal names by an enumerator, in words.
std::string detail_text(const Outcome& outcome) {
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
    if (named) return tr(prefix.text + outcome.detail);
  }
  return outcome.detail;
}

}  // namespace

std::string unit_name(const World& world, UnitId id) {
  const Unit* unit = world.find_unit(id);
  return unit != nullptr ? unit->name : tr("ui.app.unknown_unit");
}

std::string grid_name(const World& world, GridId id) {
  const GridNode* node = world.grids().find(id);
  if (node == nullptr) return tr("ui.app.unknown_grid");
  const GridNode* parent = world.grids().find(node->parent);
  const bool names_parent =
      parent != nullptr && node->level == GridLevel::unit && node->name.rfind(parent->name, 0) != 0;
  return names_parent ? parent->name + node->name : node->name;
}

std::string place_text(const World& world, const Place& place) {
  std::string text = place.address;
  if (text.empty() && !place.grid.is_none()) text = grid_name(world, place.grid);
  if (text.empty()) text = tr("ui.app.unknown_grid");
  return text;
}

std::string open_text(const Case& one) {
  return one.restricted == Restricted::none ? one.text : tr("ui.app.restricted");
}

std::string open_place_text(const World& world, const Case& one) {
  if (one.restricted == Restricted::none) return place_text(world, one.place);
  Place place = one.place;
  place.address.clear();
  return place_text(world, place);
}

bool is_found_by(const TextMatcher& words, const Case& one) {
  if (words.is_held_by(open_text(one)) || words.is_held_by(one.number)) return true;
  const World* world = world_of(one);
  if (world == nullptr) return false;
  if (words.is_held_by(open_place_text(*world, one))) return true;
  return one.restricted == Restricted::none && !one.place.grid.is_none() &&
         words.is_held_by(grid_name(*world, one.place.grid));
}

std::string case_title(const Case& one) {
  if (one.restricted != Restricted::none) return tr("ui.app.restricted");
  const std::string_view words = utf8_prefix(one.text, 24);
  return name_text("nature", one.nature) + " · " + std::string(words) +
         (words.size() < one.text.size() ? "…" : "");
}

std::string number_text(const std::string& number, CaseState state) {
  constexpr SetOf<CaseState> kEndsWithout(CaseState::not_filed, CaseState::transferred,
                                          CaseState::merged, CaseState::voided);
  if (!number.empty()) return number;
  return tr(kEndsWithout.has(state) ? "ui.app.never_numbered" : "ui.app.no_number");
}

std::string number_text(const Case& one) { return number_text(one.number, one.state); }

std::string refusal_text(const World&, const Outcome& outcome) {
  const std::string key = "refusal." + std::string(name_of(outcome.refusal));
  // Where the detail says which, and how many after it.
  const std::size_t blank = std::min(outcome.detail.find(' '), outcome.detail.size());
  const std::string closer = key + "." + outcome.detail.substr(0, blank);
  const std::string number = outcome.detail.substr(std::min(blank + 1, outcome.detail.size()));
  return ui::has_text(closer) ? tr(closer, number) : tr(key, detail_text(outcome));
}

std::string time_text(TimeMs at) {
  if (at.is_none()) return "—";
  const std::string text = to_minute_text(at);
  const std::int32_t days = civil_day_of(now()).value - civil_day_of(at).value;
  if (days == 0) return tr("ui.app.today", text.substr(11));
  if (days == 1) return tr("ui.app.yesterday", text.substr(11));
  return text;
}

std::string short_time_text(TimeMs at) {
  const std::int32_t days = civil_day_of(now()).value - civil_day_of(at).value;
  if (at.is_none() || days <= 1) return time_text(at);
  const std::string text = to_minute_text(at);
  const bool this_year = text.substr(0, 4) == to_minute_text(now()).substr(0, 4);
  return this_year ? text.substr(5, 5) : text.substr(0, 10);
}

std::string left_text(const Clock& clock) {
  const std::int64_t left = clock.due - now();
  return left >= 0 ? tr("ui.app.left", span_text(left)) : tr("ui.app.late", span_text(-left));
}

std::string length_text(std::int64_t mm) {
  const std::int64_t metres = mm / 1000;
  if (metres < 1000) return count_text("metres", metres);
  const std::int64_t tenths = (metres + 50) / 100;
  return tr("ui.app.kilometres", std::to_string(tenths / 10) + "." + std::to_string(tenths % 10));
}

std::string size_text(std::int64_t bytes) {
  if (bytes < 1000000) return tr("ui.app.size_kb", std::to_string((bytes + 999) / 1000));
  const bool giga = bytes >= 1000000000;
  const std::int64_t tenths = bytes / (giga ? 100000000 : 100000);
  return tr(giga ? "ui.app.size_gb" : "ui.app.size_mb",
            std::to_string(tenths / 10) + "." + std::to_string(tenths % 10));
}

std::string duration_text(std::int64_t ms) { return span_text(ms < kMinuteMs ? kMinuteMs : ms); }

std::string actor_text(const World& world, Role role, UnitId unit) {
  std::string text = name_text("role", role);
  if (!unit.is_none()) add_part(text, unit_name(world, unit));
  return text;
}

HistoryText history_text(const World& world, const HistoryLine& line) {
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
  if (one != nullptr) text.detail = one->visit(Telling{world});
  if (line.refusal != 0) {
    const Outcome outcome{static_cast<Refusal>(line.refusal), std::string(name_of(line.state)), {}};
    text.title = tr("ui.app.refused_title", name_text("action", kind));
    add_part(text.detail, refusal_text(world, outcome));
  }
  if (line.late_report) add_part(text.detail, tr("ui.app.late_report"));
  return text;
}

}  // namespace gezhi::app
