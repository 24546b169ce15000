#include "web/app/notices.h"

#include <set>
#include <string>
#include <vector>

#include "core/cases/op_kinds.h"
#include "core/cases/triage.h"
#include "web/app/account.h"
#include "web/app/data.h"
#include "web/app/submit.h"
#include "web/app/sync_state.h"
#include "web/platform/device.h"
#include "web/platform/mirror.h"
#include "web/platform/session.h"
#include "web/widgets/i18n.h"
#include "web/widgets/overlay.h"

namespace gezhi::app {
namespace {

using ui::tr;

struct News {
  Uuid what;
  std::string words;
  std::string route;
  bool urgent = false;
};

struct State {
  bool begun = false;
  std::set<Uuid> known;
};

State& state() {
  static State& one = platform::of_session<State>();
  return one;
}

std::string kind_and_grid(const Case& one) {
  const std::string kind = one.restricted == Restricted::none
                               ? tr("nature." + std::string(name_of(one.nature)))
                               : open_text(one);
  const World* world = world_of(one.id);
  return world == nullptr ? kind : kind + " · " + grid_name(*world, one.place.grid);
}

void add_duty(const Duty& duty, std::vector<News>& list) {
  const std::string id = to_text(duty.subject->id.value);
  const std::string words = kind_and_grid(*duty.subject);
  const auto left = [&] { return duty.clock != nullptr ? " · " + left_text(*duty.clock) : ""; };
  switch (duty.kind) {
    case Duty::Kind::task:
      if (duty.task->state != TaskState::assigned) return;
      list.push_back({duty.task->id.value, tr("ui.news.order", words) + left(),
                      "/task/" + id + "?task=" + to_text(duty.task->id.value), true});
      return;
    case Duty::Kind::verification:
      list.push_back({duty.subject->id.value, tr("ui.news.verify", words), "/verify/" + id});
      return;
    case Duty::Kind::visit:
      list.push_back({duty.subject->id.value, tr("ui.news.visit", words), "/visit/" + id});
      return;
  }
}

void add_intake(std::vector<News>& list) {
  if (!acts_as(kDeskRoles)) return;
  for (const Case* one : all_cases()) {
    if (one->state != CaseState::reported || one->reporter == account().actor) continue;
    list.push_back({one->id.value, tr("ui.news.intake", kind_and_grid(*one)),
                    "/desk/" + to_text(one->id.value), !one->dangers.empty()});
  }
}

void add_passed_by(std::vector<News>& list) {
  if (!acts_as(kDeskRoles)) return;
  for (const Case* one : all_cases()) {
    const World* world = world_of(one->id);
    if (world == nullptr || !passed_by_police(*world, *one)) continue;
    list.push_back({one->id.value, tr("ui.news.passed_by", kind_and_grid(*one)),
                    "/desk/" + to_text(one->id.value), true});
  }
}

void add_refusals(std::vector<News>& list) {
  for (const OwnOp& own : own_ops()) {
    if (!own.was_refused() || own.seen || own.progress != Progress::settled) continue;
    const Case* one = find_case(own.subject);
    const World* world = street_world(own.street);
    std::string words = tr("action." + std::string(name_of(own.kind)));
    if (one != nullptr) words += " · " + number_text(*one) + " · " + kind_and_grid(*one);
    const std::string why = world != nullptr ? refusal_text(*world, own.outcome) : std::string();
    list.push_back({own.id.value, tr("ui.news.refused", words, why), "/conflicts", true});
  }
}

std::vector<News> all_news() {
  std::vector<News> list;
  for (const Duty& duty : duties()) add_duty(duty, list);
  add_intake(list);
  add_passed_by(list);
  add_refusals(list);
  return list;
}

void tell(const std::vector<News>& fresh) {
  bool urgent = false;
  for (const News& one : fresh) urgent = urgent || one.urgent;
  const std::string words =
      fresh.size() == 1 ? fresh.front().words : tr("ui.news.several", std::to_string(fresh.size()));
  ui::toast(words, urgent ? ui::Tone::danger : ui::Tone::info);
  if (sound_is_on()) platform::play_tone(urgent);
  platform::vibrate(urgent ? 600 : 200);
  if (!platform::surroundings().visible)
    platform::notify(tr("ui.common.app"), words, fresh.size() == 1 ? fresh.front().route : "/");
}

}  // namespace

void look_for_news(bool all_here) {
  State& s = state();
  if (!signed_in()) return forget_news();
  const bool first = !s.begun;
  if (first && !all_here) return;
  s.begun = true;
  std::vector<News> fresh;
  const std::vector<News> all = all_news();
  std::set<Uuid> known;
  for (const News& one : all) {
    known.insert(one.what);
    if (!first && !s.known.contains(one.what)) fresh.push_back(one);
  }
  s.known = std::move(known);
  mirror::page_count(static_cast<int>(all.size()));
  if (!fresh.empty()) tell(fresh);
}

void forget_news() {
  state() = {};
  mirror::page_count(0);
}

void ask_for_notices() { platform::ask_to_notify(); }

bool sound_is_on() { return platform::setting("sound") != "off"; }
void set_sound(bool on) { platform::set_setting("sound", on ? "" : "off"); }

}  // namespace gezhi::app
