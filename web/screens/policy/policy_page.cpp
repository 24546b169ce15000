#include "web/screens/policy/policy_page.h"

#include <string>
#include <vector>

#include "core/cases/holidays.h"
#include "core/grid/tree.h"
#include "web/here.h"
#include "web/platform/device.h"
#include "web/platform/frame.h"
#include "web/platform/session.h"
#include "web/screens/parts/draft_note.h"
#include "web/screens/policy/changes.h"
#include "web/screens/policy/edit.h"
#include "web/screens/policy/json.h"
#include "web/screens/policy/view.h"
#include "web/screens/policy/words.h"
#include "web/screens/shell.h"

namespace gezhi::screens {
namespace {

using ui::Icon;
using ui::Tone;
using ui::tr;

enum Mode { kRead, kForm, kText };

struct Page {
  int street = 0;
  int mode = kRead;
  bool asking = false;  // before saving
};

Page& page = platform::of_session<Page>();
const app::DraftsOf<PolicyDraft> drafts("policy");

std::string key_of(const World& world) { return std::to_string(world.shard().value); }

const Grant* admin_of(ShardId street) {
  for (const Grant& grant : app::account().grants) {
    const bool here = grant.shard.is_none() || grant.shard == street;
    if (grant.role == Role::admin && here) return &grant;
  }
  return nullptr;
}

std::string street_name(const World& world) {
  for (const auto& [id, node] : world.grids().nodes()) {
    if (node.level == GridLevel::township && node.layer == GridLayer::governance) return node.name;
  }
  return std::to_string(world.shard().value);
}

const World* choose_street() {
  const std::vector<ShardId>& streets = app::streets();
  if (streets.empty()) return nullptr;
  page.street = std::min(page.street, static_cast<int>(streets.size()) - 1);
  if (streets.size() > 1) {
    std::vector<std::string> names;
    for (const ShardId street : streets) {
      const World* world = app::street_world(street);
      names.push_back(world != nullptr ? street_name(*world) : std::to_string(street.value));
    }
    ui::select(tr("ui.policy.street"), names, page.street);
  }
  return app::street_world(streets[static_cast<std::size_t>(page.street)]);
}

// A draft of older rules than those that stand now is thrown away only when nothing was changed.
PolicyDraft& draft_of(const World& world) {
  const std::string key = key_of(world);
  const auto begin = [&world] {
    PolicyDraft begun;
    begun.policy = world.policy();
    begun.based_on = begun.policy.version;
    return begun;
  };
  PolicyDraft* draft = &drafts.of(key, begin);
  if (draft->based_on != world.policy().version && !draft->changed) {
    drafts.discard(key);
    draft = &drafts.of(key, begin);
  }
  if (draft->changed && !draft->resumed) {  // back after a reload, in the way it was written
    page.mode = draft->mode;
    platform::wake();
  }
  draft->resumed = true;
  draft->mode = page.mode;
  return *draft;
}

// The draft as it would be saved. Errors: in words.
Result<Policy> finished(const PolicyDraft& draft, std::uint32_t present) {
  if (!draft.problems.empty()) return Error{"bad_policy", draft.problems.begin()->second};
  Policy policy = draft.policy;
  if (page.mode == kText && !draft.json.empty()) {
    auto read = read_policy_json(draft.json);
    if (!read) return read.error();
    policy = std::move(*read);
  }
  policy.version = present + 1;
  const auto checked = check_policy(policy);
  if (!checked) return Error{"bad_policy", problem_words(checked.error().message)};
  return policy;
}

void text_mode(PolicyDraft& draft) {
  if (draft.json.empty()) draft.json = policy_json(draft.policy);
  if (draft.json_unread && draft.problem.empty()) {
    const auto read = read_policy_json(draft.json);
    draft.problem = read ? std::string() : read.error().message;
  }
  if (ui::text_area("policy_json", tr("ui.policy.text"), draft.json,
                    {.help = tr("ui.policy.text_help"), .error = draft.problem, .lines = 24})) {
    draft.changed = true;
    const auto read = read_policy_json(draft.json);
    draft.problem = read ? std::string() : read.error().message;
    draft.json_unread = !read;
    if (read) {
      draft.policy = *read;
      draft.typed.clear();  // the form shows these values
    }
  }
  if (ui::secondary_button(tr("ui.policy.export"), {.icon = Icon::download}))
    platform::download("gezhi-policy.json", "application/json", view_of(draft.json));
}

void choose_mode(PolicyDraft& draft) {
  const std::vector<std::string> modes = {tr("ui.policy.mode_read"), tr("ui.policy.mode_form"),
                                          tr("ui.policy.mode_text")};
  if (!ui::segmented(tr("ui.policy.mode"), modes, page.mode)) return;
  draft.problem.clear();
  // What was typed and is not understood stands in one of both only: there it is mended or thrown away.
  if (page.mode == kText && !draft.problems.empty()) {
    page.mode = kForm;
    draft.problem = draft.problems.begin()->second;
  }
  if (page.mode == kForm && draft.json_unread) page.mode = kText;
  if (page.mode == kForm) draft.json.clear();
  draft.mode = page.mode;
}

void try_to_save(PolicyDraft& draft, const World& world) {
  const auto policy = finished(draft, world.policy().version);
  draft.problem = policy ? std::string() : policy.error().message;
  page.asking = policy.ok();
  if (!policy) ui::page_to_top();
}

void save(PolicyDraft& draft, const World& world) {
  const auto policy = finished(draft, world.policy().version);
  const Grant* grant = admin_of(world.shard());
  if (!policy || grant == nullptr) return;
  const bool weakens = !weakened(world.policy(), *policy).empty();
  const ShardOp op =
      weakens ? ShardOp{ProposeChange{*policy, {}, {}}} : ShardOp{SetPolicy{*policy}};
  const app::Sent sent = app::submit(world.shard(), *grant, op);
  if (!sent.outcome.applied()) {
    draft.problem = app::refusal_text(world, sent.outcome);
    return;
  }
  ui::toast(tr(weakens ? "ui.policy.change_proposed" : "ui.policy.saved",
               std::to_string(policy->version)));
  drafts.discard(key_of(world));
  page.mode = kRead;
}

void ask_dialog(PolicyDraft& draft, const World& world) {
  if (!page.asking) return;
  const std::string version = std::to_string(world.policy().version + 1);
  const auto policy = finished(draft, world.policy().version);
  const std::string weakens = policy ? weakened_words(world.policy(), *policy) : std::string();
  const std::string words = weakens.empty() ? tr("ui.policy.sure", version)
                                            : tr("ui.policy.sure_weakens", version, weakens);
  const int answer =
      ui::confirm("save_policy", tr("ui.policy.save"), words,
                  tr(weakens.empty() ? "ui.policy.save_yes" : "ui.policy.propose_yes"),
                  tr("ui.common.cancel"), page.asking, !weakens.empty());
  if (answer == 1) save(draft, world);
}

void holidays_line(const Policy& policy) {
  const auto until = holidays_known_until(policy);
  if (!until) {
    ui::banner(Tone::warning, tr("ui.policy.holidays_none"));
    return;
  }
  const std::string day = to_date_text(*until);
  if (holidays_end_soon(policy, civil_day_of(app::now())))
    ui::banner(Tone::warning, tr("ui.policy.holidays_end", day));
  else
    ui::small_text(tr("ui.policy.holidays_until", day));
}

void content(const World& world, bool edits) {
  PolicyDraft& draft = draft_of(world);
  const Policy& policy = world.policy();
  ui::small_text(tr("ui.policy.standing", std::to_string(policy.version), policy.name));
  ui::banner(Tone::info, tr("ui.policy.never_past"));
  holidays_line(policy);
  policy_changes(world);
  if (edits) {
    draft_note(drafts, key_of(world));
    choose_mode(draft);
  }
  if (draft.changed && draft.based_on != policy.version)
    ui::banner(Tone::warning, tr("ui.policy.meanwhile"));
  if (!draft.problem.empty()) ui::banner(Tone::danger, draft.problem);
  if (page.mode == kRead || !edits)
    policy_view(world);
  else if (page.mode == kForm)
    policy_edit(draft);
  else
    text_mode(draft);
}

void footer(const World& world) {
  PolicyDraft& draft = draft_of(world);
  ui::page_footer_begin();
  ui::row_begin({1, 2});
  if (ui::secondary_button(tr("ui.policy.discard"), {.enabled = draft.changed}))
    drafts.discard(key_of(world));
  ui::next_cell();
  if (ui::primary_button(tr("ui.policy.save"), {.icon = Icon::check, .enabled = draft.changed}))
    try_to_save(draft, world);
  ui::row_end();
  ui::page_footer_end();
}

}  // namespace

void draw_policy() {
  const std::vector<ShardId>& streets = app::streets();
  const bool any = !streets.empty();
  const auto at = static_cast<std::size_t>(page.street);
  const bool edits = any && admin_of(streets[std::min(at, streets.size() - 1)]) != nullptr;
  const bool foot = edits && page.mode != kRead;
  page_begin(tr("ui.policy.title"),
             {.back = true, .footer = foot ? ui::kButtonHeight + 2 * ui::kGap : 0}, "/settings");
  const World* world = choose_street();
  if (world == nullptr) {
    ui::empty_state(Icon::settings, tr("ui.policy.none"), tr("ui.report.no_street"));
  } else {
    content(*world, edits);
    if (foot) footer(*world);
  }
  page_end();
  if (world != nullptr && edits) ask_dialog(draft_of(*world), *world);
}

}  // namespace gezhi::screens
