// How often a password may be tried, so that guessing is slow and nobody can lock another out.
//
// From a device that carries a mark for the name (device_marks.h) only its own tries count: whatever
// strangers do, its owner gets in, and a stolen mark gives no more tries than a stranger has.
// From any other device three limits hold: of name and address together, of the address, and of the
// name over all addresses, which bounds what many addresses can guess. While the last one is met, the
// owner waits on a new device only.
//
// Threads: any.
#pragma once

#include <vector>

#include "native/server/device_marks.h"
#include "native/server/http.h"
#include "native/server/limits.h"
#include "native/server/try_limit.h"

namespace gezhi {

class SignInGate {
 public:
  // `secret`: of the marks.
  SignInGate(const ServerLimits& limits, Bytes secret, bool secure_cookies);

  struct Try {
    std::string name;
    std::string network;
    std::string mark;  // "": a stranger
    // Whose tries these are where they share something.
    const std::string& holder() const { return mark.empty() ? network : mark; }
  };
  // `typed`: in any spelling that opens the same account, which are one name here.
  Try read(const HttpRequest& request, const std::string& typed) const;

  // Counts the try. Nothing: go on; else how long to wait, and nothing was counted.
  std::optional<std::chrono::seconds> enter(const Try& attempt, TryLimit::Time now);
  void give_back(const Try& attempt);  // it was never made, or could not be judged
  // Gives it back, and counts it among those that were right: a program that signs in over and over costs
  // hashes and sessions too. Only who knows the password can use these up, so nobody else is locked out.
  void was_right(const Try& attempt, TryLimit::Time now);

  // The Set-Cookie for the device of a try that was right.
  std::string mark_cookie(const HttpRequest& request, const Try& attempt) const;

 private:
  struct Counted {
    TryLimit* limit;
    std::string key;
  };
  std::vector<Counted> counted(const Try& attempt);
  std::string_view marks_in(const HttpRequest& request) const;

  DeviceMarks marks_;
  bool secure_cookies_;
  TryLimit pairs_;
  TryLimit networks_;
  TryLimit names_;
  TryLimit right_;  // of a name, from everywhere
};

}  // namespace gezhi
