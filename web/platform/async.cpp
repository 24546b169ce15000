#include "web/platform/async.h"

#include <emscripten/emscripten.h>

#include <map>

#include "web/platform/frame.h"

extern "C" void gezhi_log(int level, const char* message);

namespace gezhi::platform {
namespace {

struct Expected {
  ReplyFn fn;
  bool again = false;
};

std::map<int, Expected>& expected() {
  static std::map<int, Expected> all;  // of the device: answers that are awaited
  return all;
}

int next_id = 1;  // of the device: counts

void answer(int id, const Reply& reply) {
  auto found = expected().find(id);
  if (found == expected().end()) return;
  const bool keep = found->second.again;
  ReplyFn fn = keep ? found->second.fn : std::move(found->second.fn);
  if (!keep) expected().erase(found);
  if (fn) fn(reply);
  wake();
}

}  // namespace

int expect(ReplyFn fn, bool again) {
  const int id = next_id++;
  expected()[id] = Expected{std::move(fn), again};
  return id;
}

void forget(int id) { expected().erase(id); }

std::vector<ByteView> unpack(ByteView packed) {
  std::vector<ByteView> parts;
  while (packed.size() >= 4) {
    const std::size_t length =
        static_cast<std::size_t>(packed[0]) | (static_cast<std::size_t>(packed[1]) << 8) |
        (static_cast<std::size_t>(packed[2]) << 16) | (static_cast<std::size_t>(packed[3]) << 24);
    if (packed.size() - 4 < length) break;
    parts.push_back(packed.subspan(4, length));
    packed = packed.subspan(4 + length);
  }
  return parts;
}

void log_info(std::string_view message) { gezhi_log(0, std::string(message).c_str()); }
void log_error(std::string_view message) { gezhi_log(1, std::string(message).c_str()); }

}  // namespace gezhi::platform

extern "C" EMSCRIPTEN_KEEPALIVE void gezhi_done(int id, int code, const std::uint8_t* bytes,
                                                int length) {
  gezhi::platform::answer(id, {code, {bytes, static_cast<std::size_t>(length)}});
}
