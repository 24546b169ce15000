// Tables as they are delivered: CSV (RFC 4180) with a head, in UTF-8 (with or without mark) or GBK; the
// separator is what the head has most of (comma, semicolon or tab), or what a first line "sep=;" says, as
// Excel writes it. A title above the head, one cell in its row, is passed over.
//
// Limits: kCsvBytesMax, kCsvRowsMax, kCsvColumnsMax. Errors: `bad_import` with file, row and cause; a row
// with too few cells has empty ones, one with more than the head is refused. Threads: one at a time.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace gezhi {

inline constexpr std::uint64_t kCsvBytesMax = std::uint64_t{64} << 20;
inline constexpr std::size_t kCsvRowsMax = 1000000;
inline constexpr std::size_t kCsvColumnsMax = 200;

// A column's name as names are compared: in any width and writing of letters, without blanks, a unit or
// remark in brackets behind it or a mark "*", traditional characters as simplified ones: " 经 度(°)", "經度"
// and "经度" are one.
std::string header_key(std::string_view name);

struct CsvTable {
  std::string path;
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;  // each as long as `columns`
  std::vector<std::uint32_t> numbers;          // of each row, as the file counts them, from 1

  // The first of these names that is a column, by its key; columns.size() without one.
  std::size_t column(const std::vector<std::string>& names) const;
  // "" where the column is not there.
  const std::string& cell(std::size_t row, std::size_t column) const;
};

Result<CsvTable> read_csv(const std::string& path);
Result<CsvTable> parse_csv(const std::string& path, const std::string& text);

// A table to be written, for any program and for Excel on a Chinese Windows, which takes a file without
// a byte order mark for GBK: UTF-8 with the mark, lines end with CR LF (RFC 4180). A cell that a table
// program would take for a formula (= + - @, a tab or a return in front) gets an apostrophe before it;
// read_csv takes it away again. Numbers are no formulas.
class CsvText {
 public:
  explicit CsvText(const std::vector<std::string>& columns) : text_("\xEF\xBB\xBF") {
    add(columns);
  }

  void add(const std::vector<std::string>& cells);
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

}  // namespace gezhi
