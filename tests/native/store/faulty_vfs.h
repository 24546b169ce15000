// SQLite's own file system with a place before every call where it can fail: the disk of tests that
// is full, broken once or broken for ever. Registered once, under kFaultyVfs, over `unix-excl`.
#pragma once

#include <array>
#include <cstdint>

namespace gezhi {

inline constexpr const char* kFaultyVfs = "faulty";

enum class DiskCall : std::uint8_t { open, read, write, sync, truncate, size, remove, index, any };
inline constexpr std::size_t kDiskCalls = static_cast<std::size_t>(DiskCall::any);

// Which calls fail. Counting begins with arm_disk(); `first` is the number of the first call to fail,
// from 1, of its kind. A failing write leaves half of its bytes, as a full disk does.
struct DiskFault {
  DiskCall kind = DiskCall::any;
  std::uint64_t first = 0;  // 0 = none
  bool for_ever = false;
  bool full = false;  // ENOSPC instead of EIO
  // A second fault: so many calls of any kind after the first. 0 = none.
  std::uint64_t then = 0;
};

void register_faulty_vfs();
void arm_disk(const DiskFault& fault);
// Since the last arm_disk().
std::uint64_t disk_calls(DiskCall kind);
std::uint64_t disk_failures();

}  // namespace gezhi
