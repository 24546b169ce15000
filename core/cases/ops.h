// What can be done to a case, one plain struct each. `kKind` is its wire tag (append-only; retired
// tags leave holes) and names its row in lifecycle.h. The field list is its CBOR, its JSON, its
// line in the timeline and its form on screen.
#pragma once

#include <variant>

#include "core/cases/case.h"

namespace gezhi {

// Wire-stable: append only. Names key the texts (`action.<name>`).
enum class OpKind : std::uint8_t {
  unknown,
  report_case,           // 上报
  request_verification,  // 要求核实
  verify_result,         // 核实结果
  file_case,             // 立案
  reject_case,           // 不予立案
  merge_case,            // 并案
  transfer_case,         // 移交
  dispatch_case,         // 派遣
  sign_task,             // 签收
  refuse_task,           // 退回派遣
  depart_task,           // 出发
  contact_party,         // 联系当事人
  arrive_task,           // 到场
  start_task,            // 开始处置
  submit_task,           // 反馈结果
  return_task,           // 退回重办
  cancel_task,           // 撤销任务
  ask_suspend,           // 申请挂账
  suspend_case,          // 批准挂账
  resume_case,           // 恢复处置
  open_visit,            // 启动回访
  visit_result,          // 回访结果
  close_case,            // 结案
  redo_case,             // 返工派遣
  ask_void,              // 申请作废
  void_case,             // 批准作废
  add_note,              // 补充说明
  read_contact,          // 查看联系方式
  set_policy,            // 设置规则
  set_units,             // 设置单位
  set_grids,             // 设置网格
};
constexpr std::array<std::string_view, 32> names_of(OpKind) {
  return {"unknown",       "report_case",   "request_verification",
          "verify_result", "file_case",     "reject_case",
          "merge_case",    "transfer_case", "dispatch_case",
          "sign_task",     "refuse_task",   "depart_task",
          "contact_party", "arrive_task",   "start_task",
          "submit_task",   "return_task",   "cancel_task",
          "ask_suspend",   "suspend_case",  "resume_case",
          "open_visit",    "visit_result",  "close_case",
          "redo_case",     "ask_void",      "void_case",
          "add_note",      "read_contact",  "set_policy",
          "set_units",     "set_grids"};
}

struct ReportCase {
  static constexpr OpKind kKind = OpKind::report_case;
  Source source = Source::app;
  Nature nature = Nature::other;
  Category category;
  Place place;
  std::string text;
  bool danger_answered = false;  // G2: the question was put and answered
  SetOf<Danger> dangers;
  std::vector<Photo> photos;
  bool has_contact = false;  // a sealed contact travels beside this operation

  template <class V>
  void fields(V& v) {
    v(1, "source", source);
    v(2, "nature", nature);
    v(3, "category", category);
    v(4, "place", place);
    v(5, "text", text, kTextMax);
    v(6, "danger_answered", danger_answered);
    v(7, "dangers", dangers);
    v(8, "photos", photos, kPhotosMax);
    v(9, "has_contact", has_contact);
  }
};

struct RequestVerification {
  static constexpr OpKind kKind = OpKind::request_verification;
  std::string text;

  template <class V>
  void fields(V& v) {
    v(1, "text", text, kTextMax);
  }
};

struct VerifyResult {
  static constexpr OpKind kKind = OpKind::verify_result;
  Verified found = Verified::none;
  std::string text;
  std::vector<Photo> photos;

  template <class V>
  void fields(V& v) {
    v(1, "found", found);
    v(2, "text", text, kTextMax);
    v(3, "photos", photos, kPhotosMax);
  }
};

struct FileCase {
  static constexpr OpKind kKind = OpKind::file_case;
  Nature nature = Nature::other;
  Category category;
  bool duplicates_shown = false;  // G4: the search for similar cases was on the screen
  std::optional<Place> place;     // when the desk corrects it
  std::string text;

  template <class V>
  void fields(V& v) {
    v(1, "nature", nature);
    v(2, "category", category);
    v(3, "duplicates_shown", duplicates_shown);
    v(4, "place", place);
    v(5, "text", text, kTextMax);
  }
};

struct RejectCase {
  static constexpr OpKind kKind = OpKind::reject_case;
  std::string reason;

  template <class V>
  void fields(V& v) {
    v(1, "reason", reason, kTextMax);
  }
};

struct MergeCase {
  static constexpr OpKind kKind = OpKind::merge_case;
  CaseId into;
  std::string reason;

  template <class V>
  void fields(V& v) {
    v(1, "into", into);
    v(2, "reason", reason, kTextMax);
  }
};

struct TransferCase {
  static constexpr OpKind kKind = OpKind::transfer_case;
  TransferTo to = TransferTo::none;
  std::string receipt;  // the other side's number
  std::string reason;

