#include "native/demo/cases.h"

#include <algorithm>

#include "core/grid/locate.h"
#include "core/grid/street.h"
#include "native/demo/accounts.h"
#include "native/demo/stories.h"
#include "native/demo/theatre.h"

namespace gezhi {

namespace {

// How far a case has come. In the order of the way, then the ways aside.
enum class Ending {
  reported,
  verifying,
  verified,
  filed,
  dispatched,
  signed_off,
  on_the_way,
  arrived,
  working,
  return_visit,
  visited,
  closed,
  refused_order,
  suspended,
  rework,
  redone,
  not_filed,
  transferred,
  merged,
  voided,
};

struct Share {
  Ending ending;
  int cases;
};

constexpr Share kShares[] = {
    {Ending::reported, 11},     {Ending::verifying, 8},  {Ending::verified, 5},
    {Ending::filed, 8},         {Ending::dispatched, 7}, {Ending::signed_off, 6},
    {Ending::on_the_way, 5},    {Ending::arrived, 5},    {Ending::working, 14},
    {Ending::return_visit, 12}, {Ending::visited, 7},    {Ending::closed, 78},
    {Ending::refused_order, 4}, {Ending::suspended, 5},  {Ending::rework, 4},
    {Ending::redone, 4},        {Ending::not_filed, 6},  {Ending::transferred, 5},
    {Ending::merged, 4},        {Ending::voided, 3},
};

constexpr bool is_over(Ending ending) {
  return ending == Ending::closed || ending == Ending::not_filed || ending == Ending::transferred ||
         ending == Ending::voided;
}

// Needs a report by the public: it goes through verification.
constexpr bool is_public(const Story& story) {
  return story.source == Source::app || story.source == Source::qr;
}

Category local_category(const Story& story) { return {"LOCAL-SG", "1.0", story.category}; }

std::string with_place(const char* text, const std::string& place) {
  std::string result(text);
  const std::size_t at = result.find("{}");
  if (at != std::string::npos) result.replace(at, 2, place);
  return result;
}

constexpr const char* kHomeWorker = "worker1";

// Where things happen, and who works there.
struct Scene {
  Place place;
  std::string name;
  std::string worker;  // logins
  std::string leader;
};

class Casting {
 public:
  Casting(const DemoDistrict& district, const std::vector<Account>& accounts)
      : tree_(district.pack.tree), units_(district.units), accounts_(accounts) {
    const GridLocator locator(district.pack.tree, district.pack.shapes);
    const GridId street = township_of(tree_, kDemoStreet);
    for (const MapPlace& spot : district.pack.places) {
      const bool public_place = spot.kind != PlaceKind::other &&
                                spot.kind != PlaceKind::government &&
                                spot.kind != PlaceKind::police && spot.kind != PlaceKind::service &&
                                spot.kind != PlaceKind::road;
      if (public_place && tree_.contains(street, spot.grid)) add_scene(spot, locator);
    }
    add_home_scenes(district.pack.shapes, locator);
    for (const Scene& scene : scenes_) {
      if (scene.worker == kHomeWorker) home_.push_back(scene);
    }
  }

  bool empty() const { return scenes_.empty(); }

  // Every third case happens where the first demo worker is at home.
  const Scene& pick(Prng& random, int number) const {
    return random.pick(number % 3 == 0 && !home_.empty() ? home_ : scenes_);
  }

  std::string login_of(UnitId unit) const {
    for (const Account& account : accounts_) {
      if (account.grants[0].unit == unit && kTaskRoles.has(account.grants[0].role))
        return account.login;
    }
    return {};
  }

  // The unit of this kind whose area holds the place.
  const Unit* unit(UnitKind kind, const Place& place) const {
    for (const Unit& one : units_) {
      if (one.kind == kind && tree_.contains(one.area, place.grid)) return &one;
    }
    return nullptr;
  }

