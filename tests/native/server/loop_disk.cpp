#include "tests/native/server/loop_disk.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

namespace gezhi {

namespace {

bool shell(const std::string& command) {
  return std::system((command + " > /dev/null 2>&1").c_str()) == 0;
}

bool leave_name_space() {
  return unshare(CLONE_NEWNS) == 0 &&
         ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
}

}  // namespace

// The timer of ext4's journal waits for 300 s, so that what nobody flushed is not saved by chance.
bool LoopDisk::mount() {
  mounted_ = shell("mount -o loop,commit=300 " + image("disk") + " " + path());
  return mounted_;
}

LoopDisk::LoopDisk(int megabytes) {
  std::filesystem::create_directory(path());
  static const bool apart = geteuid() == 0 && leave_name_space();
  if (!apart || !shell("truncate -s " + std::to_string(megabytes) + "M " + image("disk")) ||
      !shell("mkfs.ext4 -q -m 0 -E lazy_itable_init=0,lazy_journal_init=0 " + image("disk")) ||
      !mount()) {
    std::puts("SKIPPED: no loop device can be mounted here (needs root)");
  }
}

void LoopDisk::flush() const {
  const int folder = ::open(path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  GEZHI_CHECK(folder >= 0 && ::syncfs(folder) == 0);
  ::close(folder);
}

void LoopDisk::keep(const std::string& name) const {
  GEZHI_CHECK(
      shell("cp --remove-destination --sparse=always " + image("disk") + " " + image(name)));
}

bool LoopDisk::turn_on(const std::string& name) {
  turn_off();
  return shell("cp --remove-destination --sparse=always " + image(name) + " " + image("disk")) &&
         mount();
}

void LoopDisk::turn_off() {
  if (mounted_ && !shell("umount " + path())) shell("umount -l " + path());
  mounted_ = false;
}

}  // namespace gezhi
