#include "native/cli/command.h"

#include <cstdlib>
#include <iostream>

#include "native/cli/import_shared.h"
#include "native/cli/told.h"

namespace gezhi {

void Output::say(const std::string& line) const {
  if (!as_json) std::cout << line << std::endl;
}

void Output::warn(const std::string& line) const { std::cerr << "gezhi: " << line << std::endl; }

void Output::give(const Json& json) const {
  if (as_json) std::cout << to_text(json) << std::endl;
}

int Output::fail(const Error& error) const {
  if (as_json) {
    Json json;
    json.set("code", error.code);
    json.set("message", told(language, error.message));
    std::cout << to_text(json) << std::endl;
  } else {
    std::cerr << "gezhi: " << told(language, error.message) << std::endl;
  }
  return 1;
}

Result<Language> language_option(const std::string& text) {
  Language language = Language::en;
  if (!text.empty()) {
    if (!parse_name(text, language))
      return Error{"bad_option", "'" + text + "' is no language: zh or en"};
    return language;
  }
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);
    if (value == nullptr || *value == 0) continue;
    return std::string_view(value).substr(0, 2) == "zh" ? Language::zh : Language::en;
  }
  return language;
}

}  // namespace gezhi
