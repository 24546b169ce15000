#include "native/import/source_file.h"

#include <sys/stat.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

#include "core/base/utf8.h"

namespace gezhi {
namespace {

using namespace std::string_view_literals;

constexpr const char* kSaveAs = "save the file as UTF-8";

bool begins(std::string_view text, std::string_view with) {
  return text.substr(0, with.size()) == with;
}

// Every second byte of ASCII is zero in UTF-16, and hardly any other one: so it looks where its mark is lost.
bool looks_like_utf16(std::string_view text) {
  constexpr std::size_t kLooked = 4096;
  const std::string_view head = text.substr(0, kLooked);
  std::size_t zeros[2] = {};
  for (std::size_t i = 0; i < head.size(); ++i) zeros[i % 2] += head[i] == 0 ? 1U : 0U;
  return std::min(zeros[0], zeros[1]) * 10 < std::max(zeros[0], zeros[1]) &&
         (zeros[0] + zeros[1]) * 10 > head.size();
}

// Half a pair of surrogates becomes U+FFFD.
std::string utf8_of_utf16(std::string_view bytes, bool big_endian) {
  std::string out;
  const auto unit = [&](std::size_t at) {
    const auto a = static_cast<unsigned char>(bytes[at]);
    const auto b = static_cast<unsigned char>(bytes[at + 1]);
    return static_cast<std::uint32_t>(big_endian ? a << 8 | b : b << 8 | a);
  };
  for (std::size_t at = 0; at + 1 < bytes.size(); at += 2) {
    std::uint32_t point = unit(at);
    if (point >= 0xD800 && point < 0xDC00 && at + 3 < bytes.size()) {
      const std::uint32_t low = unit(at + 2);
      if (low >= 0xDC00 && low < 0xE000) {
        point = 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00);
        at += 2;
      }
    }
    append_utf8(out, point >= 0xD800 && point < 0xE000 ? 0xFFFD : point);
  }
  return out;
}

}  // namespace

Error import_error(const std::string& path, const std::string& what) {
  return Error{"bad_import", path + ": " + what};
}

Result<std::uint64_t> source_size(const std::string& path, std::uint64_t bytes_max) {
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) return import_error(path, std::strerror(errno));
  if (!S_ISREG(info.st_mode)) return import_error(path, "is not a file");
  const auto size = static_cast<std::uint64_t>(info.st_size);
  if (size == 0) return import_error(path, "is empty");
  if (size > bytes_max) {
    return import_error(path, "has " + std::to_string(size) + " bytes, more than the limit of " +
                                  std::to_string(bytes_max) + "; import a smaller extract");
  }
  return size;
}

Result<std::string> read_source(const std::string& path, std::uint64_t bytes_max) {
  const auto size = source_size(path, bytes_max);
  if (!size) return size.error();
  struct Close {
    void operator()(gzFile file) const { gzclose(file); }
  };
  const std::unique_ptr<gzFile_s, Close> file(
      gzopen(path.c_str(), "rb"));  // reads plain files as they are
  if (!file) return import_error(path, std::strerror(errno));
  std::string text;
  std::vector<char> piece(1 << 16);
  for (;;) {
    const int got = gzread(file.get(), piece.data(), static_cast<unsigned>(piece.size()));
    int code = Z_OK;
    const char* what = gzerror(file.get(), &code);
    if (got < 0 || (got == 0 && code != Z_OK && code != Z_STREAM_END)) {
      return import_error(path, "damaged or cut short near byte " +
                                    std::to_string(gzoffset(file.get())) + " of " +
                                    std::to_string(*size) + " (" + what + ")");
    }
    if (got == 0) return text;
    text.append(piece.data(), static_cast<std::size_t>(got));
    if (text.size() > bytes_max) {
      return import_error(
          path, "unpacks to more than the limit of " + std::to_string(bytes_max) + " bytes");
    }
  }
}

Result<std::string> read_text_source(const std::string& path, std::uint64_t bytes_max) {
  auto text = read_source(path, bytes_max);
  if (!text) return text;
  if (begins(*text, "\xFF\xFE\0\0"sv) || begins(*text, "\0\0\xFE\xFF"sv))
    return import_error(path, std::string("is in UTF-32; ") + kSaveAs);
  const bool big_endian = begins(*text, "\xFE\xFF");
  if (!big_endian && !begins(*text, "\xFF\xFE")) {
    if (!looks_like_utf16(*text)) return text;
    return import_error(path,
                        std::string("looks like UTF-16 without a byte order mark; ") + kSaveAs);
  }
  if (text->size() % 2 != 0) return import_error(path, "is UTF-16 that was cut short");
  return utf8_of_utf16(std::string_view(*text).substr(2), big_endian);
}

}  // namespace gezhi
