#include "web/screens/parts/offline_map.h"

#include "web/here.h"
#include "web/widgets/ui.h"

namespace gezhi::screens {
namespace {

using ui::Icon;
using ui::Tone;
using ui::tr;

ui::Chip state_chip(const app::PackStatus& status) {
  if (app::district() == nullptr) {
    const bool loading = app::pack_state() == app::PackState::loading;
    return {tr(loading ? "ui.map.loading" : "ui.pack.not_here"), Tone::neutral, Icon::map};
  }
  if (!status.kept) return {tr("ui.pack.not_kept"), Tone::warning, Icon::warning};
  return {tr("ui.pack.here"), Tone::success, Icon::check_circle};
}

void show_progress(const app::PackStatus& status) {
  const auto all = static_cast<float>(status.todo_bytes);
  ui::progress(
      tr("ui.pack.fetching", app::size_text(status.done_bytes), app::size_text(status.todo_bytes)),
      all > 0 ? static_cast<float>(status.done_bytes) / all : -1.0f);
}

void offer(const app::PackStatus& status) {
  if (status.todo_bytes > 0) {
    const bool first = app::district() == nullptr;
    const std::string words = tr(first ? "ui.pack.fetch" : "ui.pack.renew",
                                 app::size_text(status.todo_bytes - status.done_bytes));
    if (ui::primary_button(words, {.icon = Icon::download})) app::fetch_pack(true);
    return;
  }
  if (ui::secondary_button(tr("ui.pack.ask"), {.icon = Icon::sync, .busy = status.asking})) {
    app::fetch_pack(true);
  }
  if (status.compared && app::district() != nullptr) ui::small_text(tr("ui.pack.newest"));
}

}  // namespace

void offline_map_card() {
  const app::PackStatus& status = app::pack_status();
  ui::heading(tr("ui.pack.title"));
  ui::card_begin();
  ui::chips({state_chip(status)});
  if (const District* district = app::district()) {
    ui::key_values({{tr("ui.pack.area"), district->meta().name},
                    {tr("ui.pack.size"), app::size_text(status.bytes)},
                    {tr("ui.pack.source"), district->meta().source}});
  } else {
    ui::paragraph(tr("ui.pack.words"));
  }
  if (!status.problem.empty()) ui::paragraph(tr(status.problem), Tone::warning);
  if (status.fetching)
    show_progress(status);
  else
    offer(status);
  ui::card_end();
}

}  // namespace gezhi::screens
