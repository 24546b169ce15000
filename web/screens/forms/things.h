// Members that point into the case: its counted things, the hops of its contact chain, the obligations
// of its agreement, its conflicts; and the two forms about things, whose numbers hang together.
#pragma once

#include "web/screens/forms/parts.h"

namespace gezhi::screens {

// True if this member is such a number, and was drawn.
bool form_numbered(FormScope& scope, std::string_view name, std::uint32_t& value);
void form_conflict(FormScope& scope, std::string_view name, OpId& value);

void form_count_thing(FormScope& scope, CountThing& op);
// Where the matter lies, and why it is set anew.
void form_place(FormScope& scope, PlaceCase& op);
void form_dispose_thing(FormScope& scope, DisposeThing& op);

// "液化气瓶 · 6 瓶", "约 4-6 瓶": what is known of a thing; `left` instead: what has no disposition yet.
std::string amount_text(Measure measure, std::int64_t amount);
std::string thing_text(const Thing& thing);
std::string left_text(const Thing& thing);

}  // namespace gezhi::screens
