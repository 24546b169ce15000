// The widgets of one member each. All of them take their label, whether they must be filled and what
// is wrong from the scope; `name` is the member's.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/read.h"
#include "web/screens/forms/scope.h"

namespace gezhi::screens {

inline constexpr std::uint64_t kLongText = 400;  // bytes; from here on a text has several lines

void form_text(FormScope& scope, std::string_view name, std::string& value, std::uint64_t limit);
void form_flag(FormScope& scope, std::string_view name, bool& value);
// A question that must be answered one way or the other.
void form_answer(FormScope& scope, std::string_view name, bool& value);
// As people write numbers (core/base/read.h); what is not understood is an error below it. Nothing typed
// is 0 where the number may be left out, and a missing field where it must be stated.
struct NumberOptions {
  bool fen = false;      // money, typed in yuan
  bool minutes = false;  // a length of time
  bool stated = false;
  Units units = {};
  std::int64_t most = kReadNumberMax;
  std::string_view help = "";
};
void form_number(FormScope& scope, std::string_view name, std::int64_t& value,
                 const NumberOptions& number = {});
// Days or hours from now as chips, and the exact time by the device's own picker.
void form_time(FormScope& scope, std::string_view name, TimeMs& value, bool stated = false);
void form_photos(FormScope& scope, std::string_view name, std::vector<Photo>& value);
void form_limit(FormScope& scope, std::string_view name, Limit& value);
// `leads`: whether the unit must have power over the matter.
void form_unit(FormScope& scope, std::string_view name, UnitId& value, bool leads = false);
void form_units(FormScope& scope, std::string_view name, std::vector<UnitId>& value);
// Another case: near ones to press, others by number or words.
void form_case(FormScope& scope, std::string_view name, CaseId& value);
// Texts one below the other, with add and remove.
void form_texts_list(FormScope& scope, std::string_view name, std::vector<std::string>& value,
                     std::uint64_t most);

// One of several, told by number from 1 (things, hops, obligations): only those that `words` names.
struct Numbered {
  std::uint32_t number = 0;
  std::string words;
};
void form_one_of(FormScope& scope, std::string_view name, const std::vector<Numbered>& all,
                 std::uint32_t& value);
// One of the parties to the mediation, by its role.
void form_party(FormScope& scope, std::string_view name, std::string& value);
// A task of the case, or none.
void form_task(FormScope& scope, std::string_view name, TaskId& value);

// Chips when they are few and short, a picker otherwise. True when changed.
bool form_choice(FormScope& scope, std::string_view name, const std::vector<std::string>& words,
                 int& chosen);

// What the rules would refuse, each with why.
struct NotOffered {
  std::string words;
  Outcome outcome;
};
void say_not_offered(const FormScope& scope, const std::vector<NotOffered>& all);

// An order to a unit: to whom, of what kind, what is asked, until when.
struct OrderOptions {
  bool kind = true;
  bool mandatory = true;
};
void form_order(FormScope& scope, TaskOrder& order, OrderOptions options = {});

}  // namespace gezhi::screens
