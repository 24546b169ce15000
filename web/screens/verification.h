// What a grid worker finds before a public report is filed: /verify/<case>.
#pragma once

namespace gezhi::screens {

void draw_verification();

}  // namespace gezhi::screens
