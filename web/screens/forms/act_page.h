// One operation on one case, as a page of its own: /act/<case>/<operation>?task=<id>.
#pragma once

namespace gezhi::screens {

void draw_act_page();

}  // namespace gezhi::screens
