// The photos that an operation, a case or a form names, found through their fields().
#pragma once

#include <set>

#include "core/base/codec.h"
#include "core/cases/ops.h"

namespace gezhi {

struct FindPhotos {
  std::set<Digest>& found;

  template <class T>
  void operator()(std::uint32_t, const char*, T& value, std::uint64_t = kLengthMax) {
    find(value);
  }

  template <class T>
  void find(T& value) {
    if constexpr (std::is_same_v<T, Photo>) {
      found.insert(value.digest);
    } else if constexpr (codec::IsOptional<T>::value) {
      if (value) find(*value);
    } else if constexpr (codec::IsVector<T>::value) {
      for (auto& one : value) find(one);
    } else if constexpr (codec::Fielded<T>) {
      value.fields(*this);
    }
  }
};

void find_photos(const CaseOp& op, std::set<Digest>& found);

}  // namespace gezhi