 private:
  void add_scene(const MapPlace& spot, const GridLocator& locator) {
    const Located where = locator.locate(spot.point);
    Scene scene;
    scene.name = spot.name;
    scene.place.point = spot.point;
    scene.place.grid = where.in(GridLayer::governance).grid;
    scene.place.community = where.in(GridLayer::community).grid;
    scene.place.beat = where.in(GridLayer::police).grid;
    if (where.in(GridLayer::governance).neighbour_count > 0) {
      scene.place.border_with = where.in(GridLayer::governance).neighbours[0].grid;
    }
    scene.place.address =
        full_name(tree_, tree_.at_level(scene.place.grid, GridLevel::village)) + spot.name;
    scene.place.code = spot.code;
    for (const Account& account : accounts_) {
      const Grant& grant = account.grants[0];
      if (grant.role == Role::grid_worker && grant.grid == scene.place.grid &&
          account.login != "visitor") {
        scene.worker = account.login;
      }
      if (grant.role == Role::grid_leader && tree_.contains(grant.grid, scene.place.grid)) {
        scene.leader = account.login;
      }
    }
    if (!scene.worker.empty() && !scene.leader.empty()) scenes_.push_back(std::move(scene));
  }

  // The first worker's grid need not hold a named place: some corners of it, so that this account
  // always has something to do.
  void add_home_scenes(const GridShapes& shapes, const GridLocator& locator) {
    static constexpr struct {
      const char* name;
      std::int32_t east;
      std::int32_t north;
    } kCorners[] = {{"沿街商铺", 0, 0},
                    {"农贸点", 5000, 3000},
                    {"居民楼", -6000, 2000},
                    {"小广场", 2000, -6000}};
    for (const Account& account : accounts_) {
      if (account.login != kHomeWorker) continue;
      const std::int64_t shape = shapes.find(account.grants[0].grid);
      if (shape < 0) return;
      const PointE7 middle = shapes.label_point(static_cast<std::uint32_t>(shape));
      for (const auto& corner : kCorners) {
        MapPlace spot;
        spot.name = corner.name;
        spot.point = {middle.lon + corner.east, middle.lat + corner.north};
        add_scene(spot, locator);
      }
    }
  }

  const GridTree& tree_;
  const std::vector<Unit>& units_;
  const std::vector<Account>& accounts_;
  std::vector<Scene> scenes_;
  std::vector<Scene> home_;
};

// One case from its report to its ending, as steps with the time that passes before each.
class Script {
 public:
  Script(Theatre& theatre, const Casting& casting, const Story& story, const Scene& scene,
         Ending ending)
      : theatre_(theatre), casting_(casting), story_(story), scene_(scene), ending_(ending) {}

  void write(TimeMs now);
  CaseId id() const { return id_; }

 private:
  using Action = std::function<void(TimeMs)>;
  struct Step {
    std::int64_t after_ms;
    Action action;
  };

  template <class T>
  void then(std::int64_t after_ms, const std::string& login, T payload) {
    steps_.push_back({after_ms, [kept = shared(), login, payload](TimeMs now) {
                        kept.theatre->act(login, kept.id, payload, now);
                      }});
  }
  // What a step needs after the script itself is gone.
  struct Kept {
    Theatre* theatre;
    CaseId id;
  };
  Kept shared() const { return {&theatre_, id_}; }

  std::int64_t minutes(std::int64_t low, std::int64_t high) {
    return theatre_.random().between(low * kMinuteMs, high * kMinuteMs);
  }
  std::int64_t seconds(std::int64_t low, std::int64_t high) {
    return theatre_.random().between(low * kSecondMs, high * kSecondMs);
  }
  bool reaches(Ending stage) const {
    return ending_ >= Ending::refused_order || static_cast<int>(ending_) >= static_cast<int>(stage);
  }

  void steps();
  void report();
  bool triage();
  void dispatch();
  void handle(TaskId task, const std::string& login);
  void assist();
  void visit_and_close();
  void close();

