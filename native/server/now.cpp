#include "native/server/now.h"

#include <chrono>

namespace gezhi {

TimeMs now_ms() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return TimeMs{std::chrono::duration_cast<std::chrono::milliseconds>(now).count()};
}

}  // namespace gezhi
