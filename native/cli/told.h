// What the program says, in the language that was asked for. Lines that the command line makes itself are
// texts by key (said() in native/import/defects.h, assets/i18n/*/import.json). The libraries below it say
// what is wrong in English, in sentences around names and numbers, and so do its own errors and the words
// of --help; assets/i18n/*/cli.json has these sentences in both languages, so that none of them needs to
// know who reads it.
#pragma once

#include <string>
#include <string_view>

#include "native/import/defects.h"

namespace CLI {
class App;
}

namespace gezhi {

// An error: as a whole, or part by part where a sentence names what another one is about ("FILE: row 3:
// …"). What the texts lack stays as it is. Cost: linear in the texts; what is longer than kToldBytesMax
// stays as it is.
inline constexpr std::size_t kToldBytesMax = 4000;
std::string told(Language language, const std::string& english);

// What the app calls a value, as the `role` "grid_worker"; in English the name itself, as commands and JSON
// have it. A name without words stays as it is.
std::string name_told(Language language, const std::string& family, std::string_view name);

// Every word of --help. Lasts as long as `app`.
void tell_help(CLI::App& app, Language language);

}  // namespace gezhi
