// district.search.10k: milliseconds from what was typed to the list, among 10,000 made names, by pinyin
// and by a part of the name; beside looking for that part alone with the standard library.
#include "core/base/prng.h"
#include "core/base/utf8.h"
#include "core/district/district.h"
#include "tests/bench/bench.h"

namespace gezhi::bench {
namespace {

constexpr std::uint32_t kFirst = 0x4E00, kCharacters = 1500;  // as many as a district's names hold
constexpr int kPlaces = 10000, kRounds = 20;

DistrictPack made_pack() {
  constexpr std::string_view kInitials = "bpmfdtnlgkhjqxzcsryw";
  constexpr std::string_view kFinals[] = {"a", "ai", "ang", "e", "eng", "i", "ian", "iao", "u"};
  Prng prng(5);
  DistrictPack pack;
  for (std::uint32_t i = 0; i < kCharacters; ++i) {
    std::string syllable(1, kInitials[static_cast<std::size_t>(prng.below(kInitials.size()))]);
    syllable += kFinals[static_cast<std::size_t>(prng.below(std::size(kFinals)))];
    pack.readings.push_back({kFirst + i, syllable});
  }
  for (int i = 0; i < kPlaces; ++i) {
    MapPlace place;
    for (std::uint64_t left = 4 + prng.below(5); left > 0; --left) {
      append_utf8(place.name, kFirst + static_cast<std::uint32_t>(prng.below(kCharacters)));
    }
    pack.places.push_back(std::move(place));
  }
  return pack;
}

double ms_of(const std::function<std::uint64_t()>& search) {
  return median_of_3([&] {
    return ns_each(kRounds,
                   [&] {
                     for (int i = 0; i < kRounds; ++i) keep(search());
                   }) /
           1e6;
  });
}

const Registration kSearch("district.search", [] {
  const District district(made_pack());
  const std::string part(utf8_prefix(district.places()[17].name, 2));
  const double by_pinyin = ms_of([&] { return district.search("zhq").size(); });
  const double by_part = ms_of([&] { return district.search(part).size(); });
  const double by_find = ms_of([&] {
    std::uint64_t found = 0;
    for (const MapPlace& place : district.places())
      found += place.name.find(part) != std::string::npos;
    return found;
  });
  print({"district.search.10k.pinyin", by_pinyin, "ms", Better::kLower});
  print({"district.search.10k", by_part, "ms", Better::kLower, "std::string::find alone", by_find});
});

}  // namespace
}  // namespace gezhi::bench
