// A case: one matter at one place, as the fold over its entries. Plain data; what may change it is
// lifecycle.h, why not is guards.h, how it changes is fold.h.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/cases/concern.h"
#include "core/cases/place.h"
#include "core/cases/tracks.h"
#include "core/people/unit.h"

namespace gezhi {

// A category is meaningless without its scheme and version (G22).
struct Category {
  std::string scheme;
  std::string version;
  std::string code;

  template <class V>
  void fields(V& v) {
    v(1, "scheme", scheme, 40);
    v(2, "version", version, 20);
    v(3, "code", code, 20);
  }
};

struct Clock {
  ClockKind kind = ClockKind::none;
  ClockClass how = ClockClass::urgent;
  TaskId task;  // nil: of the case
  TimeMs started;
  TimeMs due;
  TimeMs warn;
  Moment stopped;
  TimeMs paused;                       // since when; none = running
  std::int64_t left_ms = 0;            // when paused: what was left, in the clock's own counting
  bool late = false;                   // never cleared
  bool dropped = false;                // stopped because its task or case went another way
  Presence presence = Presence::none;  // of an arrival: in time only when there

  bool running() const { return stopped.received.is_none() && paused.is_none(); }

  template <class V>
  void fields(V& v) {
    v(1, "kind", kind);
    v(2, "how", how);
    v(3, "task", task);
    v(4, "started", started);
    v(5, "due", due);
    v(6, "warn", warn);
    v(7, "stopped", stopped);
    v(8, "paused", paused);
    v(9, "left_ms", left_ms);
    v(10, "late", late);
    v(11, "dropped", dropped);
    v(12, "presence", presence);
  }
};

struct Task {
  TaskId id;
  TaskKind kind = TaskKind::onsite;
  UnitId unit;
  bool lead = false;
  bool mandatory = false;
  TaskState state = TaskState::none;
  ActorId worker;  // who signed
  std::string order;
  std::string why;  // why this unit, as the desk saw it
  ReturnReason return_reason = ReturnReason::none;
  ResultKind result = ResultKind::none;
  std::string result_text;
  std::vector<Photo> photos;
  ContactResult contact = ContactResult::none;
  std::vector<ActorId> hands;  // everybody who acted on it, for G12 and G13
  bool whistled = false;       // raised by the community, waits for a check-in (S3-10)
  bool checked_in = false;
  std::string answer;                  // to a returned assistant's order (4.4)
  std::uint32_t rounds = 0;            // of a recurring supervision: how many it must have,
  std::uint32_t rounds_done = 0;       // and has
  std::string template_id;             // the joint dispatch template it came from
  Presence presence = Presence::none;  // of its arrival
  std::uint32_t away_m = 0;            // how far from the place that was
  TimeMs rounds_from;                  // when the calendar of rounds began: signed
  std::vector<CivilDay> round_days;    // with a round that counts, ascending
  std::uint32_t rounds_extra = 0;      // logged, but the day had its round
  TimeMs ordered;                      // by the server's time

  template <class V>
  void fields(V& v) {
    v(1, "id", id);
    v(2, "kind", kind);
    v(3, "unit", unit);
    v(4, "lead", lead);
    v(5, "mandatory", mandatory);
    v(6, "state", state);
    v(7, "worker", worker);
    v(8, "order", order, kTextMax);
    v(9, "why", why, kTextMax);
    v(10, "return_reason", return_reason);
    v(11, "result", result);
    v(12, "result_text", result_text, kTextMax);
    v(13, "photos", photos, kPhotosMax);
    v(14, "contact", contact);
    v(15, "hands", hands, 100);
    v(16, "whistled", whistled);
    v(17, "checked_in", checked_in);
    v(18, "answer", answer, kTextMax);
    v(19, "rounds", rounds);
    v(20, "rounds_done", rounds_done);
    v(21, "template_id", template_id, 40);
    v(22, "presence", presence);
    v(23, "away_m", away_m);
    v(24, "rounds_from", rounds_from);
    v(25, "round_days", round_days, kRoundsMax);
    v(26, "rounds_extra", rounds_extra);
    v(27, "ordered", ordered);
  }
};

// A field verification (before filing) or a return visit (after disposal).
struct Visit {
  ActorId visitor;
  GridId grid;
  Moment when;
  Verified found = Verified::none;
  bool confirmed = false;
  ReworkReason reason = ReworkReason::none;
  Satisfaction satisfaction = Satisfaction::not_asked;
  std::string text;
  std::vector<Photo> photos;
  Presence presence = Presence::none;
  std::uint32_t away_m = 0;

