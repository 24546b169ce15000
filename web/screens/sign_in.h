// Signing in: needs the server once; afterwards the device works without network.
#pragma once

namespace gezhi::screens {

void draw_sign_in();

}  // namespace gezhi::screens
