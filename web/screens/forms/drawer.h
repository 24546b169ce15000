// The visitor that draws an operation's members one after the other, each with the widget of its type.
// A member that no person fills (an id, what the case itself knows) is passed over.
#pragma once

#include <algorithm>
#include <limits>

#include "core/cases/bounds.h"
#include "core/cases/guards.h"
#include "web/screens/forms/enum_words.h"
#include "web/screens/forms/parts.h"
#include "web/screens/forms/things.h"
#include "web/screens/parts/case_parts.h"
#include "web/screens/parts/presence.h"
#include "web/widgets/ui.h"

namespace gezhi::screens {

// --- which members a person fills -------------------------------------------------------------------

template <class T>
bool asks(const FormScope& scope, const T&, std::string_view name) {
  return name != "task" || scope.permission.task.is_nil();
}
inline bool asks(const FormScope&, const Obligation&, std::string_view name) {
  return name == "who" || name == "what" || name == "amount_fen" || name == "due";
}
inline bool asks(const FormScope&, const Party& party, std::string_view name) {
  return name != "guardian_told" || party.minor;
}
inline bool asks(const FormScope&, const TriageCase&, std::string_view name) {
  return name != "rule" && name != "suggested";
}
inline bool asks(const FormScope&, const EditField&, std::string_view name) {
  return name != "base";
}
inline bool asks(const FormScope&, const Escalate& op, std::string_view name) {
  const bool of_referral = name == "authority" || name == "document";
  if (of_referral || name == "reason") return of_referral == (op.rung == Rung::refer);
  return name != "unit" && name != "clock";
}
inline bool asks(const FormScope&, const RestrictCase&, std::string_view name) {
  return name != "rule";
}
inline bool asks(const FormScope&, const RecurCase&, std::string_view name) {
  return name != "reopen";
}
inline bool asks(const FormScope&, const SampleResult& op, std::string_view name) {
  return name != "reason" || !op.confirmed;
}

// --- which numbers and times must be stated: 0 is an answer, nothing is none --------------------------

template <class T>
bool states(const FormScope&, const T&, std::string_view) {
  return false;
}
inline bool states(const FormScope&, const HoldSession&, std::string_view name) {
  return name == "minutes" || name == "attended";
}
inline bool states(const FormScope& scope, const RecordPerformance& op, std::string_view name) {
  if (name != "paid_fen" || !scope.one.mediate || op.obligation == 0) return false;
  const std::vector<Obligation>& all = scope.one.mediate->obligations;
  return op.obligation <= all.size() && all[op.obligation - 1].amount_fen > 0;
}
inline bool states(const FormScope&, const Obligation&, std::string_view name) {
  return name == "due";
}
inline bool states(const FormScope&, const Notice&, std::string_view name) { return name == "due"; }
inline bool states(const FormScope&, const ExtendNotice&, std::string_view name) {
  return name == "due";
}
inline bool states(const FormScope&, const AskFootage&, std::string_view name) {
  return name == "from" || name == "to";
}
inline bool states(const FormScope&, const ScheduleSession&, std::string_view name) {
  return name == "planned";
}

// --- which values of an enum it may choose ----------------------------------------------------------

template <NamedEnum E>
bool offers(const FormScope&, E value) {
  return name_of(value) != "none" && name_of(value) != "not_asked";
}
// Out of the class again only where it is in one.
inline bool offers(const FormScope& scope, Restricted value) {
  return value != Restricted::none || scope.one.restricted != Restricted::none;
}
inline bool offers(const FormScope&, CaseField field) {
  return field != CaseField::none && field != CaseField::place;  // a place has its own operation
}
inline bool offers(const FormScope&, Unfit) { return true; }
inline bool offers(const FormScope& scope, TransferTo to) {
  return to != TransferTo::none || scope.kind() == OpKind::triage_case;
}
inline bool offers(const FormScope&, Relation how) {
  return how == Relation::same_place || how == Relation::part_of;
}
// What the rules say to a value before it is chosen. Only what they accept is offered, the others stand
// below with their reason.
template <NamedEnum E>
Outcome outcome_of(const FormScope&, E) {
  return {};
}
// The tiers that the rules let it go to from where it is.
inline Outcome outcome_of(const FormScope& scope, Tier tier) {
  CaseOp op = RaiseTier{tier, {}};
  if (scope.kind() == OpKind::lower_tier) op = LowerTier{tier, {}, false, {}};
  if (scope.kind() != OpKind::raise_tier && scope.kind() != OpKind::lower_tier) return {};
  return check_guard(Refusal::tier_skipped, scope.world, {}, &scope.one, {scope.kind(), {}, &op});
}
// The rungs that the unit it is about can be put on now.
inline Outcome outcome_of(const FormScope& scope, Rung rung) {
  const auto* drafted = scope.draft.op.get<Escalate>();
  if (drafted == nullptr) return {};
  Escalate tried = *drafted;
  const Task* task = scope.one.find_task(tried.task);
  tried.rung = rung;
  tried.unit = task != nullptr ? task->unit : UnitId{};
  const CaseOp op = tried;
  Act act;
  act.grant = scope.permission.grant;
  for (const Refusal guard : {Refusal::rung_skipped, Refusal::person_decides}) {
    const Outcome outcome =
        check_guard(guard, scope.world, act, &scope.one, {OpKind::escalate, tried.task, &op});
    if (!outcome.applied()) return outcome;
  }
  return {};
}
// Who refuses is served by leaving it: `refused` alone is no service.
inline bool offers(const FormScope&, Delivery how) {
  return how != Delivery::none && how != Delivery::refused;
}
inline bool offers(const FormScope&, InvestigateState state) {
  return state == InvestigateState::mediation_closed || state == InvestigateState::penalty ||
         state == InvestigateState::no_case;
}

template <NamedEnum E>
std::string choice_word(const FormScope&, E value) {
  return word(text_prefix(value), value);
}
inline std::string choice_word(const FormScope&, TransferTo value) {
  return value == TransferTo::none ? ui::tr("ui.act.kept_here") : word("transfer_to", value);
}

template <NamedEnum E>
void form_enum(FormScope& scope, std::string_view name, E& value) {
  std::vector<E> values;
  std::vector<std::string> words;
  std::vector<NotOffered> others;
  const bool open = scope.must_choose(name) && !scope.is_chosen(name);
  int chosen = -1;
  for (std::size_t i = 0; i < names_of(E{}).size(); ++i) {
    const auto one = static_cast<E>(i);
    if (!offers(scope, one)) continue;
    if (const Outcome outcome = outcome_of(scope, one); !outcome.applied()) {
      others.push_back({choice_word(scope, one), outcome});
      continue;
    }
    if (one == value && !open) chosen = static_cast<int>(values.size());
    values.push_back(one);
    words.push_back(choice_word(scope, one));
  }
  if (form_choice(scope, name, words, chosen)) {
    value = values[static_cast<std::size_t>(chosen)];
    scope.chosen(name);
  }
  say_not_offered(scope, others);
  // Not chosen yet, or not offered any more since something else was.
  if (scope.must_choose(name) && chosen < 0) {
    scope.chosen(name, false);
    scope.draft.unstated.emplace_back(name);
  }
}

// --- the visitor ------------------------------------------------------------------------------------

template <class T>
void form_members(FormScope& scope, T& value);

// Structs one below the other, each a card of its own, with add and remove.
template <class T>
void form_list(FormScope& scope, std::string_view name, std::vector<T>& list, std::uint64_t most) {
  const Nested nested(scope, name);
  if (list.empty()) list.emplace_back();
  int gone = -1;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Nested one(scope, std::to_string(i));
    const std::string title = ui::tr("ui.act.nth", scope.label(name), std::to_string(i + 1));
    ui::card_begin();
    ui::heading(title, 3);
    if constexpr (std::is_same_v<T, TaskOrder>) {
      form_order(scope, list[i]);
    } else {
      form_members(scope, list[i]);
    }
    if (list.size() > 1 &&
        ui::text_button(ui::tr("ui.act.remove", title), {.icon = ui::Icon::close})) {
      gone = static_cast<int>(i);
    }
    ui::card_end();
  }
  ui::field_error(scope.error(name));
  if (gone >= 0) list.erase(list.begin() + gone);
  const std::string add = ui::tr("ui.act.add", scope.label(name));
  if (list.size() < most && ui::secondary_button(add, {.icon = ui::Icon::plus}))
    list.emplace_back();
}

