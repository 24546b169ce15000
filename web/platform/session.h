// What belongs to the account that is signed in. Whatever is kept between frames about a case, a person,
// a place or what was typed is made by of_session(); when the session ends all of it begins anew, in one
// go, and nobody has to remember a list. What outlives a person (the map of the district, fonts, the
// looks) says so where it is declared: `// of the device: why`. The lint reads both.
//
//   Reading& reading = platform::of_session<Reading>();
//   static Kept& kept = platform::of_session<Kept>();
//
// An answer of the browser may come when somebody else sits here: what was asked for one account is
// wrapped in in_this_session() and is dropped then. Threads: there is one.
#pragma once

#include <cstdint>
#include <functional>
#include <utility>

namespace gezhi::platform {

// Grows whenever a session ends.
std::uint64_t session_number();

// Everything made by of_session() begins anew; then `forget` of everybody who asked.
void end_session();
void on_session_end(std::function<void()> forget);

// The one value of this declaration; it stays where it is for the life of the app. `first`: what it
// begins with.
template <class T>
T& of_session(T first = T{}) {
  T* value = new T(first);  // reachable as long as the app runs
  on_session_end([value, first = std::move(first)] { *value = first; });
  return *value;
}

// The same for what can't be copied.
template <class T>
T& of_session_anew() {
  T* value = new T();
  on_session_end([value] { *value = T(); });
  return *value;
}

// `fn`, as long as the session lasts in which this was called.
template <class F>
auto in_this_session(F fn) {
  return [fn = std::move(fn), number = session_number()](auto&&... arguments) mutable {
    if (number == session_number()) fn(std::forward<decltype(arguments)>(arguments)...);
  };
}

}  // namespace gezhi::platform