  Theatre& theatre_;
  const Casting& casting_;
  const Story& story_;
  const Scene& scene_;
  Ending ending_;
  CaseId id_;
  TaskId lead_task_, assistant_task_;
  std::string lead_, assistant_;
  std::vector<Step> steps_;
};

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
  if (!reaches(Ending::verifying)) return;
  if (ending_ == Ending::transferred) {
    TransferCase transfer;
    transfer.to = TransferTo::hotline_12345;
    transfer.receipt = "HZ12345-" + std::to_string(theatre_.random().between(100000, 999999));
    transfer.reason = "事项属市级热线受理范围，已电话核对，对方同意接收。";
    return then(minutes(8, 40), "clerk1", transfer);
  }
  if (ending_ == Ending::voided) {
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

// Verification and filing; false when the case ends there.
bool Script::triage() {
  if (story_.fire_danger && story_.source != Source::call_110) {  // G21: the police know first
    then(minutes(1, 3), "clerk1",
         RecordCall{TransferTo::police_110, CallResult::joint, "已与110三方通话，消防同步到场。"});
  }
  if (is_public(story_)) {
    then(minutes(4, 50), "clerk1", RequestVerification{"请网格员到场核实，拍远近照片。"});
    if (!reaches(Ending::verified)) return false;
    VerifyResult verified;
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
  then(minutes(3, 30), "clerk1", file);
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
    steps_.push_back({minutes(20, 90), [kept = shared(), login, ask, days](TimeMs now) mutable {
                        ask.resume_at = now + days * kDayMs;
                        kept.theatre->act(login, kept.id, ask, now);
                      }});
    steps_.push_back({minutes(10, 60), [kept = shared(), days](TimeMs now) {
                        kept.theatre->act(
                            "supervisor1", kept.id,
                            SuspendCase{now + days * kDayMs, "情况属实，同意挂账，每周查看防护。"},
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
  visit.confirmed = ending_ != Ending::rework && ending_ != Ending::redone;
  visit.text = visit.confirmed ? story_.visit : "到场查看，问题只处理了一部分，群众仍有意见。";
  visit.reason = visit.confirmed ? ReworkReason::none : ReworkReason::partly_done;
  visit.satisfaction = visit.confirmed ? Satisfaction::satisfied : Satisfaction::dissatisfied;
  if (visit.confirmed && theatre_.random().chance(1, 8)) visit.satisfaction = Satisfaction::neutral;
  then(minutes(90, 20 * 60), scene_.leader, visit);
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

// A second report of something that is being handled, merged into it.
void write_merged(Theatre& theatre, const Casting& casting, const Story& story, const Scene& scene,
                  TimeMs now) {
  Script parent(theatre, casting, story, scene, Ending::working);
  parent.write(now);
  const CaseId into = parent.id();
  CaseId child;
  child.value = theatre.new_id(now);
  const std::int64_t ago = theatre.random().between(5 * kSecondMs, 18 * kSecondMs);
  ReportCase report;
  report.source = Source::walk_in;
  report.nature = story.nature;
  report.category = local_category(story);
  report.place = scene.place;
  report.text = "居民来窗口反映：" + with_place(story.text, scene.name);
  report.danger_answered = true;
  theatre.at(now - ago,
             [&theatre, child, report](TimeMs at) { theatre.act("clerk1", child, report, at); });
  theatre.at(now - ago + 3 * kSecondMs, [&theatre, child, into](TimeMs at) {
    theatre.act("supervisor1", child, MergeCase{into, "与正在处置的案件为同一处同一事。"}, at);
  });
}

const Story& pick_story(Theatre& theatre, Ending ending) {
  const auto stories = demo_stories();
  for (;;) {
    const Story& story = stories[static_cast<std::size_t>(theatre.random().below(stories.size()))];
    const bool needs_public =
        ending == Ending::verifying || ending == Ending::verified || ending == Ending::not_filed;
    if (!needs_public || is_public(story)) return story;
  }
}

}  // namespace

Result<DemoCases> make_demo_cases(Host& host, const DemoDistrict& district,
                                  const std::vector<Account>& accounts, TimeMs now, int times) {
  Theatre theatre(host, accounts, kDemoSeed);
  const Casting casting(district, accounts);
  if (casting.empty()) return Error{"demo_failed", "the demo street has no places"};
  for (const Share& share : kShares) {
    for (int i = 0; i < share.cases * times; ++i) {
      const Story& story = pick_story(theatre, share.ending);
      const Scene& scene = casting.pick(theatre.random(), i);
      if (share.ending == Ending::merged) {
        write_merged(theatre, casting, story, scene, now);
      } else {
        Script(theatre, casting, story, scene, share.ending).write(now);
      }
    }
  }
  if (auto played = theatre.run(); !played) return played.error();
  DemoCases made;
  made.cases = host.ledger(kDemoStreet)->world().own_cases().size();
  made.entries = std::move(theatre.entries);
  made.sealed = std::move(theatre.sealed);
  return made;
}

}  // namespace gezhi
