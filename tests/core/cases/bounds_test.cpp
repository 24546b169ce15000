// What a number or a time can be: every one of every operation has its bound here, or a guard that the
// list below names.
#include "core/cases/bounds.h"

#include <doctest/doctest.h>

#include <limits>
#include <set>
#include <string>

using namespace gezhi;

namespace {

// Judged by what the case has (amount_unfit, thing_unknown, obligation_unknown, hop_unknown), by the
// street itself, or by what takes photos in.
const std::set<std::string> kElsewhere = {
    "thing",    "least",      "most",  "amount",  "amount_fen", "hop",   "place",
    "paid_fen", "obligation", "by_ms", "entries", "size",       "width", "height"};

// Sets the n-th number or time of an operation to what none can be.
struct Spoil {
  int left;
  std::string spoilt = {};

  template <class T>
  void operator()(std::uint32_t, const char* name, T& value, std::uint64_t = 0) {
    visit(value, name);
  }

  template <class T>
  void visit(T& value, const char* name) {
    if constexpr (std::is_same_v<T, TimeMs>) {
      if (left-- == 0) set(value, TimeMs{1}, name);
    } else if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>) {
      if (left-- == 0) set(value, std::numeric_limits<T>::max(), name);
    } else if constexpr (codec::IsOptional<T>::value) {
      if (!value) value.emplace();
      visit(*value, name);
    } else if constexpr (std::is_same_v<T, Bytes> || std::is_same_v<T, std::string>) {
    } else if constexpr (codec::IsVector<T>::value) {
      if (value.empty()) value.resize(1);
      visit(value.front(), name);
    } else if constexpr (codec::Fielded<T>) {
      value.fields(*this);
    }
  }

  template <class T>
  void set(T& value, T to, const char* name) {
    value = to;
    spoilt = name;
  }
};

template <class T>
int check_all() {
  int checked = 0;
  for (int n = 0;; ++n) {
    T op;
    Spoil spoil{n};
    op.fields(spoil);
    if (spoil.spoilt.empty()) return checked;
    CAPTURE(name_of(T::kKind));
    CAPTURE(spoil.spoilt);
    const std::string found = impossible_member(op);
    if (kElsewhere.contains(spoil.spoilt) && found.empty()) continue;
    CHECK(found == (spoil.spoilt == "amount" ? "limit" : spoil.spoilt));
    ++checked;
  }
}

template <std::size_t... I>
int check_kinds(std::index_sequence<I...>) {
  return (check_all<CaseOp::Type<I>>() + ...);
}

}  // namespace

TEST_SUITE("cases/bounds") {
  TEST_CASE("every number and every time of every operation has a bound or a guard") {
    CHECK(check_kinds(std::make_index_sequence<CaseOp::kCount>()) > 30);
  }
  TEST_CASE("what is within is left alone, and none is none") {
    CHECK(impossible_member(HoldSession{kSessionMinutesMax, kAttendedMax, "双方分歧较大"}).empty());
    CHECK(impossible_member(HoldSession{kSessionMinutesMax + 1, 2, "双方分歧较大"}) == "minutes");
    CHECK(impossible_member(ScheduleSession{kEarliest, "社区"}).empty());
    CHECK(impossible_member(ScheduleSession{kLatest, "社区"}) == "planned");
    CHECK(impossible_member(ScheduleSession{{}, "社区"}).empty());
    CountThing count;
    count.most = kThingCountMax + 1;
    CHECK(impossible_member(count) == "most");
    count.measure = Measure::fen;
    CHECK(impossible_member(count).empty());
  }
}
