#include "native/store/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

namespace gezhi {

namespace {

Error failed(const std::string& doing, const std::string& path) {
  const int reason = errno;
  const char* code = reason == ENOENT                                          ? "not_found"
                     : reason == ENOSPC || reason == EDQUOT || reason == EFBIG ? "store_full"
                                                                               : "store_failed";
  return {code, doing + " " + path + ": " + std::strerror(reason)};
}

class File {
 public:
  File(const std::string& path, int flags)
      : handle_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
  ~File() {
    if (handle_ >= 0) ::close(handle_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  bool open() const { return handle_ >= 0; }
  int handle() const { return handle_; }

 private:
  int handle_;
};

std::string folder_of(const std::string& path) {
  const std::string parent = std::filesystem::path(path).parent_path().string();
  return parent.empty() ? "." : parent;
}

}  // namespace

Result<Done> flush_folder(const std::string& path) {
  File folder(path, O_RDONLY | O_DIRECTORY);
  if (!folder.open() || ::fsync(folder.handle()) != 0) return failed("cannot flush", path);
  return Done{};
}

Result<Bytes> read_file(const std::string& path, std::uint64_t size_max) {
  File file(path, O_RDONLY);
  if (!file.open()) return failed("cannot open", path);
  struct stat info {};
  if (::fstat(file.handle(), &info) != 0) return failed("cannot read", path);
  const auto size = static_cast<std::uint64_t>(info.st_size);
  if (size > size_max) return Error{"too_large", path + " has " + std::to_string(size) + " bytes"};
  Bytes bytes(static_cast<std::size_t>(size));
  std::size_t at = 0;
  while (at < bytes.size()) {
    const ssize_t got = ::read(file.handle(), bytes.data() + at, bytes.size() - at);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failed("cannot read", path);
    if (got == 0) break;
    at += static_cast<std::size_t>(got);
  }
  bytes.resize(at);
  return bytes;
}

namespace {

Result<Done> write_at(const File& file, const std::string& path, std::uint64_t offset,
                      ByteView bytes) {
  std::size_t at = 0;
  while (at < bytes.size()) {
    const ssize_t put = ::pwrite(file.handle(), bytes.data() + at, bytes.size() - at,
                                 static_cast<off_t>(offset + at));
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return failed("cannot write", path);
    at += static_cast<std::size_t>(put);
  }
  return Done{};
}

}  // namespace

Result<Done> write_from(const std::string& path, std::uint64_t offset, ByteView bytes) {
  File file(path, O_WRONLY | O_CREAT);
  if (!file.open()) return failed("cannot open", path);
  if (::ftruncate(file.handle(), static_cast<off_t>(offset)) != 0) {
    return failed("cannot write", path);
  }
  if (auto written = write_at(file, path, offset, bytes); !written) return written;
  if (::fsync(file.handle()) != 0) return failed("cannot flush", path);
  return Done{};
}

Result<Done> overwrite_file(const std::string& path, ByteView bytes) {
  const bool there = ::access(path.c_str(), F_OK) == 0;
  if (auto written = [&]() -> Result<Done> {
        File file(path, O_WRONLY | O_CREAT);
        if (!file.open()) return failed("cannot open", path);
        if (auto put = write_at(file, path, 0, bytes); !put) return put;
        if (::fdatasync(file.handle()) != 0) return failed("cannot flush", path);
        return Done{};
      }();
      !written) {
    return written;
  }
  return there ? Result<Done>(Done{}) : flush_folder(folder_of(path));
}

Result<Done> copy_file(const std::string& from, const std::string& to) {
  File source(from, O_RDONLY);
  if (!source.open()) return failed("cannot open", from);
  File target(to, O_WRONLY | O_CREAT | O_EXCL);
  if (!target.open()) return failed("cannot make", to);
  Bytes piece(1024 * 1024);
  for (std::uint64_t at = 0;;) {
    const ssize_t got = ::read(source.handle(), piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failed("cannot read", from);
    if (got == 0) break;
    const auto size = static_cast<std::size_t>(got);
    if (auto put = write_at(target, to, at, ByteView(piece).first(size)); !put) return put;
    at += size;
  }
  if (::fsync(target.handle()) != 0) return failed("cannot flush", to);
  return Done{};
}

Result<Done> rename_file(const std::string& from, const std::string& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) return failed("cannot rename", from);
  return flush_folder(folder_of(to));
}

Result<Done> replace_file(const std::string& path, ByteView bytes) {
  const std::string temporary = path + ".new";
  ::unlink(temporary.c_str());
  if (auto written = write_from(temporary, 0, bytes); !written) return written;
  return rename_file(temporary, path);
}

Result<Done> remove_file(const std::string& path) {
  if (::unlink(path.c_str()) == 0) return flush_folder(folder_of(path));
  return errno == ENOENT ? Result<Done>(Done{}) : failed("cannot remove", path);
}

Result<Done> make_folder(const std::string& path) {
  std::error_code problem;
  std::filesystem::create_directories(path, problem);
  if (problem)
    return Error{"store_failed", "cannot make the folder " + path + ": " + problem.message()};
  return flush_folder(folder_of(path));
}

}  // namespace gezhi
