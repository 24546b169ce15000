// Official codes as they are delivered: under many names of a column, as text or as a number, with
// blanks, full-width digits, an apostrophe or ".0" that a table added, and with or without the zeros
// that fill a code up to 12 digits.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/grid/tree.h"
#include "native/import/area_file.h"

namespace gezhi {

// Without what surrounds the code, as ="330105001" and 330105001；, and without the commas of 330,105,001;
// full-width characters as plain ones. What is no number keeps its inner blanks.
std::string tidy_code(std::string_view delivered);

// With the scheme it has: the one that is said, else by its look. Chinese codes begin with a province
// 11..82; shorter ones are padded to the 12 digits they stand for.
GridCode coded(const std::string& code, const std::string& scheme);

// Whether a spreadsheet or a slip of the pen spoilt it: 3.30105002E+8, 3301O5001, 三三〇一〇五〇〇二,
// 330105-002, 330105002(旧).
bool is_unread_code(const std::string& code);

// Digits of a length that Chinese codes have.
bool is_chinese_code(const std::string& code);

// Of a row's property; "" without one.
std::string code_text(const Json& properties, const std::string& property);

// What of a Chinese code says where it lies: 330199001000 → 330199001, 330199000000 → 330199. Other
// codes as they are.
std::string_view code_stem(std::string_view code);

// The property that holds the rows' codes (or names) when nobody said which: of those that are usually
// called so, in small or capital letters, the first that most rows fill. "" = none.
std::string usual_code_property(const std::vector<AreaRow>& rows);
std::string usual_name_property(const std::vector<AreaRow>& rows);

}  // namespace gezhi
