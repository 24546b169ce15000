// Text held by an option struct: made from whatever holds text, never dangling.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace gezhi::ui {

struct Words : std::string {
  Words() = default;
  Words(const char* text) : std::string(text) {}
  Words(std::string_view text) : std::string(text) {}
  Words(std::string text) : std::string(std::move(text)) {}
};

}  // namespace gezhi::ui
