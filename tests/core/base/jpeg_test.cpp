#include "core/base/jpeg.h"

#include <doctest/doctest.h>

#include <string>

using namespace gezhi;

namespace {

std::string stripped(const std::string& jpeg) {
  return std::string(text_of(without_metadata(view_of(jpeg))));
}

// A segment with that many bytes of content.
std::string segment(unsigned char marker, const std::string& content) {
  const std::size_t length = content.size() + 2;
  return "\xFF" + std::string(1, static_cast<char>(marker)) +
         std::string(1, static_cast<char>(length >> 8)) +
         std::string(1, static_cast<char>(length & 0xFF)) + content;
}

}  // namespace

TEST_SUITE("base/jpeg") {
  TEST_CASE("what stands beside the picture goes, what draws it stays") {
    const std::string start = "\xFF\xD8", table = segment(0xDB, "q"), jfif = segment(0xE0, "JFIF"),
                      profile = segment(0xE2, "ICC"), adobe = segment(0xEE, "Adobe");
    const std::string picture = segment(0xDA, "s") + std::string("\x12\xFF\x00\xFF\xD9", 5);
    const std::string plain = start + jfif + profile + adobe + table + picture;
    CHECK(stripped(plain) == plain);
    const std::string exif = segment(0xE1, std::string(300, 'e')), comment = segment(0xFE, "me");
    CHECK(stripped(start + exif + jfif + comment + profile + segment(0xED, "8BIM") + adobe + table +
                   exif + picture) == plain);
    CHECK(stripped(start + "\xFF\xFF" + exif + jfif + profile + adobe + table + picture) == plain);
    // A picture may say anything.
    const std::string inside = start + picture + exif;
    CHECK(stripped(inside) == inside);
  }

  TEST_CASE("what is no JPEG comes back as it is") {
    for (const std::string& bytes :
         {std::string(), std::string("\xFF\xD8"), std::string("\x89PNG\r\n"),
          "\xFF\xD8" + segment(0xE1, "Exif"), "\xFF\xD8" + std::string("\xFF\xE1\xFF\xFFx", 5),
          "\xFF\xD8" + std::string("\xFF\xE1\0\1", 4), "\xFF\xD8" + std::string("no mark")}) {
      CHECK(stripped(bytes) == bytes);
    }
  }
}
