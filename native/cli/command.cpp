#include "native/cli/command.h"

#include <iostream>

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
    json.set("message", error.message);
    std::cout << to_text(json) << std::endl;
  } else {
    std::cerr << "gezhi: " << error.message << std::endl;
  }
  return 1;
}

}  // namespace gezhi
