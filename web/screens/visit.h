// The return visit: is it really settled? /visit/<case>.
#pragma once

namespace gezhi::screens {

void draw_visit();

}  // namespace gezhi::screens
