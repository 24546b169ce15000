#include "web/platform/session.h"

#include <vector>

#include "web/platform/frame.h"

namespace gezhi::platform {
namespace {

std::uint64_t number = 1;  // of the device: counts the sessions

std::vector<std::function<void()>>& endings() {
  static std::vector<std::function<void()>> all;  // of the device: who has something to forget
  return all;
}

}  // namespace

std::uint64_t session_number() { return number; }

void on_session_end(std::function<void()> forget) { endings().push_back(std::move(forget)); }

void end_session() {
  ++number;
  for (std::size_t i = 0; i < endings().size(); ++i) endings()[i]();
  wake();
}

}  // namespace gezhi::platform
