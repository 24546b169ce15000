// Replays tests/fuzz/corpus/NAME/* through every fuzz target, and then what a seed makes of it
// (mutate.h). Whatever was once found is added to the corpus, so it stays found. Natively and, with the
// stack that the app has in a browser, as wasm. From the repository's root:
//
//   GEZHI_FUZZ_SECONDS=20           so long for each target, instead of a few hundred inputs
//   GEZHI_FUZZ_SEED=7               another seed than 1
//   GEZHI_FUZZ_INPUT=cbor:17        only that input of the seed; its bytes are left in build/fuzz/found/cbor
//
// A crash ends the program: the input that was under way is named in build/log/fuzz-input.txt.
#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "core/base/sha256.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/mutate.h"

namespace gezhi::fuzz {
namespace {

constexpr std::uint64_t kInputs = 300;  // of each target, when no time is given

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

std::filesystem::path corpus_of(const std::string& name) {
  return std::filesystem::path("tests/fuzz/corpus") / name;
}

std::uint64_t number_in(const char* variable, std::uint64_t otherwise) {
  const char* text = std::getenv(variable);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

// The inputs that one seed makes for one target, each by itself.
class Inputs {
 public:
  Inputs(std::string name, std::uint64_t seed) : name_(std::move(name)), seed_(seed) {
    for (const auto& file : files_in(corpus_of(name_))) corpus_.push_back(content_of(file));
  }

  Bytes at(std::uint64_t number) const {
    const std::string text = name_ + " " + std::to_string(seed_) + " " + std::to_string(number);
    const Digest digest = sha256(view_of(text));
    std::uint64_t own = 0;
    for (std::size_t i = 0; i < 8; ++i) own = own << 8 | digest[i];
    Prng prng(own);
    return mutated(corpus_, prng);
  }

 private:
  std::string name_;
  std::uint64_t seed_;
  std::vector<Bytes> corpus_;
};

// Where somebody finds the input after a crash.
class Progress {
 public:
  Progress() {
    std::filesystem::create_directories("build/log");
    file_ = std::fopen("build/log/fuzz-input.txt", "w");
    REQUIRE(file_ != nullptr);
  }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress() { std::fclose(file_); }

  void note(std::uint64_t seed, const std::string& name, std::uint64_t number) {
    std::rewind(file_);
    std::fprintf(file_, "GEZHI_FUZZ_SEED=%llu GEZHI_FUZZ_INPUT=%s:%llu        \n",
                 static_cast<unsigned long long>(seed), name.c_str(),
                 static_cast<unsigned long long>(number));
    std::fflush(file_);
  }

 private:
  std::FILE* file_ = nullptr;
};

void leave(const std::string& name, std::uint64_t seed, std::uint64_t number, const Bytes& input) {
  const auto folder = std::filesystem::path("build/fuzz/found") / name;
  std::filesystem::create_directories(folder);
  const auto path = folder / (std::to_string(seed) + "-" + std::to_string(number));
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(input.data()),
             static_cast<std::streamsize>(input.size()));
  MESSAGE(path.string(), ": ", input.size(), " bytes");
}

bool is_time_up(std::chrono::steady_clock::time_point begun, std::uint64_t seconds) {
  return std::chrono::steady_clock::now() - begun > std::chrono::seconds(seconds);
}

void search(const std::string& name, Function function, std::uint64_t seed, Progress& progress) {
  const Inputs inputs(name, seed);
  const std::uint64_t seconds = number_in("GEZHI_FUZZ_SECONDS", 0);
  const auto begun = std::chrono::steady_clock::now();
  std::uint64_t number = 0;
  while (seconds > 0 ? !is_time_up(begun, seconds) : number < kInputs) {
    progress.note(seed, name, number);
    function(inputs.at(number++));
  }
  MESSAGE(name, ": ", number, " inputs");
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
      REQUIRE(std::filesystem::is_directory(corpus_of(name)));  // run from the repository's root
      for (const auto& file : files_in(corpus_of(name))) {
        INFO("input ", file.string());
        function(content_of(file));
      }
    }
  }

  TEST_CASE("every target takes what a seed makes of its corpus") {
    const std::uint64_t seed = number_in("GEZHI_FUZZ_SEED", 1);
    MESSAGE("seed ", seed);
    if (const char* one = std::getenv("GEZHI_FUZZ_INPUT")) {
      const std::string text = one;
      const std::string name = text.substr(0, text.find(':'));
      const std::uint64_t number = std::strtoull(text.substr(name.size() + 1).c_str(), nullptr, 10);
      REQUIRE(targets().contains(name));
      const Bytes input = Inputs(name, seed).at(number);
      leave(name, seed, number, input);
      return targets().at(name)(input);
    }
    Progress progress;
    for (const auto& target : targets()) search(target.first, target.second, seed, progress);
  }
}

}  // namespace gezhi::fuzz
