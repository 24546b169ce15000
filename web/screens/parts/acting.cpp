#include "web/screens/parts/acting.h"

#include "web/here.h"
#include "web/platform/session.h"
#include "web/widgets/i18n.h"

namespace gezhi::screens {
namespace {

const Permission* permission_for(const Case& subject, const CaseOp& op) {
  const When when = when_of(&subject, op);
  if (const Permission* found = app::permission(subject, kind_of(op), task_of(op), when))
    return found;
  return app::permission(subject, kind_of(op), task_of(op), When::always);
}

std::string refusal_words(const Case& subject, const Outcome& outcome) {
  const World* world = app::world_of(subject);
  if (world == nullptr) return ui::tr("refusal.case_unknown");
  return app::refusal_text(*world, outcome);
}

}  // namespace

std::string act_on(const Case& subject, const CaseOp& op, const app::Contact& contact,
                   Refusal* why) {
  const Permission* permission = permission_for(subject, op);
  if (permission == nullptr) return ui::tr("refusal.role_not_allowed");
  const Grant grant = permission->grant;  // the list of permissions is made anew by submitting
  const app::Sent sent = app::submit(subject.shard, subject.id, grant, op, contact);
  if (why != nullptr) *why = sent.outcome.refusal;
  return sent.outcome.applied() ? std::string() : refusal_words(subject, sent.outcome);
}

std::string why_not(const Case& subject, OpKind kind, TaskId task, When when) {
  const Permission* permission = app::permission(subject, kind, task, when);
  if (permission == nullptr) return ui::tr("refusal.role_not_allowed");
  return permission->outcome.applied() ? std::string()
                                       : refusal_words(subject, permission->outcome);
}

When when_of_task(const Task& task) { return task.lead ? When::lead : When::assistant; }

const Case* addressed_case() {
  static Case& kept = platform::of_session<Case>();
  static std::uint64_t& kept_at = platform::of_session<std::uint64_t>();
  std::string_view argument = app::address().argument;
  const auto ref = take_subject_key(argument);
  const Case* found = ref ? app::find_case(*ref) : nullptr;
  if (found == nullptr) return nullptr;
  if (!(subject_key(kept) == subject_key(*found)) || kept_at != app::generation()) {
    kept = *found;
    kept_at = app::generation();
  }
  return &kept;
}

}  // namespace gezhi::screens
