// What the server keeps as a photo, and what not.
#include <doctest/doctest.h>
#include <png.h>
#include <zlib.h>

#include "core/base/jpeg.h"
#include "core/base/prng.h"
#include "native/demo/picture.h"
#include "native/server/photo_check.h"
#include "tests/native/server/test_photos.h"

using namespace gezhi;
using namespace gezhi::test;

namespace {

std::string code_of(const std::string& bytes) {
  const auto checked = check_photo(view_of(bytes));
  return checked ? "kept" : checked.error().code;
}

std::string png_of(png_uint_32 width, png_uint_32 height) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = width;
  image.height = height;
  image.format = PNG_FORMAT_GRAY;
  const std::vector<png_byte> grey(std::size_t{width} * height, 99);
  png_alloc_size_t size = 0;
  REQUIRE(png_image_write_to_memory(&image, nullptr, &size, 0, grey.data(), 0, nullptr) != 0);
  std::string bytes(size, '\0');
  REQUIRE(png_image_write_to_memory(&image, bytes.data(), &size, 0, grey.data(), 0, nullptr) != 0);
  return bytes.substr(0, size);
}

std::string four_bytes(std::size_t value) {
  std::string text;
  for (int shift = 24; shift >= 0; shift -= 8) text += static_cast<char>((value >> shift) & 0xFF);
  return text;
}

std::string png_part(const std::string& name, const std::string& content) {
  const std::string named = name + content;
  const auto check =
      crc32(0, reinterpret_cast<const Bytef*>(named.data()), static_cast<uInt>(named.size()));
  return four_bytes(content.size()) + named + four_bytes(check);
}

constexpr std::size_t kPngHead = 8 + 12 + 13;  // the magic and IHDR

std::string with_part(const std::string& png, const std::string& name, const std::string& content) {
  return png.substr(0, kPngHead) + png_part(name, content) + png.substr(kPngHead);
}

// The same head before other points.
std::string with_points(const std::string& png, const std::string& packed) {
  return png.substr(0, kPngHead) + png_part("IDAT", packed) + png_part("IEND", "");
}

std::string deflated(const std::string& text) {
  uLongf size = compressBound(text.size());
  std::string packed(size, '\0');
  REQUIRE(compress2(reinterpret_cast<Bytef*>(packed.data()), &size,
                    reinterpret_cast<const Bytef*>(text.data()), text.size(), 9) == Z_OK);
  return packed.substr(0, size);
}

std::string little_endian(std::size_t value, int bytes) {
  std::string text;
  for (int i = 0; i < bytes; ++i) text += static_cast<char>((value >> (8 * i)) & 0xFF);
  return text;
}

// The picture of a simple WebP in the extended form, with where it was taken beside it.
std::string webp_with_exif(const std::string& webp) {
  constexpr std::size_t kSide = 48;
  const std::string exif = "EXIF" + little_endian(4, 4) + "N30E";
  const std::string head = "VP8X" + little_endian(10, 4) + little_endian(0x08, 4) +
                           little_endian(kSide - 1, 3) + little_endian(kSide - 1, 3);
  const std::string body = "WEBP" + head + webp.substr(12) + exif;
  return "RIFF" + little_endian(body.size(), 4) + body;
}

// The same, of a hundred thousand empty frames.
std::string animated(const std::string& webp) {
  constexpr std::size_t kSide = 48;
  std::string body = "WEBPVP8X" + little_endian(10, 4) + little_endian(0x02, 4) +
                     little_endian(kSide - 1, 3) + little_endian(kSide - 1, 3) + "ANIM" +
                     little_endian(6, 4) + std::string(6, '\0');
  for (int i = 0; i < 100000; ++i) body += "ANMF" + little_endian(16, 4) + std::string(16, '\0');
  body += webp.substr(12);
  return "RIFF" + little_endian(body.size(), 4) + body;
}

}  // namespace

