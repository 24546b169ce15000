#include "web/screens/desk/queues.h"

#include <algorithm>
#include <array>
#include <limits>

#include "core/cases/clocks.h"
#include "core/cases/triage.h"
#include "web/here.h"
#include "web/platform/session.h"
#include "web/widgets/i18n.h"

namespace gezhi::screens {
namespace {

using ui::tr;

constexpr std::int64_t kRecountMs = 15000;  // what is overdue changes by itself

struct Counts {
  std::uint64_t generation = 0;
  TimeMs at;
  std::array<int, names_of(Queue{}).size()> all{};
  std::array<int, names_of(Queue{}).size()> overdue{};
};

bool is_overdue(const Case& one, TimeMs now) {
  const Clock* clock = next_clock(one);
  return clock != nullptr && urgency_of(*clock, now) == Urgency::overdue;
}

bool is_passed_by(const Case& one) {
  const World* world = app::world_of(one);
  return world != nullptr && passed_by_police(*world, one);
}

const Counts& counts() {
  static Counts& kept = platform::of_session<Counts>();
  const TimeMs now = app::now();
  const bool fresh = kept.generation == app::generation() && now - kept.at < kRecountMs &&
                     now >= kept.at && !kept.at.is_none();
  if (fresh) return kept;
  kept = {app::generation(), now, {}, {}};
  for (const Case* one : app::all_cases()) {
    const bool late = is_overdue(*one, now);
    for (std::size_t q = 0; q < kept.all.size(); ++q) {
      if (!is_in(static_cast<Queue>(q), *one)) continue;
      ++kept.all[q];
      if (late) ++kept.overdue[q];
    }
  }
  return kept;
}

std::int64_t due_of(const Case& one) {
  const Clock* clock = next_clock(one);
  if (clock != nullptr) return clock->due.value;
  if (is_passed_by(one)) return 0;
  constexpr std::int64_t kLast = std::numeric_limits<std::int64_t>::max();
  return kFinalStates.has(one.state) ? kLast : kLast - 1;
}

bool comes_before(const Case* a, const Case* b) {
  const std::int64_t due_a = due_of(*a);
  const std::int64_t due_b = due_of(*b);
  if (due_a != due_b) return due_a < due_b;
  const bool both_done = kFinalStates.has(a->state) && kFinalStates.has(b->state);
  return both_done ? b->reported.at < a->reported.at : a->reported.at < b->reported.at;
}

}  // namespace

bool waits_for_approval(const Case& one) {
  if (!kOpenStates.has(one.state)) return false;
  const bool suspend = one.state == CaseState::handling && !one.suspend_asked_by.is_none();
  return suspend || !one.void_asked_by.is_none();
}

bool is_in(Queue queue, const Case& one) {
  const CaseState s = one.state;
  switch (queue) {
    case Queue::intake: return s == CaseState::reported || is_passed_by(one);
    case Queue::verify: return s == CaseState::verifying;
    case Queue::dispatch: return s == CaseState::filed;
    case Queue::handling: return s == CaseState::dispatched || s == CaseState::handling;
    case Queue::visit: return s == CaseState::feedback || s == CaseState::return_visit;
    case Queue::rework: return s == CaseState::rework;
    case Queue::on_hold: return s == CaseState::suspended;
    case Queue::approval: return waits_for_approval(one);
    case Queue::all: return true;
  }
  return false;
}

const std::vector<const Case*>& cases_in(Queue queue, const std::string& words) {
  struct Kept {
    std::uint64_t generation = 0;
    Queue queue = Queue::intake;
    std::string words;
    std::vector<const Case*> cases;
    bool there = false;
  };
  static Kept& kept = platform::of_session<Kept>();
  if (kept.there && kept.generation == app::generation() && kept.queue == queue &&
      kept.words == words) {
    return kept.cases;
  }
  kept = {app::generation(), queue, words, {}, true};
  const TextMatcher matcher(words);
  for (const Case* one : app::all_cases()) {
    if (is_in(queue, *one) && app::is_found_by(matcher, *one)) kept.cases.push_back(one);
  }
  std::stable_sort(kept.cases.begin(), kept.cases.end(), comes_before);
  return kept.cases;
}

int count_in(Queue queue) { return counts().all[static_cast<std::size_t>(queue)]; }
int overdue_in(Queue queue) { return counts().overdue[static_cast<std::size_t>(queue)]; }

std::string next_step_text(const Case& one) {
  if (waits_for_approval(one)) {
    return tr(one.void_asked_by.is_none() ? "ui.desk.next_approve_suspend"
                                          : "ui.desk.next_approve_void");
  }
  switch (one.state) {
    case CaseState::reported: return tr("ui.desk.next_accept");
    case CaseState::verifying: {
      if (!one.verification || one.verification->found == Verified::none) return {};
      const bool exists = one.verification->found == Verified::exists;
      return tr(exists ? "ui.desk.next_file" : "ui.desk.next_reject");
    }
    case CaseState::filed:
      return tr(one.returned_orders > 0 ? "ui.desk.next_dispatch_again" : "ui.desk.next_dispatch");
    case CaseState::feedback: return tr("ui.desk.next_open_visit");
    case CaseState::return_visit:
      return one.visit_confirmed() ? tr("ui.desk.next_close") : std::string();
    case CaseState::rework: return tr("ui.desk.next_redo");
    case CaseState::suspended:
      return !one.resume_at.is_none() && one.resume_at < app::now() ? tr("ui.desk.next_resume")
                                                                    : std::string();
    case CaseState::draft:
    case CaseState::dispatched:
    case CaseState::handling:
    case CaseState::merged: return {};
    case CaseState::closed:
    case CaseState::not_filed:
    case CaseState::transferred:
    case CaseState::voided: return is_passed_by(one) ? tr("ui.desk.next_police") : std::string();
  }
  return {};
}

}  // namespace gezhi::screens
