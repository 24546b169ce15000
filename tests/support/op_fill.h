// Fills any operation with plausible values from its fields() list, so that the generator knows new
// kinds the day they are added. What must fit the case (an amount that is left, an obligation that
// is open) is often right by smallness: most numbers are 1 or 2.
#pragma once

#include "core/base/codec.h"
#include "tests/support/op_gen.h"

namespace gezhi::test {

// What the values are drawn from.
struct FillFrom {
  Choices& choices;
  const World& world;
  const std::vector<const Case*>& cases;
  const Case* subject = nullptr;
  TaskId task;
  TimeMs now;
  std::string (*text)(Choices&) = nullptr;
};

class Fill {
 public:
  explicit Fill(const FillFrom& from) : f_(from) {}

  template <class T>
  void operator()(std::uint32_t, const char*, T& value, std::uint64_t limit = kLengthMax) {
    fill(value);
    if constexpr (std::is_same_v<T, std::string>) {
      if (value.size() > limit) value = "甲方";
      // To the last byte: what it is copied to must hold as much.
      const bool full = limit < kLengthMax && f_.choices.chance(1, 20);
      while (full && value.size() + 3 <= limit) value += "满";
      if (full) value.resize(static_cast<std::size_t>(limit), '.');
    }
  }

 private:
  template <class V>
  const auto& pick(const V& list) {
    return list[static_cast<std::size_t>(f_.choices.below(list.size()))];
  }

  UnitId any_unit() {
    const auto& units = f_.world.units();
    if (units.empty()) return UnitId{};
    auto at = units.begin();
    std::advance(at, static_cast<std::ptrdiff_t>(f_.choices.below(units.size())));
    return at->first;
  }

  template <class T>
  void fill(T& value) {
    if constexpr (std::is_same_v<T, bool>) {
      value = f_.choices.chance(4, 5);
    } else if constexpr (NamedEnum<T>) {
      const std::uint64_t count = names_of(T{}).size();
      const std::uint64_t from = count > 2 && f_.choices.chance(9, 10) ? 1 : 0;
      value = static_cast<T>(from + f_.choices.below(count - from));
    } else if constexpr (std::is_integral_v<T>) {
      value = static_cast<T>(f_.choices.below(3));
    } else if constexpr (std::is_same_v<T, std::string>) {
      value = f_.text(f_.choices);
    } else if constexpr (std::is_same_v<T, TimeMs>) {
      const auto minutes = static_cast<std::int64_t>(f_.choices.below(600)) - 60;
      value = f_.now + minutes * kMinuteMs;
    } else if constexpr (std::is_same_v<T, TaskId>) {
      value = f_.task;
    } else if constexpr (std::is_same_v<T, CaseId>) {
      if (!f_.cases.empty()) value = pick(f_.cases)->id;
    } else if constexpr (std::is_same_v<T, UnitId>) {
      value = any_unit();
    } else if constexpr (std::is_same_v<T, OpId>) {
      if (f_.subject != nullptr && !f_.subject->conflicts.empty()) {
        value = pick(f_.subject->conflicts).op;
      }
    } else if constexpr (codec::IsVector<T>::value && !std::is_same_v<T, std::vector<Photo>>) {
      value.resize(static_cast<std::size_t>(1 + f_.choices.below(2)));
      for (auto& one : value) fill(one);
    } else if constexpr (std::is_same_v<T, Photo>) {
      value.digest[0] = static_cast<std::uint8_t>(1 + f_.choices.below(200));
    } else if constexpr (codec::Fielded<T>) {
      value.fields(*this);
    }
  }

  const FillFrom& f_;
};

}  // namespace gezhi::test
