// The app's words: for each language a table of key and text (assets/i18n). A key that is missing shows
// itself.
#pragma once

#include <functional>
#include <initializer_list>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gezhi::app {

enum class Language : unsigned char { zh, en };

// {0} {1} ... replaced.
std::string fill_in(std::string_view text, std::initializer_list<std::string_view> values);

class Texts {
 public:
  using Table = std::vector<std::pair<std::string, std::string>>;  // in any order

  void take(Language language, Table table);
  bool has_table(Language language) const { return !tables_[index(language)].empty(); }

  // The language in which everything is said from now on.
  void use(Language language) { language_ = language; }
  Language language() const { return language_; }

  bool has(std::string_view key) const { return find(key) != nullptr; }
  std::string tr(std::string_view key) const;
  template <class... Values>
  std::string tr(std::string_view key, const Values&... values) const {
    return fill_in(tr(key), {std::string_view(values)...});
  }

  // Called once for each key that has no text.
  void on_missing(std::function<void(std::string_view key)> fn) { missing_ = std::move(fn); }

 private:
  static std::size_t index(Language language) { return static_cast<std::size_t>(language); }
  const std::string* find(std::string_view key) const;

  Table tables_[2];  // sorted by key
  Language language_ = Language::zh;
  std::function<void(std::string_view)> missing_;
  mutable std::set<std::string, std::less<>> missed_;
};

}  // namespace gezhi::app
