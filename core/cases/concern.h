// What is kept about a case beside its main state: how it was triaged, who may see it, what was
// counted, escalated, related, drawn for a sample. Every enum is wire-stable: append only.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/codec.h"
#include "core/cases/place.h"
#include "core/cases/record.h"
#include "core/people/role.h"

namespace gezhi {

// --- triage (DOMAIN 2.6; S1-03, S2-19, S2-23) ------------------------------------------------------

enum class TriageLevel : std::uint8_t { none, first, second };  // 分流, 二次分流
constexpr std::array<std::string_view, 3> names_of(TriageLevel) {
  return {"none", "first", "second"};
}

// What a triage decided. `rule` is the rule of the policy that suggested something (empty: none
// fired) and what it suggested; a person decided.
struct Triage {
  TriageLevel level = TriageLevel::none;
  TransferTo to = TransferTo::none;  // none: the street keeps it
  std::string rule;
  TransferTo suggested = TransferTo::none;
  std::string reason;
  ActorId by;
  Moment when;

  template <class V>
  void fields(V& v) {
    v(1, "level", level);
    v(2, "to", to);
    v(3, "rule", rule, 40);
    v(4, "suggested", suggested);
    v(5, "reason", reason, kTextMax);
    v(6, "by", by);
    v(7, "when", when);
  }
};

// How a three-way call (三方通话) ended.
enum class CallResult : std::uint8_t {
  none,
  theirs,   // the other side takes it
  ours,     // we keep it
  joint,    // both act
  unclear,  // 首接先行受理: whoever received it first handles it first
};
constexpr std::array<std::string_view, 5> names_of(CallResult) {
  return {"none", "theirs", "ours", "joint", "unclear"};
}

struct Call {
  TransferTo with = TransferTo::none;
  CallResult result = CallResult::none;
  std::string text;
  Moment when;

  template <class V>
  void fields(V& v) {
    v(1, "with", with);
    v(2, "result", result);
    v(3, "text", text, kTextMax);
    v(4, "when", when);
  }
};

// --- transfer to others (T02): what became of it there ----------------------------------------------

// One time that the case was handed over. It may come back and be handed over again: each stays.
struct Transfer {
  TransferTo to = TransferTo::none;
  std::string receipt;
  std::string reason;
  TransferAnswer answered = TransferAnswer::none;
  std::string answer;
  Moment answered_at;
  bool bounced = false;
  std::string bounce_reason;
  Moment bounced_at;

  template <class V>
  void fields(V& v) {
    v(1, "to", to);
    v(2, "receipt", receipt, 200);
    v(3, "reason", reason, kTextMax);
    v(4, "answered", answered);
    v(5, "answer", answer, kTextMax);
    v(6, "answered_at", answered_at);
    v(7, "bounced", bounced);
    v(8, "bounce_reason", bounce_reason, kTextMax);
    v(9, "bounced_at", bounced_at);
  }
};

// --- merging (T07): what the reporter of a merged report is told of the whole ------------------------

struct Told {
  CaseState state = CaseState::draft;  // of the whole
  std::string number;
  std::string outcome;
  Moment when;

  template <class V>
  void fields(V& v) {
    v(1, "state", state);
    v(2, "number", number, 40);
    v(3, "outcome", outcome, kTextMax);
    v(4, "when", when);
  }
};

// --- restricted class (G20, S4-04) -----------------------------------------------------------------

enum class Restricted : std::uint8_t {
  none,
  minor,
  family_violence,
  sexual,
  welfare  // 残疾、重病等帮扶: health and hardship of a household
};
constexpr std::array<std::string_view, 5> names_of(Restricted) {
  return {"none", "minor", "family_violence", "sexual", "welfare"};
}

// --- the ladder (S5-20) ----------------------------------------------------------------------------

enum class Rung : std::uint8_t {
  none,
  remind,     // 催办
  supervise,  // 督办
  record,     // 效能记录
  refer,      // 移交问责: that it was done, never its content
};
constexpr std::array<std::string_view, 5> names_of(Rung) {
  return {"none", "remind", "supervise", "record", "refer"};
}

struct Escalation {
  Rung rung = Rung::none;
  UnitId unit;  // none: the case as a whole
  TaskId task;
  ClockKind clock = ClockKind::none;  // that ran out, when the street did it by itself
  std::string reason;
  Moment when;
  std::string authority = {};  // of a referral: to whom,
  std::string document = {};   // and under which number; nothing of what it says

  template <class V>
  void fields(V& v) {
    v(1, "rung", rung);
    v(2, "unit", unit);
    v(3, "task", task);
    v(4, "clock", clock);
    v(5, "reason", reason, kTextMax);
    v(6, "when", when);
    v(7, "authority", authority, 120);
    v(8, "document", document, 80);
  }
};

// --- counted things and child objects (S1-24..28, S3-24) -------------------------------------------

enum class Measure : std::uint8_t { piece, bottle, premises, machine, square_metre, fen };
constexpr std::array<std::string_view, 6> names_of(Measure) {
  return {"piece", "bottle", "premises", "machine", "square_metre", "fen"};
}

enum class Disposition : std::uint8_t {
  none,
  recovered,    // 收回
  lawful,       // 合法留用
  transferred,  // 移交
  destroyed,    // 销毁
  closed_down,  // 关停取缔
  returned,     // 归还
  confiscated,  // 没收
  mended,       // 整改合格
  not_found,    // 核实不存在
  fined,        // 罚款
};
constexpr std::array<std::string_view, 11> names_of(Disposition) {
  return {"none",     "recovered",   "lawful", "transferred", "destroyed", "closed_down",
          "returned", "confiscated", "mended", "not_found",   "fined"};
}

struct Disposed {
  Disposition how = Disposition::none;
  std::int64_t amount = 0;
  UnitId unit;     // whose hand it was: the reconciliation is by unit
  std::string to;  // a role or office, never a name
  std::string receipt;
  Moment when;

