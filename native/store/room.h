// Room on the disk that holds the data directory: a mark below which nothing more is taken in while
// there is still room for what must go on (the log moved into the database, a sign-out, a checkpoint),
// and a reserve, a file of that size that is given up when the disk was filled by somebody else.
//
// Units: bytes. Threads: one.
#pragma once

#include <cstdint>
#include <string>

namespace gezhi {

class Room {
 public:
  Room(std::string folder, std::uint64_t free_min, std::uint64_t reserve)
      : folder_(std::move(folder)), free_min_(free_min), reserve_(reserve) {}

  // Once it was too little, a quarter more than the mark is asked for. What can't be asked is enough.
  bool is_enough();
  std::uint64_t free_bytes() const;

  // Makes the reserve when there is room for it above the mark; there already: nothing.
  void keep_reserve();
  void spend_reserve() { spend_reserve_of(folder_); }
  // False: there is none.
  static bool spend_reserve_of(const std::string& folder);

 private:
  std::string reserve_path() const { return reserve_in(folder_); }
  static std::string reserve_in(const std::string& folder) { return folder + "/gezhi.reserve"; }

  std::string folder_;
  std::uint64_t free_min_;
  std::uint64_t reserve_;
  bool too_little_ = false;
};

}  // namespace gezhi
