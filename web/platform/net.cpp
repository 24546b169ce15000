#include "web/platform/net.h"

#include <emscripten/emscripten.h>

#include <map>
#include <memory>

#include "web/platform/async.h"

extern "C" {
void gezhi_http(int id, const char* method, const char* path, const char* type, const char* range,
                const std::uint8_t* bytes, int length, int timeout_ms);
void gezhi_http_abort(int id);
void gezhi_pokes_open(const char* path);
void gezhi_pokes_close(void);
}

namespace gezhi::platform {
namespace {

using ProgressFn = std::function<void(std::int64_t, std::int64_t)>;

std::map<int, ProgressFn>& watchers() {
  static std::map<int, ProgressFn> all;  // of the device: requests under way
  return all;
}

}  // namespace

int http(const HttpRequest& request, HttpFn done) {
  auto id = std::make_shared<int>(0);
  *id = expect([id, done = std::move(done)](const Reply& reply) {
    watchers().erase(*id);
    done({reply.code, reply.body});
  });
  if (request.progress) watchers()[*id] = request.progress;
  gezhi_http(*id, request.method.c_str(), request.path.c_str(), request.content_type.c_str(),
             request.range.c_str(), request.body.data(), static_cast<int>(request.body.size()),
             request.timeout_ms);
  return *id;
}

void http_stop(int id) { gezhi_http_abort(id); }
void open_pokes(std::string_view path) { gezhi_pokes_open(std::string(path).c_str()); }
void close_pokes() { gezhi_pokes_close(); }

}  // namespace gezhi::platform

extern "C" EMSCRIPTEN_KEEPALIVE void gezhi_progress(int id, double done_bytes, double total_bytes) {
  auto found = gezhi::platform::watchers().find(id);
  if (found == gezhi::platform::watchers().end()) return;
  found->second(static_cast<std::int64_t>(done_bytes), static_cast<std::int64_t>(total_bytes));
}
