// The three tracks of a case (DOMAIN 4.5), regions that run beside the main state: RECTIFY, MEDIATE,
// INVESTIGATE. Their tables are track_steps.h. Every enum is wire-stable: append only.
#pragma once

#include <string>
#include <vector>

#include "core/base/codec.h"
#include "core/cases/record.h"

namespace gezhi {

// --- RECTIFY 整改 (S3-04, S3-05) -------------------------------------------------------------------

enum class RectifyState : std::uint8_t {
  none,
  proposed,       // grid staff may propose, not order (S3-09)
  issued,         // 已开具整改通知书
  running,        // delivered: the time to mend it runs
  reinspect_due,  // 待复查
  failed,         // 复查不合格或拒不整改
  eliminated,     // 隐患消除
  referred,       // 移交执法: the fact, the office, the number
  declined,       // 建议未采纳
  revoked,        // 通知书已撤回
};
constexpr std::array<std::string_view, 10> names_of(RectifyState) {
  return {"none",   "proposed",   "issued",   "running",  "reinspect_due",
          "failed", "eliminated", "referred", "declined", "revoked"};
}

// The ways of service that the law knows (民事诉讼法 ch. 7, 行政处罚法). `refused` is not one: a party
// that refuses is served by leaving the paper (left_at_place); older notices have it.
enum class Delivery : std::uint8_t {
  none,
  in_person,      // 直接送达
  left_at_place,  // 留置送达: with a witness and a photo
  posted,         // 张贴送达
  refused,
  mailed,      // 邮寄送达
  entrusted,   // 委托送达
  electronic,  // 电子送达, when the party agreed to it
  announced,   // 公告送达
};
constexpr std::array<std::string_view, 9> names_of(Delivery) {
  return {"none",   "in_person", "left_at_place", "posted",   "refused",
          "mailed", "entrusted", "electronic",    "announced"};
}

enum class Reinspected : std::uint8_t { none, passed, failed, refused };
constexpr std::array<std::string_view, 4> names_of(Reinspected) {
  return {"none", "passed", "failed", "refused"};
}

// The rectification notice (整改通知书). The addressee is named by role or by the premises' business
// name.
struct Notice {
  std::string number;
  std::string addressee;
  std::vector<std::string> items;  // what must be done
  std::string basis;               // legal basis
  std::string authority;           // in whose name
  std::string co_signer;           // issued jointly (S3-04)
  TimeMs due;
  std::vector<std::string> findings;  // what was found; none in notices of before

  template <class V>
  void fields(V& v) {
    v(1, "number", number, 60);
    v(2, "addressee", addressee, 120);
    v(3, "items", items, 30);
    v(4, "basis", basis, 400);
    v(5, "authority", authority, 120);
    v(6, "co_signer", co_signer, 120);
    v(7, "due", due);
    v(8, "findings", findings, 30);
  }
};

// 陈述、申辩: what the party says to it, and what the issuer answers before anything is enforced.
struct Statement {
  std::string text;
  std::vector<Photo> photos;
  UnitId unit;  // that took it down
  Moment when;
  bool answered = false;
  bool upheld = false;
  std::string answer;
  Moment answered_at;

  template <class V>
  void fields(V& v) {
    v(1, "text", text, kTextMax);
    v(2, "photos", photos, kPhotosMax);
    v(3, "unit", unit);
    v(4, "when", when);
    v(5, "answered", answered);
    v(6, "upheld", upheld);
    v(7, "answer", answer, kTextMax);
    v(8, "answered_at", answered_at);
  }
};

struct Reinspection {
  Reinspected result = Reinspected::none;
  std::string text;
  std::vector<Photo> photos;
  ActorId by;
  UnitId unit;
  Moment when;

