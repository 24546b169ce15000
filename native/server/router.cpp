#include "native/server/router.h"

namespace gezhi {

namespace {

bool matches(const HttpRoute& route, std::string_view path) {
  if (route.path.back() != '/') return path == route.path;
  return path.size() > route.path.size() && path.substr(0, route.path.size()) == route.path;
}

}  // namespace

bool Router::knows(std::string_view path) const {
  for (const HttpRoute& route : routes_) {
    if (matches(route, path)) return true;
  }
  return false;
}

const HttpRoute* Router::find(Method method, std::string_view path) const {
  for (const HttpRoute& route : routes_) {
    if (route.method == method && matches(route, path)) return &route;
  }
  if (method == Method::head) return find(Method::get, path);
  const bool readable = method == Method::get && path.substr(0, 5) != "/api/";
  return readable && fallback_.handler && !knows(path) ? &fallback_ : nullptr;
}

}  // namespace gezhi
