#include "tests/bench/bench.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <map>
#include <utility>

namespace gezhi::bench {
namespace {

// wasm and native figures are never mixed up in one list.
constexpr const char* kSuffix = sizeof(void*) == 4 ? ".wasm" : "";

std::map<std::string, std::function<void()>>& groups() {
  static std::map<std::string, std::function<void()>> all;
  return all;
}

constexpr int kRivalMissing = 3;  // tests/report.sh knows it
bool any_rival_missing = false;

double ratio_of(const Figure& figure) {
  return figure.better == Better::kHigher ? figure.value / figure.rival_value
                                          : figure.rival_value / figure.value;
}

void print_rival(const Figure& figure) {
  if (figure.rival.empty()) {
    std::printf("\"rival\":null,\"rival_value\":null,\"ratio\":null}\n");
  } else if (figure.rival_missing) {
    any_rival_missing = true;
    std::printf("\"rival\":\"%s\",\"rival_value\":null,\"ratio\":null,\"missing\":true}\n",
                figure.rival.c_str());
    std::printf("MISSING RIVAL %s: its figure is left out of %s%s\n", figure.rival.c_str(),
                figure.name.c_str(), kSuffix);
  } else {
    std::printf("\"rival\":\"%s\",\"rival_value\":%.6g,\"ratio\":%.3g}\n", figure.rival.c_str(),
                figure.rival_value, ratio_of(figure));
  }
}

}  // namespace

void print(const Figure& figure) {
  std::printf("{\"name\":\"%s%s\",\"value\":%.6g,\"unit\":\"%s\",", figure.name.c_str(), kSuffix,
              figure.value, figure.unit.c_str());
  print_rival(figure);
  std::fflush(stdout);
}

double median_of_3(const std::function<double()>& run) {
  std::array<double, 3> values{};
  for (double& value : values) value = run();
  std::sort(values.begin(), values.end());
  return values[1];
}

double seconds_of(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double per_second(std::int64_t count, const std::function<void()>& work) {
  return static_cast<double>(count) / seconds_of(work);
}

double ns_each(std::int64_t count, const std::function<void()>& work) {
  return seconds_of(work) * 1e9 / static_cast<double>(count);
}

void keep(std::uint64_t result) {
  static volatile std::uint64_t sink = 0;
  sink = sink ^ result;
}

Registration::Registration(std::string name, std::function<void()> run) {
  groups().emplace(std::move(name), std::move(run));
}

int run_all(const std::string& prefix) {
  int count = 0;
  for (const auto& [name, run] : groups()) {
    if (name.compare(0, prefix.size(), prefix) != 0) continue;
    run();
    ++count;
  }
  if (count == 0) std::fprintf(stderr, "no benchmark is named %s...\n", prefix.c_str());
  if (count == 0) return 1;
  return any_rival_missing ? kRivalMissing : 0;
}

}  // namespace gezhi::bench