  template <class V>
  void fields(V& v) {
    v(1, "how", how);
    v(2, "amount", amount);
    v(3, "unit", unit);
    v(4, "to", to, 120);
    v(5, "receipt", receipt, 200);
    v(6, "when", when);
  }
};

// Of things counted and of sums in fen: a list of them adds up far below any overflow.
inline constexpr std::int64_t kSumMax = 1'000'000'000'000;

// A counted thing, or (amount one, `child`) an object with its own confirmation: one of three
// unlicensed agencies. Estimated first (least..most), confirmed later (least == most).
struct Thing {
  std::uint32_t id = 0;  // from 1, within the case
  std::string what;
  Measure measure = Measure::piece;
  std::int64_t least = 0;
  std::int64_t most = 0;
  bool counted = false;    // confirmed by counting; otherwise estimated
  bool child = false;      // a grid leader confirms its disposal on the spot (S3-24d)
  bool confirmed = false;  // which happened
  std::vector<Disposed> disposed;

  std::int64_t settled() const;  // sum of `disposed`

  template <class V>
  void fields(V& v) {
    v(1, "id", id);
    v(2, "what", what, 120);
    v(3, "measure", measure);
    v(4, "least", least);
    v(5, "most", most);
    v(6, "counted", counted);
    v(7, "child", child);
    v(8, "confirmed", confirmed);
    v(9, "disposed", disposed, 100);
  }
};

// --- relations between cases -----------------------------------------------------------------------

enum class Relation : std::uint8_t {
  none,
  same_place,
  part_of,        // this is one part of the other (G16)
  recurrence_of,  // 复发: the other was closed here within the window (S1-41)
};
constexpr std::array<std::string_view, 4> names_of(Relation) {
  return {"none", "same_place", "part_of", "recurrence_of"};
}

struct Related {
  CaseId other;
  Relation how = Relation::none;

  template <class V>
  void fields(V& v) {
    v(1, "other", other);
    v(2, "how", how);
  }
};

// --- concurrent writes of one field (DESIGN: base / yours / theirs) ---------------------------------

// `place` is written by place_case and file_case, not by edit_field.
enum class CaseField : std::uint8_t { none, text, address, root_cause, place };
constexpr std::array<std::string_view, 5> names_of(CaseField) {
  return {"none", "text", "address", "root_cause", "place"};
}

// Two people wrote one field without knowing of each other. The later one in the journal stands;
// both see this until one settles it.
struct Conflict {
  OpId op;  // the later one, which stands
  CaseField field = CaseField::none;
  std::string base;    // what its author saw
  std::string theirs;  // what stood there by then
  ActorId theirs_by;
  std::string yours;  // what its author wrote
  ActorId yours_by;
  bool settled = false;
  // The same three of a place.
  std::optional<Place> base_place = {};
  std::optional<Place> their_place = {};
  std::optional<Place> your_place = {};

  template <class V>
  void fields(V& v) {
    v(1, "op", op);
    v(2, "field", field);
    v(3, "base", base, kTextMax);
    v(4, "theirs", theirs, kTextMax);
    v(5, "theirs_by", theirs_by);
    v(6, "yours", yours, kTextMax);
    v(7, "yours_by", yours_by);
    v(8, "settled", settled);
    v(9, "base_place", base_place);
    v(10, "their_place", their_place);
    v(11, "your_place", your_place);
  }
};

// Who wrote a field last: the other side of a conflict.
struct FieldAuthor {
  CaseField field = CaseField::none;
  ActorId by;

  template <class V>
  void fields(V& v) {
    v(1, "field", field);
    v(2, "by", by);
  }
};

// --- consultation, contact chain, footage (S2-28b, S4-01; S1-14; S1-13) ------------------------------

struct Consultation {
  std::vector<UnitId> seats;
  std::string plan;
  Moment when;

  template <class V>
  void fields(V& v) {
    v(1, "seats", seats, 50);
    v(2, "plan", plan, kTextMax);
    v(3, "when", when);
  }
};

// One hop of the contact chain of a place: property manager, guard captain, guards. Roles only.
struct Hop {
  std::string who;
  bool answered = false;
  std::string answer;
  Moment when;

  template <class V>
  void fields(V& v) {
    v(1, "who", who, 60);
    v(2, "answered", answered);
    v(3, "answer", answer, kTextMax);
    v(4, "when", when);
  }
};

// A request for footage of a place and a time; the search itself is another system's, and nothing of
// a person is kept here.
struct Footage {
  TimeMs from;
  TimeMs to;
  std::string reason;
  ActorId asked_by;
  bool answered = false;
  bool approved = false;
  std::string answer;
  Moment when;

  template <class V>
  void fields(V& v) {
    v(1, "from", from);
    v(2, "to", to);
    v(3, "reason", reason, kTextMax);
    v(4, "asked_by", asked_by);
    v(5, "answered", answered);
    v(6, "approved", approved);
    v(7, "answer", answer, kTextMax);
    v(8, "when", when);
  }
};

// --- after closing (S2-29; the reporter's word) ------------------------------------------------------

enum class Sample : std::uint8_t { none, drawn, passed, failed };
constexpr std::array<std::string_view, 4> names_of(Sample) {
  return {"none", "drawn", "passed", "failed"};
}

enum class Appeal : std::uint8_t { none, open, upheld, dismissed };
constexpr std::array<std::string_view, 4> names_of(Appeal) {
  return {"none", "open", "upheld", "dismissed"};
}

}  // namespace gezhi
