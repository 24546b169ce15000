// Which figures are hidden, and that nobody finds them from the others and the total.
#include "core/cases/small_cells.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
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

// A cell and, after it, the cells it consists of.
std::string shown_parts(const std::vector<PartCell>& cells) {
  const std::vector<Shown> shown = shown_cells(cells);
  std::string text;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    text += text.empty() ? "" : " ";
    text += shown[i] == Shown::figure   ? std::to_string(cells[i].count)
            : shown[i] == Shown::hidden ? "*"
                                        : "-";
  }
  return text;
}

// What somebody finds who sees all figures of all scales: a whole that is hidden, from its parts; a part,
// from its whole and the other parts. Again and again, until nothing new follows.
std::vector<bool> found_out(const std::vector<PartCell>& cells, const std::vector<Shown>& shown) {
  std::vector<bool> known(cells.size());
  for (std::size_t i = 0; i < cells.size(); ++i) known[i] = shown[i] == Shown::figure;
  for (bool more = true; more;) {
    more = false;
    for (std::size_t whole = 0; whole <= cells.size(); ++whole) {
      const bool total = whole == cells.size();
      std::vector<std::size_t> unknown;
      std::size_t parts = 0;
      for (std::size_t i = 0; i < cells.size(); ++i) {
        if (cells[i].part_of != (total ? kOfTotal : whole)) continue;
        ++parts;
        if (!known[i]) unknown.push_back(i);
      }
      if (parts == 0) continue;
      if (unknown.empty() && !total && !known[whole]) more = known[whole] = true;
      if (unknown.size() == 1 && (total || known[whole])) more = known[unknown[0]] = true;
    }
  }
  return known;
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

  TEST_CASE("another scale does not tell what this one hides") {
    // Two streets of 1 and 7 are both hidden; the grids of the second would give its 7, and so the 1.
    CHECK(shown_parts({{1}, {7}, {30}, {1, 0}, {7, 1}, {30, 2}}) == "* * 30 - - 30");
    // A community that is shown hides among its own grids what it must, and no more.
    CHECK(shown_parts({{20}, {20}, {1, 0}, {6, 0}, {13, 0}, {20, 1}}) == "20 20 * * 13 20");
    // Three scales: what is hidden at the first has nothing at the third either.
    CHECK(shown_parts({{2}, {9}, {40}, {9, 1}, {40, 2}, {9, 3}, {3, 4}, {37, 4}}) ==
          "* * 40 - 40 - * *");
    CHECK(shown_parts({}).empty());
  }
  TEST_CASE("a figure alone is small from one to four") {
    CHECK_FALSE(is_small(0));
    CHECK(is_small(1));
    CHECK(is_small(4));
    CHECK_FALSE(is_small(5));
  }
  TEST_CASE("property: from all scales together no small cell is found") {
    Prng prng(11);
    for (int round = 0; round < 1000; ++round) {
      std::vector<PartCell> cells;
      for (std::uint64_t i = 1 + prng.below(4); i > 0; --i) cells.emplace_back();
      std::size_t from = 0;
      for (int level = 0; level < 2; ++level) {
        const std::size_t to = cells.size();
        for (std::size_t whole = from; whole < to; ++whole) {
          for (std::uint64_t i = 1 + prng.below(3); i > 0; --i) cells.push_back({0, whole});
        }
        from = to;
      }
      for (std::size_t i = from; i < cells.size(); ++i) {
        const auto count = static_cast<std::int64_t>(1 + prng.below(9));
        for (std::size_t at = i; at != kOfTotal; at = cells[at].part_of) cells[at].count += count;
      }
      const std::vector<Shown> shown = shown_cells(cells);
      const std::vector<bool> found = found_out(cells, shown);
      bool any = false;
      for (std::size_t i = 0; i < cells.size(); ++i) any = any || shown[i] == Shown::figure;
      if (!any) continue;  // nothing is shown, whoever knows the total knows a total
      CAPTURE(shown_parts(cells));
      for (std::size_t i = 0; i < cells.size(); ++i) {
        if (is_small(cells[i].count)) CHECK_FALSE(found[i]);
      }
    }
  }

  TEST_CASE("who knows the total and how cells are hidden finds no small one, while one is shown") {
    // What is shown of a table, with its total, and the tables that it may be.
    std::map<std::string, std::vector<Counts>> tables;
    const std::int64_t most = 8;
    for (std::size_t size = 2; size <= 4; ++size) {
      Counts counts(size, 0);
      for (bool more = true; more;) {
        std::int64_t total = 0;
        for (const std::int64_t count : counts) total += count;
        tables[shown(counts) + " of " + std::to_string(total)].push_back(counts);
        more = false;
        for (std::int64_t& count : counts) {
          count = count == most ? 0 : count + 1;
          if (count != 0) {
            more = true;
            break;
          }
        }
      }
    }
    for (const auto& table : tables) {
      const std::vector<Counts>& all = table.second;
      CAPTURE(table.first);
      const std::vector<bool> hides = hidden_cells(all[0]);
      bool any_shown = false;
      for (std::size_t i = 0; i < hides.size(); ++i) any_shown |= !hides[i] && all[0][i] > 0;
      for (std::size_t i = 0; any_shown && i < hides.size(); ++i) {
        const bool told = hides[i] && is_small(all[0][i]) &&
                          std::all_of(all.begin(), all.end(),
                                      [&](const Counts& one) { return one[i] == all[0][i]; });
        CHECK_FALSE(told);
      }
    }
  }
}
