// The real program as a person or a script starts it.
#pragma once

#include <doctest/doctest.h>
#include <stdio.h>
#include <sys/wait.h>

#include <string>

namespace gezhi::test {

struct Ran {
  int status = -1;
  std::string output;  // both streams
};

inline Ran run(const std::string& arguments, const std::string& input = "") {
  const std::string command =
      "printf '%s' '" + input + "' | " + GEZHI_PROGRAM + " " + arguments + " 2>&1";
  Ran ran;
  FILE* pipe = popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  char buffer[4096];
  std::size_t got = 0;
  while ((got = fread(buffer, 1, sizeof buffer, pipe)) > 0) ran.output.append(buffer, got);
  const int status = pclose(pipe);
  ran.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return ran;
}

inline bool says(const Ran& ran, const std::string& words) {
  return ran.output.find(words) != std::string::npos;
}

inline int count(const Ran& ran, const std::string& words) {
  int found = 0;
  for (std::size_t at = 0; (at = ran.output.find(words, at)) != std::string::npos; ++at) ++found;
  return found;
}

}  // namespace gezhi::test
