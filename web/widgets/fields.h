// Text fields and choosing from a list. The editing itself happens in a real DOM input laid over the
// drawn frame: composition, soft keyboard, autofill and paste are the browser's.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "web/theme.h"
#include "web/widgets/icons.h"
#include "web/widgets/words.h"

namespace gezhi::ui {

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
  int max_length = 0;  // characters; 0 = no limit
  int lines = 1;       // more than 1: a text area
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

// One of many: a sheet on a phone, a dialog on the desktop, with a search field when there are more
// than twelve. chosen -1 = nothing yet.
bool select(std::string_view label, std::span<const std::string> options, int& chosen,
            std::string_view hint = "", std::string_view error = "");

}  // namespace gezhi::ui
