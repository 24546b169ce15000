// The real `gezhi serve` as a process of its own: what can be killed.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "core/people/role.h"
#include "native/store/server_store.h"
#include "tests/native/server/http_client.h"

namespace gezhi {

class ServerProcess {
 public:
  ServerProcess(std::string program, std::string data, std::vector<std::string> options = {});
  ~ServerProcess() { kill(); }
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  void start();      // returns when it listens
  bool try_start();  // the same; false: it has said no, and ended
  void kill();       // SIGKILL
  int stop();        // SIGTERM; the exit status
  void signal(int number) const;
  void freeze() const;  // SIGSTOP; returns when no thread of it runs. Nobody traces it
  // By itself, or by a signal, within this time.
  bool has_ended(int within_ms = 0);
  pid_t pid() const { return process_; }
  // From the next start on its standard error is a pipe that nobody reads.
  void close_log() { log_closed_ = true; }
  // Likewise, but the pipe is full and its other end stays open.
  void stick_log() { log_stuck_ = true; }
  // From the next start on by this command, which becomes the server.
  void run_under(std::vector<std::string> words) { under_ = std::move(words); }
  std::uint16_t port() const { return port_; }

 private:
  std::string program_;
  std::string data_;
  std::vector<std::string> options_;
  std::vector<std::string> under_;
  bool log_closed_ = false;
  bool log_stuck_ = false;
  pid_t process_ = -1;  // -1: none
  std::uint16_t port_ = 0;
};

// A data directory with the small street of tests/support/street.h and `people` accounts named
// person1 … (actors 1001 …), grid workers of grid kGridA1, then `clerk`, an intake clerk.
inline constexpr const char* kTestPassword = "test-password";
void make_test_data(const std::string& folder, int people);
Grant test_grant();
Grant clerk_grant();

}  // namespace gezhi
