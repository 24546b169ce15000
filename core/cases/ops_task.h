// Operations on orders: dispatch, a task's steps, whistle, ladder, consultation.
#pragma once

#include "core/cases/case.h"
#include "core/cases/op_kinds.h"

namespace gezhi {

// How a unit would come to the place.
struct UnitReach {
  UnitId unit;
  bool by_road = false;  // false: `length_mm` is straight, `duration_ms` unknown
  std::int64_t duration_ms = 0;
  std::int64_t length_mm = 0;
  bool known = false;  // false: the unit has no fixed place

  template <class V>
  void fields(V& v) {
    v(1, "unit", unit);
    v(2, "by_road", by_road);
    v(3, "duration_ms", duration_ms);
    v(4, "length_mm", length_mm);
    v(5, "known", known);
  }
};

inline constexpr std::uint64_t kChoiceRoadsMax = 64;

// Where the unit of an order stood when it was chosen, and what an auditor needs besides the journal to
// rank again (ranking.h): when that was, and what the roads said of it and of those before it.
struct UnitChoice {
  std::uint32_t place = 0;  // from 1; 0 = chosen without a ranking, as by older apps
  TimeMs at;
  std::vector<UnitReach> roads;

  template <class V>
  void fields(V& v) {
    v(1, "place", place);
    v(2, "at", at);
    v(3, "roads", roads, kChoiceRoadsMax);
  }
};

struct TaskOrder {
  TaskId id;
  TaskKind kind = TaskKind::onsite;
  UnitId unit;
  bool lead = false;
  bool mandatory = false;
  std::string order;
  std::string why;
  Limit limit = {};          // of this order alone (clock `task`); 0 = none
  std::uint32_t rounds = 0;  // of a recurring supervision
  UnitChoice choice = {};

  template <class V>
  void fields(V& v) {
    v(1, "id", id);
    v(2, "kind", kind);
    v(3, "unit", unit);
    v(4, "lead", lead);
    v(5, "mandatory", mandatory);
    v(6, "order", order, kTextMax);
    v(7, "why", why, kTextMax);
    v(8, "limit", limit);
    v(9, "rounds", rounds);
    v(10, "choice", choice);
  }
};

struct DispatchCase {
  static constexpr OpKind kKind = OpKind::dispatch_case;
  std::vector<TaskOrder> tasks;
  std::string template_id = {};  // of the joint dispatch (S1-25) it came from

  template <class V>
  void fields(V& v) {
    v(1, "tasks", tasks, 16);
    v(2, "template_id", template_id, 40);
  }
};

struct SignTask {
  static constexpr OpKind kKind = OpKind::sign_task;
  TaskId task;

  template <class V>
  void fields(V& v) {
    v(1, "task", task);
  }
};

struct RefuseTask {
  static constexpr OpKind kKind = OpKind::refuse_task;
  TaskId task;
  ReturnReason reason = ReturnReason::none;
  std::string text;

  template <class V>
  void fields(V& v) {
    v(1, "task", task);
    v(2, "reason", reason);
    v(3, "text", text, kTextMax);
  }
};

struct DepartTask {
  static constexpr OpKind kKind = OpKind::depart_task;
  TaskId task;

  template <class V>
  void fields(V& v) {
    v(1, "task", task);
  }
};

struct ContactParty {
  static constexpr OpKind kKind = OpKind::contact_party;
  TaskId task;
  ContactResult result = ContactResult::none;
  std::string text;

  template <class V>
  void fields(V& v) {
    v(1, "task", task);
    v(2, "result", result);
    v(3, "text", text, kTextMax);
  }
};

struct ArriveTask {
  static constexpr OpKind kKind = OpKind::arrive_task;
  TaskId task;
  PointE7 point;  // none = no fix; then `text` says how it is known
  std::uint32_t accuracy_m = 0;
  std::string text;

  template <class V>
  void fields(V& v) {
    v(1, "task", task);
    v(2, "point", point);
    v(3, "accuracy_m", accuracy_m);
    v(4, "text", text, kTextMax);
  }
};

struct StartTask {
  static constexpr OpKind kKind = OpKind::start_task;
  TaskId task;

