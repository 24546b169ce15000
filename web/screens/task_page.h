// One task and its next step as one big button: /task/<case>?task=<id>, &do=result for the form.
#pragma once

namespace gezhi::screens {

void draw_task_page();

}  // namespace gezhi::screens
