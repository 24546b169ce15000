#include "tests/native/server/injected_faults.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>

namespace gezhi {

namespace {

pid_t tracer_of(const std::filesystem::path& task) {
  std::ifstream status(task / "status");
  for (std::string line; std::getline(status, line);) {
    if (line.rfind("TracerPid:", 0) == 0) return std::stoi(line.substr(10));
  }
  return 0;
}

bool all_watched(pid_t process, pid_t by) {
  std::error_code gone;
  std::filesystem::directory_iterator task("/proc/" + std::to_string(process) + "/task", gone);
  if (gone) return false;
  for (; !gone && task != std::filesystem::directory_iterator(); task.increment(gone)) {
    if (tracer_of(task->path()) != by) return false;
  }
  return true;
}

pid_t run_quietly(std::vector<std::string> words) {
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  const pid_t child = fork();
  if (child != 0) return child;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  const int nothing = ::open("/dev/null", O_RDWR);
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) dup2(nothing, stream);
  execvp(arguments[0], arguments.data());
  _exit(127);
}

}  // namespace

std::vector<std::string> strace_words(const std::vector<std::string>& faults) {
  std::vector<std::string> words;
  std::string watched = "trace=";
  for (const std::string& fault : faults) {
    if (watched.back() != '=') watched += ',';
    watched += fault.substr(0, fault.find(':'));
    words.insert(words.end(), {"-e", "inject=" + fault});
  }
  words.insert(words.begin(), {"-e", watched});
  return words;
}

InjectedFaults::InjectedFaults(pid_t process, const std::vector<std::string>& faults) {
  std::vector<std::string> words = {"strace", "-f", "-o", folder_.path() + "/calls"};
  for (const std::string& word : strace_words(faults)) words.push_back(word);
  words.insert(words.end(), {"-p", std::to_string(process)});
  strace_ = run_quietly(words);
  while (!(tied_ = all_watched(process, strace_))) {
    if (waitpid(strace_, nullptr, WNOHANG) != 0) {
      strace_ = -1;
      return;
    }
    usleep(1000);
  }
}

int InjectedFaults::met() const {
  std::ifstream calls(folder_.path() + "/calls");
  int count = 0;
  for (std::string line; std::getline(calls, line);) {
    if (line.find("(INJECTED)") != std::string::npos) ++count;
  }
  return count;
}

void InjectedFaults::end() {
  if (strace_ < 0) return;
  ::kill(strace_, SIGTERM);
  waitpid(strace_, nullptr, 0);
  strace_ = -1;
}

bool can_inject_faults() {
  const pid_t child = fork();
  if (child == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (;;) pause();
  }
  const bool can = InjectedFaults(child, {"fdatasync:error=EIO"}).tied();
  ::kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  if (!can) std::puts("SKIPPED: strace is missing, or may not watch a process here");
  return can;
}

}  // namespace gezhi
