// 规则: what a street's policy says, for everybody who works there; the administrator changes it in a
// form or as text. A change is a new version from now on and never touches what was.
#pragma once

namespace gezhi::screens {

void draw_policy();

}  // namespace gezhi::screens
