#include "web/app/texts.h"

#include <algorithm>

namespace gezhi::app {

std::string fill_in(std::string_view text, std::initializer_list<std::string_view> values) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool place = text[i] == '{' && i + 2 < text.size() && text[i + 2] == '}' &&
                       text[i + 1] >= '0' && text[i + 1] <= '9';
    if (!place) {
      out += text[i];
      continue;
    }
    const std::size_t which = static_cast<std::size_t>(text[i + 1] - '0');
    if (which < values.size()) out += *(values.begin() + which);
    i += 2;
  }
  return out;
}

void Texts::take(Language language, Table table) {
  std::stable_sort(table.begin(), table.end());
  tables_[index(language)] = std::move(table);
}

const std::string* Texts::find(std::string_view key) const {
  const Table& table = tables_[index(language_)];
  const auto at = std::lower_bound(
      table.begin(), table.end(), key,
      [](const auto& entry, std::string_view wanted) { return entry.first < wanted; });
  return at != table.end() && at->first == key ? &at->second : nullptr;
}

std::string Texts::tr(std::string_view key) const {
  if (const std::string* text = find(key)) return *text;
  const bool said = !has_table(language_) || missed_.contains(key);
  if (!said) {
    missed_.insert(std::string(key));
    if (missing_) missing_(key);
  }
  return std::string(key);
}

}  // namespace gezhi::app
