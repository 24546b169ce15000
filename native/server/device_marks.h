// A device on which somebody signed in carries a mark for his name from then on, in a cookie. It opens
// nothing; it says that tries from here are not a stranger's, wherever the device is now (a phone's
// address changes by the hour).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/bytes.h"

namespace gezhi {

class DeviceMarks {
 public:
  // Who knows the secret can make marks.
  explicit DeviceMarks(Bytes secret) : secret_(std::move(secret)) {}

  // The mark for `name` among those of a cookie, if it is ours.
  std::optional<std::string> find(std::string_view cookie, std::string_view name) const;
  // The cookie's new value: with a mark for `name` first, and those of the last few others.
  std::string with(std::string_view cookie, std::string_view name) const;

 private:
  std::string code_of(std::string_view nonce, std::string_view name) const;

  Bytes secret_;
};

}  // namespace gezhi
