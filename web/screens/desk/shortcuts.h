// The desk's keys, and the sheet that lists them.
#pragma once

#include <vector>

#include "core/cases/case.h"
#include "web/screens/desk/queues.h"

namespace gezhi::screens {

// What the keys of this frame ask for; nothing while a dialog is open or a text field is in use.
struct DeskKeys {
  int step = 0;        // up or down the list
  bool queue = false;  // another queue
  Queue to_queue = Queue::intake;
  bool search = false;
  bool help = false;
};
DeskKeys desk_keys();

// `open` as dialog_begin.
void draw_shortcuts(bool& open);

}  // namespace gezhi::screens
