// Operations on what the case is: reporting, triage, verification, filing, relating, counting.
#pragma once

#include "core/cases/case.h"
#include "core/cases/op_kinds.h"

namespace gezhi {

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
  Restricted restricted = Restricted::none;

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
    v(10, "restricted", restricted);
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
  Fix fix = {};

  template <class V>
  void fields(V& v) {
    v(1, "found", found);
    v(2, "text", text, kTextMax);
    v(3, "photos", photos, kPhotosMax);
    v(4, "fix", fix);
  }
};

struct FileCase {
  static constexpr OpKind kKind = OpKind::file_case;
  Nature nature = Nature::other;
  Category category;
  bool duplicates_shown = false;  // G4: the search for similar cases was on the screen
  std::optional<Place> place;     // when the desk corrects it
  std::string text;
  std::optional<Place> base = {};  // then: the place that its author saw

  template <class V>
  void fields(V& v) {
    v(1, "nature", nature);
    v(2, "category", category);
    v(3, "duplicates_shown", duplicates_shown);
    v(4, "place", place);
    v(5, "text", text, kTextMax);
    v(6, "base", base);
  }
};

// Where the matter lies: set by the desk, or worked out by the street itself when a report came without
// the grid of its point, or for another street than the point's.
struct PlaceCase {
  static constexpr OpKind kKind = OpKind::place_case;
  Place place;
  ShardId lies_in;  // another street, in which the point lies; none: this one, or nobody knows
  Digest pack{};    // of the map that the street worked it out on; zeros: a person set it
  std::string text;
  std::optional<Place> base = {};  // what its author saw; none: the street itself, or an older app

