#include "native/store/room.h"

#include <fcntl.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace gezhi {

std::uint64_t Room::free_bytes() const {
  struct statvfs info {};
  if (statvfs(folder_.c_str(), &info) != 0) return UINT64_MAX;
  return std::uint64_t{info.f_bavail} * info.f_frsize;
}

bool Room::is_enough() {
  if (free_min_ == 0) return true;
  too_little_ = free_bytes() < (too_little_ ? free_min_ + free_min_ / 4 : free_min_);
  return !too_little_;
}

void Room::keep_reserve() {
  if (reserve_ == 0 || ::access(reserve_path().c_str(), F_OK) == 0) return;
  if (free_bytes() < free_min_ + free_min_ / 4 + 2 * reserve_) return;
  const int file = ::open(reserve_path().c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return;
  const bool made = posix_fallocate(file, 0, static_cast<off_t>(reserve_)) == 0;
  ::close(file);
  if (!made) spend_reserve();
}

bool Room::spend_reserve_of(const std::string& folder) {
  return ::unlink(reserve_in(folder).c_str()) == 0;
}

}  // namespace gezhi
