// What is pressed: buttons, icon buttons, chips to choose from, segmented control, checkbox, switch.
// Every function is true in the frame in which it was pressed or its value changed.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "web/theme.h"
#include "web/widgets/icons.h"
#include "web/widgets/words.h"

namespace gezhi::ui {

struct ButtonOptions {
  Icon icon = Icon::none;
  bool enabled = true;
  bool busy = false;  // works on it: shows so and is not pressed again
  Words why_not;      // drawn below a disabled button
};

bool primary_button(std::string_view label, const ButtonOptions& options = {});
bool secondary_button(std::string_view label, const ButtonOptions& options = {});
bool danger_button(std::string_view label, const ButtonOptions& options = {});
bool text_button(std::string_view label,
                 const ButtonOptions& options = {});  // as wide as its words
// A link to outside (tel:, https:): looks like a secondary button, is a link to a reader.
bool link_button(std::string_view label, std::string_view url, Icon icon);
// The name is not drawn, only read.
bool icon_button(std::string_view name, Icon icon, bool enabled = true);

// Whether a form asks for it: then it is marked as a required text field is, and says so to a reader.
enum class Asked : std::uint8_t {
  freely,
  required,
  headed,  // required; a heading above it has its words and the mark
};

// Chips that wrap. One of them, or any number.
bool choice_chips(std::string_view label, std::span<const std::string> options, int& chosen,
                  Asked asked = Asked::freely);
bool multi_chips(std::string_view label, std::span<const std::string> options,
                 std::vector<bool>& chosen, Asked asked = Asked::freely);

// Two to four choices in one bar: of a view as tabs; as a required answer with its label above it.
bool segmented(std::string_view label, std::span<const std::string> options, int& chosen,
               Asked asked = Asked::freely);

bool checkbox(std::string_view label, bool& value, bool enabled = true);
bool toggle(std::string_view label, bool& value, std::string_view explanation = "");

// Normal, large or larger text for the whole app, kept on this device.
void text_size_choice();
float kept_zoom();

}  // namespace gezhi::ui
