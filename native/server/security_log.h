// What an operator must be able to look up: who came in, who did not, which limits were met, what
// administrators did. One line each, in a log of its own (spdlog's logger `security`; on standard
// error unless somebody registered one before):
//
//   2026-11-29T12:00:00.000+08:00 security event=sign_in actor=17 name=3f2a… address=10.0.0.7
//
// Values hold no blanks and no words that somebody typed: a name is written as a keyed hash, the same
// for the same name (people type passwords there), so that tries on one name can be told apart.
//
// Threads: any. What strangers can cause without end is written so often in ten seconds, and whatever an
// account causes so often in an hour, each kind by itself; the next line says how many were left out
// (`left_out`, `left_out_of_account`). So the log grows by what is bounded, and nobody's lines push out
// another's.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/bytes.h"

namespace spdlog {
class logger;
}

namespace gezhi {

enum class SecurityEvent : std::uint8_t {
  sign_in,
  sign_in_failed,
  sign_out,
  session_ended,   // its live channels were closed
  limit,           // `what` was met
  origin_refused,  // a page of another site asked
  role_refused,    // signed in, but not with a role that may
  admin_act,
  chain_forked,  // one key signed two operations after the same one: it works in two places
};
constexpr std::array<std::string_view, 9> names_of(SecurityEvent) {
  return {"sign_in",        "sign_in_failed", "sign_out",  "session_ended", "limit",
          "origin_refused", "role_refused",   "admin_act", "chain_forked"};
}

class SecurityLog {
 public:
  using Fields = std::initializer_list<std::pair<std::string_view, std::string>>;
  using Time = std::chrono::steady_clock::time_point;

  SecurityLog();
  ~SecurityLog();

  // Once, before the first line.
  void set_secret(Bytes secret) { secret_ = std::move(secret); }
  std::string hashed(std::string_view name) const;

  void say(SecurityEvent event, Fields fields) {
    say(event, fields, std::chrono::steady_clock::now());
  }
  void say(SecurityEvent event, Fields fields, Time now);

 private:
  struct Window {
    Time since;
    std::uint32_t written = 0;
    std::uint64_t left_out = 0;
  };

  // Whether there is room in it; else it is counted as left out.
  static bool enters(Window& window, Time now, std::chrono::seconds length, std::uint32_t most);
  bool enters_of_account(SecurityEvent event, const std::string& actor, Time now,
                         std::string& line);

  std::shared_ptr<spdlog::logger> logger_;
  Bytes secret_;
  std::mutex mutex_;
  std::array<Window, names_of(SecurityEvent{}).size()> windows_{};
  std::map<std::pair<SecurityEvent, std::string>, Window> accounts_;  // of the last hour
};

}  // namespace gezhi
