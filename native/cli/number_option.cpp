#include "native/cli/number_option.h"

#include <algorithm>

#include "core/base/fold.h"
#include "core/base/numeral.h"
#include "core/base/read.h"

namespace gezhi {
namespace {

std::string plain_text(Numeral number) {
  std::string text = std::to_string(number.digits);
  const auto places = static_cast<std::size_t>(std::max(0, number.places));
  if (places == 0) return text;
  if (text.size() <= places) text.insert(0, places + 1 - text.size(), '0');
  return text.insert(text.size() - places, ".");
}

}  // namespace

CLI::Validator whole_number(std::int64_t least, std::int64_t most) {
  return CLI::Validator(
      [least, most](std::string& text) -> std::string {
        const auto number = read_count(text, {}, most);
        if (!number || *number < least) {
          return "'" + text + "' is no whole number from " + std::to_string(least) + " to " +
                 std::to_string(most);
        }
        text = std::to_string(*number);
        return {};
      },
      "");
}

CLI::Validator decimal_number() {
  return CLI::Validator(
      [](std::string& text) -> std::string {
        const std::string plain = folded(text);
        std::string_view rest = plain;
        const auto number = take_numeral(rest);
        if (!number || !rest.empty()) return "'" + text + "' is no number";
        text = plain_text(*number);
        return {};
      },
      "");
}

}  // namespace gezhi
