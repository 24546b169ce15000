#include "core/base/ids.h"

#include "core/base/hex.h"

namespace gezhi {

Uuid make_uuid_v7(TimeMs at, const std::array<std::uint8_t, 10>& random) {
  GEZHI_CHECK(at.value >= 0);
  Uuid id;
  const auto ms = static_cast<std::uint64_t>(at.value);
  for (std::size_t i = 0; i < 6; ++i) {
    id.bytes[i] = static_cast<std::uint8_t>(ms >> (8 * (5 - i)));
  }
  for (std::size_t i = 0; i < 10; ++i) id.bytes[6 + i] = random[i];
  id.bytes[6] = static_cast<std::uint8_t>((id.bytes[6] & 0x0F) | 0x70);
  id.bytes[8] = static_cast<std::uint8_t>((id.bytes[8] & 0x3F) | 0x80);
  return id;
}

TimeMs uuid_v7_time(const Uuid& id) {
  std::uint64_t ms = 0;
  for (std::size_t i = 0; i < 6; ++i) ms = (ms << 8) | id.bytes[i];
  return TimeMs{static_cast<std::int64_t>(ms)};
}

std::string to_text(const Uuid& id) {
  const std::string hex = to_hex(id.bytes);
  return hex.substr(0, 8) + "-" + hex.substr(8, 4) + "-" + hex.substr(12, 4) + "-" +
         hex.substr(16, 4) + "-" + hex.substr(20);
}

Result<Uuid> parse_uuid(std::string_view text) {
  std::string hex;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash_place = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash_place && text[i] == '-') continue;
    hex.push_back(text[i]);
  }
  auto bytes = from_hex(hex);
  if (!bytes || bytes->size() != 16 || text.size() != 36) {
    return Error{"bad_uuid", "not a UUID: '" + std::string(text.substr(0, 40)) + "'"};
  }
  Uuid id;
  for (std::size_t i = 0; i < 16; ++i) id.bytes[i] = (*bytes)[i];
  return id;
}

}  // namespace gezhi
