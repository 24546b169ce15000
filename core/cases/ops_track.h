// Operations on the three tracks (tracks.h): rectify, mediate, investigate.
#pragma once

#include "core/cases/ops_task.h"

namespace gezhi {

// Grid staff propose; only an authority orders (S3-09).
struct ProposeNotice {
  static constexpr OpKind kKind = OpKind::propose_notice;
  std::vector<std::string> items;
  std::string text;
  std::vector<std::string> findings;

  template <class V>
  void fields(V& v) {
    v(1, "items", items, 30);
    v(2, "text", text, kTextMax);
    v(3, "findings", findings, 30);
  }
};

// No notice comes of it.
struct DeclineNotice {
  static constexpr OpKind kKind = OpKind::decline_notice;
  std::string reason;

  template <class V>
  void fields(V& v) {
    v(1, "reason", reason, kTextMax);
  }
};

struct IssueNotice {
  static constexpr OpKind kKind = OpKind::issue_notice;
  Notice notice;

  template <class V>
  void fields(V& v) {
    v(1, "notice", notice);
  }
};

struct DeliverNotice {
  static constexpr OpKind kKind = OpKind::deliver_notice;
  Delivery delivery = Delivery::none;
  std::string text;
  std::vector<Photo> photos;
  std::string witness;  // a role or office, never a name

  template <class V>
  void fields(V& v) {
    v(1, "delivery", delivery);
    v(2, "text", text, kTextMax);
    v(3, "photos", photos, kPhotosMax);
    v(4, "witness", witness, 120);
  }
};

struct WithdrawNotice {
  static constexpr OpKind kKind = OpKind::withdraw_notice;
  std::string reason;

  template <class V>
  void fields(V& v) {
    v(1, "reason", reason, kTextMax);
  }
};

// Taken down by whoever it was said to.
struct RecordStatement {
  static constexpr OpKind kKind = OpKind::record_statement;
  std::string text;
  std::vector<Photo> photos;

  template <class V>
  void fields(V& v) {
    v(1, "text", text, kTextMax);
    v(2, "photos", photos, kPhotosMax);
  }
};

// Answers every statement that is open.
struct AnswerStatement {
  static constexpr OpKind kKind = OpKind::answer_statement;
  bool confirmed = false;  // 采纳
  std::string text;

  template <class V>
  void fields(V& v) {
    v(1, "confirmed", confirmed);
    v(2, "text", text, kTextMax);
  }
};

// The street does it by itself when the time to mend is up (C08).
struct OrderReinspection {
  static constexpr OpKind kKind = OpKind::order_reinspection;
  TaskOrder order;

  template <class V>
  void fields(V& v) {
    v(1, "order", order);
  }
};

struct ReinspectResult {
  static constexpr OpKind kKind = OpKind::reinspect_result;
  TaskId task;
  Reinspected result = Reinspected::none;
  std::string text;
  std::vector<Photo> photos;
  Fix fix = {};

  template <class V>
  void fields(V& v) {
    v(1, "task", task);
    v(2, "result", result);
    v(3, "text", text, kTextMax);
    v(4, "photos", photos, kPhotosMax);
    v(5, "fix", fix);
  }
};

struct ExtendNotice {
  static constexpr OpKind kKind = OpKind::extend_notice;
  TimeMs due;
  std::string reason;

  template <class V>
  void fields(V& v) {
    v(1, "due", due);
    v(2, "reason", reason, kTextMax);
  }
};

// Recorded as a fact: office, kind, number, date (S3-05b).
struct ReferEnforcement {
  static constexpr OpKind kKind = OpKind::refer_enforcement;
  std::string office;
  std::string decision;  // its kind
  std::string number;
  TimeMs decided;

  template <class V>
  void fields(V& v) {
    v(1, "office", office, 120);
    v(2, "decision", decision, 120);
    v(3, "number", number, 80);
    v(4, "decided", decided);
  }
};

struct OpenMediation {
  static constexpr OpKind kKind = OpKind::open_mediation;
  Tier tier = Tier::on_scene;
  std::vector<Party> parties;
  bool informed = false;      // of the other ways open to them
  Unfit unfit = Unfit::none;  // what stands against it; none = nothing
  std::string text;

  template <class V>
  void fields(V& v) {
    v(1, "tier", tier);
    v(2, "parties", parties, 20);
    v(3, "informed", informed);
    v(4, "unfit", unfit);
    v(5, "text", text, kTextMax);
  }
};

struct ScheduleSession {
  static constexpr OpKind kKind = OpKind::schedule_session;
  TimeMs planned;
  std::string place;

