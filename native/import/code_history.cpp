#include "native/import/code_history.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/base/fold.h"
#include "core/base/read.h"
#include "core/base/utf8.h"
#include "native/import/broken_text.h"
#include "native/import/code_text.h"
#include "native/import/csv.h"
#include "native/import/shape_file.h"
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

// Of a name, what is compared.
std::string name_key(const std::string& name) {
  std::string key;
  const std::string plain = without_blanks(folded(name));
  for (std::uint32_t at = 0; at < plain.size();) {
    const std::uint32_t point = next_code_point(plain, at);
    const bool opens = point == 0x3010 || point == 0x3014 || point == '[';   // 【〔
    const bool closes = point == 0x3011 || point == 0x3015 || point == ']';  // 】〕
    append_utf8(key, opens ? '(' : closes ? ')' : point);
  }
  return key;
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
      if (at == list.end() || !is_same(entry.second, at->second)) gone.insert(entry.first);
    }
    for (const auto& [code, name] : list) {
      const auto at = before_[level].find(code);
      if (at == before_[level].end() || !is_same(at->second, name)) {
        fresh.insert(code);
      } else if (spell(at->second).name.empty()) {
        spell(at->second).name = name;  // it was missing before
      }
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

  // A name that is missing on either day is no other name.
  bool is_same(std::size_t place, const std::string& name) {
    const std::string& before = spell(place).name;
    return name == before || name.empty() || before.empty() || name_key(name) == name_key(before);
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
      return {above, above.empty() ? "" : name_key(spell(before_[level].at(code)).name)};
    });
    const auto new_names = unique_keys(fresh, [&](const std::string& code) -> Key {
      const std::string above = where(code, width, false);
      return {above, above.empty() ? "" : name_key(list.at(code))};
    });
    for (const auto& [key, code] : old_names) {
      const auto at = new_names.find(key);
      if (at == new_names.end()) continue;
      const std::size_t place = before_[level].at(code);
      turn(level, place, at->second, list.at(at->second));
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

// "2022", "２０２２年", "2022年度", "2022.0": its first day.
Result<CivilDay> first_day_of(const std::string& cell) {
  std::string year = tidy_code(cell);
  for (const std::string_view end : {"年度", "年"}) {
    if (year.size() > end.size() && year.compare(year.size() - end.size(), end.size(), end) == 0) {
      year.resize(year.size() - end.size());
      break;
    }
  }
  return read_day(without_blanks(year) + "-01-01");
}

Result<CivilDay> day_of_row(const CsvTable& table, std::size_t row, std::size_t date,
                            std::size_t year) {
  constexpr std::int32_t kFirstYear = 1949, kLastYear = 2100;
  const bool dated = !table.cell(row, date).empty();
  const std::string& text = table.cell(row, dated ? date : year);
  const auto whole = dated ? read_day(text) : Result<CivilDay>(Error{});
  const auto day = whole ? whole : first_day_of(text);
  const std::string where = "row " + std::to_string(table.numbers[row]) + ": '" + readable(text);
  if (!day) return import_error(table.path, where + "' is no date: YYYY-MM-DD, or a year");
  const std::int32_t in = date_of(*day).year;
  if (in >= kFirstYear && in <= kLastYear) return *day;
  return import_error(table.path, where + "' is not from " + std::to_string(kFirstYear) + " to " +
                                      std::to_string(kLastYear));
}

using Lists = std::map<std::int32_t, std::array<Names, kKinds>>;  // by day

class ListReader {
 public:
  Result<Done> read(const std::string& file) {
    const auto table = read_csv(file);
    if (!table) return table.error();
    const std::size_t codes =
        table->column({"code", "统计用区划代码", "区划代码", "行政区划代码", "代码", "编码"});
    const std::size_t names = table->column({"name", "名称", "区划名称", "行政区划名称"});
    const std::size_t date = table->column({"date", "日期"});
    const std::size_t year = table->column({"year", "年份", "年度", "年"});
    const std::size_t none = table->columns.size();
    if (codes == none || names == none || (date == none && year == none))
      return import_error(file, "needs the columns code, name, and date or year");
    for (std::size_t row = 0; row < table->rows.size(); ++row) {
      const auto day = day_of_row(*table, row, date, year);
      if (!day) return day.error();
      at_ = {file, table->numbers[row], tidy_code(table->cell(row, codes)), {}};
      const auto taken = take(*day, table->cell(row, names));
      if (!taken) return taken;
    }
    return Done{};
  }

  Lists lists{};
  std::vector<Defect> defects{};

 private:
  // A row's name; "" where it has none that says what it is called.
  std::string sound_name(const std::string& cell) {
    const NameReading read = read_name(cell);
    at_.name = read.name;
    if (folded(read.name).empty()) {
      at_.name.clear();
      tell(DefectKind::missing_name, DefectAction::kept);
    } else if (read.broken) {
      tell(DefectKind::broken_name, read.repaired ? DefectAction::repaired : DefectAction::kept)
          .detail = read.name;
      if (!read.repaired) return {};
    }
    return at_.name;
  }

  Result<Done> take(CivilDay day, const std::string& cell) {
    std::string code = at_.code;
    const std::size_t level = trim_code(code);
    const std::string where = "row " + std::to_string(at_.row) + ": ";
    if (level == kKinds)
      return import_error(at_.file, where + "'" + code + "' is no code of 6, 9, 12 or 15 digits");
    const std::string name = sound_name(cell);
    if (name.size() > 120) return import_error(at_.file, where + "its name is too long");
    const auto [known, fresh] = lists[day.value][level].emplace(code, name);
    if (fresh || known->second.empty()) {
      known->second = name;
      rows_[{day.value, code}] = at_;
    } else if (!name.empty() && name_key(known->second) != name_key(name)) {
      tell(DefectKind::duplicate_code, DefectAction::left_out).other = rows_[{day.value, code}];
    }
    return Done{};
  }

  Defect& tell(DefectKind kind, DefectAction action) {
    Defect defect;
    defect.kind = kind;
    defect.action = action;
    defect.at = at_;
    defects.push_back(std::move(defect));
    return defects.back();
  }

  RowName at_{};
  std::map<std::pair<std::int32_t, std::string>, RowName> rows_{};  // by day and code
};

}  // namespace

Result<CodeHistory> read_code_history(const std::vector<std::string>& files) {
  ListReader reader;
  for (const std::string& file : files) {
    const Result<Done> done = reader.read(file);
    if (!done) return done.error();
  }
  Builder builder;
  for (const auto& [day, list] : reader.lists) builder.add({day}, list);
  builder.result.defects = std::move(reader.defects);
  std::stable_sort(builder.result.changes.begin(), builder.result.changes.end(),
                   [](const PlaceChange& a, const PlaceChange& b) { return a.day < b.day; });
  return std::move(builder.result);
}

}  // namespace gezhi
