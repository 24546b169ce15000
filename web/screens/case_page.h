// One case with everything this person may see and do: /case/<id>.
#pragma once

namespace gezhi::screens {

void draw_case_page();

}  // namespace gezhi::screens
