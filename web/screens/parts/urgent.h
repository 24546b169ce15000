// The numbers for what can't wait. They are plain tel: links: no network, no form, no sign-in.
#pragma once

namespace gezhi::screens {

// 110, 119, 120, and 12345 for what is not urgent.
void urgent_numbers();

}  // namespace gezhi::screens
