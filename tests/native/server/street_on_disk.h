// A street on a disk that fails: the real server, people who push to it, and what each of them was told is
// received, noted outside of that disk. Shared by the tests of power cuts and failing calls.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <set>
#include <vector>

#include "tests/native/server/loop_disk.h"
#include "tests/native/server/server_process.h"
#include "tests/native/server/sync_device.h"

namespace gezhi {

// How many cuts a test makes: GEZHI_POWER_CUTS, else so many.
int power_cuts(int usual);

// Somebody with a device. What has no receipt is pushed again, as it is, in the order in which it was made.
class Pusher {
 public:
  explicit Pusher(int number);

  // To a server that was started again; signs in where that was not done before: a session survives too.
  void go_to(std::uint16_t port);
  void make(int operations);

  // One exchange. What is said is said in words: each operation has a receipt or a problem, or the answer is
  // an error with a code. Anything else is `silent`: the connection ended, or it is no answer.
  enum class Said { received, held_back, error, silent };
  Said push();
  // A photo for the last case that was received; noted when it is said to be kept.
  Said push_photo(std::uint32_t seed);

  const std::map<OpId, std::uint64_t>& received() const { return received_; }
  const std::set<std::string>& photos() const { return photos_; }  // names of files below blobs/
  std::size_t waiting() const { return waiting_.size(); }

 private:
  std::string login_;
  SyncDevice device_;
  HttpClient client_{0};
  CaseId reported_;
  std::vector<PushItem> waiting_;  // signed
  std::map<OpId, std::uint64_t> received_;
  std::set<std::string> photos_;
};

struct Loss {
  std::string words;  // what `gezhi verify` said; empty: all is well
  std::size_t operations = 0;
  std::size_t photos = 0;
  std::string healing;     // why a new epoch has begun
  std::size_t breaks = 0;  // in the chain of a device
  bool none() const {
    return words.empty() && operations == 0 && photos == 0 && healing == "none" && breaks == 0;
  }
};

class StreetOnDisk {
 public:
  StreetOnDisk(LoopDisk& disk, int people);

  // The server runs, and everybody has gone to it. False: it does not start.
  bool start();
  // Everybody at once, until the connections break.
  void push_until_broken(std::atomic<int>& exchanges);
  // As if the plug were pulled now, if the server stands still or is gone; then the current is back.
  void cut();

  std::size_t received() const;
  std::size_t waiting() const;
  // Compared with everything that was said to be received; beside a running server too.
  Loss loss() const { return loss(data()); }
  Loss loss(const std::string& folder) const;
  // Everybody makes something and pushes: numbers go on without a gap, what was known stays known.
  void check_goes_on();
  // Exchanges until nothing waits, for some seconds.
  void settle();

  std::string data() const { return disk.path() + "/data"; }
  std::uint64_t last_seq() const;

  LoopDisk& disk;
  ServerProcess server;
  std::vector<Pusher> people;
};

}  // namespace gezhi
