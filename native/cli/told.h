// What the program says, in the language that was asked for. The libraries below the command line say what
// is wrong in English, in sentences around names and numbers; assets/i18n/*/cli.json has these sentences in
// both languages, so that none of them needs to know who reads it.
#pragma once

#include <string>

#include "native/import/defects.h"

namespace gezhi {

// An error: as a whole, or part by part where a sentence names what another one is about ("FILE: row 3:
// …"). What the texts lack stays as it is. Cost: linear in the texts; what is longer than kToldBytesMax
// stays as it is.
inline constexpr std::size_t kToldBytesMax = 4000;
std::string told(Language language, const std::string& english);

// A line that is a sentence of the texts as a whole; all else as it is.
std::string told_line(Language language, const std::string& english);

}  // namespace gezhi
