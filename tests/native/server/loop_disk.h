// A disk of its own: an ext4 file system in an image file, on a loop device. It can be filled up, and the
// power can be cut: what had reached the image at one moment is all that is there afterwards.
//
// Mounted in a name space of this process, so that the kernel takes mount and device away with it, however
// it ends. Needs root and loop devices; without them mounted() is false, and says why on stdout.
#pragma once

#include <string>

#include "tests/support/temp_folder.h"

namespace gezhi {

class LoopDisk {
 public:
  explicit LoopDisk(int megabytes);
  ~LoopDisk() { turn_off(); }
  LoopDisk(const LoopDisk&) = delete;
  LoopDisk& operator=(const LoopDisk&) = delete;

  bool mounted() const { return mounted_; }
  std::string path() const { return folder_.path() + "/disk"; }

  // Everything written so far is on the image.
  void flush() const;
  // What the image holds at this moment, under a name: nothing that still waits in memory. Who writes is
  // stopped by now, or what is kept was never there at one moment.
  void keep(const std::string& name) const;
  // The disk is the one that was kept; whoever had a file of the present one open has ended. May be
  // repeated. False: it can't be mounted.
  bool turn_on(const std::string& name);

 private:
  std::string image(const std::string& name) const { return folder_.path() + "/" + name + ".img"; }
  bool mount();
  void turn_off();

  TempFolder folder_;
  bool mounted_ = false;
};

}  // namespace gezhi
