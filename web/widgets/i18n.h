// The app's words in the language that is chosen (web/app/texts.h).
#pragma once

#include <string>
#include <string_view>

#include "web/app/texts.h"

namespace gezhi::ui {

using app::fill_in;
using app::Language;

const app::Texts& texts();
inline Language language() { return texts().language(); }
// Loads the texts of a language (from the server or the service worker's cache) and switches to it;
// false from texts_ready() until the first one is there.
void use_language(Language language);
inline bool texts_ready() { return texts().has_table(language()); }

// The text of a key, {0} {1} ... replaced.
template <class... Values>
std::string tr(std::string_view key, const Values&... values) {
  return texts().tr(key, values...);
}
inline bool has_text(std::string_view key) { return texts().has(key); }

}  // namespace gezhi::ui
