// A value of any stored or sent struct with every member filled, always the same: what the golden files of
// the wire are made of. A new member changes no value of those before it.
#pragma once

#include "core/base/codec.h"

namespace gezhi::test {

class Specimen {
 public:
  template <class T>
  static T of() {
    T value{};
    Specimen specimen(0);
    value.fields(specimen);
    return value;
  }

  // For fields(). A member's value follows from its key and those of the structs around it.
  template <class T>
  void operator()(std::uint32_t key, const char*, T& value, std::uint64_t limit = kLengthMax) {
    Specimen inner(seed_ * 31 + key);
    inner.fill(value, limit);
  }

 private:
  explicit Specimen(std::uint32_t seed) : seed_(seed) {}

  std::uint32_t small() const { return seed_ % 100 + 1; }

  template <class A>
  void fill_bytes(A& bytes) const {
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      bytes[i] = static_cast<std::uint8_t>(seed_ + i + 1);
    }
  }

  template <class T>
  void fill_list(T& list, std::uint64_t limit) const {
    list.resize(limit < 2 ? 1 : 2);
    std::uint32_t at = seed_;
    for (auto& item : list) Specimen(++at).fill(item, kLengthMax);
  }

  template <class T>
  void fill(T& value, std::uint64_t limit) const {
    if constexpr (std::is_same_v<T, bool>) {
      value = true;
    } else if constexpr (std::is_enum_v<T>) {
      value = static_cast<T>(names_of(T{}).size() > 1 ? 1 : 0);
    } else if constexpr (std::integral<T>) {
      value = static_cast<T>(small());
    } else if constexpr (std::is_same_v<T, std::string>) {
      value = (limit < 12 ? "n" : "文字") + std::to_string(small());
    } else if constexpr (std::is_same_v<T, Bytes>) {
      value.resize(static_cast<std::size_t>(limit < 16 ? limit : 16));
      fill_bytes(value);
    } else if constexpr (codec::IsByteArray<T>::value) {
      fill_bytes(value);
    } else if constexpr (std::is_same_v<T, Uuid>) {
      fill_bytes(value.bytes);
    } else if constexpr (codec::IsUuid<T>::value) {
      fill_bytes(value.value.bytes);
    } else if constexpr (codec::IsNumberId<T>::value) {
      value.value = small();
    } else if constexpr (codec::IsSet<T>::value) {
      value = T::from_bits(2);
    } else if constexpr (std::is_same_v<T, TimeMs>) {
      value = TimeMs{1795000000000 + std::int64_t{small()} * kMinuteMs};
    } else if constexpr (std::is_same_v<T, CivilDay>) {
      value.value = 20000 + static_cast<std::int32_t>(small());
    } else if constexpr (std::is_same_v<T, PointE7>) {
      value = {1201350000 + static_cast<std::int32_t>(small()), 303250000};
    } else if constexpr (codec::IsOptional<T>::value) {
      value.emplace();
      fill(*value, limit);
    } else if constexpr (codec::IsVector<T>::value) {
      fill_list(value, limit);
    } else {
      Specimen inner(seed_);
      value.fields(inner);
    }
  }

  std::uint32_t seed_;
};

}  // namespace gezhi::test
