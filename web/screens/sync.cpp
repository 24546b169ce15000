#include "web/screens/sync.h"

#include <string>
#include <vector>

#include "web/here.h"
#include "web/platform/frame.h"
#include "web/platform/store.h"
#include "web/screens/conflicts.h"
#include "web/screens/parts/case_parts.h"
#include "web/screens/parts/offline_map.h"
#include "web/screens/parts/own_op.h"
#include "web/screens/shell.h"

namespace gezhi::screens {
namespace {

using ui::Icon;
using ui::Tone;
using ui::tr;

struct Storage {
  bool asked = false;
  bool known = false;
  platform::Quota quota;
};

Storage storage;  // of the device: its space

void ask_storage() {
  if (storage.asked) return;
  storage.asked = true;
  platform::ask_persistence([](const platform::Quota& quota) {
    storage.quota = quota;
    storage.known = true;
    platform::wake();
  });
}

std::string link_words(app::Link link) {
  switch (link) {
    case app::Link::idle: return tr("ui.sync.link_idle");
    case app::Link::busy: return tr("ui.sync.link_busy");
    case app::Link::waiting: return tr("ui.sync.link_waiting");
    case app::Link::offline: return tr("ui.sync.link_offline");
    case app::Link::signed_out: return tr("ui.sync.link_signed_out");
    case app::Link::follower: return tr("ui.shell.another_tab");
  }
  return {};
}

void state_card(const app::SyncState& state) {
  ui::card_begin();
  const std::int32_t unsent = state.unsent_ops + state.unsent_photos;
  if (unsent == 0) {
    const bool linked = state.link == app::Link::idle || state.link == app::Link::busy;
    ui::chips({{tr("ui.sync.all_sent"), linked ? Tone::success : Tone::neutral}});
  } else {
    const std::string age =
        state.oldest_unsent.is_none() ? "—" : app::duration_text(app::now() - state.oldest_unsent);
    ui::chips(
        {{tr("ui.shell.unsent_since", std::to_string(unsent), age), Tone::warning, Icon::offline}});
  }
  const bool held_back = state.held_back != PushProblem::none && state.link == app::Link::idle;
  ui::paragraph(held_back ? word("problem", state.held_back) : link_words(state.link));
  ui::key_values(
      {{tr("ui.sync.last"),
        state.last_exchange.is_none() ? tr("ui.sync.never") : app::time_text(state.last_exchange)},
       {tr("ui.sync.ops"), std::to_string(state.unsent_ops)},
       {tr("ui.sync.photos"), std::to_string(state.unsent_photos)}});
  if (!state.problem.empty()) ui::small_text(state.problem);
  if (!state.set_aside.empty()) {
    ui::banner(Tone::warning, tr("ui.sync.set_aside", state.set_aside));
  }
  const bool busy = state.link == app::Link::busy;
  if (ui::primary_button(tr("ui.sync.now"), {.icon = Icon::sync, .busy = busy})) app::sync_now();
  ui::card_end();
}

ui::Chip progress_chip(const app::OwnOp& own) {
  if (own.storage_failed) return {tr("ui.sync.failed"), Tone::danger, Icon::danger};
  if (own.problem != PushProblem::none)
    return {tr("ui.sync.not_taken"), Tone::danger, Icon::warning};
  switch (own.progress) {
    case Progress::unknown:
    case Progress::writing: return {tr("ui.sync.in_memory"), Tone::warning, Icon::clock};
    case Progress::saved: return {tr("ui.sync.saved"), Tone::info, Icon::download};
    case Progress::received: return {tr("ui.sync.received"), Tone::success, Icon::check};
    case Progress::settled: return {tr("ui.sync.settled"), Tone::success, Icon::check_circle};
  }
  return {};
}

void unsent_list() {
  bool any = false;
  for (const app::OwnOp& own : app::own_ops()) {
    if (!own.outcome.applied() || own.progress == Progress::settled) continue;
    if (!any) {
      ui::heading(tr("ui.sync.waiting"));
      ui::list_begin(tr("ui.sync.waiting"));
    }
    any = true;
    ui::push_id(small_id(own.id.value));
    const ui::Row row{
        .icon = Icon::send,
        .title = own_op_title(own),
        .subtitle = own.problem == PushProblem::none ? std::string() : word("problem", own.problem),
        .note = app::time_text(own.made_at),
        .chip = progress_chip(own)};
    if (ui::list_row(row)) app::open_case({own.street, own.subject});
    ui::pop_id();
  }
  if (any) ui::list_end();
}

// What was refused and where two wrote the same: their own screen.
void conflicts_row() {
  const int count = open_conflicts();
  ui::list_begin(tr("ui.conflicts.title"));
  const ui::Row row{.icon = count > 0 ? Icon::warning : Icon::check_circle,
                    .icon_tone = count > 0 ? Tone::warning : Tone::success,
                    .title = tr("ui.conflicts.title"),
                    .subtitle = tr("ui.conflicts.row_words"),
                    .trailing = std::to_string(count)};
  if (ui::list_row(row)) app::open("/conflicts");
  ui::list_end();
}

void storage_card(const app::SyncState& state) {
  ui::heading(tr("ui.sync.storage"));
  ui::card_begin();
  ui::paragraph(tr("ui.sync.storage_words"));
  if (state.storage_failed) ui::banner(Tone::danger, tr("ui.shell.storage_failed"));
  if (storage.known) {
    ui::key_values(
        {{tr("ui.sync.persistent"),
          tr(storage.quota.persistent ? "ui.sync.persistent_yes" : "ui.sync.persistent_no")},
         {tr("ui.sync.used"), app::size_text(storage.quota.used_bytes) + " / " +
                                  app::size_text(storage.quota.quota_bytes)}});
  }
  const bool any = state.unsent_ops + state.unsent_photos > 0;
  if (ui::secondary_button(tr("ui.sync.export"),
                           {.icon = Icon::download,
                            .enabled = any,
                            .why_not = any ? std::string() : tr("ui.sync.export_nothing")})) {
    app::export_outbox();
  }
  ui::small_text(tr("ui.sync.export_words"));
  ui::card_end();
}

}  // namespace

void draw_sync() {
  ask_storage();
  page_begin(tr("ui.sync.title"), {.back = true});
  const app::SyncState& state = app::sync_state();
  state_card(state);
  conflicts_row();
  unsent_list();
  storage_card(state);
  offline_map_card();
  page_end();
}

}  // namespace gezhi::screens
