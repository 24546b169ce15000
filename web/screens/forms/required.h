// Which members an operation can't do without, found by asking the rules: the first that they miss
// is filled with anything, then they are asked again.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "core/cases/bounds.h"

namespace gezhi::screens {

// Fills the member of this name, however deep it lies.
struct AnyFiller {
  std::string_view name;

  template <class T>
  void operator()(std::uint32_t, const char* member, T& value, std::uint64_t = 0) {
    if constexpr (codec::Fielded<T>) {
      value.fields(*this);
    } else if (name == member) {
      fill(value);
    }
  }

 private:
  template <class T>
  static void fill(T& value) {
    if constexpr (std::is_same_v<T, std::string>) {
      value = "x";
    } else if constexpr (codec::IsVector<T>::value) {
      value.clear();
      value.resize(1);
      fill_item(value.front());
    } else if constexpr (std::is_enum_v<T> || std::is_integral_v<T>) {
      value = static_cast<T>(1);
    } else if constexpr (std::is_same_v<T, TimeMs>) {
      value = kEarliest;
    } else if constexpr (std::is_same_v<T, UnitId>) {
      value.value = 1;
    }
  }

  // What a list holds is there when each text in it is.
  struct Texts {
    template <class T>
    void operator()(std::uint32_t, const char*, T& value, std::uint64_t = 0) {
      if constexpr (std::is_same_v<T, std::string>) value = "x";
    }
  };
  template <class T>
  static void fill_item(T& item) {
    if constexpr (std::is_same_v<T, std::string>) {
      item = "x";
    } else if constexpr (codec::Fielded<T>) {
      Texts texts;
      item.fields(texts);
    }
  }
};

std::vector<std::string> required_members(CaseOp op);

}  // namespace gezhi::screens
