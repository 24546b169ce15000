#include "native/demo/picture.h"

#include <zlib.h>

#include <string_view>

#include "core/base/check.h"

namespace gezhi {

namespace {

// The palette, three bytes a colour; a pixel is its number.
constexpr std::uint8_t kPalette[] = {214, 208, 196, 168, 160, 148, 120, 98, 70, 70, 56, 40};
enum : std::uint8_t { kWall, kFloor, kBox, kEdge };

std::uint8_t pixel(std::uint32_t x, std::uint32_t y, std::uint32_t boxes) {
  constexpr std::uint32_t kSide = 44, kLeft = 24, kTop = 130;
  if (y >= kTop && y < kTop + kSide && x >= kLeft) {
    const std::uint32_t box = (x - kLeft) / kSide;
    const std::uint32_t in_x = (x - kLeft) % kSide, in_y = y - kTop;
    const bool edge = in_x < 3 || in_y < 3 || in_y >= kSide - 3;
    if (box < boxes) return edge ? kEdge : kBox;
  }
  return y < 150 ? kWall : kFloor;
}

void put_number(Bytes& out, std::uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) {
    out.push_back(static_cast<std::uint8_t>(value >> shift));
  }
}

void put_chunk(Bytes& out, std::string_view name, const Bytes& content) {
  put_number(out, static_cast<std::uint32_t>(content.size()));
  const std::size_t from = out.size();
  out.insert(out.end(), name.begin(), name.end());
  out.insert(out.end(), content.begin(), content.end());
  const auto length = static_cast<uInt>(out.size() - from);
  put_number(out, static_cast<std::uint32_t>(crc32(0, out.data() + from, length)));
}

Bytes compressed(const Bytes& plain) {
  uLongf size = compressBound(static_cast<uLong>(plain.size()));
  Bytes packed(size);
  GEZHI_CHECK(compress2(packed.data(), &size, plain.data(), static_cast<uLong>(plain.size()), 9) ==
              Z_OK);
  packed.resize(size);
  return packed;
}

}  // namespace

Bytes corridor_picture(std::uint32_t boxes) {
  Bytes header;
  put_number(header, kPictureWidth);
  put_number(header, kPictureHeight);
  for (const int field : {8, 3, 0, 0, 0}) header.push_back(static_cast<std::uint8_t>(field));
  Bytes rows;
  for (std::uint32_t y = 0; y < kPictureHeight; ++y) {
    rows.push_back(0);  // no filter
    for (std::uint32_t x = 0; x < kPictureWidth; ++x) rows.push_back(pixel(x, y, boxes));
  }
  Bytes png{0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  put_chunk(png, "IHDR", header);
  put_chunk(png, "PLTE", Bytes(std::begin(kPalette), std::end(kPalette)));
  put_chunk(png, "IDAT", compressed(rows));
  put_chunk(png, "IEND", {});
  return png;
}

}  // namespace gezhi
