// The person's own page: account, language, look, privacy, leaving.
#pragma once

namespace gezhi::screens {

void draw_settings();

}  // namespace gezhi::screens