  template <class V>
  void fields(V& v) {
    v(1, "planned", planned);
    v(2, "place", place, 200);
  }
};

struct HoldSession {
  static constexpr OpKind kKind = OpKind::hold_session;
  std::uint32_t minutes = 0;
  std::uint32_t attended = 0;
  std::string text;

  template <class V>
  void fields(V& v) {
    v(1, "minutes", minutes);
    v(2, "attended", attended);
    v(3, "text", text, kTextMax);
  }
};

struct ConcludeAgreement {
  static constexpr OpKind kKind = OpKind::conclude_agreement;
  std::string agreement;
  bool oral = false;
  std::vector<Obligation> obligations;

  template <class V>
  void fields(V& v) {
    v(1, "agreement", agreement, kTextMax);
    v(2, "oral", oral);
    v(3, "obligations", obligations, 40);
  }
};

// With its proof (S2-27).
struct RecordPerformance {
  static constexpr OpKind kKind = OpKind::record_performance;
  std::uint32_t obligation = 0;  // from 1
  std::int64_t paid_fen = 0;     // this time; 0 = it was not money
  std::string witness;
  std::string text;
  std::vector<Photo> photos;

  template <class V>
  void fields(V& v) {
    v(1, "obligation", obligation);
    v(2, "paid_fen", paid_fen);
    v(3, "witness", witness, 120);
    v(4, "text", text, kTextMax);
    v(5, "photos", photos, kPhotosMax);
  }
};

struct RecordBreach {
  static constexpr OpKind kKind = OpKind::record_breach;
  std::uint32_t obligation = 0;  // from 1
  std::string text;

  template <class V>
  void fields(V& v) {
    v(1, "obligation", obligation);
    v(2, "text", text, kTextMax);
  }
};

struct FailMediation {
  static constexpr OpKind kKind = OpKind::fail_mediation;
  std::string reason;

  template <class V>
  void fields(V& v) {
    v(1, "reason", reason, kTextMax);
  }
};

// The chief mediator signs every failure (S1-43).
struct SignFailure {
  static constexpr OpKind kKind = OpKind::sign_failure;
  bool confirmed = false;  // false: try once more
  std::string text;

  template <class V>
  void fields(V& v) {
    v(1, "confirmed", confirmed);
    v(2, "text", text, kTextMax);
  }
};

// `order` is to the unit that has it from now on; in operations of before there is none.
struct RaiseTier {
  static constexpr OpKind kKind = OpKind::raise_tier;
  Tier tier = Tier::on_scene;
  std::string reason;
  TaskOrder order = {};

  template <class V>
  void fields(V& v) {
    v(1, "tier", tier);
    v(2, "reason", reason, kTextMax);
    v(3, "order", order);
  }
};

// The upper unit passes it down (交办) or does not take it (`refused`, 退回).
struct LowerTier {
  static constexpr OpKind kKind = OpKind::lower_tier;
  Tier tier = Tier::on_scene;
  TaskOrder order;
  bool refused = false;
  std::string reason;

  template <class V>
  void fields(V& v) {
    v(1, "tier", tier);
    v(2, "order", order);
    v(3, "refused", refused);
    v(4, "reason", reason, kTextMax);
  }
};

struct WithdrawMediation {
  static constexpr OpKind kKind = OpKind::withdraw_mediation;
  std::string by;  // party role
  std::string reason;

  template <class V>
  void fields(V& v) {
    v(1, "by", by, 60);
    v(2, "reason", reason, kTextMax);
  }
};

struct ReferCourt {
  static constexpr OpKind kKind = OpKind::refer_court;
  std::string office;
  std::string receipt;
  std::string reason;

  template <class V>
  void fields(V& v) {
    v(1, "office", office, 120);
    v(2, "receipt", receipt, 200);
    v(3, "reason", reason, kTextMax);
  }
};

struct StartInvestigation {
  static constexpr OpKind kKind = OpKind::start_investigation;
  std::string office;
  bool mediatable = false;

  template <class V>
  void fields(V& v) {
    v(1, "office", office, 120);
    v(2, "mediatable", mediatable);
  }
};

struct FinishEvidence {
  static constexpr OpKind kKind = OpKind::finish_evidence;
  std::string text;

  template <class V>
  void fields(V& v) {
    v(1, "text", text, kTextMax);
  }
};

struct ConcludeInvestigation {
  static constexpr OpKind kKind = OpKind::conclude_investigation;
  InvestigateState outcome = InvestigateState::none;  // mediation_closed, penalty or no_case
  std::string office;
  std::string number;
  TimeMs decided;

  template <class V>
  void fields(V& v) {
    v(1, "outcome", outcome);
    v(2, "office", office, 120);
    v(3, "number", number, 80);
    v(4, "decided", decided);
  }
};

}  // namespace gezhi
