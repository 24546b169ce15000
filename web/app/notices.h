// What has come that somebody is to look at now: an order, one that came back, a case at the desk, an order
// that its unit refused or did not sign in time, what waits for an approval, a conflict, an operation of
// one's own that was not accepted. It is shown, read out, heard and felt on the open page, counted in its
// title, and said by the system when the page is hidden. Words name kind and grid, never a person.
#pragma once

#include <cstdint>

namespace gezhi::app {

// After every change of what this device knows; draws nothing and needs no frame. `all_here`: the
// server had no more to give. The first time nothing is news.
void look_for_news(bool all_here);

// Until time alone brings something: an order that nobody signed. INT64_MAX: nothing.
std::int64_t ms_to_news();

// Another account, or none.
void forget_news();

// At a press that begins a duty: the browser is asked whether the system may say what comes.
void ask_for_notices();

bool sound_is_on();
void set_sound(bool on);

}  // namespace gezhi::app
