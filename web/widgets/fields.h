// Text fields and choosing from a list. The editing itself happens in a real DOM input laid over the
// drawn frame: composition, soft keyboard, autofill and paste are the browser's.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "web/theme.h"
#include "web/widgets/buttons.h"
#include "web/widgets/icons.h"
#include "web/widgets/words.h"

namespace gezhi::ui {

// What the browser's own picker offers. The value is then "2026-11-25" or "2026-11-25T18:00"; a browser
// without pickers gives whatever was typed.
enum class Picks : std::uint8_t { nothing, day, moment };

struct FieldOptions {
  Words hint;          // inside the empty field
  Words help;          // below it
  Words error;         // below it, instead of help; the field is marked invalid
  Words autocomplete;  // "username", "current-password", "off", ...
  Words input_mode;    // "numeric", "tel", "decimal", ...
  Icon icon = Icon::none;
  bool password = false;
  bool required = false;
  bool enabled = true;
  int max_length =
      0;          // characters; 0 = no limit. More are kept, and the field says how many do not fit
  int lines = 1;  // more than 1: a text area
  bool unread =
      false;  // `error` is about what stands in it: no button of the form works until it is mended
  bool for_all = true;  // words that others will read: numbers of people in them are warned of.
      // Passwords, searches, numbers and what is filled in from a person's own are not
  Picks picks = Picks::nothing;
};

struct FieldEvents {
  bool changed = false;
  bool submitted = false;  // Enter in a one-line field
  explicit operator bool() const { return changed; }
};

// `id` is the identity, `label` is drawn above and read.
FieldEvents text_field(std::string_view id, std::string_view label, std::string& value,
                       const FieldOptions& options = {});
FieldEvents text_area(std::string_view id, std::string_view label, std::string& value,
                      FieldOptions options = {});

// What a reader (core/base/read.h) did not understand, in words.
std::string not_read_words(const Error& error, std::string_view typed);

// One of many: a sheet on a phone, a dialog on the desktop, with a search field when there are more
// than twelve. chosen -1 = nothing yet.
bool select(std::string_view label, std::span<const std::string> options, int& chosen,
            std::string_view hint = "", std::string_view error = "", Asked asked = Asked::freely);

}  // namespace gezhi::ui
