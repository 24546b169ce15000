#include <cstdio>
#include <fstream>
#include <iterator>

#include "tests/bench/jinan.h"

namespace gezhi {

std::optional<DistrictPack> jinan_pack() {
  std::ifstream file(kJinanPack, std::ios::binary);
  const Bytes bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  auto pack = read_pack(bytes);
  if (pack.ok()) return *std::move(pack);
  std::printf("road benchmarks left out: %s is not there; run the native program first\n",
              kJinanPack);
  return std::nullopt;
}

}  // namespace gezhi