template <class Parent>
struct FormDrawer {
  FormScope& scope;
  const Parent& parent;

  template <class T>
  void operator()(std::uint32_t, const char* name, T& value, std::uint64_t limit = kLengthMax) {
    if (asks(scope, parent, name)) draw(name, value, limit);
  }

 private:
  template <class T>
  void draw(std::string_view name, T& value, std::uint64_t limit) {
    if constexpr (std::is_same_v<T, bool>) {
      const bool answer = name == "confirmed" || name == "approved";
      answer ? form_answer(scope, name, value) : form_flag(scope, name, value);
    } else if constexpr (NamedEnum<T>) {
      form_enum(scope, name, value);
    } else if constexpr (std::is_same_v<T, std::string>) {
      if (scope.must_choose(name)) return form_party(scope, name, value);
      form_text(scope, name, value, limit);
    } else if constexpr (std::is_integral_v<T>) {
      draw_integer(name, value);
    } else if constexpr (codec::IsVector<T>::value) {
      draw_vector(name, value, limit);
    } else {
      draw_other(name, value);
    }
  }

  template <class T>
  void draw_integer(std::string_view name, T& value) {
    if constexpr (std::is_same_v<T, std::uint32_t>) {
      if (form_numbered(scope, name, value)) return;
    }
    auto number = static_cast<std::int64_t>(value);
    NumberOptions options;
    options.fen = name.ends_with("_fen");
    options.minutes = name == "minutes";
    options.stated = states(scope, parent, name);
    options.units = kPeople;
    options.most = static_cast<std::int64_t>(
        std::min<std::uint64_t>(std::numeric_limits<T>::max(), kReadNumberMax));
    options.most = std::min(options.most, most_of(name).value_or(options.most));
    form_number(scope, name, number, options);
    value = static_cast<T>(number);
  }

