#include "web/widgets/i18n.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "web/platform/async.h"
#include "web/platform/device.h"
#include "web/platform/mirror.h"

extern "C" void gezhi_texts(int id, const char* language);

namespace gezhi::ui {
namespace {

using Table = std::vector<std::pair<std::string, std::string>>;  // sorted by key

Table tables[2];
Language current = Language::zh;  // of the device: the looks

const char* code(Language language) { return language == Language::zh ? "zh" : "en"; }

Table& table_of(Language language) { return tables[static_cast<int>(language)]; }

const std::string* find(std::string_view key) {
  const Table& table = table_of(current);
  auto at = std::lower_bound(
      table.begin(), table.end(), key,
      [](const auto& entry, std::string_view wanted) { return entry.first < wanted; });
  return at != table.end() && at->first == key ? &at->second : nullptr;
}

void note_missing(std::string_view key) {
  static std::set<std::string, std::less<>> noted;  // of the device: texts that are missing
  if (table_of(current).empty() || noted.count(key) > 0) return;
  noted.insert(std::string(key));
  platform::log_error("no text for " + std::string(key));
}

void switch_to(Language language) {
  current = language;
  mirror::page_language(language == Language::zh ? "zh-CN" : "en");
}

}  // namespace

Language language() { return current; }

bool texts_ready() { return !table_of(current).empty(); }

void use_language(Language language) {
  if (!table_of(language).empty()) {
    switch_to(language);
    return;
  }
  const int id = platform::expect([language](const platform::Reply& reply) {
    if (!reply.ok()) {
      platform::log_error("the texts could not be loaded: " + std::string(reply.text()));
      return;
    }
    const std::vector<ByteView> parts = platform::unpack(reply.body);
    Table table;
    for (std::size_t i = 0; i + 1 < parts.size(); i += 2) {
      table.emplace_back(std::string(text_of(parts[i])), std::string(text_of(parts[i + 1])));
    }
    std::stable_sort(table.begin(), table.end());
    table_of(language) = std::move(table);
    switch_to(language);
  });
  gezhi_texts(id, code(language));
}

bool has_text(std::string_view key) { return find(key) != nullptr; }

std::string tr(std::string_view key) {
  if (const std::string* text = find(key)) return *text;
  note_missing(key);
  return std::string(key);
}

std::string fill_in(std::string text, std::initializer_list<std::string_view> values) {
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

}  // namespace gezhi::ui
