#include "web/screens/parts/step_bar.h"

#include "web/widgets/ui.h"

namespace gezhi::screens {
namespace {

using ui::Icon;

constexpr float kRound = 15;  // radius of a mark
constexpr float kHeight = 66;

void draw_mark(float x, float y, const StepMark& step, std::size_t number) {
  const ui::Theme& t = ui::theme();
  const Box box{x - kRound, y - kRound, 2 * kRound, 2 * kRound};
  if (step.done) {
    ui::fill(box, t.tone(ui::Tone::success).text, kRound);
    ui::draw_icon(Icon::check, x, y, 20, t.surface);
    return;
  }
  ui::fill(box, step.next ? t.primary : t.sunken, kRound);
  if (!step.next) ui::outline(box, t.line_strong, kRound, 1.5f);
  ui::TextStyle style;
  style.size = ui::kTextSmall;
  style.weight = ui::Weight::strong;
  style.align = ui::Align::centre;
  style.colour = step.next ? t.on_primary : t.text_soft;
  ui::draw_line(box, std::to_string(number), style);
}

void draw_words(const Box& cell, const StepMark& step) {
  const ui::Theme& t = ui::theme();
  ui::TextStyle style;
  style.size = ui::kTextSmall;
  style.align = ui::Align::centre;
  style.weight = step.next ? ui::Weight::strong : ui::Weight::regular;
  style.colour = step.next ? t.primary : step.done ? t.text : t.text_soft;
  ui::draw_line({cell.x, cell.y + 2 * kRound + 6, cell.w, 24}, step.words, style);
}

std::string spoken(const StepMark& step) {
  if (step.done) return ui::tr("ui.task.step_done", step.words);
  return step.next ? ui::tr("ui.task.step_next", step.words) : step.words;
}

}  // namespace

void step_bar(std::string_view name, std::span<const StepMark> steps) {
  ui::list_begin(name);
  const Box box = ui::take(kHeight);
  const float w = box.w / static_cast<float>(steps.size());
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const Box cell{box.x + w * static_cast<float>(i), box.y, w, box.h};
    const float x = cell.x + w / 2;
    const float y = cell.y + kRound;
    if (i + 1 < steps.size()) {
      const ui::Colour colour =
          steps[i].done ? ui::theme().tone(ui::Tone::success).text : ui::theme().line_strong;
      ui::line(x + kRound + 5, y, x + w - kRound - 5, y, colour, 2);
    }
    draw_mark(x, y, steps[i], i + 1);
    draw_words(cell, steps[i]);
    ui::report(ui::item_id(steps[i].words), mirror::Role::list_item, spoken(steps[i]), cell);
  }
  ui::list_end();
}

}  // namespace gezhi::screens
