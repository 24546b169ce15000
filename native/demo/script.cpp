#include "native/demo/script.h"

#include <algorithm>

#include "native/demo/accounts.h"

namespace gezhi {

namespace {

constexpr bool is_over(Ending ending) {
  return ending == Ending::closed || ending == Ending::not_filed || ending == Ending::transferred ||
         ending == Ending::voided;
}

const RecordCall kToldPolice{TransferTo::police_110, CallResult::joint,
                             "已与110三方通话，对方知悉。"};

}  // namespace

Category local_category(const Story& story) { return {"LOCAL-SG", "1.0", story.category}; }

std::string with_place(const char* text, const std::string& place) {
  std::string result(text);
  const std::size_t at = result.find("{}");
  if (at != std::string::npos) result.replace(at, 2, place);
  return result;
}

void Script::write(TimeMs now) {
  id_.value = theatre_.new_id(now - 40 * kDayMs);
  lead_task_.value = theatre_.new_id(now);
  assistant_task_.value = theatre_.new_id(now);
  steps();
  std::int64_t length = 0;
  for (const Step& step : steps_) length += step.after_ms;
  const bool urgent = ending_ >= Ending::dispatched && ending_ <= Ending::working;
  TimeMs last = now - (urgent ? seconds(20, 1500) : minutes(10, 20 * 60));
  if (is_over(ending_)) {
    const CivilDay day{civil_day_of(now).value -
                       static_cast<std::int32_t>(theatre_.random().between(1, 28))};
    last = start_of(day) + minutes(10 * 60, 20 * 60);
  }
  TimeMs moment = last - length;
  for (Step& step : steps_) {
    moment = moment + step.after_ms;
    theatre_.at(moment, std::move(step.action));
  }
}

void Script::steps() {
  report();
  restrict_it();
  if (!reaches(Ending::verifying)) return;
  if (ending_ == Ending::transferred) {
    TransferCase transfer;
    const bool dangerous = for_police();  // G21: nowhere but to the police
    const std::string number = std::to_string(theatre_.random().between(100000, 999999));
    transfer.to = dangerous ? TransferTo::police_110 : TransferTo::hotline_12345;
    transfer.receipt = (dangerous ? "HZ110-" : "HZ12345-") + number;
    transfer.reason = dangerous ? "涉及人身安全，转110处置，对方已受理。"
                                : "事项属市级热线受理范围，已电话核对，对方同意接收。";
    return then(minutes(8, 40), "clerk1", transfer);
  }
  if (ending_ == Ending::voided) {
    if (for_police()) then(kMinuteMs, "clerk1", kToldPolice);
    then(minutes(5, 60), "clerk1", AskVoid{"培训时误报的测试件，申请作废。"});
    return then(minutes(5, 90), "supervisor1", VoidCase{"核对属测试件，同意作废。"});
  }
  if (!triage()) return;
  dispatch();
}

void Script::report() {
  ReportCase report;
  report.source = story_.source;
  report.nature = story_.nature;
  report.category = local_category(story_);
  report.place = scene_.place;
  const auto alarms = demo_false_alarms();
  const bool nothing = ending_ == Ending::not_filed;
  report.text =
      with_place(nothing ? alarms[static_cast<std::size_t>(theatre_.random().below(alarms.size()))]
                         : story_.text,
                 scene_.name);
  report.danger_answered = true;
  if (story_.fire_danger) report.dangers = SetOf<Danger>(Danger::fire);
  std::string login = "clerk1";
  if (is_public(story_)) login = "volunteer" + std::to_string(theatre_.random().between(1, 3));
  if (story_.source == Source::patrol || story_.source == Source::visit) login = scene_.worker;
  taken_by_clerk_ = login == "clerk1";
  report.has_contact = is_public(story_) && theatre_.random().chance(1, 2);
  SealedFields contact;
  contact.salt.resize(16);
  for (auto& byte : contact.salt) byte = static_cast<std::uint8_t>(theatre_.random().next());
  const char* const names[] = {"陈女士", "王先生", "李阿姨", "周师傅", "沈先生", "何女士"};
  contact.name = names[theatre_.random().below(6)];
  contact.phone = "0571-0000" + std::to_string(theatre_.random().between(1000, 9999));
  steps_.push_back({0, [kept = shared(), login, report, contact](TimeMs now) {
                      kept.theatre->act(login, kept.id, report, now, Refusal::none,
                                        report.has_contact ? &contact : nullptr);
                    }});
}

// The desk reads of a child: what grid staff found, they see no longer (G20).
void Script::restrict_it() {
  if (story_.restricted == Restricted::none) return;
  then(2 * kMinuteMs, "clerk1",
       RestrictCase{story_.restricted, "涉及未成年人，按规则建议列入限制类。", "child"});
}

// Verification and filing; false when the case ends there.
bool Script::triage() {
  if (story_.fire_danger && story_.source != Source::call_110) {  // G21: the police know first
    then(minutes(1, 3), "clerk1",
         RecordCall{TransferTo::police_110, CallResult::joint, "已与110三方通话，消防同步到场。"});
  }
  if (!kFiledDirectly.has(story_.source)) {
    then(minutes(4, 50), "clerk1", RequestVerification{"请网格员到场核实，拍远近照片。"});
    if (!reaches(Ending::verified)) return false;
    VerifyResult verified;
    verified.fix = {scene_.place.point, 20, {}};
    verified.found = ending_ == Ending::not_filed ? Verified::not_exists : Verified::exists;
    verified.text = ending_ == Ending::not_filed ? "到场查看并询问周边店家，未发现反映的情况。"
                                                 : "到场核实，情况属实，与反映一致。";
    then(minutes(20, 150), scene_.worker, verified);
    if (!reaches(Ending::filed)) return false;
    if (ending_ == Ending::not_filed) {
      then(minutes(10, 60), "clerk1", RejectCase{"经网格员现场核实情况不存在，已电话告知反映人。"});
      return false;
    }
  }
  FileCase file;
  file.nature = story_.nature;
  file.category = local_category(story_);
  file.duplicates_shown = true;
  file.text = "情况清楚，予以立案。";
  // By another than who took it, unless it was verified.
  const bool own = taken_by_clerk_ && kFiledDirectly.has(story_.source);
  then(minutes(3, 30), own ? "supervisor1" : "clerk1", file);
  return true;
}

void Script::dispatch() {
  const Unit* lead = casting_.unit(story_.lead, scene_.place);
  const Unit* assistant = casting_.unit(story_.assistant, scene_.place);
  if (!reaches(Ending::dispatched) || lead == nullptr) return;
  lead_ = story_.lead == UnitKind::village_grid ? scene_.worker : casting_.login_of(lead->id);
  DispatchCase dispatch;
  TaskOrder order;
  order.id = lead_task_;
  order.unit = lead->id;
  order.lead = true;
  order.mandatory = true;
  order.order = story_.order;
  order.why = "有处置职权，辖区覆盖现场，路程最近。";
  dispatch.tasks.push_back(order);
  if (assistant != nullptr) {
    assistant_ = story_.assistant == UnitKind::village_grid ? scene_.worker
                                                            : casting_.login_of(assistant->id);
    order.id = assistant_task_;
    order.unit = assistant->id;
    order.lead = false;
    order.order = "请到场协助。";
    order.why = "联动模板要求协办。";
    dispatch.tasks.push_back(order);
  }
  then(minutes(2, 15), "desk1", dispatch);
  if (!reaches(Ending::signed_off)) return;
  if (ending_ == Ending::refused_order) {
    RefuseTask refuse;
    refuse.task = lead_task_;
    refuse.reason = ReturnReason::not_our_duty;
    refuse.text = "现场权属为产权单位自管，不属本单位职责，请改派。";
    return then(seconds(40, 400), lead_, refuse);
  }
  handle(lead_task_, lead_);
}

void Script::handle(TaskId task, const std::string& login) {
  const bool late = theatre_.random().chance(1, 6);
  then(late ? seconds(80, 400) : seconds(12, 50), login, SignTask{task});
  if (!reaches(Ending::on_the_way)) return;
  then(seconds(15, 50), login, DepartTask{task});
  ContactParty contact;
  contact.task = task;
  contact.result =
      theatre_.random().chance(4, 5) ? ContactResult::reached : ContactResult::no_number;
  contact.text =
      contact.result == ContactResult::reached ? "已电话联系，约在现场见面。" : "未留联系方式。";
  then(seconds(20, 60), login, contact);
  if (!reaches(Ending::arrived)) return;
  ArriveTask arrive;
  arrive.task = task;
  arrive.point = {
      scene_.place.point.lon + static_cast<std::int32_t>(theatre_.random().between(-800, 800)),
      scene_.place.point.lat + static_cast<std::int32_t>(theatre_.random().between(-800, 800))};
  arrive.accuracy_m = static_cast<std::uint32_t>(theatre_.random().between(5, 25));
  then(late ? minutes(7, 16) : seconds(150, 330), login, arrive);
  if (!reaches(Ending::working)) return;
  then(minutes(1, 4), login, StartTask{task});
  if (ending_ == Ending::suspended) {
    const std::int64_t days = theatre_.random().between(5, 40);
    AskSuspend ask;
    ask.task = task;
    ask.reason = "产权单位采购材料需要时间，现场已做临时防护，申请挂账。";
    ask.document = "产权函〔2026〕7号";
    steps_.push_back({minutes(20, 90), [kept = shared(), login, ask, days](TimeMs now) mutable {
                        ask.resume_at = now + days * kDayMs;
                        kept.theatre->act(login, kept.id, ask, now);
                      }});
    steps_.push_back({minutes(10, 60), [kept = shared()](TimeMs now) {
                        const Case* subject = kept.theatre->find(kDemoStreet, kept.id);
                        if (subject == nullptr) return;
                        kept.theatre->act(
                            "supervisor1", kept.id,
                            SuspendCase{subject->resume_at, "情况属实，同意挂账，每周查看防护。"},
                            now);
                      }});
    return;
  }
  if (!reaches(Ending::return_visit)) return;
  if (!assistant_.empty()) assist();
  SubmitTask submit;
  submit.task = task;
  submit.result =
      theatre_.random().chance(2, 3) ? ResultKind::resolved_on_scene : ResultKind::resolved;
  submit.text = story_.result;
  then(minutes(15, 160), login, submit);
  if (reaches(Ending::visited)) visit_and_close();
}

void Script::assist() {
  then(seconds(10, 60), assistant_, SignTask{assistant_task_});
  then(minutes(1, 3), assistant_, DepartTask{assistant_task_});
  ArriveTask arrive;
  arrive.task = assistant_task_;
  arrive.point = scene_.place.point;
  arrive.accuracy_m = 12;
  then(minutes(3, 12), assistant_, arrive);
  SubmitTask submit;
  submit.task = assistant_task_;
  submit.result = ResultKind::resolved;
  submit.text = "已到场协助，配合主办单位完成处置。";
  then(minutes(10, 40), assistant_, submit);
}

void Script::visit_and_close() {
  VisitResult visit;
  visit.fix = {scene_.place.point, 15, {}};
  visit.confirmed = ending_ != Ending::rework && ending_ != Ending::redone;
  visit.text = visit.confirmed ? story_.visit : "到场查看，问题只处理了一部分，群众仍有意见。";
  visit.reason = visit.confirmed ? ReworkReason::none : ReworkReason::partly_done;
  visit.satisfaction = visit.confirmed ? Satisfaction::satisfied : Satisfaction::dissatisfied;
  if (visit.confirmed && theatre_.random().chance(1, 8)) visit.satisfaction = Satisfaction::neutral;
  const bool guarded = story_.restricted != Restricted::none;
  const std::string visitor = guarded ? scene_.officer : scene_.leader;
  const std::int64_t later = minutes(90, 20 * 60);
  if (visitor.empty()) return;
  then(later, visitor, visit);
  if (ending_ == Ending::rework || ending_ == Ending::visited) return;
  if (ending_ == Ending::redone) {
    RedoCase redo;
    redo.task.id.value = theatre_.new_id(TimeMs{1});
    redo.task.unit = casting_.unit(story_.lead, scene_.place)->id;
    redo.task.lead = true;
    redo.task.mandatory = true;
    redo.task.order = "回访未确认，请把剩余部分处理到位并当面告知群众。";
    redo.task.why = "原主办单位返工。";
    then(minutes(5, 60), "desk1", redo);
    return then(seconds(20, 90), lead_, SignTask{redo.task.id});
  }
  close();
}

void Script::close() {
  steps_.push_back({minutes(20, 5 * 60), [kept = shared()](TimeMs now) {
                      CloseCase close;
                      close.text = "承办单位已处置，回访确认属实，予以结案。";
                      const Case* subject = kept.theatre->find(kDemoStreet, kept.id);
                      const bool late = subject != nullptr &&
                                        std::any_of(subject->clocks.begin(), subject->clocks.end(),
                                                    [](const Clock& clock) { return clock.late; });
                      if (late) close.late_reason = "早晚高峰道路拥堵，到场超时，已在班前会提醒。";
                      kept.theatre->act("clerk1", kept.id, close, now);
                    }});
}

}  // namespace gezhi
