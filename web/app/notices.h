// What has come that somebody is to look at now: an order, a case at the desk, an operation of one's
// own that was not accepted. It is shown, read out, heard and felt on the open page, counted in its
// title, and said by the system when the page is hidden. Words name kind and grid, never a person.
#pragma once

namespace gezhi::app {

// After every change of what this device knows; draws nothing and needs no frame. `all_here`: the
// server had no more to give. The first time nothing is news.
void look_for_news(bool all_here);

// Another account, or none.
void forget_news();

// At a press that begins a duty: the browser is asked whether the system may say what comes.
void ask_for_notices();

bool sound_is_on();
void set_sound(bool on);

}  // namespace gezhi::app
