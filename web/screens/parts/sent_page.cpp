#include "web/screens/parts/sent_page.h"

#include <array>

#include "web/here.h"
#include "web/screens/parts/case_parts.h"
#include "web/screens/parts/urgent.h"
#include "web/screens/shell.h"

namespace gezhi::screens {
namespace {

using ui::Icon;
using ui::Tone;
using ui::tr;

// What is no longer among the own operations is settled.
app::OwnOp standing_of(OpId op) {
  for (const app::OwnOp& own : app::own_ops()) {
    if (own.id == op) return own;
  }
  app::OwnOp gone;
  gone.progress = Progress::settled;
  return gone;
}

void say_progress(const app::OwnOp& own) {
  if (own.storage_failed) {
    ui::banner(Tone::danger, tr("ui.sent.storage_failed"));
    return;
  }
  switch (own.progress) {
    case Progress::unknown:
    case Progress::writing: ui::banner(Tone::info, tr("ui.sent.saving")); break;
    case Progress::saved: ui::banner(Tone::success, tr("ui.sent.saved")); break;
    case Progress::received:
    case Progress::settled: ui::banner(Tone::success, tr("ui.sent.received")); break;
  }
}

// `reached`: how many steps are done.
ui::TimelineStep step(std::string_view key, Icon icon, int index, int reached) {
  const std::string name = "ui.sent.step_" + std::string(key);
  const bool done = index < reached;
  return {tr(name),
          tr(name + "_words"),
          "",
          done ? Tone::success : Tone::info,
          done ? Icon::check : icon,
          !done};
}

int steps_done(const app::OwnOp& own) {
  switch (own.progress) {
    case Progress::unknown:
    case Progress::writing: return 0;
    case Progress::saved: return 1;
    case Progress::received:
    case Progress::settled: return 2;
  }
  return 0;
}

}  // namespace

void sent_page(const SubjectKey& made, OpId op) {
  const app::OwnOp own = standing_of(op);
  page_begin(tr("ui.sent.title"));
  say_progress(own);
  const Case* one = app::find_case(made);
  if (one != nullptr) {
    if (!one->dangers.empty()) {
      ui::banner(Tone::danger, tr("ui.report.call_first"));
      urgent_numbers();
    }
    ui::list_begin(tr("ui.sent.what"));
    if (case_row(*one)) app::open_case(made);
    ui::list_end();
  }
  ui::heading(tr("ui.sent.next"));
  ui::card_begin();
  const int done = steps_done(own);
  const std::array<ui::TimelineStep, 5> steps = {
      step("saved", Icon::download, 0, done), step("received", Icon::send, 1, done),
      step("verified", Icon::search, 2, done), step("handled", Icon::person, 3, done),
      step("visited", Icon::visit, 4, done)};
  ui::timeline(tr("ui.sent.next"), steps);
  ui::card_end();
  if (ui::primary_button(tr("ui.sent.follow"), {.icon = Icon::list})) app::open("/mine");
  if (ui::secondary_button(tr("ui.sent.another"), {.icon = Icon::plus})) app::replace("/report");
  page_end();
}

}  // namespace gezhi::screens