  template <class V>
  void fields(V& v) {
    v(1, "place", place);
    v(2, "lies_in", lies_in);
    v(3, "pack", pack);
    v(4, "text", text, kTextMax);
    v(5, "base", base);
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

// What the receiver of a transfer let us know.
struct AnswerTransfer {
  static constexpr OpKind kKind = OpKind::answer_transfer;
  TransferAnswer answered = TransferAnswer::none;
  std::string receipt;  // when it has another number there by now
  std::string text;

  template <class V>
  void fields(V& v) {
    v(1, "answered", answered);
    v(2, "receipt", receipt, 200);
    v(3, "text", text, kTextMax);
  }
};

// The receiver gave it back: the desk has it again.
struct BounceTransfer {
  static constexpr OpKind kKind = OpKind::bounce_transfer;
  std::string reason;

  template <class V>
  void fields(V& v) {
    v(1, "reason", reason, kTextMax);
  }
};

// A report that was merged into this case is older: the clock counts from there (T07).
struct CarryClock {
  static constexpr OpKind kKind = OpKind::carry_clock;
  std::int64_t by_ms = 0;  // before the case's own report

  template <class V>
  void fields(V& v) {
    v(1, "by_ms", by_ms);
  }
};

// The street tells the reporter of a merged report how the whole stands: the part of it that is for
// every reporter, and no more.
struct TellMerged {
  static constexpr OpKind kKind = OpKind::tell_merged;
  CaseState state = CaseState::draft;
  std::string number;
  std::string outcome;

  template <class V>
  void fields(V& v) {
    v(1, "state", state);
    v(2, "number", number, 40);
    v(3, "outcome", outcome, kTextMax);
  }
};

// How the case stands, in the place of what made it so: for its reporter, made where the entries for a
// device are filled in (core/cases/reporter_view.h). No journal has one.
struct TellProgress {
  static constexpr OpKind kKind = OpKind::tell_progress;
  CaseState state = CaseState::draft;
  UnitId unit;  // that leads from then on, when this said so

  template <class V>
  void fields(V& v) {
    v(1, "state", state);
    v(2, "unit", unit);
  }
};

// 分流: where the matter belongs. A rule may have suggested it; a person decides.
struct TriageCase {
  static constexpr OpKind kKind = OpKind::triage_case;
  TriageLevel level = TriageLevel::none;
  TransferTo to = TransferTo::none;  // none: the street keeps it
  std::string rule;                  // of the policy, that suggested it; empty = none fired
  TransferTo suggested = TransferTo::none;
  std::string reason;

  template <class V>
  void fields(V& v) {
    v(1, "level", level);
    v(2, "to", to);
    v(3, "rule", rule, 40);
    v(4, "suggested", suggested);
    v(5, "reason", reason, kTextMax);
  }
};

// 三方通话 and its end.
struct RecordCall {
  static constexpr OpKind kKind = OpKind::record_call;
  TransferTo with = TransferTo::none;
  CallResult result = CallResult::none;
  std::string text;

  template <class V>
  void fields(V& v) {
    v(1, "with", with);
    v(2, "result", result);
    v(3, "text", text, kTextMax);
  }
};

// Into a restricted class, or out of it again: `none`, by the community officer alone.
struct RestrictCase {
  static constexpr OpKind kKind = OpKind::restrict_case;
  Restricted restricted = Restricted::none;
  std::string reason;
  std::string rule = {};  // of the policy, that proposed it; empty = none fired

  template <class V>
  void fields(V& v) {
    v(1, "restricted", restricted);
    v(2, "reason", reason, kTextMax);
    v(3, "rule", rule, 40);
  }
};

// Writes one field; whoever wrote it without having seen what stands there makes a Conflict.
struct EditField {
  static constexpr OpKind kKind = OpKind::edit_field;
  CaseField field = CaseField::none;
  std::string base;  // what its author saw
  std::string value;

  template <class V>
  void fields(V& v) {
    v(1, "field", field);
    v(2, "base", base, kTextMax);
    v(3, "value", value, kTextMax);
  }
};

struct SettleConflict {
  static constexpr OpKind kKind = OpKind::settle_conflict;
  OpId conflict;
  std::string value;                // what shall stand,
  std::optional<Place> place = {};  // or where: of a place

  template <class V>
  void fields(V& v) {
    v(1, "conflict", conflict);
    v(2, "value", value, kTextMax);
    v(3, "place", place);
  }
};

// Things at the place: estimated first, counted later (S1-24, S1-26).
struct CountThing {
  static constexpr OpKind kKind = OpKind::count_thing;
  std::uint32_t thing = 0;  // 0: a new one
  std::string what;
  Measure measure = Measure::piece;
  std::int64_t least = 0;
  std::int64_t most = 0;
  bool counted = false;
  bool child = false;
  std::string text;

  template <class V>
  void fields(V& v) {
    v(1, "thing", thing);
    v(2, "what", what, 120);
    v(3, "measure", measure);
    v(4, "least", least);
    v(5, "most", most);
    v(6, "counted", counted);
    v(7, "child", child);
    v(8, "text", text, kTextMax);
  }
};

struct DisposeThing {
  static constexpr OpKind kKind = OpKind::dispose_thing;
  std::uint32_t thing = 0;
  Disposition how = Disposition::none;
  Measure measure = Measure::piece;  // G18: as it was counted
  std::int64_t amount = 0;
  std::string to;  // a role or office
  std::string receipt;
  std::vector<Photo> photos;

  template <class V>
  void fields(V& v) {
    v(1, "thing", thing);
    v(2, "how", how);
    v(3, "measure", measure);
    v(4, "amount", amount);
    v(5, "to", to, 120);
    v(6, "receipt", receipt, 200);
    v(7, "photos", photos, kPhotosMax);
  }
};

// A grid leader saw on the spot that this object is settled (S3-24d).
struct ConfirmThing {
  static constexpr OpKind kKind = OpKind::confirm_thing;
  std::uint32_t thing = 0;
  std::string text;
  std::vector<Photo> photos;

  template <class V>
  void fields(V& v) {
    v(1, "thing", thing);
    v(2, "text", text, kTextMax);
    v(3, "photos", photos, kPhotosMax);
  }
};

struct RelateCases {
  static constexpr OpKind kKind = OpKind::relate_cases;
  CaseId other;
  Relation how = Relation::none;
  std::string reason;

  template <class V>
  void fields(V& v) {
    v(1, "other", other);
    v(2, "how", how);
    v(3, "reason", reason, kTextMax);
  }
};

// 简易程序: found and finished within own powers, in one go (S3-20a).
struct SettleOnSpot {
  static constexpr OpKind kKind = OpKind::settle_on_spot;
  ReportCase report;
  std::string text;
  std::vector<Photo> photos;  // before and after

  template <class V>
  void fields(V& v) {
    v(1, "report", report);
    v(2, "text", text, kTextMax);
    v(3, "photos", photos, kPhotosMax);
  }
};

struct AskFootage {
  static constexpr OpKind kKind = OpKind::ask_footage;
  TimeMs from;
  TimeMs to;
  std::string reason;

  template <class V>
  void fields(V& v) {
    v(1, "from", from);
    v(2, "to", to);
    v(3, "reason", reason, kTextMax);
  }
};

struct AnswerFootage {
  static constexpr OpKind kKind = OpKind::answer_footage;
  bool approved = false;
  std::string text;

  template <class V>
  void fields(V& v) {
    v(1, "approved", approved);
    v(2, "text", text, kTextMax);
  }
};

// The contact chain of a place: property manager, guard captain, guards (S1-14).
struct CallChain {
  static constexpr OpKind kKind = OpKind::call_chain;
  std::vector<std::string> who;  // roles, in the order in which they are told
  std::string text;

  template <class V>
  void fields(V& v) {
    v(1, "who", who, 20);
    v(2, "text", text, kTextMax);
  }
};

struct AnswerHop {
  static constexpr OpKind kKind = OpKind::answer_hop;
  std::uint32_t hop = 0;  // from 1
  std::string text;

  template <class V>
  void fields(V& v) {
    v(1, "hop", hop);
    v(2, "text", text, kTextMax);
  }
};

}  // namespace gezhi