  template <class V>
  void fields(V& v) {
    v(1, "result", result);
    v(2, "text", text, kTextMax);
    v(3, "photos", photos, kPhotosMax);
    v(4, "by", by);
    v(5, "unit", unit);
    v(6, "when", when);
  }
};

struct Rectify {
  using State = RectifyState;
  RectifyState state = RectifyState::none;
  Notice notice;
  UnitId issuer;
  Moment issued;
  Delivery delivery = Delivery::none;
  Moment delivered;
  bool extended = false;  // once
  std::vector<Reinspection> reinspections;
  std::string referred_to;  // office
  std::string decision;     // its kind, number and date: recorded as facts
  std::string decision_number;
  TimeMs decided;
  std::string ended_reason;  // of a proposal declined, a notice withdrawn
  Moment ended;
  std::string delivery_text;
  std::string witness;  // of leaving it, by role
  std::vector<Photo> delivery_photos;
  std::vector<Statement> statements;

  template <class V>
  void fields(V& v) {
    v(1, "state", state);
    v(2, "notice", notice);
    v(3, "issuer", issuer);
    v(4, "issued", issued);
    v(5, "delivery", delivery);
    v(6, "delivered", delivered);
    v(7, "extended", extended);
    v(8, "reinspections", reinspections, 50);
    v(9, "referred_to", referred_to, 120);
    v(10, "decision", decision, 120);
    v(11, "decision_number", decision_number, 80);
    v(12, "decided", decided);
    v(13, "ended_reason", ended_reason, kTextMax);
    v(14, "ended", ended);
    v(15, "delivery_text", delivery_text, kTextMax);
    v(16, "witness", witness, 120);
    v(17, "delivery_photos", delivery_photos, kPhotosMax);
    v(18, "statements", statements, 20);
  }
};

// --- MEDIATE 调解 (S1-40..46, S2-12, S2-27, S2-28; DOMAIN 2.8) ----------------------------------------

enum class MediateState : std::uint8_t {
  none,
  open,        // 已受理
  scheduled,   // 已约期
  performing,  // 协议履行中
  performed,   // 已履行
  breached,    // 未履行
  failing,     // 调解不成, 待首席调解员签字
  failed,      // 调解不成
  withdrawn,   // 当事人撤回或拒绝
  referred,    // 已转司法途径
};
constexpr std::array<std::string_view, 10> names_of(MediateState) {
  return {"none",     "open",    "scheduled", "performing", "performed",
          "breached", "failing", "failed",    "withdrawn",  "referred"};
}

enum class Tier : std::uint8_t {
  on_scene,      // T0 当场
  village,       // T1 村社或调解点
  consultation,  // T2 历史纠纷会商
  street,        // T3 街道矛调中心牵头
  district,      // T4 区级中心
  judicial,      // T5 共享法庭、司法确认、诉讼
};
constexpr std::array<std::string_view, 6> names_of(Tier) {
  return {"on_scene", "village", "consultation", "street", "district", "judicial"};
}

// What may not be mediated (公通字[2007]81号 and the procedure regulation).
enum class Unfit : std::uint8_t {
  none,
  hired_injury,    // 雇凶伤害他人
  gang_fight,      // 结伙斗殴
  provocation,     // 寻衅滋事
  repeated,        // 多次实施
  provoked_again,  // 调解中又挑起事端
  unwilling,       // 当事人明确不愿调解
  fled,            // 嫌疑人逃跑
  other,           // 其他不宜
};
constexpr std::array<std::string_view, 9> names_of(Unfit) {
  return {"none",           "hired_injury", "gang_fight", "provocation", "repeated",
          "provoked_again", "unwilling",    "fled",       "other"};
}

// A party by role; who it is stands in the sealed contact, if anywhere.
struct Party {
  std::string role;
  bool consents = false;
  bool minor = false;
  bool guardian_told = false;

  template <class V>
  void fields(V& v) {
    v(1, "role", role, 60);
    v(2, "consents", consents);
    v(3, "minor", minor);
    v(4, "guardian_told", guardian_told);
  }
};

struct MediationSession {
  std::uint32_t number = 0;
  Tier tier = Tier::on_scene;
  TimeMs planned;
  std::string place;
  Moment held;  // none: planned only
  std::uint32_t minutes = 0;
  std::uint32_t attended = 0;  // a count, no names
  std::string text;

