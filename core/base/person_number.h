// Whether a text that others will read holds a number of a person: privacy keeps those out of texts
// (DOMAIN section 6), so the forms warn while one is typed. A hint, never a refusal.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace gezhi {

// Texts: `ui.field.person_number.<name>`.
enum class PersonNumber : std::uint8_t { none, phone, identity, plate, passport, bank_card };
constexpr std::array<std::string_view, 6> names_of(PersonNumber) {
  return {"none", "phone", "identity", "plate", "passport", "bank_card"};
}

// The first that is found, in any width, script of digits and usual grouping:
// - phone: a mobile number (138 0013 8000, +86 138-0013-8000) or one with its area code (0571-88001234);
//   or seven or eight digits behind a word of calling (座机 88001234); not service numbers (110, 12345,
//   400-…);
// - identity: 18 or 15 digits whose birthday exists;
// - plate: 浙A12345, 浙A·D12345;
// - passport: E12345678, EA1234567, and what stands behind 护照 or 通行证;
// - bank_card: 16 to 19 digits whose check digit is right.
// Not amounts (digits before 元 or behind ¥), not codes (digits beside letters or more digits: a case
// number has 19). Cost: linear.
PersonNumber person_number_in(std::string_view text);

}  // namespace gezhi
