#include "native/server/device_marks.h"

#include <sodium.h>

#include <algorithm>
#include <vector>

#include "core/base/hex.h"
#include "native/server/passwords.h"

namespace gezhi {

namespace {

constexpr std::size_t kHalf = 32;  // hexadecimal digits of the random number, and of its code
constexpr std::size_t kMarksMax = 4;

std::vector<std::string> marks_of(std::string_view cookie) {
  std::vector<std::string> marks;
  while (!cookie.empty() && marks.size() < kMarksMax) {
    const std::string_view mark = cookie.substr(0, cookie.find('.'));
    if (mark.size() == 2 * kHalf && from_hex(mark)) marks.emplace_back(mark);
    cookie.remove_prefix(std::min(cookie.size(), mark.size() + 1));
  }
  return marks;
}

}  // namespace

std::string DeviceMarks::code_of(std::string_view nonce, std::string_view name) const {
  const std::string text = "gezhi mark " + std::string(nonce) + " " + std::string(name);
  Bytes code(kHalf / 2);
  const ByteView bytes = view_of(text);
  crypto_generichash(code.data(), code.size(), bytes.data(), bytes.size(), secret_.data(),
                     secret_.size());
  return to_hex(code);
}

std::optional<std::string> DeviceMarks::find(std::string_view cookie, std::string_view name) const {
  for (std::string& mark : marks_of(cookie)) {
    const std::string code = code_of(mark.substr(0, kHalf), name);
    if (sodium_memcmp(code.data(), mark.data() + kHalf, kHalf) == 0) return std::move(mark);
  }
  return std::nullopt;
}

std::string DeviceMarks::with(std::string_view cookie, std::string_view name) const {
  std::string made;
  const auto known = find(cookie, name);
  if (known) {
    made = *known;
  } else {
    Bytes random(kHalf / 2);
    fill_random(random.data(), random.size());
    made = to_hex(random);
    made += code_of(made, name);
  }
  std::size_t count = 1;
  for (const std::string& mark : marks_of(cookie)) {
    if (count == kMarksMax || mark == made.substr(0, 2 * kHalf)) continue;
    made += "." + mark;
    ++count;
  }
  return made;
}

}  // namespace gezhi
