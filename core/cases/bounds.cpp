#include "core/cases/bounds.h"

namespace gezhi {
namespace {

struct Bound {
  std::string_view member;
  std::int64_t most = 0;
};

// Of numbers that may be 0 and not less. Sums of money and what was counted are amount_unfit's.
constexpr Bound kBounds[] = {
    {"minutes", kSessionMinutesMax}, {"attended", kAttendedMax}, {"rounds", kRoundsMax},
    {"accuracy_m", kErrorMaxM},      {"duration_ms", kWayMaxMs}, {"length_mm", kWayMaxMm},
};

class Impossible {
 public:
  template <class T>
  void operator()(std::uint32_t, const char* name, T& value, std::uint64_t = kLengthMax) {
    if (found_.empty()) look(value, name);
  }
  std::string take() { return std::move(found_); }

 private:
  template <class T>
  void look(T& value, const char* name) {
    if constexpr (std::is_same_v<T, TimeMs>) {
      if (!value.is_none() && (value < kEarliest || value >= kLatest)) found_ = name;
    } else if constexpr (std::is_same_v<T, Limit>) {
      if (value.amount < 0 || value.amount > kLimitAmountMax) found_ = name;
    } else if constexpr (std::is_same_v<T, CountThing>) {
      if (value.measure < Measure::square_metre && value.most > kThingCountMax) found_ = "most";
    } else if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>) {
      number(static_cast<std::int64_t>(value), name);
    } else if constexpr (codec::IsOptional<T>::value) {
      if (value) look(*value, name);
    } else if constexpr (codec::IsVector<T>::value && !std::is_same_v<T, Bytes>) {
      for (auto& item : value) look(item, name);
    } else if constexpr (codec::Fielded<T>) {
      value.fields(*this);
    }
  }

  void number(std::int64_t value, std::string_view name) {
    const auto most = most_of(name);
    if (most && (value < 0 || value > *most)) found_ = name;
  }

  std::string found_;

  template <class T>
  friend std::string impossible_in(const T& op);
};

template <class T>
std::string impossible_in(const T& op) {
  Impossible impossible;
  impossible.look(const_cast<T&>(op), "");  // fields() only hands the members out
  return impossible.take();
}

}  // namespace

std::optional<std::int64_t> most_of(std::string_view member) {
  for (const Bound& bound : kBounds) {
    if (bound.member == member) return bound.most;
  }
  return std::nullopt;
}

bool holds(CaseField field, std::string_view value) {
  return value.size() <= (field == CaseField::address ? kAddressMax : kTextMax);
}

std::string impossible_member(const CaseOp& op) {
  return op.visit([](const auto& one) { return impossible_in(one); });
}

}  // namespace gezhi
