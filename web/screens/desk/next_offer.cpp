#include "web/screens/desk/next_offer.h"

#include <algorithm>

#include "web/here.h"
#include "web/platform/session.h"
#include "web/screens/desk/form.h"
#include "web/screens/parts/acting.h"
#include "web/widgets/ui.h"

namespace gezhi::screens {
namespace {

using ui::tr;

// Asked in every frame: worked out when the case, or what is late in it, has changed.
struct Kept {
  std::uint64_t generation = UINT64_MAX;
  SubjectKey subject;
  TaskId unsigned_task;
  std::optional<NextOffer> offer;
};
Kept& kept = platform::of_session<Kept>();

bool may(const Case& one, OpKind kind, TaskId task, When when) {
  const Permission* found = app::permission(one, kind, task, when);
  return found != nullptr && found->outcome.applied();
}

// The lead's order that nobody signed in time; nil otherwise.
TaskId unsigned_order(const Case& one) {
  const Task* lead = one.live_lead();
  if (lead == nullptr) return {};
  for (const Clock& clock : one.clocks) {
    const bool sign = clock.kind == ClockKind::sign && clock.task == lead->id && clock.running();
    if (sign && clock.due < app::now()) return lead->id;
  }
  return {};
}

// The last lead's order that was not carried out: given back, or lying.
const Task* last_order(const Case& one, TaskId unsigned_task) {
  if (!unsigned_task.is_nil()) return one.find_task(unsigned_task);
  if (one.state != CaseState::filed) return nullptr;
  for (auto task = one.tasks.rbegin(); task != one.tasks.rend(); ++task) {
    if (task->lead) return task->state == TaskState::refused ? &*task : nullptr;
  }
  return nullptr;
}

std::optional<NextOffer> work_out(const Case& one, TaskId unsigned_task) {
  const World* world = app::world_of(one);
  const Task* last = last_order(one, unsigned_task);
  if (world == nullptr || last == nullptr) return std::nullopt;
  const bool allowed = unsigned_task.is_nil()
                           ? may(one, OpKind::dispatch_case, {}, When::lead)
                           : may(one, OpKind::cancel_task, unsigned_task, When::lead);
  if (!allowed) return std::nullopt;
  const app::Candidates candidates = app::candidates(*world, one, true);
  const RankedUnit* next = next_to_offer(candidates.ranking, one);
  if (next == nullptr) return std::nullopt;
  TaskOrder order{{},
                  lead_kind(*world, one, next->unit),
                  next->unit,
                  true,
                  true,
                  last->order,
                  app::words().order_reason(*world, candidates, one, next->unit)};
  order.choice = candidates.choice(next->unit);
  return NextOffer{std::move(order), unsigned_task};
}

}  // namespace

std::optional<NextOffer> next_offer(const Case& one) {
  const TaskId late = unsigned_order(one);
  const bool fresh = kept.generation == app::generation() && kept.subject == subject_key(one) &&
                     kept.unsigned_task == late;
  if (!fresh) kept = {app::generation(), subject_key(one), late, work_out(one, late)};
  return kept.offer;
}

void make_offer(const Case& one, const NextOffer& offer) {
  const Case subject = one;  // submitting moves what is pointed to
  std::string problem;
  if (!offer.unsigned_task.is_nil())
    problem = act_on(subject, CancelTask{offer.unsigned_task, tr("ui.desk.offer_reason")});
  DispatchCase op;
  op.tasks.push_back(offer.order);
  op.tasks.back().id = app::new_task_id();
  const Case* now = app::find_case(subject_key(subject));  // filed again
  if (problem.empty() && now != nullptr) problem = act_on(Case(*now), op);
  if (!problem.empty()) ui::toast(problem, ui::Tone::danger);
}

}  // namespace gezhi::screens
