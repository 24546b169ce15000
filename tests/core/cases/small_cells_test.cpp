// Which figures are hidden, and that nobody finds them from the others and the total.
#include "core/cases/small_cells.h"

#include <doctest/doctest.h>

#include <string>

#include "core/base/prng.h"

using namespace gezhi;

namespace {

using Counts = std::vector<std::int64_t>;

std::string shown(const Counts& counts) {
  const std::vector<bool> hides = hidden_cells(counts);
  std::string text;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    text += (text.empty() ? "" : " ") + (hides[i] ? std::string("*") : std::to_string(counts[i]));
  }
  return text;
}

// In how many ways small cells may share out the sum of what is hidden, up to two.
int ways(std::size_t cells, std::int64_t sum) {
  const auto most = static_cast<std::int64_t>(cells) * (kSmallCell - 1);
  const auto least = static_cast<std::int64_t>(cells);
  return sum < least || sum > most ? 0 : sum == least || sum == most ? 1 : 2;
}

}  // namespace

TEST_SUITE("cases/small_cells") {
  TEST_CASE("cells under five are hidden, and what would tell them") {
    CHECK(shown({12, 5, 30}) == "12 5 30");
    CHECK(shown({12, 5, 0, 30}) == "12 5 0 30");
    CHECK(shown({12, 1, 30}) == "* * 30");        // 43 - 42 = 1
    CHECK(shown({12, 1, 7, 30}) == "12 * * 30");  // the next smallest goes with it
    CHECK(shown({12, 2, 3, 30}) == "12 * * 30");  // 5 may be 1 + 4 or 2 + 3
    CHECK(shown({12, 1, 1, 30}) == "* * * 30");   // 2 is 1 + 1
    CHECK(shown({12, 4, 4, 30}) == "* * * 30");   // 8 is 4 + 4
    CHECK(shown({3}) == "*");
    CHECK(shown({}).empty());
  }

  TEST_CASE("property: no small cell is shown, and none follows from the total") {
    Prng prng(7);
    for (int round = 0; round < 2000; ++round) {
      Counts counts(1 + prng.below(8));
      for (std::int64_t& count : counts) count = static_cast<std::int64_t>(prng.below(12));
      const std::vector<bool> hides = hidden_cells(counts);
      std::int64_t sum = 0;
      std::size_t cells = 0;
      bool large = false;
      bool all = true;
      for (std::size_t i = 0; i < counts.size(); ++i) {
        all = all && (hides[i] || counts[i] == 0);
        if (!hides[i]) {
          CHECK((counts[i] == 0 || counts[i] >= kSmallCell));
          continue;
        }
        ++cells;
        sum += counts[i];
        large = large || counts[i] >= kSmallCell;
      }
      if (cells == 0 || all) continue;
      CAPTURE(shown(counts));
      CHECK(cells > 1);
      CHECK((large || ways(cells, sum) > 1));
    }
  }
}
