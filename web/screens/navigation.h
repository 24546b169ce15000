// The way to a case's place, turn by turn, without network: /go/<case>.
#pragma once

namespace gezhi::screens {

void draw_navigation_page();

}  // namespace gezhi::screens
