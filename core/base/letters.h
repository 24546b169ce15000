// What a character is to a reader, whichever of Unicode's places it was typed or copied from: U+2FA5 of the
// radicals, U+F9E4 of the compatibility forms, "処" of Japan and a Cyrillic "а" are 里, 理, 处 and a.
//
// Source: Unicode 15.0. Letters and what is never seen: UnicodeData.txt (general categories),
// DerivedCoreProperties.txt (Default_Ignorable_Code_Point). Meanings: NFKD without marks, of what leaves
// one Latin letter, digit or ideograph; EquivalentUnifiedIdeograph.txt; Unihan's kZVariant, when one of the
// two is in GB 2312. By hand: letters of Cyrillic, Greek, Armenian, kana and Bopomofo that look like one of
// those (after UTS #39), and Japanese forms that Unihan files elsewhere.
#pragma once

#include <cstdint>

namespace gezhi {

// No sign, blank or mark, and not without ink or width of its own. Cost: a binary search.
bool is_any_letter(std::uint32_t character);

// Never seen, wherever it stands: joiners, signs of direction, variation selectors, tags, fillers.
bool is_unseen(std::uint32_t character);

// The small Latin letter, digit or ideograph that a reader takes it for; otherwise the character itself.
// Traditional forms stay (hanzi.h), ASCII does too. Cost: a binary search.
std::uint32_t letter_meant(std::uint32_t character);

}  // namespace gezhi
