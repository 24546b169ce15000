// Replays tests/fuzz/corpus/NAME/* through every fuzz target. Whatever the fuzzer once found is added to
// the corpus, so it stays found.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "tests/fuzz/fuzz.h"

namespace gezhi::fuzz {
namespace {

std::map<std::string, Function>& targets() {
  static std::map<std::string, Function> all;
  return all;
}

std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

Bytes content_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return Bytes(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
}

}  // namespace

Registration::Registration(const char* name, Function function) {
  targets().emplace(name, function);
}

TEST_SUITE("fuzz/replay") {
  TEST_CASE("every target takes its whole corpus and the empty input") {
    REQUIRE(!targets().empty());
    for (const auto& target : targets()) {
      const std::string& name = target.first;
      const Function function = target.second;
      INFO("target ", name);
      function({});
      const std::filesystem::path corpus = std::filesystem::path("tests/fuzz/corpus") / name;
      REQUIRE(std::filesystem::is_directory(corpus));  // run from the repository's root
      for (const auto& file : files_in(corpus)) {
        INFO("input ", file.string());
        function(content_of(file));
      }
    }
  }
}

}  // namespace gezhi::fuzz
