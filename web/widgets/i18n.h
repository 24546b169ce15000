// The app's words. Both languages are loaded as flat key -> text tables; a missing key shows itself
// and is logged once.
#pragma once

#include <string>
#include <string_view>

namespace gezhi::ui {

enum class Language : unsigned char { zh, en };

Language language();
// Loads the texts of a language (from the server or the service worker's cache) and switches to it;
// false from texts_ready() until the first one is there.
void use_language(Language language);
bool texts_ready();

// The text of a key, {0} {1} ... replaced.
std::string tr(std::string_view key);
bool has_text(std::string_view key);
std::string fill_in(std::string text, std::initializer_list<std::string_view> values);

template <class... Values>
std::string tr(std::string_view key, const Values&... values) {
  return fill_in(tr(key), {std::string_view(values)...});
}

}  // namespace gezhi::ui
