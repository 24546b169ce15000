#include "native/import/code_history.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/base/read.h"
#include "native/import/code_text.h"
#include "native/import/csv.h"
#include "native/import/source_file.h"

namespace gezhi {
namespace {

using Names = std::map<std::string, std::string>;    // by code
using Indexes = std::map<std::string, std::size_t>;  // places by code
using Key = std::pair<std::string, std::string>;     // where, name
constexpr GridLevel kLevels[] = {GridLevel::district, GridLevel::township, GridLevel::village,
                                 GridLevel::unit};
constexpr std::size_t kDigits[] = {6, 9, 12, 15};
constexpr std::size_t kKinds = 4;

// The parts of a code that are its level's, and which of kLevels; kKinds when it is none.
std::size_t trim_code(std::string& code) {
  if (code.empty() || code.find_first_not_of("0123456789") != std::string::npos) return kKinds;
  if (code.size() == 12 && code.compare(6, 6, "000000") == 0) code.resize(6);
  if (code.size() == 12 && code.compare(9, 3, "000") == 0) code.resize(9);
  for (std::size_t i = 0; i < kKinds; ++i) {
    if (code.size() == kDigits[i]) return i;
  }
  return kKinds;
}

std::string parent_code(const std::string& code) {
  return code.size() <= 6 ? std::string() : code.substr(0, code.size() - 3);
}

// Items under keys that occur once among them.
template <class Make>
std::map<Key, std::string> unique_keys(const std::set<std::string>& codes, const Make& make) {
  std::map<Key, std::string> found;
  std::set<Key> twice;
  for (const std::string& code : codes) {
    const Key key = make(code);
    if (key.second.empty()) continue;
    if (!found.emplace(key, code).second) twice.insert(key);
  }
  for (const Key& key : twice) found.erase(key);
  return found;
}

class Builder {
 public:
  // Lists in the order of their days.
  void add(CivilDay day, const std::array<Names, kKinds>& list) {
    day_ = day;
    const bool first = result.days.empty();
    result.days.push_back(day);
    before_ = now_;
    ended_.clear();
    founded_.clear();
    for (std::size_t level = 0; level < kKinds; ++level) {
      if (list[level].empty()) continue;  // not on this list
      if (first || before_[level].empty()) {
        start(level, list[level], first);
      } else {
        compare(level, list[level]);
      }
    }
    if (!first) explain_parents();
  }

  CodeHistory result;

 private:
  CodedPlace::Spell& spell(std::size_t place) { return result.places[place].spells.back(); }

  std::size_t found(std::size_t level, const std::string& code, const std::string& name,
                    CivilDay from) {
    result.places.push_back({kLevels[level], {{code, name, from, {}}}});
    now_[level][code] = result.places.size() - 1;
    return result.places.size() - 1;
  }

  void start(std::size_t level, const Names& list, bool first) {
    for (const auto& [code, name] : list) found(level, code, name, first ? CivilDay{} : day_);
  }

  void compare(std::size_t level, const Names& list) {
    std::set<std::string> gone, fresh;
    for (const auto& entry : before_[level]) {
      const auto at = list.find(entry.first);
      if (at == list.end() || at->second != spell(entry.second).name) gone.insert(entry.first);
    }
    for (const auto& entry : list) {
      const auto at = before_[level].find(entry.first);
      if (at == before_[level].end() || spell(at->second).name != entry.second)
        fresh.insert(entry.first);
    }
    for (const std::string& code : gone) now_[level].erase(code);
    // By name under what the parent became, then in the same district, then (streets) anywhere.
    match(level, list, gone, fresh, 0);
    match(level, list, gone, fresh, 1);
    if (kLevels[level] <= GridLevel::township) match(level, list, gone, fresh, 2);
    rename(level, list, gone, fresh);
    for (const std::string& code : gone) {
      const std::size_t place = before_[level].at(code);
      spell(place).to = day_;
      ended_.insert(place);
    }
    for (const std::string& code : fresh) founded_.insert(found(level, code, list.at(code), day_));
  }

  // The code today of what had this code before; "" when it is gone.
  std::string today(const std::string& code) {
    std::string own = code;
    const std::size_t level = trim_code(own);
    if (level == kKinds) return {};
    const auto at = before_[level].find(code);
    if (at == before_[level].end() || spell(at->second).to == day_) return {};
    return spell(at->second).code;
  }

  std::string where(const std::string& code, int width, bool was) {
    if (width == 2) return "*";
    const std::string above = width == 0 ? parent_code(code) : code.substr(0, 6);
    if (above.empty() || above == code) return {};
    if (!was) return above;
    const std::string now = today(above);
    return now.empty() && width == 1 ? today(parent_code(code)).substr(0, 6) : now;
  }

  void match(std::size_t level, const Names& list, std::set<std::string>& gone,
             std::set<std::string>& fresh, int width) {
    const auto old_names = unique_keys(gone, [&](const std::string& code) -> Key {
      const std::string above = where(code, width, true);
      return {above, above.empty() ? "" : spell(before_[level].at(code)).name};
    });
    const auto new_names = unique_keys(fresh, [&](const std::string& code) -> Key {
      const std::string above = where(code, width, false);
      return {above, above.empty() ? "" : list.at(code)};
    });
    for (const auto& [key, code] : old_names) {
      const auto at = new_names.find(key);
      if (at == new_names.end()) continue;
      const std::size_t place = before_[level].at(code);
      turn(level, place, at->second, key.second);
      result.changes.push_back({day_, GridChangeKind::recode, {place}, {place}, code});
      gone.erase(code);
      fresh.erase(at->second);
    }
  }