  template <class V>
  void fields(V& v) {
    v(1, "visitor", visitor);
    v(2, "grid", grid);
    v(3, "when", when);
    v(4, "found", found);
    v(5, "confirmed", confirmed);
    v(6, "reason", reason);
    v(7, "satisfaction", satisfaction);
    v(8, "text", text, kTextMax);
    v(9, "photos", photos, kPhotosMax);
    v(10, "presence", presence);
    v(11, "away_m", away_m);
  }
};

// One line of the timeline. `payload` is the operation's own CBOR: the text is drawn from it, and
// what the rules refused stands here too, with its code.
struct HistoryLine {
  std::uint64_t seq = 0;  // 0 = not yet ordered by the server
  OpId op;
  std::uint32_t kind = 0;  // OpKind (ops.h)
  ActorId actor;
  Role role = Role::none;
  UnitId unit;
  Moment when;
  CaseState state = CaseState::draft;  // after it
  std::uint32_t refusal = 0;           // Refusal (outcome.h); 0 = applied
  bool late_report = false;            // G23: handed in long after it happened
  Bytes payload;

  template <class V>
  void fields(V& v) {
    v(1, "seq", seq);
    v(2, "op", op);
    v(3, "kind", kind);
    v(4, "actor", actor);
    v(5, "role", role);
    v(6, "unit", unit);
    v(7, "when", when);
    v(8, "state", state);
    v(9, "refusal", refusal);
    v(10, "late_report", late_report);
    v(11, "payload", payload, 256 * 1024);  // whatever an operation may carry (kOpBytesMax)
  }
};

struct Case {
  CaseId id;
  ShardId shard;
  std::string number;  // 19 digits, given at filing or when settled on the spot; empty = 待编号
  std::uint32_t version = 0;  // applied entries
  CaseState state = CaseState::draft;
  Moment reported;
  Source source = Source::app;
  ActorId reporter;
  Role reporter_role = Role::none;
  UnitId reporter_unit;
  Nature nature = Nature::other;
  Category category;
  Place place;
  std::string text;
  SetOf<Danger> dangers;
  std::vector<Photo> photos;
  std::vector<Task> tasks;
  std::vector<Clock> clocks;
  std::optional<Visit> verification;
  std::vector<Visit> visits;
  ActorId filer;
  std::uint32_t returned_orders = 0;
  std::uint32_t reworks = 0;
  ActorId suspend_asked_by;
  TimeMs resume_at;
  ActorId void_asked_by;
  CaseId parent;                 // merged into
  std::vector<CaseId> children;  // merged cases
  std::string outcome;           // closing text, reason for not filing, …
  TransferTo transferred_to = TransferTo::none;
  std::string receipt;               // of a transfer
  bool has_contact = false;          // somebody left a sealed contact
  std::vector<HistoryLine> history;  // what was applied
  std::vector<HistoryLine> refused;  // the last that were not: they take no room from what was

  std::vector<Triage> triages;
  std::vector<Call> calls;
  Restricted restricted = Restricted::none;
  TimeMs restricted_since;  // none: it is not
  bool of_minor = false;    // restricted for a minor, now or before it was found to be graver
  bool simple = false;  // 简易程序: found and finished on the spot, sampled instead of visited
  std::string root_cause;
  std::vector<Thing> things;
  std::optional<Rectify> rectify;
  std::optional<Mediate> mediate;
  std::optional<Investigate> investigate;
  std::vector<Escalation> escalations;
  std::vector<Related> related;
  std::vector<Conflict> conflicts;
  std::vector<FieldAuthor> authors;
  std::vector<Consultation> consultations;
  std::vector<Hop> chain;
  std::vector<Footage> footage;
  bool second_opinion = false;  // another visitor than the last must confirm
  bool visited = false;         // and confirmed, since it was last taken up
  Moment closed;
  ActorId closer;
  Sample sample = Sample::none;
  Satisfaction reporter_says = Satisfaction::not_asked;
  Appeal appeal = Appeal::none;  // one a case
  bool fast_lane = false;        // 绿色通道 (S4-20)
  TimeMs appointment;
  std::vector<Transfer> transfers;  // answered, or come back; oldest first
  std::int64_t head_start_ms = 0;   // by how much an earlier report, merged into it, came before
  std::optional<Told> told;         // of what it was merged into
  TimeMs erased;    // what it said is gone: only what fold keeps of an erased case is left
  ShardId lies_in;  // another street, to which the point belongs
  bool placed_by_hand = false;  // the desk set the place: the street itself only fills in its grid

