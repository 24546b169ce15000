// What can be done: the tags of the operations. Each has its struct in ops_*.h and its rows in
// lifecycle.h.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace gezhi {

// Wire-stable: append only. Names key the texts (`action.<name>`).
enum class OpKind : std::uint8_t {
  unknown,
  report_case,             // 上报
  request_verification,    // 要求核实
  verify_result,           // 核实结果
  file_case,               // 立案
  reject_case,             // 不予立案
  merge_case,              // 并案
  transfer_case,           // 移交
  dispatch_case,           // 派遣
  sign_task,               // 签收
  refuse_task,             // 退回派遣
  depart_task,             // 出发
  contact_party,           // 联系当事人
  arrive_task,             // 到场
  start_task,              // 开始处置
  submit_task,             // 反馈结果
  return_task,             // 退回重办
  cancel_task,             // 撤销任务
  ask_suspend,             // 申请挂账
  suspend_case,            // 批准挂账
  resume_case,             // 恢复处置
  open_visit,              // 启动回访
  visit_result,            // 回访结果
  close_case,              // 结案
  redo_case,               // 返工派遣
  ask_void,                // 申请作废
  void_case,               // 批准作废
  add_note,                // 补充说明
  read_contact,            // 查看联系方式
  set_policy,              // 设置规则
  set_units,               // 设置单位
  set_grids,               // 设置网格
  triage_case,             // 分流
  record_call,             // 登记三方通话
  restrict_case,           // 设为限制类
  edit_field,              // 修改内容
  settle_conflict,         // 处理冲突
  count_thing,             // 登记物品
  dispose_thing,           // 登记物品去向
  confirm_thing,           // 现场确认
  relate_cases,            // 关联事件
  settle_on_spot,          // 当场办结
  ask_footage,             // 申请调阅视频
  answer_footage,          // 答复视频调阅
  call_chain,              // 启动联络链
  answer_hop,              // 联络回复
  blow_whistle,            // 吹哨
  check_in,                // 报到
  answer_refusal,          // 答复退回
  log_round,               // 登记现场监督
  escalate,                // 升级督办
  hold_consultation,       // 会商
  give_fast_lane,          // 开通绿色通道
  propose_notice,          // 建议整改
  issue_notice,            // 开具整改通知书
  deliver_notice,          // 送达整改通知书
  order_reinspection,      // 安排复查
  reinspect_result,        // 复查结果
  extend_notice,           // 批准延期整改
  refer_enforcement,       // 移交执法
  open_mediation,          // 受理调解
  schedule_session,        // 约定调解
  hold_session,            // 登记调解情况
  conclude_agreement,      // 达成协议
  record_performance,      // 登记履行
  record_breach,           // 登记违约
  fail_mediation,          // 报告调解不成
  sign_failure,            // 首席调解员签署
  raise_tier,              // 提级调解
  withdraw_mediation,      // 终止调解
  refer_court,             // 引导司法途径
  start_investigation,     // 立案调查
  finish_evidence,         // 完成取证
  conclude_investigation,  // 调查结论
  order_second_opinion,    // 要求复核
  reporter_word,           // 报告人评价
  appeal_case,             // 申诉
  decide_appeal,           // 处理申诉
  draw_sample,             // 抽中抽查
  sample_result,           // 抽查结果
  recur_case,              // 复发
  erase_case,              // 到期删除
  decline_notice,          // 不采纳整改建议
  withdraw_notice,         // 撤回整改通知书
  record_statement,        // 登记陈述申辩
  answer_statement,        // 答复陈述申辩
  answer_transfer,         // 登记移交反馈
  bounce_transfer,         // 登记移交退回
  lower_tier,              // 交办下级调解
  tell_merged,             // 告知并案进展
  carry_clock,             // 沿用最早时限
  place_case,              // 核定地点
  enroll_key,              // 登记设备密钥
  tell_progress,           // 告知办理进展
  propose_change,          // 提出规则变更
  confirm_change,          // 确认规则变更
  withdraw_change,         // 撤回规则变更
};
constexpr std::array<std::string_view, 97> names_of(OpKind) {
  return {"unknown",
          "report_case",
          "request_verification",
          "verify_result",
          "file_case",
          "reject_case",
          "merge_case",
          "transfer_case",
          "dispatch_case",
          "sign_task",
          "refuse_task",
          "depart_task",
          "contact_party",
          "arrive_task",
          "start_task",
          "submit_task",
          "return_task",
          "cancel_task",
          "ask_suspend",
          "suspend_case",
          "resume_case",
          "open_visit",
          "visit_result",
          "close_case",
          "redo_case",
          "ask_void",
          "void_case",
          "add_note",
          "read_contact",
          "set_policy",
          "set_units",
          "set_grids",
          "triage_case",
          "record_call",
          "restrict_case",
          "edit_field",
          "settle_conflict",
          "count_thing",
          "dispose_thing",
          "confirm_thing",
          "relate_cases",
          "settle_on_spot",
          "ask_footage",
          "answer_footage",
          "call_chain",
          "answer_hop",
          "blow_whistle",
          "check_in",
          "answer_refusal",
          "log_round",
          "escalate",
          "hold_consultation",
          "give_fast_lane",
          "propose_notice",
          "issue_notice",
          "deliver_notice",
          "order_reinspection",
          "reinspect_result",
          "extend_notice",
          "refer_enforcement",
          "open_mediation",
          "schedule_session",
          "hold_session",
          "conclude_agreement",
          "record_performance",
          "record_breach",
          "fail_mediation",
          "sign_failure",
          "raise_tier",
          "withdraw_mediation",
          "refer_court",
          "start_investigation",
          "finish_evidence",
          "conclude_investigation",
          "order_second_opinion",
          "reporter_word",
          "appeal_case",
          "decide_appeal",
          "draw_sample",
          "sample_result",
          "recur_case",
          "erase_case",
          "decline_notice",
          "withdraw_notice",
          "record_statement",
          "answer_statement",
          "answer_transfer",
          "bounce_transfer",
          "lower_tier",
          "tell_merged",
          "carry_clock",
          "place_case",
          "enroll_key",
          "tell_progress",
          "propose_change",
          "confirm_change",
          "withdraw_change"};
}

}  // namespace gezhi
