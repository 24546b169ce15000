// Calls of a running process into the kernel that fail, or end it, at exactly the N-th time: strace's
// `inject` (man strace), tied to the process when it runs already and untied with the object; then the
// disk is well again. Counted in each thread by itself.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "tests/support/temp_folder.h"

namespace gezhi {

class InjectedFaults {
 public:
  // Each as "fdatasync:error=EIO:when=3+".
  InjectedFaults(pid_t process, const std::vector<std::string>& faults);
  ~InjectedFaults() { end(); }
  InjectedFaults(const InjectedFaults&) = delete;
  InjectedFaults& operator=(const InjectedFaults&) = delete;

  // Whether every thread is watched. If not: no strace, or it may not.
  bool tied() const { return tied_; }
  // How many calls failed by now.
  int met() const;
  void end();

 private:
  TempFolder folder_;
  pid_t strace_ = -1;
  bool tied_ = false;
};

// `-e` words of strace that watch what the faults name and let it fail.
std::vector<std::string> strace_words(const std::vector<std::string>& faults);

// False, with one line on stdout, where no process can be watched.
bool can_inject_faults();

}  // namespace gezhi