  template <class V>
  void fields(V& v) {
    v(1, "task", task);
  }
};

struct SubmitTask {
  static constexpr OpKind kKind = OpKind::submit_task;
  TaskId task;
  ResultKind result = ResultKind::none;
  std::string text;
  std::vector<Photo> photos;

  template <class V>
  void fields(V& v) {
    v(1, "task", task);
    v(2, "result", result);
    v(3, "text", text, kTextMax);
    v(4, "photos", photos, kPhotosMax);
  }
};

struct ReturnTask {
  static constexpr OpKind kKind = OpKind::return_task;
  TaskId task;
  std::string reason;

  template <class V>
  void fields(V& v) {
    v(1, "task", task);
    v(2, "reason", reason, kTextMax);
  }
};

struct CancelTask {
  static constexpr OpKind kKind = OpKind::cancel_task;
  TaskId task;
  std::string reason;

  template <class V>
  void fields(V& v) {
    v(1, "task", task);
    v(2, "reason", reason, kTextMax);
  }
};

// 吹哨: the community calls units to its place; each must check in within the limit.
struct BlowWhistle {
  static constexpr OpKind kKind = OpKind::blow_whistle;
  std::vector<TaskOrder> tasks;
  std::string reason;

  template <class V>
  void fields(V& v) {
    v(1, "tasks", tasks, 16);
    v(2, "reason", reason, kTextMax);
  }
};

// 报到: a whistled unit is there.
struct CheckIn {
  static constexpr OpKind kKind = OpKind::check_in;
  TaskId task;
  std::string text;
  Fix fix = {};

  template <class V>
  void fields(V& v) {
    v(1, "task", task);
    v(2, "text", text, kTextMax);
    v(3, "fix", fix);
  }
};

// The answer to an assistant that returned its order (4.4).
struct AnswerRefusal {
  static constexpr OpKind kKind = OpKind::answer_refusal;
  TaskId task;
  std::string text;

  template <class V>
  void fields(V& v) {
    v(1, "task", task);
    v(2, "text", text, kTextMax);
  }
};

// One round of a recurring supervision (S1-39).
struct LogRound {
  static constexpr OpKind kKind = OpKind::log_round;
  TaskId task;
  std::string text;
  std::vector<Photo> photos;
  Fix fix = {};

  template <class V>
  void fields(V& v) {
    v(1, "task", task);
    v(2, "text", text, kTextMax);
    v(3, "photos", photos, kPhotosMax);
    v(4, "fix", fix);
  }
};

// One rung of the ladder (S5-20, T21). Of a referral to those who answer for discipline only to whom
// and under which number is said; its content is not kept here (DOMAIN 6.1).
struct Escalate {
  static constexpr OpKind kKind = OpKind::escalate;
  Rung rung = Rung::none;
  UnitId unit;
  TaskId task;
  ClockKind clock = ClockKind::none;
  std::string reason;
  std::string authority = {};
  std::string document = {};

  template <class V>
  void fields(V& v) {
    v(1, "rung", rung);
    v(2, "unit", unit);
    v(3, "task", task);
    v(4, "clock", clock);
    v(5, "reason", reason, kTextMax);
    v(6, "authority", authority, 120);
    v(7, "document", document, 80);
  }
};

// 会商 and the plan it made; its steps are orders (S2-28b, S4-02).
struct HoldConsultation {
  static constexpr OpKind kKind = OpKind::hold_consultation;
  std::vector<UnitId> seats;
  std::string plan;

  template <class V>
  void fields(V& v) {
    v(1, "seats", seats, 50);
    v(2, "plan", plan, kTextMax);
  }
};

struct GiveFastLane {
  static constexpr OpKind kKind = OpKind::give_fast_lane;
  TimeMs appointment;
  std::string reason;

  template <class V>
  void fields(V& v) {
    v(1, "appointment", appointment);
    v(2, "reason", reason, kTextMax);
  }
};

}  // namespace gezhi
