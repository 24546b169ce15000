// Enums that are stored or sent: each has a `constexpr auto names_of(E)` beside it that lists one
// stable snake_case name per value, in order from 0. The number goes into CBOR, the name into JSON,
// the texts' keys and the golden files. Names are only ever appended.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace gezhi {

template <class E>
concept NamedEnum = std::is_enum_v<E> && requires(E e) {
  names_of(e).size();
};

template <NamedEnum E>
constexpr std::string_view name_of(E value) {
  const auto names = names_of(value);
  const auto index = static_cast<std::size_t>(value);
  return index < names.size() ? std::string_view(names[index]) : std::string_view("?");
}

template <NamedEnum E>
constexpr bool is_known(E value) {
  return static_cast<std::size_t>(value) < names_of(value).size();
}

// A set of enum values (at most 128 of them): roles that may, states that allow. Only sets of at
// most 64 values are stored or sent, as one number.
template <NamedEnum E>
class SetOf {
 public:
  using Value = E;
  static constexpr std::size_t kWords = (names_of(E{}).size() + 63) / 64;
  static_assert(kWords <= 2);

  constexpr SetOf() = default;
  template <class... Es>
  constexpr SetOf(E first, Es... rest) {
    add(first);
    (add(rest), ...);
  }

  static constexpr SetOf from_bits(std::uint64_t bits) requires(kWords == 1) {
    SetOf set;
    set.words_[0] = bits;
    return set;
  }
  constexpr std::uint64_t bits() const requires(kWords == 1) { return words_[0]; }
  static constexpr std::uint64_t known_bits() requires(kWords == 1) {
    constexpr std::size_t kCount = names_of(E{}).size();
    return kCount == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << kCount) - 1;
  }

  constexpr bool has(E value) const { return (words_[word(value)] & bit(value)) != 0; }
  constexpr bool empty() const { return *this == SetOf(); }
  constexpr void add(E value) { words_[word(value)] |= bit(value); }
  constexpr SetOf operator|(SetOf other) const {
    for (std::size_t i = 0; i < kWords; ++i) other.words_[i] |= words_[i];
    return other;
  }
  constexpr SetOf operator&(SetOf other) const {
    for (std::size_t i = 0; i < kWords; ++i) other.words_[i] &= words_[i];
    return other;
  }
  friend constexpr bool operator==(const SetOf& a, const SetOf& b) {
    for (std::size_t i = 0; i < kWords; ++i) {
      if (a.words_[i] != b.words_[i]) return false;
    }
    return true;
  }

 private:
  static constexpr std::size_t word(E value) {
    return kWords == 1 ? 0 : static_cast<std::size_t>(value) / 64 % kWords;
  }
  static constexpr std::uint64_t bit(E value) {
    return std::uint64_t{1} << (static_cast<unsigned>(value) % 64);
  }
  std::uint64_t words_[kWords] = {};
};

}  // namespace gezhi
