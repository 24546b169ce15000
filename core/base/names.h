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

// A set of enum values (at most 64 of them): roles that may, states that allow.
template <NamedEnum E>
class SetOf {
 public:
  using Value = E;

  constexpr SetOf() = default;
  template <class... Es>
  constexpr SetOf(E first, Es... rest) : bits_((bit(first) | ... | bit(rest))) {}

  static constexpr SetOf from_bits(std::uint64_t bits) {
    SetOf set;
    set.bits_ = bits;
    return set;
  }
  constexpr bool has(E value) const { return (bits_ & bit(value)) != 0; }
  constexpr bool empty() const { return bits_ == 0; }
  constexpr std::uint64_t bits() const { return bits_; }
  constexpr SetOf operator|(SetOf other) const { return from_bits(bits_ | other.bits_); }
  constexpr SetOf operator&(SetOf other) const { return from_bits(bits_ & other.bits_); }
  friend constexpr bool operator==(SetOf a, SetOf b) { return a.bits_ == b.bits_; }

 private:
  static constexpr std::uint64_t bit(E value) {
    return std::uint64_t{1} << static_cast<unsigned>(value);
  }
  std::uint64_t bits_ = 0;
};

}  // namespace gezhi
