// Operations that hold, visit, close, reopen or void a case, and notes.
#pragma once

#include "core/cases/ops_task.h"

namespace gezhi {

struct AskSuspend {
  static constexpr OpKind kKind = OpKind::ask_suspend;
  TaskId task;
  std::string reason;
  TimeMs resume_at;
  std::vector<Photo> photos = {};  // the evidence: these,
  std::string document = {};       // or the number of a paper

  template <class V>
  void fields(V& v) {
    v(1, "task", task);
    v(2, "reason", reason, kTextMax);
    v(3, "resume_at", resume_at);
    v(4, "photos", photos, kPhotosMax);
    v(5, "document", document, 120);
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
  Fix fix = {};

  template <class V>
  void fields(V& v) {
    v(1, "confirmed", confirmed);
    v(2, "reason", reason);
    v(3, "satisfaction", satisfaction);
    v(4, "text", text, kTextMax);
    v(5, "photos", photos, kPhotosMax);
    v(6, "fix", fix);
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
  bool has_contact = false;  // a sealed contact travels beside this operation

  template <class V>
  void fields(V& v) {
    v(1, "text", text, kTextMax);
    v(2, "photos", photos, kPhotosMax);
    v(3, "has_contact", has_contact);
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

// Another visitor than the last looks again.
struct OrderSecondOpinion {
  static constexpr OpKind kKind = OpKind::order_second_opinion;
  std::string reason;

  template <class V>
  void fields(V& v) {
    v(1, "reason", reason, kTextMax);
  }
};

struct ReporterWord {
  static constexpr OpKind kKind = OpKind::reporter_word;
  Satisfaction satisfaction = Satisfaction::not_asked;
  std::string text;

  template <class V>
  void fields(V& v) {
    v(1, "satisfaction", satisfaction);
    v(2, "text", text, kTextMax);
  }
};

struct AppealCase {
  static constexpr OpKind kKind = OpKind::appeal_case;
  std::string reason;
  std::vector<Photo> photos;

  template <class V>
  void fields(V& v) {
    v(1, "reason", reason, kTextMax);
    v(2, "photos", photos, kPhotosMax);
  }
};

struct DecideAppeal {
  static constexpr OpKind kKind = OpKind::decide_appeal;
  bool confirmed = false;  // upheld
  std::string text;

  template <class V>
  void fields(V& v) {
    v(1, "confirmed", confirmed);
    v(2, "text", text, kTextMax);
  }
};

// SHA-256 over the street's sampling secret and the case: reproducible by whoever holds the secret,
// foreseen by nobody (S2-29).
struct DrawSample {
  static constexpr OpKind kKind = OpKind::draw_sample;
  Digest ticket{};

  template <class V>
  void fields(V& v) {
    v(1, "ticket", ticket);
  }
};

struct SampleResult {
  static constexpr OpKind kKind = OpKind::sample_result;
  bool confirmed = false;  // passed
  ReworkReason reason = ReworkReason::none;
  std::string text;

  template <class V>
  void fields(V& v) {
    v(1, "confirmed", confirmed);
    v(2, "reason", reason);
    v(3, "text", text, kTextMax);
  }
};

struct RecurCase {
  static constexpr OpKind kKind = OpKind::recur_case;
  CaseId again;         // the new report
  bool reopen = false;  // by policy; otherwise the two are linked

  template <class V>
  void fields(V& v) {
    v(1, "again", again);
    v(2, "reopen", reopen);
  }
};

// The record that what a restricted case said was erased (core/journal/erasure.h). It stands in the
// chain and covers what is left of the case's entries.
struct EraseCase {
  static constexpr OpKind kKind = OpKind::erase_case;
  std::uint64_t entries = 0;  // emptied ones, of all times
  Digest left{};              // SHA-256 over the bytes of all of them, in order

  template <class V>
  void fields(V& v) {
    v(1, "entries", entries);
    v(2, "left", left);
  }
};

}  // namespace gezhi
