// The chain of a street's journal against somebody who changes what is stored. What is left of an erased case
// is bound by the record of its erasure instead: tests/native/server/erasure_test.cpp.
#include <doctest/doctest.h>

#include <algorithm>

#include "core/base/prng.h"
#include "tests/support/street.h"

using namespace gezhi;
using namespace gezhi::test;

namespace {

using Journal = std::vector<Bytes>;

Journal busy_street(Digest& head) {
  Street street;
  for (int i = 0; i < 12; ++i) {
    const CaseId c = street.new_case();
    street.pass(kMinuteMs);
    street.act("volunteer", c, Street::report());
    street.act("worker", c, CloseCase{});  // refused
    street.act("clerk", c, RequestVerification{});
    street.act("volunteer", c, AddNote{"味道更大了,快来人", {}});
  }
  Journal journal;
  for (const Entry& entry : street.entries()) journal.push_back(encode(entry));
  head = street.entries().back().hash;
  return journal;
}

// Whether it reads as a journal that ends in this head.
bool holds(const Journal& journal, const Digest& head) {
  Ledger ledger(kStreet);
  for (const Bytes& bytes : journal) {
    const auto entry = read_entry(bytes);
    if (!entry || !ledger.replay(*entry, false)) return false;
  }
  return ledger.hash() == head;
}

enum class Change { flip, drop, swap, insert, cut_off, replace };

// Leaves it different from what it was.
void change(Journal& journal, Change how, Prng& prng) {
  const auto any = [&] { return static_cast<std::size_t>(prng.below(journal.size())); };
  const std::size_t at = any();
  const auto place = journal.begin() + static_cast<std::ptrdiff_t>(at);
  std::size_t other = any();
  if (other == at) other = (at + 1) % journal.size();
  switch (how) {
    case Change::flip: {
      Bytes& bytes = journal[at];
      bytes[static_cast<std::size_t>(prng.below(bytes.size()))] ^=
          static_cast<std::uint8_t>(1U << prng.below(8));
      return;
    }
    case Change::drop: journal.erase(place); return;
    case Change::swap: std::swap(journal[at], journal[other]); return;
    case Change::insert: journal.insert(place, Bytes(journal[other])); return;
    case Change::cut_off: journal.erase(place, journal.end()); return;
    case Change::replace: journal[at] = Bytes(journal[other]); return;
  }
}

}  // namespace

TEST_SUITE("journal/chain") {
  TEST_CASE("property: of a thousand changes to a journal a thousand are found") {
    Digest head{};
    const Journal journal = busy_street(head);
    REQUIRE(holds(journal, head));
    Prng prng(6);
    int found = 0;
    for (int i = 0; i < 1000; ++i) {
      const auto how = static_cast<Change>(prng.below(6));
      Journal changed = journal;
      change(changed, how, prng);
      CAPTURE(i);
      CAPTURE(static_cast<int>(how));
      REQUIRE(changed != journal);
      const bool stands = holds(changed, head);
      CHECK_FALSE(stands);
      found += stands ? 0 : 1;
    }
    CHECK(found == 1000);
  }
}
