// For a test that needs something this machine may not have (real data, a program): it says so in one
// line that tests/run.sh counts as skipped, and returns.
//
//   const auto folder = shared_data("roads");
//   if (folder.empty()) GEZHI_SKIP("no ../shared/data/roads: set GEZHI_SHARED_DATA");
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>

#define GEZHI_SKIP(reason)                  \
  do {                                      \
    std::printf("SKIPPED: %s\n", (reason)); \
    std::fflush(stdout);                    \
    return;                                 \
  } while (false)

namespace gezhi::test {

// A folder of the real data outside the repository, or "" when it is not there: below the environment's
// GEZHI_SHARED_DATA, else ../shared/data seen from the repository's root, where tests are run.
inline std::string shared_data(const std::string& name) {
  const char* given = std::getenv("GEZHI_SHARED_DATA");
  const std::string path = std::string(given != nullptr ? given : "../shared/data") + "/" + name;
  if (std::FILE* file = std::fopen(path.c_str(), "r")) {
    std::fclose(file);
    return path;
  }
  return "";
}

}  // namespace gezhi::test
