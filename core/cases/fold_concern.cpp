// Folding of what stands beside the main state: triage, fields, things, ladder, relations, and what
// comes after closing.
#include <algorithm>

#include "core/base/utf8.h"
#include "core/cases/bounds.h"
#include "core/cases/folding.h"
#include "core/cases/restricted.h"
#include "core/cases/rounds.h"

namespace gezhi::folding {
namespace {

Thing* thing_of(Case& c, std::uint32_t id) { return const_cast<Thing*>(c.find_thing(id)); }

std::string& field_of(Case& c, CaseField field) {
  if (field == CaseField::address) return c.place.address;
  return field == CaseField::root_cause ? c.root_cause : c.text;
}

bool has_author(const Case& c, CaseField field) {
  return std::any_of(c.authors.begin(), c.authors.end(),
                     [field](const FieldAuthor& one) { return one.field == field; });
}

ActorId& author_of(Case& c, CaseField field) {
  for (FieldAuthor& one : c.authors) {
    if (one.field == field) return one.by;
  }
  c.authors.push_back({field, c.reporter});
  return c.authors.back().by;
}

// T18, an upheld appeal: the case goes back to the desk as rework.
void reopen(Folding& f) {
  ++f.subject.reworks;
  f.subject.closer = {};
  f.subject.visited = false;  // of what is done from now on nobody has been asked
}

}  // namespace

void relate(Case& one, CaseId other, Relation how) {
  const auto at = std::lower_bound(one.related.begin(), one.related.end(), other,
                                   [](const Related& r, CaseId id) { return r.other < id; });
  if (at != one.related.end() && at->other == other) {
    at->how = std::max(at->how, how);
  } else if (one.related.size() < 200) {
    one.related.insert(at, {other, how});
  }
}

namespace {

// What stands in the case of the hand-over that is under way gets a place of its own.
Transfer& transfer_now(Folding& f) {
  Case& c = f.subject;
  const bool kept = !c.transfers.empty() && !c.transfers.back().bounced;
  if (!kept) {
    Transfer transfer;
    transfer.to = c.transferred_to;
    transfer.receipt = c.receipt;
    transfer.reason = c.outcome;
    if (c.transfers.size() >= 20) c.transfers.erase(c.transfers.begin());
    c.transfers.push_back(std::move(transfer));
  }
  return c.transfers.back();
}

}  // namespace

void apply(Folding& f, const AnswerTransfer& op) {
  Transfer& transfer = transfer_now(f);
  transfer.answered = op.answered;
  transfer.answer = op.text;
  transfer.answered_at = f.when();
  if (op.receipt.empty()) return;
  transfer.receipt = op.receipt;
  f.subject.receipt = op.receipt;
}

namespace {

// The handling clock that ended when it was sent away; nullptr: nobody had handled it yet.
const Clock* handled_before(const Case& c) {
  const auto sent = std::find_if(c.history.rbegin(), c.history.rend(), [](const HistoryLine& line) {
    return line.kind == static_cast<std::uint32_t>(OpKind::transfer_case);
  });
  for (const Clock& clock : c.clocks) {
    const bool ended =
        sent != c.history.rend() && clock.dropped && clock.stopped.received == sent->when.received;
    if (clock.kind == ClockKind::handle && ended) return &clock;
  }
  return nullptr;
}

}  // namespace

void apply(Folding& f, const BounceTransfer& op) {
  const Clock* ours = handled_before(f.subject);
  if (f.since(4) && ours != nullptr) {
    const std::int64_t handled_ms = ours->stopped.received - ours->started;
    f.subject.head_start_ms = std::max(f.subject.head_start_ms, handled_ms);
  }
  // As after a return by the unit (T10) the handling goes on before anybody is sent again: elsewhere it was
  // not ours, and here nobody lets it lie.
  if (f.since(5) && ours != nullptr) {
    continue_clock(f.subject, f.policy(), Clock(*ours), f.when().received);
  }
  Transfer& transfer = transfer_now(f);
  transfer.bounced = true;
  transfer.bounce_reason = op.reason;
  transfer.bounced_at = f.when();
  f.subject.transferred_to = TransferTo::none;
  f.subject.receipt.clear();
  f.subject.outcome.clear();
}

void apply(Folding& f, const TellMerged& op) {
  f.subject.told = Told{op.state, op.number, op.outcome, f.when()};
}

void apply(Folding& f, const TriageCase& op) {
  Triage triage{op.level, op.to, op.rule, op.suggested, op.reason, f.act.actor, f.when()};
  keep(f.subject.triages, std::move(triage), 50);
}

void apply(Folding& f, const RecordCall& op) {
  keep(f.subject.calls, Call{op.with, op.result, op.text, f.when()}, 50);
}

void set_class(Folding& f, Restricted to) {
  Case& c = f.subject;
  if (to == Restricted::none) {
    c.restricted_since = {};
  } else if (c.restricted == Restricted::none) {
    c.restricted_since = f.when().received;
  }
  c.of_minor =
      to == Restricted::minor || (c.of_minor && weight_of(to) > weight_of(Restricted::minor));
  c.restricted = to;
}

void apply(Folding& f, const RestrictCase& op) { set_class(f, op.restricted); }

void apply(Folding& f, const TellProgress& op) { f.subject.state = op.state; }

namespace {

// What was let through by rules that did not ask how much a field holds.
std::string fitting(CaseField field, const std::string& value) {
  if (holds(field, value)) return value;
  constexpr std::int32_t kBytesACharacter = 4;
  return std::string(utf8_prefix(value, static_cast<std::int32_t>(kAddressMax) / kBytesACharacter));
}

// The later write stands; whoever wrote without having seen what stood there makes a conflict that
// both authors see.
void write_field(Folding& f, CaseField field, const std::string& base, const std::string& given) {
  Case& c = f.subject;
  const std::string written = fitting(field, given);
  std::string& value = field_of(c, field);
  ActorId& author = author_of(c, field);
  if (value != base && value != written) {
    Conflict conflict{f.act.op, field, base, value, author, written, f.act.actor, false};
    keep(c.conflicts, std::move(conflict), 100);
  }
  value = written;
  author = f.act.actor;
}

// The same of a place. What the street worked out by itself is nobody's word.
void write_place(Folding& f, const Place& base, const Place& written) {
  Case& c = f.subject;
  const bool by_person = has_author(c, CaseField::place);
  if (by_person && !same_spot(c.place, base) && !same_spot(c.place, written)) {
    Conflict conflict;
    conflict.op = f.act.op;
    conflict.field = CaseField::place;
    conflict.theirs_by = author_of(c, CaseField::place);
    conflict.yours_by = f.act.actor;
    conflict.base_place = base;
    conflict.their_place = c.place;
    conflict.your_place = written;
    keep(c.conflicts, std::move(conflict), 100);
  } else if (written.address != base.address) {
    write_field(f, CaseField::address, base.address, written.address);
  }
  c.place = written;
}

}  // namespace

void set_place(Folding& f, Place place, const std::optional<Place>& base, ShardId lies_in) {
  Case& c = f.subject;
  const bool by_person = f.act.grant.role != Role::system;
  if (base && by_person) {
    // An address that its author did not touch is not written: what stands there meanwhile stays.
    if (place.address == base->address) place.address = c.place.address;
    write_place(f, *base, place);
  } else {
    c.place = std::move(place);
  }
  if (by_person) author_of(c, CaseField::place) = f.act.actor;
  c.lies_in = lies_in;
  c.placed_by_hand = c.placed_by_hand || by_person;
}

void apply(Folding& f, const EditField& op) { write_field(f, op.field, op.base, op.value); }

void apply(Folding& f, const SettleConflict& op) {
  Case& c = f.subject;
  for (Conflict& one : c.conflicts) {
    if (!(one.op == op.conflict)) continue;
    one.settled = true;
    if (one.field == CaseField::place) {
      set_place(f, *op.place, {}, {});
    } else {
      field_of(c, one.field) = fitting(one.field, op.value);
      author_of(c, one.field) = f.act.actor;
    }
  }
}

void apply(Folding& f, const CountThing& op) {
  Case& c = f.subject;
  if (op.thing == 0) {
    Thing thing;
    thing.id = static_cast<std::uint32_t>(c.things.size()) + 1;
    thing.measure = op.measure;
    thing.child = op.child;
    keep(c.things, std::move(thing), kThingsMax);
  }
  Thing* thing = op.thing == 0 ? &c.things.back() : thing_of(c, op.thing);
  if (thing == nullptr) return;
  if (!op.what.empty()) thing->what = op.what;
  thing->least = op.least;
  thing->most = op.most;
  thing->counted = op.counted;
  thing->confirmed = false;  // what was confirmed is no longer what stands here
}

void apply(Folding& f, const DisposeThing& op) {
  Thing* thing = thing_of(f.subject, op.thing);
  if (thing == nullptr) return;
  Disposed disposed{op.how, op.amount, f.act.grant.unit, op.to, op.receipt, f.when()};
  keep(thing->disposed, std::move(disposed), 100);
  thing->confirmed = false;
}

void apply(Folding& f, const ConfirmThing& op) {
  if (Thing* thing = thing_of(f.subject, op.thing)) thing->confirmed = true;
}

void apply(Folding& f, const RelateCases& op) {
  relate(f.subject, op.other, op.how);
  if (op.how == Relation::part_of) f.subject.parent = op.other;
}

void apply(Folding& f, const SettleOnSpot& op) {
  take_report(f, op.report);
  Case& c = f.subject;
  c.simple = true;
  c.outcome = op.text;
  for (const Photo& photo : op.photos) keep(c.photos, photo, kPhotosMax);
  c.closed = f.when();
  c.closer = f.act.actor;
  take_number(f);
}

void apply(Folding& f, const AskFootage& op) {
  Footage footage;
  footage.from = op.from;
  footage.to = op.to;
  footage.reason = op.reason;
  footage.asked_by = f.act.actor;
  footage.when = f.when();
  keep(f.subject.footage, std::move(footage), 20);
}

void apply(Folding& f, const AnswerFootage& op) {
  // One after the other, oldest first; before, the newest hid those that still waited.
  auto& all = f.subject.footage;
  const auto open = f.since(3) ? std::find_if(all.begin(), all.end(),
                                              [](const Footage& one) { return !one.answered; })
                               : all.end() - (all.empty() ? 0 : 1);
  if (open == all.end()) return;
  open->answered = true;
  open->approved = op.approved;
  open->answer = op.text;
}

void apply(Folding& f, const CallChain& op) {
  for (const std::string& who : op.who) keep(f.subject.chain, Hop{who, false, {}, f.when()}, 20);
}

void apply(Folding& f, const AnswerHop& op) {
  if (op.hop < 1 || op.hop > f.subject.chain.size()) return;
  Hop& hop = f.subject.chain[op.hop - 1];
  hop.answered = true;
  hop.answer = op.text;
  hop.when = f.when();
}

void apply(Folding& f, const BlowWhistle& op) {
  for (const TaskOrder& order : op.tasks) {
    Task& task = add_task(f, order);
    task.mandatory = false;  // the community calls; the desk orders
    task.whistled = true;
    start_clock(f.subject, f.policy(), ClockKind::check_in, order.id, f.policy().check_in,
                f.when().received);
  }
}

void apply(Folding& f, const CheckIn& op) {
  Task& task = step_task(f, OpKind::check_in, op.task);
  task.checked_in = true;
  stop_clock(f.subject, ClockKind::sign, op.task, f.claim());
  arrive(f, task, op.fix.point, op.fix.accuracy_m);
  stop_clock(f.subject, ClockKind::check_in, op.task, f.claim(), task.presence);
}

void apply(Folding& f, const AnswerRefusal& op) {
  Task* task = f.subject.find_task(op.task);
  GEZHI_CHECK(task != nullptr);  // fold() has asked; whoever answers has no hand in the task
  task->answer = op.text;
}

void apply(Folding& f, const LogRound& op) {
  Task& task = task_to_change(f, op.task);
  const TimeMs at = f.done_at(op.task);
  const bool counts = !f.since(1) || is_round_of_its_day(f.policy(), task, at);
  if (!counts) {
    ++task.rounds_extra;
    return;
  }
  ++task.rounds_done;
  if (!f.since(1)) return;
  const CivilDay day = round_day_of(f.policy(), at);
  task.round_days.insert(std::lower_bound(task.round_days.begin(), task.round_days.end(), day),
                         day);
}

void apply(Folding& f, const Escalate& op) {
  Escalation escalation{op.rung,   op.unit,  op.task,      op.clock,
                        op.reason, f.when(), op.authority, op.document};
  keep(f.subject.escalations, std::move(escalation), 200);
}

void apply(Folding& f, const HoldConsultation& op) {
  keep(f.subject.consultations, Consultation{op.seats, op.plan, f.when()}, 50);
}

void apply(Folding& f, const GiveFastLane& op) {
  f.subject.fast_lane = true;
  f.subject.appointment = op.appointment;
}

void apply(Folding& f, const OrderSecondOpinion&) {
  f.subject.second_opinion = true;
  start_clock(f.subject, f.policy(), ClockKind::return_visit, {}, f.policy().return_visit,
              f.when().received);
}

void apply(Folding& f, const ReporterWord& op) { f.subject.reporter_says = op.satisfaction; }

void apply(Folding& f, const AppealCase& op) {
  f.subject.appeal = Appeal::open;
  for (const Photo& photo : op.photos) keep(f.subject.photos, photo, kPhotosMax);
  if (f.subject.state == CaseState::not_filed) {
    f.subject.appeal = Appeal::upheld;  // it is looked at again: that is all it asks for
    f.subject.verification.reset();
    return;
  }
  start_clock(f.subject, f.policy(), ClockKind::appeal, {}, f.policy().appeal, f.when().received);
}

void apply(Folding& f, const DecideAppeal& op) {
  f.subject.appeal = op.confirmed ? Appeal::upheld : Appeal::dismissed;
  stop_clock(f.subject, ClockKind::appeal, {}, f.claim());
  if (op.confirmed) reopen(f);
}

void apply(Folding& f, const DrawSample&) { f.subject.sample = Sample::drawn; }

void apply(Folding& f, const SampleResult& op) {
  f.subject.sample = op.confirmed ? Sample::passed : Sample::failed;
  if (!op.confirmed) reopen(f);
}

// T19: the last lead has it again, or the two are linked (note_other_side does the new one's side).
void apply(Folding& f, const RecurCase& op) {
  Case& c = f.subject;
  relate(c, op.again, Relation::recurrence_of);
  if (!op.reopen) return;
  reopen(f);
  for (auto task = c.tasks.rbegin(); task != c.tasks.rend(); ++task) {
    if (!task->lead) continue;
    task->state = TaskState::returned;
    break;
  }
  start_handling_clock(f, f.when().received);
}

// What counting needs, and the ids that hold a merged matter together; nothing that anybody wrote.
void apply(Folding& f, const EraseCase&) {
  const Case& c = f.subject;
  Case kept;
  kept.id = c.id;
  kept.shard = c.shard;
  kept.number = c.number;
  kept.version = c.version;
  kept.state = c.state;
  kept.reported = c.reported;
  kept.source = c.source;
  kept.nature = c.nature;
  kept.category = c.category;
  kept.place.grid = c.place.grid;
  kept.place.community = c.place.community;
  kept.place.beat = c.place.beat;
  kept.parent = c.parent;
  kept.children = c.children;
  kept.restricted = c.restricted;
  kept.restricted_since = c.restricted_since;
  kept.closed = c.closed;
  kept.erased = f.when().received;
  f.subject = std::move(kept);
}

}  // namespace gezhi::folding
