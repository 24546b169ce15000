// The server's clock: the one place where the time of an entry comes from.
#pragma once

#include "core/base/time.h"

namespace gezhi {

TimeMs now_ms();

}  // namespace gezhi
