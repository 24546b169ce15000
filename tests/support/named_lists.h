// The named lists (enums) that stored or sent structs use, found by walking their fields.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/codec.h"

namespace gezhi::test {

// "Nature" for gezhi::Nature, from what the compiler calls this function.
template <class T>
std::string type_name() {
  const std::string_view whole = __PRETTY_FUNCTION__;
  const std::size_t from = whole.find("T = ") + 4;
  const std::string_view rest = whole.substr(from);
  const std::string_view type = rest.substr(0, rest.find_first_of(";]"));
  const std::size_t last = type.rfind("::");
  return std::string(last == std::string_view::npos ? type : type.substr(last + 2));
}

class NamedLists {
 public:
  template <class T>
  void add() {
    T value{};
    value.fields(*this);
  }

  // For fields().
  template <class T>
  void operator()(std::uint32_t, const char*, T&, std::uint64_t = kLengthMax) {
    look_at<T>();
  }

  const std::map<std::string, std::vector<std::string_view>>& lists() const { return lists_; }

 private:
  template <class T>
  void look_at() {
    if constexpr (NamedEnum<T>) {
      const auto names = names_of(T{});
      lists_[type_name<T>()].assign(names.begin(), names.end());
    } else if constexpr (codec::IsSet<T>::value) {
      look_at<typename T::Value>();
    } else if constexpr (codec::IsVector<T>::value || codec::IsOptional<T>::value) {
      look_at<typename T::value_type>();
    } else if constexpr (codec::Fielded<T>) {
      add<T>();
    }
  }

  std::map<std::string, std::vector<std::string_view>> lists_;
};

}  // namespace gezhi::test