  template <class T>
  void draw_vector(std::string_view name, T& value, std::uint64_t limit) {
    if constexpr (std::is_same_v<T, std::vector<Photo>>) {
      form_photos(scope, name, value);
    } else if constexpr (std::is_same_v<T, std::vector<UnitId>>) {
      form_units(scope, name, value);
    } else if constexpr (std::is_same_v<T, std::vector<std::string>>) {
      form_texts_list(scope, name, value, limit);
    } else {
      form_list(scope, name, value, limit);
    }
  }

  template <class T>
  void draw_other(std::string_view name, T& value) {
    if constexpr (std::is_same_v<T, TimeMs>) {
      form_time(scope, name, value, states(scope, parent, name));
    } else if constexpr (std::is_same_v<T, UnitId>) {
      form_unit(scope, name, value);
    } else if constexpr (std::is_same_v<T, CaseId>) {
      form_case(scope, name, value);
    } else if constexpr (std::is_same_v<T, TaskId>) {
      form_task(scope, name, value);
    } else if constexpr (std::is_same_v<T, OpId>) {
      form_conflict(scope, name, value);
    } else if constexpr (std::is_same_v<T, Limit>) {
      form_limit(scope, name, value);
    } else if constexpr (std::is_same_v<T, TaskOrder>) {
      form_order(scope, value, {.kind = false, .mandatory = false});
    } else if constexpr (std::is_same_v<T, Fix>) {
      presence_field(scope.one, value);  // where the device is it says itself, and how far that is
    } else if constexpr (codec::Fielded<T>) {
      form_members(scope, value);
    }
    // What is left (points, digests, sets) no generic form asks for.
  }
};

template <class T>
void form_members(FormScope& scope, T& value) {
  FormDrawer<T> drawer{scope, value};
  value.fields(drawer);
}

}  // namespace gezhi::screens
