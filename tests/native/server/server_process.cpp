#include "tests/native/server/server_process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "native/cli/data_folder.h"
#include "native/server/load_host.h"
#include "native/server/now.h"
#include "native/server/passwords.h"
#include "native/server/street_setup.h"
#include "tests/support/street.h"

namespace gezhi {

ServerProcess::ServerProcess(std::string program, std::string data,
                             std::vector<std::string> options)
    : program_(std::move(program)), data_(std::move(data)), options_(std::move(options)) {}

namespace {

// Its reader lives and reads nothing: whoever writes one byte more waits for ever.
void fill(int pipe) {
  fcntl(pipe, F_SETFL, O_NONBLOCK);
  while (write(pipe, "x", 1) == 1) {
  }
  fcntl(pipe, F_SETFL, 0);
}

bool stands_still(const std::filesystem::path& task) {
  std::ifstream file(task / "stat");
  std::string stat;
  std::getline(file, stat);
  const std::size_t name_end = stat.rfind(") ");  // a name may hold anything
  return name_end == std::string::npos || std::string("TZX").find(stat[name_end + 2]) < 3;
}

}  // namespace

void ServerProcess::start() { GEZHI_CHECK(try_start()); }

bool ServerProcess::try_start() {
  int ends[2];
  GEZHI_CHECK(pipe2(ends, O_CLOEXEC) == 0);
  std::vector<std::string> words = under_;
  words.insert(words.end(),
               {program_, "--json", "serve", "--data", data_, "--port", "0", "--operations", "0"});
  words.insert(words.end(), options_.begin(), options_.end());
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  process_ = fork();
  if (process_ == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);  // a test that crashes leaves no server behind
    dup2(ends[1], STDOUT_FILENO);
    if (log_closed_ || log_stuck_) {
      int log[2];
      GEZHI_CHECK(pipe(log) == 0);
      dup2(log[1], STDERR_FILENO);
      if (log_stuck_) fill(log[1]);
      if (log_closed_) close(log[0]);
      close(log[1]);
    }
    execvp(arguments[0], arguments.data());
    _exit(127);
  }
  close(ends[1]);
  std::string line;
  char c = 0;
  while (line.find('\n') == std::string::npos && read(ends[0], &c, 1) == 1) line += c;
  close(ends[0]);
  const std::size_t colon = line.rfind(':');
  if (colon == std::string::npos || line.find("address") == std::string::npos) {
    kill();
    return false;
  }
  port_ = static_cast<std::uint16_t>(std::stoi(line.substr(colon + 1)));
  return true;
}

void ServerProcess::kill() {
  if (process_ < 0) return;
  ::kill(process_, SIGKILL);
  waitpid(process_, nullptr, 0);
  process_ = -1;
}

void ServerProcess::signal(int number) const {
  GEZHI_CHECK(process_ > 0);  // -1 would be everybody
  ::kill(process_, number);
}

void ServerProcess::freeze() const {
  signal(SIGSTOP);
  const std::string tasks = "/proc/" + std::to_string(process_) + "/task";
  for (bool moves = true; moves;) {
    moves = false;
    for (const auto& task : std::filesystem::directory_iterator(tasks)) {
      moves = moves || !stands_still(task.path());
    }
  }
}

bool ServerProcess::has_ended(int within_ms) {
  for (int waited_ms = 0; process_ >= 0; ++waited_ms) {
    if (waitpid(process_, nullptr, WNOHANG) == process_) process_ = -1;
    if (process_ < 0 || waited_ms >= within_ms) break;
    usleep(1000);
  }
  return process_ < 0;
}

int ServerProcess::stop() {
  signal(SIGTERM);
  int status = 0;
  waitpid(process_, &status, 0);
  process_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

Grant test_grant() { return {Role::grid_worker, test::kGridUnitA, test::kGridA1, test::kStreet}; }

Grant clerk_grant() { return {Role::intake_clerk, test::kDesk, test::kGridStreet, test::kStreet}; }

void make_test_data(const std::string& folder, int people) {
  auto store = make_data_folder(folder);
  GEZHI_CHECK(store.ok());
  Host host(*(*store)->meta("epoch"));
  host.set_secret(*server_secret_of(**store));
  std::vector<StoredEntry> entries;
  const StreetSetup setup{test::kStreet, test::default_policy(), test::street_grids(),
                          test::street_units()};
  GEZHI_CHECK(set_up_street(host, setup, TimeMs{1795312800000}, entries).ok());
  GEZHI_CHECK((*store)->append(entries).ok());
  const std::string hash = hash_password(kTestPassword);
  for (int i = 1; i <= people; ++i) {
    Account account;
    account.login = "person" + std::to_string(i);
    account.label = account.login;
    account.password_hash = hash;
    account.grants = {test_grant()};
    GEZHI_CHECK((*store)->add_account(account).ok());
  }
  Account clerk;
  clerk.login = "clerk";
  clerk.label = "clerk";
  clerk.password_hash = hash;
  clerk.grants = {clerk_grant()};
  GEZHI_CHECK((*store)->add_account(clerk).ok());
  GEZHI_CHECK(
      (*store)->set_clock({now_ms(), 0, {}}).ok());  // its street is older than a standstill
}

}  // namespace gezhi
