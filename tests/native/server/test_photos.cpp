#include "tests/native/server/test_photos.h"

// jpeglib.h needs FILE.
#include <cstdio>

#include <doctest/doctest.h>
#include <jpeglib.h>
#include <webp/encode.h>

#include <cstdlib>
#include <vector>

namespace gezhi::test {
namespace {

std::vector<std::uint8_t> points(std::uint32_t seed, int width, int height) {
  std::vector<std::uint8_t> all;
  for (int i = 0; i < width * height * 3; ++i) {
    all.push_back(static_cast<std::uint8_t>((static_cast<std::uint32_t>(i) * (seed + 3)) >> 4));
  }
  return all;
}

std::string big_endian(std::uint16_t value) {
  return {static_cast<char>(value >> 8), static_cast<char>(value & 0xFF)};
}

std::string compressed(std::uint32_t seed, int width, int height, bool progressive) {
  std::vector<std::uint8_t> rgb = points(seed, width, height);
  jpeg_compress_struct jpeg{};
  jpeg_error_mgr errors{};
  jpeg.err = jpeg_std_error(&errors);
  jpeg_create_compress(&jpeg);
  unsigned char* made = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&jpeg, &made, &size);
  jpeg.image_width = static_cast<JDIMENSION>(width);
  jpeg.image_height = static_cast<JDIMENSION>(height);
  jpeg.input_components = 3;
  jpeg.in_color_space = JCS_RGB;
  jpeg_set_defaults(&jpeg);
  // No refinement: a scan that stands there twice says the same, and nothing is wrong with the file.
  static constexpr jpeg_scan_info kScans[] = {{3, {0, 1, 2}, 0, 0, 0, 0},
                                              {1, {0}, 1, 63, 0, 0},
                                              {1, {1}, 1, 63, 0, 0},
                                              {1, {2}, 1, 63, 0, 0}};
  if (progressive) {
    jpeg.scan_info = kScans;
    jpeg.num_scans = static_cast<int>(std::size(kScans));
  }
  jpeg_start_compress(&jpeg, TRUE);
  while (jpeg.next_scanline < jpeg.image_height) {
    JSAMPLE* row = rgb.data() + std::size_t{jpeg.next_scanline} * rgb.size() / jpeg.image_height;
    jpeg_write_scanlines(&jpeg, &row, 1);
  }
  jpeg_finish_compress(&jpeg);
  std::string bytes(reinterpret_cast<const char*>(made), size);
  jpeg_destroy_compress(&jpeg);
  std::free(made);
  return bytes;
}

}  // namespace

std::string jpeg_photo(std::uint32_t seed, int width, int height) {
  return compressed(seed, width, height, false);
}

// The tables of a scan stand before it, so it can be said again behind itself.
std::string jpeg_of_scans(int more, int width, int height) {
  const std::string whole = compressed(1, width, height, true);
  const std::size_t scan = whole.find("\xFF\xDA");
  REQUIRE(scan != std::string::npos);
  std::size_t end = scan + 2;
  while (whole[end] != '\xFF' || whole[end + 1] == '\0') ++end;
  std::string all = whole.substr(0, end);
  for (int i = 0; i < more; ++i) all += whole.substr(scan, end - scan);
  return all + whole.substr(end);
}

std::string webp_photo() {
  constexpr int kSide = 48;
  const std::vector<std::uint8_t> rgb = points(1, kSide, kSide);
  std::uint8_t* made = nullptr;
  const std::size_t size = WebPEncodeRGB(rgb.data(), kSide, kSide, kSide * 3, 80, &made);
  REQUIRE(size > 0);
  std::string bytes(reinterpret_cast<const char*>(made), size);
  WebPFree(made);
  return bytes;
}

std::string with_segment(const std::string& jpeg, std::uint8_t marker, const std::string& content) {
  const auto length = static_cast<std::uint16_t>(content.size() + 2);
  const std::string segment =
      "\xFF" + std::string(1, static_cast<char>(marker)) + big_endian(length) + content;
  return jpeg.substr(0, 2) + segment + jpeg.substr(2);
}

std::string with_size(std::string jpeg, std::uint16_t width, std::uint16_t height) {
  const std::size_t frame = jpeg.find("\xFF\xC0");
  REQUIRE(frame != std::string::npos);
  return jpeg.replace(frame + 5, 4, big_endian(height) + big_endian(width));
}

}  // namespace gezhi::test