  template <class V>
  void fields(V& v) {
    v(1, "to", to);
    v(2, "receipt", receipt, 200);
    v(3, "reason", reason, kTextMax);
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

  template <class V>
  void fields(V& v) {
    v(1, "id", id);
    v(2, "kind", kind);
    v(3, "unit", unit);
    v(4, "lead", lead);
    v(5, "mandatory", mandatory);
    v(6, "order", order, kTextMax);
    v(7, "why", why, kTextMax);
  }
};

struct DispatchCase {
  static constexpr OpKind kKind = OpKind::dispatch_case;
  std::vector<TaskOrder> tasks;

  template <class V>
  void fields(V& v) {
    v(1, "tasks", tasks, 16);
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

struct AskSuspend {
  static constexpr OpKind kKind = OpKind::ask_suspend;
  TaskId task;
  std::string reason;
  TimeMs resume_at;

  template <class V>
  void fields(V& v) {
    v(1, "task", task);
    v(2, "reason", reason, kTextMax);
    v(3, "resume_at", resume_at);
  }
};

struct SuspendCase {
  static constexpr OpKind kKind = OpKind::suspend_case;
  TimeMs resume_at;
  std::string reason;

  template <class V>
  void fields(V& v) {
    v(1, "resume_at", resume_at);
    v(2, "reason", reason, kTextMax);
  }
};

struct ResumeCase {
  static constexpr OpKind kKind = OpKind::resume_case;
  std::string reason;

  template <class V>
  void fields(V& v) {
    v(1, "reason", reason, kTextMax);
  }
};

struct OpenVisit {
  static constexpr OpKind kKind = OpKind::open_visit;
  std::string text;

  template <class V>
  void fields(V& v) {
    v(1, "text", text, kTextMax);
  }
};

struct VisitResult {
  static constexpr OpKind kKind = OpKind::visit_result;
  bool confirmed = false;
  ReworkReason reason = ReworkReason::none;
  Satisfaction satisfaction = Satisfaction::not_asked;
  std::string text;  // what was seen; when nobody was asked, why (G15)
  std::vector<Photo> photos;

  template <class V>
  void fields(V& v) {
    v(1, "confirmed", confirmed);
    v(2, "reason", reason);
    v(3, "satisfaction", satisfaction);
    v(4, "text", text, kTextMax);
    v(5, "photos", photos, kPhotosMax);
  }
};

struct CloseCase {
  static constexpr OpKind kKind = OpKind::close_case;
  std::string text;
  std::string late_reason;  // G14: when a clock ran out

  template <class V>
  void fields(V& v) {
    v(1, "text", text, kTextMax);
    v(2, "late_reason", late_reason, kTextMax);
  }
};

struct RedoCase {
  static constexpr OpKind kKind = OpKind::redo_case;
  TaskOrder task;

  template <class V>
  void fields(V& v) {
    v(1, "task", task);
  }
};

struct AskVoid {
  static constexpr OpKind kKind = OpKind::ask_void;
  std::string reason;

  template <class V>
  void fields(V& v) {
    v(1, "reason", reason, kTextMax);
  }
};

struct VoidCase {
  static constexpr OpKind kKind = OpKind::void_case;
  std::string reason;

  template <class V>
  void fields(V& v) {
    v(1, "reason", reason, kTextMax);
  }
};

struct AddNote {
  static constexpr OpKind kKind = OpKind::add_note;
  std::string text;
  std::vector<Photo> photos;

  template <class V>
  void fields(V& v) {
    v(1, "text", text, kTextMax);
    v(2, "photos", photos, kPhotosMax);
  }
};

// Privacy rule 5: every read of a sealed field is an entry with its reason.
struct ReadContact {
  static constexpr OpKind kKind = OpKind::read_contact;
  std::string reason;

  template <class V>
  void fields(V& v) {
    v(1, "reason", reason, kTextMax);
  }
};

using CaseOp = std::variant<ReportCase, RequestVerification, VerifyResult, FileCase, RejectCase,
                            MergeCase, TransferCase, DispatchCase, SignTask, RefuseTask, DepartTask,
                            ContactParty, ArriveTask, StartTask, SubmitTask, ReturnTask, CancelTask,
                            AskSuspend, SuspendCase, ResumeCase, OpenVisit, VisitResult, CloseCase,
                            RedoCase, AskVoid, VoidCase, AddNote, ReadContact>;

inline OpKind kind_of(const CaseOp& op) {
  return std::visit([](const auto& one) { return one.kKind; }, op);
}

// The task an operation is about; nil when it is about the case.
inline TaskId task_of(const CaseOp& op) {
  return std::visit(
      [](const auto& one) {
        if constexpr (requires { TaskId{one.task}; }) {
          return TaskId{one.task};
        } else {
          return TaskId{};
        }
      },
      op);
}

}  // namespace gezhi