TEST_SUITE("server/photo_check") {
  TEST_CASE("JPEG, PNG and WebP are kept, and told by their first bytes") {
    const Bytes png = corridor_picture(3);
    CHECK(check_photo(png).ok());
    CHECK(code_of(jpeg_photo(1)) == "kept");
    CHECK(code_of(jpeg_photo(1, 1, 1)) == "kept");
    CHECK(code_of(jpeg_photo(1, 1600, 1200)) == "kept");
    CHECK(code_of(webp_photo()) == "kept");
    CHECK(photo_type(view_of(jpeg_photo(1))) == std::string("image/jpeg"));
    CHECK(photo_type(png) == std::string("image/png"));
    CHECK(photo_type(view_of(webp_photo())) == std::string("image/webp"));
    CHECK(photo_type(view_of("<svg>")) == nullptr);
  }

  TEST_CASE("what is cut off, damaged, followed by something, or no picture, is not") {
    const std::string jpeg = jpeg_photo(1), png = png_of(30, 20), webp = webp_photo();
    CHECK(code_of("") == "blob_not_photo");
    CHECK(code_of("\xFF\xD8\xFF") == "blob_not_photo");
    CHECK(code_of("<script>alert(1)</script>") == "blob_not_photo");
    CHECK(code_of("GIF89a\x01\x01") == "blob_not_photo");
    CHECK(code_of(std::string("\0\0\0\x18", 4) + "ftypheic") == "blob_not_photo");
    for (const std::string* photo : {&jpeg, &png, &webp}) {
      CHECK(code_of(*photo) == "kept");
      CHECK(code_of(photo->substr(0, photo->size() - 9)) == "blob_not_photo");
      CHECK(code_of(photo->substr(0, photo->size() / 2)) == "blob_not_photo");
      CHECK(code_of(*photo + "PK\x03\x04 an archive") == "blob_not_photo");
    }
  }

  TEST_CASE("the size stands in the head, and nothing larger is decoded") {
    CHECK(code_of(with_size(jpeg_photo(1), 65000, 65000)) == "blob_too_large");
    CHECK(code_of(with_size(jpeg_photo(1), 16001, 1)) == "blob_too_large");
    CHECK(code_of(png_of(16001, 1)) == "blob_too_large");
    CHECK(code_of(png_of(4001, 4000)) == "blob_too_large");
    CHECK(code_of(png_of(4000, 4000)) == "kept");
  }

  TEST_CASE("a picture is gone over so often and no more, however few bytes ask for it") {
    CHECK(code_of(jpeg_of_scans(0)) == "kept");
    CHECK(code_of(jpeg_of_scans(kPhotoScansMax - 4)) == "kept");
    CHECK(code_of(jpeg_of_scans(kPhotoScansMax - 3)) == "blob_not_photo");
    CHECK(code_of(jpeg_of_scans(10000)) == "blob_not_photo");
    CHECK(code_of(animated(webp_photo())) == "blob_not_photo");
  }

  TEST_CASE(
      "a PNG has nothing beside the picture, nothing behind its last row, and does not move") {
    const std::string png = png_of(30, 20);
    CHECK(code_of(with_part(png, "pHYs", std::string(9, '\1'))) == "kept");
    for (const char* name : {"tEXt", "zTXt", "iTXt", "tIME", "eXIf", "prVt"}) {
      CAPTURE(name);
      CHECK(code_of(with_part(png, name, "Comment: where it was")) == "blob_tells_more");
    }
    for (const char* name : {"acTL", "fcTL", "fdAT"})
      CHECK(code_of(with_part(png, name, std::string(8, '\0'))) == "blob_not_photo");
    // A text that unpacks to 16 MB is refused for being one, and not passed over for being so large.
    CHECK(code_of(with_part(
              png, "zTXt", std::string("Comment\0\0", 9) + deflated(std::string(16 << 20, ' ')))) ==
          "blob_tells_more");
    const std::string row(31, '\0');
    std::string rows;
    for (int y = 0; y < 20; ++y) rows += row;
    CHECK(code_of(with_points(png, deflated(rows))) == "kept");
    CHECK(code_of(with_points(png, deflated(rows + std::string(200 << 20, '\0')))) ==
          "blob_not_photo");
  }

  TEST_CASE("nothing is kept of where and when, by whom") {
    const std::string plain = jpeg_photo(1);
    const std::string exif("Exif\0\0MM\0*\0\0\0\x08", 14);
    constexpr std::uint8_t kExif = 0xE1, kIptc = 0xED, kComment = 0xFE, kProfile = 0xE2;
    for (const std::uint8_t marker : {kExif, kIptc, kComment}) {
      const std::string told = with_segment(plain, marker, exif);
      CHECK(code_of(told) == "blob_tells_more");
      CHECK(text_of(without_metadata(view_of(told))) == plain);
    }
    const std::string drawn = with_segment(plain, kProfile, std::string("ICC_PROFILE\0\1\1", 14));
    CHECK(code_of(drawn) == "kept");
    CHECK(text_of(without_metadata(view_of(drawn))) == drawn);
    CHECK(code_of(webp_with_exif(webp_photo())) == "blob_tells_more");
  }

  TEST_CASE("whatever is sent instead of a photo, it is answered") {
    Prng random(20260901);
    const std::string photos[] = {jpeg_photo(1), png_of(30, 20), webp_photo()};
    for (int round = 0; round < 3000; ++round) {
      std::string bytes = photos[round % 3];
      for (int i = 0; i <= round % 5; ++i) {
        bytes[random.below(bytes.size())] = static_cast<char>(random.below(256));
      }
      const std::string code = code_of(bytes);
      CHECK((code == "kept" || code.rfind("blob_", 0) == 0));
    }
  }
}
