// What is wrong in the form in sight, and the way to it. A form is what a page or a dialog holds; its
// fields mark themselves while they are drawn, its primary and danger buttons ask before they work:
//
// - what was typed can't be taken (too long, not understood): the button does nothing, so it is neither
//   cut nor read as something else;
// - a required field is empty: it says so from now on, and the button works, for the screen marks what
//   only it knows (chips, photos: field_error()).
// In both cases focus and scroll go to the first field that is wrong, in reading order.
#pragma once

#include <cstdint>
#include <string_view>

namespace gezhi::ui {

// --- for screens ---

// What is wrong with the choice or the buttons drawn last, which have no error of their own. Nothing
// for no words.
void field_error(std::string_view words);

// A way to hand in beside the form's buttons (a key) asks this first: false, nothing may be handed in.
bool try_form();

// --- for the kit ---
void form_begin_scope(std::uint32_t id);
void form_end_scope();
// Whether somebody tried to hand the form in since it is in sight.
bool form_tried();
enum class Wrong : std::uint8_t { missing, typed };
void mark_wrong(std::uint32_t control, Wrong how);
// The control that field_error() is about.
void note_control(std::uint32_t control);
void end_wrong_fields_frame();

}  // namespace gezhi::ui
