// Tables as they are delivered: CSV (RFC 4180) with a head, in UTF-8 (with or without mark) or GBK; the
// separator is what the head has most of: comma, semicolon or tab.
//
// Limits: kCsvBytesMax, kCsvRowsMax, kCsvColumnsMax. Errors: `bad_import` with file, row and cause; a row
// with too few cells has empty ones, one with more than the head is refused. Threads: one at a time.
#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"

namespace gezhi {

inline constexpr std::uint64_t kCsvBytesMax = std::uint64_t{64} << 20;
inline constexpr std::size_t kCsvRowsMax = 1000000;
inline constexpr std::size_t kCsvColumnsMax = 200;

struct CsvTable {
  std::string path;
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;  // each as long as `columns`

  // The first of these names that is a column, in small or capital letters; columns.size() without one.
  std::size_t column(const std::vector<std::string>& names) const;
  // "" where the column is not there.
  const std::string& cell(std::size_t row, std::size_t column) const;
};

Result<CsvTable> read_csv(const std::string& path);
Result<CsvTable> parse_csv(const std::string& path, const std::string& text);

// A cell as CSV needs it.
std::string csv_cell(const std::string& text);

}  // namespace gezhi
