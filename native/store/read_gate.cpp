#include "native/store/read_gate.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>

namespace gezhi {

namespace {

int flock_again(int file, int how) {
  int result = 0;
  do {
    result = flock(file, how);
  } while (result != 0 && errno == EINTR);
  return result;
}

}  // namespace

ReadGate::~ReadGate() {
  if (file_ >= 0) close(file_);
}

bool ReadGate::shut() {
  if (shut_) return true;
  if (file_ < 0) file_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  shut_ = file_ >= 0 && flock_again(file_, LOCK_EX | LOCK_NB) == 0;
  return shut_;
}

void ReadGate::open() {
  if (shut_) flock_again(file_, LOCK_UN);
  shut_ = false;
}

ReadGate::Share::Share(const ReadGate& gate)
    : file_(::open(gate.path_.c_str(), O_RDONLY | O_CLOEXEC)) {
  if (file_ >= 0) flock_again(file_, LOCK_SH);
}

ReadGate::Share::~Share() {
  if (file_ >= 0) close(file_);
}

}  // namespace gezhi
