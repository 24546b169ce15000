#include "native/import/code_text.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <regex>

#include "core/base/fold.h"
#include "core/base/utf8.h"
#include "core/grid/street.h"
#include "native/import/csv.h"

namespace gezhi {
namespace {

bool all_digits(const std::string& code) {
  return !code.empty() && code.find_first_not_of("0123456789") == std::string::npos;
}

// Most telling first; a plain "id" is often only the row's number.
constexpr const char* kCodeNames[] = {"code",       "adcode",    "xzqdm",       "xzqhdm",
                                      "xzdm",       "qhdm",      "qhbm",        "tjdm",
                                      "jddm",       "xzjddm",    "sqdm",        "cjqydm",
                                      "zldwdm",     "jgdm",      "wgdm",        "wgbm",
                                      "gridcode",   "grid_code", "region_code", "areacode",
                                      "area_code",  "gb",        "pac",         "dm",
                                      "bm",         "bh",        "编码",        "代码",
                                      "网格编码",   "网格代码",  "网格编号",    "行政区划代码",
                                      "行政区代码", "区划代码",  "区划编码",    "统计代码",
                                      "街道代码",   "社区代码",  "社区编码",    "统计用区划代码",
                                      "编号",       "id"};
constexpr const char* kNameNames[] = {"name",     "mc",       "xzqmc",      "xzmc",      "qhmc",
                                      "jdmc",     "xzjdmc",   "sqmc",       "cjqymc",    "zldwmc",
                                      "jgmc",     "wgmc",     "gridname",   "grid_name", "名称",
                                      "名字",     "网格名称", "行政区名称", "区划名称",  "街道名称",
                                      "社区名称", "警格名称", "单位名称",   "fullname"};

bool is_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::string without_fraction(const std::string& text) {
  const std::size_t dot = text.find('.');
  if (dot == std::string::npos || !is_digits(std::string_view(text).substr(0, dot))) return text;
  return text.find_first_not_of('0', dot + 1) == std::string::npos ? text.substr(0, dot) : text;
}

std::string usual_property(const std::vector<AreaRow>& rows, const char* const* names,
                           std::size_t count) {
  std::string best;
  std::size_t most = 0, rank = count;
  std::vector<std::string> seen;
  for (const AreaRow& sample : rows) {
    if (sample.properties.object() == nullptr) continue;
    for (const auto& [property, value] : *sample.properties.object()) {
      if (std::find(seen.begin(), seen.end(), property) != seen.end()) continue;
      seen.push_back(property);
      const auto known = std::find(names, names + count, header_key(property));
      if (known == names + count) continue;
      const auto filled =
          static_cast<std::size_t>(std::count_if(rows.begin(), rows.end(), [&](const AreaRow& row) {
            return !code_text(row.properties, property).empty();
          }));
      const auto place = static_cast<std::size_t>(known - names);
      const bool enough = filled * 2 > most;  // a little less, but the more telling name
      if (filled == 0 || !enough || (place >= rank && filled <= most * 2)) continue;
      best = property;
      most = filled;
      rank = place;
    }
  }
  return best;
}

// 3.30105002E+8: a spreadsheet made a number of it, and the code is lost. 12E3 may be a code.
bool is_number_of_spreadsheet(const std::string& code) {
  static const std::regex kNumber(R"([0-9]+(\.[0-9]+[eE][+-]?|[eE][+-])[0-9]+)");
  return std::regex_match(without_blanks(code), kNumber);
}

// 3301O5001, 三三〇一〇五〇〇二: a Chinese code but for the writing of its digits.
bool is_misspelt(const std::string& code) {
  constexpr std::u16string_view kLike = u"〇零○一二三四五六七八九OoIl";
  constexpr std::string_view kDigit = "0001234567890011";
  std::string read;
  for (std::uint32_t at = 0; at < code.size();) {
    const std::uint32_t c = next_code_point(code, at);
    const std::size_t like = kLike.find(static_cast<char16_t>(c));
    read += like != kLike.npos ? kDigit[like] : c < 0x80 ? static_cast<char>(c) : '?';
  }
  return read != code && is_chinese_code(read);
}

// 330105-002, #330105002, 330105002(旧): the digits of a street's or a lower code, and no letter among them.
bool is_decorated(const std::string& code) {
  constexpr std::size_t kStreetDigits = 9;
  std::string digits;
  for (const char c : code) {
    if (std::isalpha(static_cast<unsigned char>(c)) != 0) return false;
    if (c >= '0' && c <= '9') digits += c;
  }
  return digits != code && digits.size() >= kStreetDigits && is_chinese_code(digits);
}

// ="330105001", "330105001": what tables put around a text so that it stays one.
std::string without_quotes(std::string code) {
  if (code.size() > 1 && code.front() == '=') code.erase(0, 1);
  if (code.size() > 2 && code.front() == '"' && code.back() == '"')
    code = code.substr(1, code.size() - 2);
  return code;
}

// 330,105,001: groups of three, as a spreadsheet shows a number.
bool is_grouped(const std::string& code) {
  static const std::regex kGrouped("[0-9]{1,3}(,[0-9]{3})+");
  return std::regex_match(code, kGrouped);
}

}  // namespace

GridCode coded(const std::string& code, const std::string& scheme) {
  if (!scheme.empty()) return {scheme, code};
  const bool chinese = all_digits(code) && code >= "11" && code < "83";
  if (chinese && code.size() == 15) return {std::string(kUnitScheme), code};
  if (chinese && (code.size() == 6 || code.size() == 9 || code.size() == 12)) {
    return {std::string(kStatsScheme), code + std::string(12 - code.size(), '0')};
  }
  return {std::string(kSourceScheme), code};
}

bool is_unread_code(const std::string& code) {
  return is_number_of_spreadsheet(code) || is_misspelt(code) || is_decorated(code);
}

bool is_chinese_code(const std::string& code) { return coded(code, {}).scheme != kSourceScheme; }

std::string tidy_code(std::string_view delivered) {
  std::string code = folded(delivered);
  if (!code.empty() && code.front() == '\'') code = folded(code.substr(1));
  std::string dense = without_quotes(without_blanks(code));
  while (!dense.empty() && std::string_view(",;:").find(dense.back()) != std::string_view::npos)
    dense.pop_back();
  if (is_grouped(dense)) dense.erase(std::remove(dense.begin(), dense.end(), ','), dense.end());
  dense = without_fraction(dense);
  return is_digits(dense) ? dense : code;
}

std::string code_text(const Json& properties, const std::string& property) {
  std::string text = property_text(properties, property);
  const Json* value = properties.find(property);
  if (text.empty() && value != nullptr) {
    constexpr double kWholeMax = 9007199254740992;  // above, a real number is no code any more
    const auto number = value->number();
    if (number && *number >= 0 && *number < kWholeMax && std::floor(*number) == *number)
      text = std::to_string(static_cast<std::int64_t>(*number));
  }
  return tidy_code(text);
}

std::string_view code_stem(std::string_view code) {
  if (!is_digits(code) || code < "11" || code >= "83") return code;
  for (const std::size_t size : {std::size_t{15}, std::size_t{12}, std::size_t{9}}) {
    if (code.size() == size && code.substr(size - 3) == "000") code = code.substr(0, size - 3);
  }
  for (const std::size_t size : {std::size_t{6}, std::size_t{4}}) {
    if (code.size() == size && code.substr(size - 2) == "00") code = code.substr(0, size - 2);
  }
  return code;
}

std::string usual_code_property(const std::vector<AreaRow>& rows) {
  return usual_property(rows, kCodeNames, std::size(kCodeNames));
}

std::string usual_name_property(const std::vector<AreaRow>& rows) {
  return usual_property(rows, kNameNames, std::size(kNameNames));
}

}  // namespace gezhi
