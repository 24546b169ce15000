// The browser behind the model's ports (web/app/ports.h); the page is the app's own (web/frame).
#pragma once

#include "web/app/ports.h"

namespace gezhi::platform {

// They live as long as the app.
app::Ports browser_ports(app::Page& page);

}  // namespace gezhi::platform