  template <class V>
  void fields(V& v) {
    v(1, "number", number);
    v(2, "tier", tier);
    v(3, "planned", planned);
    v(4, "place", place, 200);
    v(5, "held", held);
    v(6, "minutes", minutes);
    v(7, "attended", attended);
    v(8, "text", text, kTextMax);
  }
};

struct Obligation {
  std::string who;  // party role
  std::string what;
  std::int64_t amount_fen = 0;  // 0: not money
  TimeMs due;
  std::int64_t paid_fen = 0;
  bool performed = false;
  std::string witness;  // role or office
  std::vector<Photo> proof;

  template <class V>
  void fields(V& v) {
    v(1, "who", who, 60);
    v(2, "what", what, 400);
    v(3, "amount_fen", amount_fen);
    v(4, "due", due);
    v(5, "paid_fen", paid_fen);
    v(6, "performed", performed);
    v(7, "witness", witness, 120);
    v(8, "proof", proof, kPhotosMax);
  }
};

// The mediation passed from one unit to another: up a tier, or down.
struct MediationHandover {
  Tier from = Tier::on_scene;
  Tier to = Tier::on_scene;
  UnitId from_unit;
  UnitId to_unit;
  bool refused = false;  // the upper unit gave it back
  std::string reason;
  Moment when;

  template <class V>
  void fields(V& v) {
    v(1, "from", from);
    v(2, "to", to);
    v(3, "from_unit", from_unit);
    v(4, "to_unit", to_unit);
    v(5, "refused", refused);
    v(6, "reason", reason, kTextMax);
    v(7, "when", when);
  }
};

struct Mediate {
  using State = MediateState;
  MediateState state = MediateState::none;
  Tier tier = Tier::on_scene;
  std::vector<Party> parties;
  UnitId unit;  // who is responsible: opened it, or was given it
  ActorId opener;
  std::vector<MediationSession> sessions;
  std::string agreement;
  bool oral = false;
  Moment agreed;
  std::vector<Obligation> obligations;
  std::string failure;
  std::string receipt;  // of the court or centre it was referred to
  std::vector<MediationHandover> handovers;

  template <class V>
  void fields(V& v) {
    v(1, "state", state);
    v(2, "tier", tier);
    v(3, "parties", parties, 20);
    v(4, "unit", unit);
    v(5, "opener", opener);
    v(6, "sessions", sessions, 60);
    v(7, "agreement", agreement, kTextMax);
    v(8, "oral", oral);
    v(9, "agreed", agreed);
    v(10, "obligations", obligations, 40);
    v(11, "failure", failure, kTextMax);
    v(12, "receipt", receipt, 200);
    v(13, "handovers", handovers, 50);
  }
};

// --- INVESTIGATE 办案 (S5-22b): facts, offices and dates only -----------------------------------------

enum class InvestigateState : std::uint8_t {
  none,
  started,
  evidence_done,
  mediation_closed,  // 调解结案: agreed and performed before the decision (join rule a)
  penalty,           // 进入处罚程序, outside this system
  no_case,           // 不予处罚或终止
};
constexpr std::array<std::string_view, 6> names_of(InvestigateState) {
  return {"none", "started", "evidence_done", "mediation_closed", "penalty", "no_case"};
}

struct Investigate {
  using State = InvestigateState;
  InvestigateState state = InvestigateState::none;
  UnitId unit;
  std::string office;
  Moment started;
  Moment evidence_done;
  std::string number;  // of the decision
  TimeMs decided;
  bool mediatable = false;  // whether the offence may end by mediation

  template <class V>
  void fields(V& v) {
    v(1, "state", state);
    v(2, "unit", unit);
    v(3, "office", office, 120);
    v(4, "started", started);
    v(5, "evidence_done", evidence_done);
    v(6, "number", number, 80);
    v(7, "decided", decided);
    v(8, "mediatable", mediatable);
  }
};

}  // namespace gezhi
