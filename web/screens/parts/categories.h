// The local pack of categories LOCAL-SG 1.0: for each nature what it may be, in the order shown.
// Source: DOMAIN section 3.4; the texts are `category.<code>`.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/cases/case.h"

namespace gezhi::screens {

// Codes such as "hazard.gas"; the last one of a nature is its "other".
std::span<const std::string_view> category_codes(Nature nature);
std::vector<std::string> category_words(Nature nature);

// `chosen` -1: the nature's "other".
Category category_of(Nature nature, int chosen);
// Index of a category among its nature's codes; -1 when it is of another pack.
int category_index(Nature nature, const Category& category);

// A code alone, as the rules name it, in words.
std::string code_text(const std::string& code);

// In words; a code of another pack as scheme and code.
std::string category_text(const Category& category);

}  // namespace gezhi::screens