  void rename(std::size_t level, const Names& list, std::set<std::string>& gone,
              std::set<std::string>& fresh) {
    const std::set<std::string> codes = gone;
    for (const std::string& code : codes) {
      if (fresh.count(code) == 0) continue;
      const std::size_t place = before_[level].at(code);
      const std::string former = spell(place).name;
      turn(level, place, code, list.at(code));
      result.changes.push_back({day_, GridChangeKind::rename, {place}, {place}, former});
      gone.erase(code);
      fresh.erase(code);
    }
  }

  void turn(std::size_t level, std::size_t place, const std::string& code,
            const std::string& name) {
    spell(place).to = day_;
    result.places[place].spells.push_back({code, name, day_, {}});
    now_[level][code] = place;
  }

  // Which places of a level gave children to which others.
  std::map<std::size_t, std::set<std::size_t>> moves(std::size_t level) {
    std::map<std::size_t, std::set<std::size_t>> targets;
    for (const auto& entry : before_[level + 1]) {
      if (ended_.count(entry.second) != 0) continue;
      const auto from = before_[level].find(parent_code(entry.first));
      const auto to = now_[level].find(parent_code(spell(entry.second).code));
      if (from == before_[level].end() || to == now_[level].end()) continue;
      if (from->second != to->second) targets[from->second].insert(to->second);
    }
    return targets;
  }

  void explain_parents() {
    std::set<std::size_t> explained;
    for (std::size_t level = 0; level + 1 < kKinds; ++level) {
      std::map<std::size_t, std::vector<std::size_t>> merged;  // by what they went into
      for (const auto& [from, targets] : moves(level)) {
        explained.insert(from);
        explained.insert(targets.begin(), targets.end());
        if (ended_.count(from) == 0) {
          lives_on(from, targets);
        } else if (targets.size() == 1) {
          merged[*targets.begin()].push_back(from);
        } else {
          change(GridChangeKind::split, {from}, {targets.begin(), targets.end()});
        }
      }
      for (auto& [to, sources] : merged) {
        if (founded_.count(to) == 0) sources.push_back(to);
        std::stable_sort(sources.begin(), sources.end());
        change(GridChangeKind::merge, sources, {to});
      }
    }
    for (const std::size_t place : ended_) {
      if (explained.count(place) == 0) change(GridChangeKind::ended, {place}, {});
    }
    for (const std::size_t place : founded_) {
      if (explained.count(place) == 0) change(GridChangeKind::founded, {}, {place});
    }
  }

  // New places were split off it; to others it gave ground.
  void lives_on(std::size_t from, const std::set<std::size_t>& targets) {
    std::vector<std::size_t> split{from}, redrawn{from};
    for (const std::size_t to : targets) (founded_.count(to) != 0 ? split : redrawn).push_back(to);
    if (split.size() > 1) change(GridChangeKind::split, {from}, split);
    if (redrawn.size() > 1) change(GridChangeKind::redraw, {from}, redrawn);
  }

  void change(GridChangeKind kind, std::vector<std::size_t> from, std::vector<std::size_t> to) {
    result.changes.push_back({day_, kind, std::move(from), std::move(to), {}});
  }

  CivilDay day_{};
  std::array<Indexes, kKinds> now_{};
  std::array<Indexes, kKinds> before_{};
  std::set<std::size_t> ended_, founded_;  // on this day
};

Result<CivilDay> day_of_row(const CsvTable& table, std::size_t row, std::size_t date,
                            std::size_t year) {
  const std::string& text = table.cell(row, date);
  const auto day = read_day(text.empty() ? table.cell(row, year) + "-01-01" : text);
  if (day) return *day;
  return import_error(table.path, "row " + std::to_string(row + 2) + ": '" +
                                      (text.empty() ? table.cell(row, year) : text) +
                                      "' is no date: YYYY-MM-DD, or a year");
}

using Lists = std::map<std::int32_t, std::array<Names, kKinds>>;  // by day

Result<Done> read_list(const std::string& file, Lists& lists) {
  const auto table = read_csv(file);
  if (!table) return table.error();
  const std::size_t code_column = table->column({"code", "统计用区划代码", "代码"});
  const std::size_t name_column = table->column({"name", "名称"});
  const std::size_t date = table->column({"date", "日期"}), year = table->column({"year", "年份"});
  const std::size_t none = table->columns.size();
  if (code_column == none || name_column == none || (date == none && year == none))
    return import_error(file, "needs the columns code, name, and date or year");
  for (std::size_t row = 0; row < table->rows.size(); ++row) {
    const auto day = day_of_row(*table, row, date, year);
    if (!day) return day.error();
    std::string code = tidy_code(table->cell(row, code_column));
    const std::size_t level = trim_code(code);
    const std::string where = "row " + std::to_string(row + 2) + ": ";
    if (level == kKinds)
      return import_error(file, where + "'" + code + "' is no code of 6, 9, 12 or 15 digits");
    const std::string& name = table->cell(row, name_column);
    if (name.size() > 120) return import_error(file, where + "its name is too long");
    lists[day->value][level].emplace(code, name);  // of a code that is there twice the first
  }
  return Done{};
}

}  // namespace

Result<CodeHistory> read_code_history(const std::vector<std::string>& files) {
  Lists lists;
  for (const std::string& file : files) {
    const Result<Done> done = read_list(file, lists);
    if (!done) return done.error();
  }
  Builder builder;
  for (const auto& [day, list] : lists) builder.add({day}, list);
  std::stable_sort(builder.result.changes.begin(), builder.result.changes.end(),
                   [](const PlaceChange& a, const PlaceChange& b) { return a.day < b.day; });
  return std::move(builder.result);
}

}  // namespace gezhi
