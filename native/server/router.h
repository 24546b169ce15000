// Which handler answers which request, who may ask it, and how large the body may be. Filled once before serving,
// then only read.
#pragma once

#include <string>
#include <vector>

#include "native/server/http.h"

namespace gezhi {

// Asked before anything of a body is read; no handler asks again.
enum class Access : std::uint8_t { open, signed_in };

struct HttpRoute {
  Method method = Method::get;
  std::string path;  // exact, or a prefix when it ends with '/'
  Access access = Access::signed_in;
  std::uint64_t body_max = 0;
  Handler handler;
};

class Router {
 public:
  void add(HttpRoute route) { routes_.push_back(std::move(route)); }
  // Answers GET and HEAD of everything that no route takes: the web app.
  void set_fallback(Handler handler) {
    fallback_.access = Access::open;
    fallback_.handler = std::move(handler);
  }

  // HEAD finds GET's route unless it has its own. nullptr: the path is known with other methods
  // (405) or unknown and not readable (404).
  const HttpRoute* find(Method method, std::string_view path) const;
  bool knows(std::string_view path) const;

 private:
  std::vector<HttpRoute> routes_;
  HttpRoute fallback_;
};

}  // namespace gezhi
