#include "native/import/source_file.h"

#include <sys/stat.h>
#include <zlib.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <vector>

namespace gezhi {

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

}  // namespace gezhi
