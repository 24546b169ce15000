// A struct from a JSON file that a person wrote: errors name the file, then the position or the field.
#pragma once

#include <string>

#include "core/base/json.h"
#include "native/store/file.h"

namespace gezhi {

inline constexpr std::uint64_t kJsonFileMax = 16 * 1024 * 1024;

template <class T>
Result<T> read_json_file(const std::string& path) {
  const auto bytes = read_file(path, kJsonFileMax);
  if (!bytes) return bytes.error();
  const auto json = parse_json(text_of(*bytes));
  if (!json) return Error{json.error().code, path + ": " + json.error().message};
  auto value = from_json_by_hand<T>(*json);
  if (!value) return Error{value.error().code, path + ": " + value.error().message};
  return value;
}

}  // namespace gezhi