  const Task* find_task(TaskId task) const;
  Task* find_task(TaskId task);
  const Task* live_lead() const;        // the lead's task that still counts, or nullptr
  bool works(UnitId unit) const;        // it has an order here, or handed in its result
  bool had_order(UnitId unit) const;    // ever, whatever became of it
  const Footage* open_footage() const;  // the oldest request that nobody answered, or nullptr
  const Thing* find_thing(std::uint32_t thing) const;
  // What was done and what was refused, oldest first; what the server has not numbered comes last.
  std::vector<const HistoryLine*> timeline() const;
  std::uint64_t last_seq() const;  // of the newest entry in the timeline; 0: none
  bool visit_confirmed() const;    // by the last visit, and no second opinion is owed

  template <class V>
  void fields(V& v) {
    v(1, "id", id);
    v(2, "shard", shard);
    v(3, "number", number, 40);
    v(4, "version", version);
    v(5, "state", state);
    v(6, "reported", reported);
    v(7, "source", source);
    v(8, "reporter", reporter);
    v(9, "reporter_role", reporter_role);
    v(10, "reporter_unit", reporter_unit);
    v(11, "nature", nature);
    v(12, "category", category);
    v(13, "place", place);
    v(14, "text", text, kTextMax);
    v(15, "dangers", dangers);
    v(16, "photos", photos, kPhotosMax);
    v(17, "tasks", tasks, kTasksMax);
    v(18, "clocks", clocks, 10 * kTasksMax);
    v(19, "verification", verification);
    v(20, "visits", visits, 100);
    v(21, "filer", filer);
    v(22, "returned_orders", returned_orders);
    v(23, "reworks", reworks);
    v(24, "suspend_asked_by", suspend_asked_by);
    v(25, "resume_at", resume_at);
    v(26, "void_asked_by", void_asked_by);
    v(27, "parent", parent);
    v(28, "children", children, kPartsMax);
    v(29, "outcome", outcome, kTextMax);
    v(30, "transferred_to", transferred_to);
    v(31, "receipt", receipt, 200);
    v(32, "has_contact", has_contact);
    v(33, "history", history, kHistoryMax);
    v(34, "triages", triages, 50);
    v(35, "calls", calls, 50);
    v(36, "restricted", restricted);
    v(37, "simple", simple);
    v(38, "root_cause", root_cause, kTextMax);
    v(39, "things", things, kThingsMax);
    v(40, "rectify", rectify);
    v(41, "mediate", mediate);
    v(42, "investigate", investigate);
    v(43, "escalations", escalations, 200);
    v(44, "related", related, 200);
    v(45, "conflicts", conflicts, 100);
    v(46, "authors", authors, 16);
    v(47, "consultations", consultations, 50);
    v(48, "chain", chain, 20);
    v(49, "footage", footage, 20);
    v(50, "second_opinion", second_opinion);
    v(51, "closed", closed);
    v(52, "sample", sample);
    v(53, "reporter_says", reporter_says);
    v(54, "appeal", appeal);
    v(55, "fast_lane", fast_lane);
    v(56, "appointment", appointment);
    v(57, "closer", closer);
    v(58, "erased", erased);
    v(59, "transfers", transfers, 20);
    v(60, "head_start_ms", head_start_ms);
    v(61, "told", told);
    v(62, "lies_in", lies_in);
    v(63, "placed_by_hand", placed_by_hand);
    v(64, "refused", refused, kRefusedMax);
    v(65, "visited", visited);
    v(66, "restricted_since", restricted_since);
    v(67, "of_minor", of_minor);
  }
};

}  // namespace gezhi
