// The numbers for what can't wait. They are plain tel: links: no network, no form, no sign-in.
#pragma once

namespace gezhi::screens {

// 110, 119, 120 beside each other, below them that this app is no emergency channel.
void urgent_numbers();

}  // namespace gezhi::screens
