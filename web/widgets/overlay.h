// What lies above the page: dialogs and sheets, the picker of select(), toasts.
//
//   if (dialog_begin("confirm", tr("..."), open)) { ...widgets...; dialog_end(); }
//
// While one is open the page behind takes no input, the keyboard stays inside, Escape and a press
// outside close it (set `open` false) unless `must_answer`.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "web/theme.h"
#include "web/widgets/icons.h"

namespace gezhi::ui {

struct DialogOptions {
  bool must_answer = false;
  float width = 520;  // on the desktop; on a phone it is a sheet of full width from below
  float footer = 0;   // height kept in sight below what scrolls, for dialog_footer()
};

// True while open: draw the content, then dialog_end().
bool dialog_begin(std::string_view id, std::string_view title, bool& open,
                  const DialogOptions& options = {});
// What follows stands in the footer.
void dialog_footer();
void dialog_end();

// Whether one was open in the last frame: keys of the page below mean nothing then.
bool dialog_is_open();

// As Escape: the dialog on top closes.
void close_top_dialog();

// Asks yes or no. 1 yes, 0 no or closed, -1 not answered yet. Sets open false when answered.
int confirm(std::string_view id, std::string_view title, std::string_view words,
            std::string_view yes, std::string_view no, bool& open, bool dangerous = false);

// A short message at the bottom that goes by itself after 4 s; read out by a screen reader.
void toast(std::string_view words, Tone tone = Tone::success);

// --- for select() ---
void open_picker(std::uint32_t owner, std::string_view title, std::span<const std::string> options,
                 int chosen);
bool picker_open(std::uint32_t owner);
bool take_picked(std::uint32_t owner, int& chosen);

// The kit calls this at the end of a frame.
void draw_overlays();

}  // namespace gezhi::ui
