#include "native/import/csv.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstring>
#include <optional>

#include "core/base/fold.h"
#include "core/base/utf8.h"
#include "native/import/broken_text.h"
#include "native/import/source_file.h"

namespace gezhi {
namespace {

const std::string kNothing;

// Of the characters in the usual names of columns.
constexpr std::u16string_view kTraditional = u"經緯稱編碼類別責網單數開時間調師點設備總號員區劃樁";
constexpr std::u16string_view kSimplified = u"经纬称编码类别责网单数开时间调师点设备总号员区划桩";
static_assert(kTraditional.size() == kSimplified.size());

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

constexpr std::uint32_t kTitlesMax = 5;

// What a first line "sep=;" says; it is taken away.
std::optional<char> take_separator(std::string& text) {
  constexpr std::string_view kSays = "sep=";
  const std::size_t end = text.find_first_of("\r\n");
  if (end != kSays.size() + 1 || lower(text.substr(0, kSays.size())) != kSays) return std::nullopt;
  const char separator = text[kSays.size()];
  text.erase(0, text.compare(end, 2, "\r\n") == 0 ? end + 2 : end + 1);
  return separator;
}

// The head is the first line that has any, unless it is far down.
char separator_of(const std::string& text) {
  std::string head;
  std::size_t from = 0;
  for (std::uint32_t line = 0; line <= kTitlesMax && from < text.size(); ++line) {
    const std::size_t end = std::min(text.find_first_of("\r\n", from), text.size());
    head = text.substr(from, end - from);
    if (head.find_first_of(",;\t") != head.npos) break;
    from = end + (text.compare(end, 2, "\r\n") == 0 ? 2 : 1);
  }
  char best = ',';
  for (const char c : {';', '\t'}) {
    if (std::count(head.begin(), head.end(), c) > std::count(head.begin(), head.end(), best))
      best = c;
  }
  return best;
}

class Reader {
 public:
  // `before`: how many rows were taken away in front.
  Reader(std::string_view text, char separator, std::uint32_t before)
      : text_(text), separator_(separator), number_(before) {}

  bool at_end() const { return at_ >= text_.size(); }

  // Of the row that was read last, from 1.
  std::uint32_t number() const { return number_; }

  // The cells of the next row; false when a quoted cell has no end.
  bool next(std::vector<std::string>& cells) {
    cells.assign(1, {});
    ++number_;
    while (!at_end()) {
      const char c = text_[at_++];
      if (c == '"' && cells.back().empty()) {
        if (!quoted(cells.back())) return false;
      } else if (c == separator_) {
        cells.emplace_back();
      } else if (c == '\n' || c == '\r') {
        if (c == '\r' && !at_end() && text_[at_] == '\n') ++at_;
        return true;
      } else {
        cells.back() += c;
      }
    }
    return true;
  }

 private:
  bool quoted(std::string& cell) {
    while (!at_end()) {
      const char c = text_[at_++];
      if (c != '"') {
        cell += c;
      } else if (!at_end() && text_[at_] == '"') {
        cell += text_[at_++];
      } else {
        return true;
      }
    }
    return false;
  }

