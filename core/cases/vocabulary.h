// The words of a case (DOMAIN sections 3 and 4). Every list is wire-stable: append only.
#pragma once

#include <array>

#include "core/base/names.h"

namespace gezhi {

// Main states M0-M10 and X1-X4.
enum class CaseState : std::uint8_t {
  draft,         // M0 草稿(仅本机)
  reported,      // M1 待受理
  verifying,     // M2 待核实
  filed,         // M3 已立案·待派遣
  dispatched,    // M4 待签收
  handling,      // M5 处置中
  suspended,     // M6 挂账
  feedback,      // M7 处结反馈·待回访
  return_visit,  // M8 回访核查中
  rework,        // M9 返工
  closed,        // M10 已结案
  not_filed,     // X1 不予立案
  transferred,   // X2 已移交
  merged,        // X3 已并案
  voided,        // X4 作废
};
constexpr std::array<std::string_view, 15> names_of(CaseState) {
  return {"draft",    "reported",  "verifying",   "filed",        "dispatched",
          "handling", "suspended", "feedback",    "return_visit", "rework",
          "closed",   "not_filed", "transferred", "merged",       "voided"};
}
using CaseStates = SetOf<CaseState>;

inline constexpr CaseStates kFinalStates(CaseState::closed, CaseState::not_filed,
                                         CaseState::transferred, CaseState::merged,
                                         CaseState::voided);
inline constexpr CaseStates kOpenStates(CaseState::reported, CaseState::verifying, CaseState::filed,
                                        CaseState::dispatched, CaseState::handling,
                                        CaseState::suspended, CaseState::feedback,
                                        CaseState::return_visit, CaseState::rework);

enum class TaskState : std::uint8_t {
  none,
  assigned,    // 待签收
  signed_off,  // 已签收
  en_route,    // 已出发
  arrived,     // 已到场
  working,     // 处置中
  submitted,   // 已反馈
  accepted,    // 已采纳
  refused,     // 已退回派遣
  returned,    // 退回重办
  cancelled,   // 已撤销
};
constexpr std::array<std::string_view, 11> names_of(TaskState) {
  return {"none",      "assigned", "signed",  "en_route", "arrived",  "working",
          "submitted", "accepted", "refused", "returned", "cancelled"};
}
using TaskStates = SetOf<TaskState>;

inline constexpr TaskStates kLiveTaskStates(TaskState::assigned, TaskState::signed_off,
                                            TaskState::en_route, TaskState::arrived,
                                            TaskState::working, TaskState::returned);

enum class TaskKind : std::uint8_t {
  onsite,
  check,
  enforcement,
  support,  // of a company or utility
  recover_property,
  rectify_visit,  // 联合整治
  reinspect,      // 复查
  mediation,      // 调解
  investigation,  // 调查取证
  supervision,    // recurring, on the spot (S1-39)
  visit,
  meeting_action,  // what a consultation decided
};
constexpr std::array<std::string_view, 12> names_of(TaskKind) {
  return {"onsite",           "check",         "enforcement", "support",
          "recover_property", "rectify_visit", "reinspect",   "mediation",
          "investigation",    "supervision",   "visit",       "meeting_action"};
}

enum class Source : std::uint8_t {
  app,             // 小程序/网页
  qr,              // 民情码/解纷码
  walk_in,         // 窗口
  call_110,        // 110
  hotline_12345,   // 12345
  four_platforms,  // 四平台
  visit,           // 走访
  patrol,          // 巡查
  meeting,         // 议事/夜话
  device_alarm,    // 设备一键报警
  model,           // 预警模型
  petition,        // 媒体/信访
  assigned,        // 上级交办
  transfer,        // 单位转送
};
constexpr std::array<std::string_view, 14> names_of(Source) {
  return {"app",      "qr",      "walk_in", "call_110",     "hotline_12345", "four_platforms",
          "visit",    "patrol",  "meeting", "device_alarm", "model",         "petition",
          "assigned", "transfer"};
}

// Reports of the public, petitions and the media are verified in the field before filing (P20, T03),
// also when they came by telephone through 12345. What the police, own staff or other units and
// platforms found, and whom own staff spoke to at a window, may be filed directly (T04), by another
// than who wrote it down.
inline constexpr SetOf<Source> kFiledDirectly(Source::call_110, Source::four_platforms,
                                              Source::visit, Source::patrol, Source::walk_in,
                                              Source::meeting, Source::assigned, Source::transfer);

// The danger question (G2): any of these means 110/119/120 first.
enum class Danger : std::uint8_t { life, weapon, fire, child, violence };
constexpr std::array<std::string_view, 5> names_of(Danger) {
  return {"life", "weapon", "fire", "child", "violence"};
}

enum class PhotoKind : std::uint8_t { other, near, far, reference, before, after };
constexpr std::array<std::string_view, 6> names_of(PhotoKind) {
  return {"other", "near", "far", "reference", "before", "after"};
}

enum class Verified : std::uint8_t { none, exists, not_exists, unable };
constexpr std::array<std::string_view, 4> names_of(Verified) {
  return {"none", "exists", "not_exists", "unable"};
}

// How a task ended. `stabilised` (先期稳控) is not `resolved` (S1-17).
enum class ResultKind : std::uint8_t {
  none,
  resolved_on_scene,
  resolved,
  stabilised,
  no_ground,
  cannot
};
constexpr std::array<std::string_view, 6> names_of(ResultKind) {
  return {"none", "resolved_on_scene", "resolved", "stabilised", "no_ground", "cannot"};
}

// Why a unit returns an order (T10).
enum class ReturnReason : std::uint8_t { none, not_our_duty, unclear, wrong_area };
constexpr std::array<std::string_view, 4> names_of(ReturnReason) {
  return {"none", "not_our_duty", "unclear", "wrong_area"};
}

// Why a return visit does not confirm (T16; P8).
enum class ReworkReason : std::uint8_t {
  none,
  not_done,         // 未办
  partly_done,      // 部分办
  interim_closure,  // 阶段性闭环
  too_brief,        // 过简闭环
  wrong_handling,   // 错误办理
  dissatisfied,     // 群众不满意
};
constexpr std::array<std::string_view, 7> names_of(ReworkReason) {
  return {"none",      "not_done",       "partly_done", "interim_closure",
          "too_brief", "wrong_handling", "dissatisfied"};
}

enum class TransferTo : std::uint8_t { none, police_110, hotline_12345, court, other_district };
constexpr std::array<std::string_view, 5> names_of(TransferTo) {
  return {"none", "police_110", "hotline_12345", "court", "other_district"};
}

// What the receiver of a transfer answers.
enum class TransferAnswer : std::uint8_t {
  none,
  accepted,  // 已受理
  handled,   // 已办结
};
constexpr std::array<std::string_view, 3> names_of(TransferAnswer) {
  return {"none", "accepted", "handled"};
}

enum class ContactResult : std::uint8_t { none, reached, not_reached, no_number };
constexpr std::array<std::string_view, 4> names_of(ContactResult) {
  return {"none", "reached", "not_reached", "no_number"};
}

enum class Satisfaction : std::uint8_t { not_asked, satisfied, neutral, dissatisfied };
constexpr std::array<std::string_view, 4> names_of(Satisfaction) {
  return {"not_asked", "satisfied", "neutral", "dissatisfied"};
}

// Clocks of DOMAIN section 4.6 with their numbers; what happens when one runs out is clock_rules.h.
enum class ClockKind : std::uint8_t {
  none,
  sign,            // C01
  depart,          // C02
  contact,         // C03
  arrive,          // C04
  verify,          // C06
  handle,          // C07
  return_visit,    // C12
  arrive_police,   // C05
  rectify,         // C08
  investigate,     // C09
  first_session,   // C10
  second_session,  // C11
  check_in,        // of a whistle (S3-10)
  task,            // an order with a limit of its own (S1-25)
  perform,         // the next obligation of an agreement (S2-27)
  appeal,          // the answer to a reporter's appeal
};
constexpr std::array<std::string_view, 17> names_of(ClockKind) {
  return {"none",        "sign",          "depart",         "contact",       "arrive",
          "verify",      "handle",        "return_visit",   "arrive_police", "rectify",
          "investigate", "first_session", "second_session", "check_in",      "task",
          "perform",     "appeal"};
}

// Whether somebody who says to have been at the place was there (C04).
enum class Presence : std::uint8_t {
  none,      // not judged
  there,     // inside the policy's radius
  away,      // outside, with a reason: the step stands, but not as in time
  not_known  // no position, or one too rough to tell
};
constexpr std::array<std::string_view, 4> names_of(Presence) {
  return {"none", "there", "away", "not_known"};
}

// How a clock counts (DOMAIN section 2.1, time-limit classes).
enum class ClockClass : std::uint8_t {
  urgent,       // 紧急工作时: continuous
  work_hour,    // 工作时: inside work periods only
  work_day,     // 工作日: working days, to the end of the last one
  natural_day,  // 自然日: continuous days
};
constexpr std::array<std::string_view, 4> names_of(ClockClass) {
  return {"urgent", "work_hour", "work_day", "natural_day"};
}

}  // namespace gezhi