  std::string_view text_;
  char separator_;
  std::uint32_t number_;
  std::size_t at_ = 0;
};

bool is_number(const std::string& text) {
  if (text.empty()) return false;
  double value = 0;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data() + (text[0] == '+' ? 1 : 0), end, value);
  return read.ec == std::errc() && read.ptr == end;
}

std::ptrdiff_t said_cells(const std::vector<std::string>& cells) {
  return std::count_if(cells.begin(), cells.end(),
                       [](const std::string& cell) { return !cell.empty(); });
}

// Names of columns, and not what stands below them.
bool is_head(const std::vector<std::string>& cells) {
  return said_cells(cells) > 1 && std::none_of(cells.begin(), cells.end(), is_number);
}

bool is_formula(const std::string& text) {
  constexpr const char* kBegins = "=+-@\t\r";
  return !text.empty() && std::strchr(kBegins, text[0]) != nullptr && !is_number(text);
}

// The text of a cell that was written by CsvText.
std::string undefused(const std::string& cell) {
  const bool defused = cell.size() > 1 && cell[0] == '\'' && is_formula(cell.substr(1));
  return defused ? cell.substr(1) : cell;
}

std::string quoted(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

}  // namespace

std::string header_key(std::string_view name) {
  std::string text = without_blanks(
      folded(is_valid_utf8(name) ? std::string(name) : as_gbk(name).value_or(repaired_utf8(name))));
  for (const std::string_view open : {"(", "[", "【", "〔"}) {
    const std::size_t at = text.find(open);
    if (at != std::string::npos && at > 0) text.resize(at);
  }
  std::string key;
  for (std::uint32_t at = 0; at < text.size();) {
    const std::uint32_t point = next_code_point(text, at);
    const auto traditional = kTraditional.find(static_cast<char16_t>(point));
    if (point == '*' || point == ':' || point == '#') continue;
    append_utf8(key, point < 0x10000 && traditional != kTraditional.npos ? kSimplified[traditional]
                                                                         : point);
  }
  return key.empty() ? lower(text) : lower(key);
}

std::size_t CsvTable::column(const std::vector<std::string>& names) const {
  for (const std::string& name : names) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (header_key(columns[i]) == header_key(name)) return i;
    }
  }
  return columns.size();
}

const std::string& CsvTable::cell(std::size_t row, std::size_t column) const {
  return column < columns.size() ? rows[row][column] : kNothing;
}

Result<CsvTable> parse_csv(const std::string& path, const std::string& delivered) {
  std::string text = delivered;
  if (text.compare(0, 3, "\xEF\xBB\xBF") == 0) text.erase(0, 3);
  if (!is_valid_utf8(text)) text = as_gbk(text).value_or(repaired_utf8(text));
  const std::optional<char> said = take_separator(text);
  Reader reader(text, said.value_or(separator_of(text)), said ? 1 : 0);
  CsvTable table;
  table.path = path;
  const auto no_end = [&] {
    return import_error(path,
                        "row " + std::to_string(reader.number()) + ": a quoted cell has no end");
  };
  if (!reader.next(table.columns)) return no_end();
  Reader ahead = reader;
  std::vector<std::string> below = table.columns;
  while (said_cells(below) <= 1 && ahead.number() <= kTitlesMax && !ahead.at_end()) {
    if (!ahead.next(below)) break;
  }
  if (said_cells(table.columns) <= 1 && is_head(below)) {
    table.columns = below;
    reader = ahead;
  }
  if (table.columns.size() > kCsvColumnsMax) return import_error(path, "has too many columns");
  std::vector<std::string> cells;
  while (!reader.at_end()) {
    if (!reader.next(cells)) return no_end();
    if (cells.size() == 1 && cells[0].empty()) continue;
    if (cells.size() > table.columns.size()) {
      return import_error(path, "row " + std::to_string(reader.number()) + " has " +
                                    std::to_string(cells.size()) + " cells, the head " +
                                    std::to_string(table.columns.size()));
    }
    if (table.rows.size() == kCsvRowsMax) return import_error(path, "has too many rows");
    cells.resize(table.columns.size());
    for (std::string& cell : cells) cell = undefused(cell);
    table.rows.push_back(cells);
    table.numbers.push_back(reader.number());
  }
  return table;
}

Result<CsvTable> read_csv(const std::string& path) {
  const auto text = read_text_source(path, kCsvBytesMax);
  if (!text) return text.error();
  return parse_csv(path, *text);
}

void CsvText::add(const std::vector<std::string>& cells) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) text_ += ',';
    text_ += quoted(is_formula(cells[i]) ? "'" + cells[i] : cells[i]);
  }
  text_ += "\r\n";
}

}  // namespace gezhi
