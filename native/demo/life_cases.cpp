#include "native/demo/life_cases.h"

#include <algorithm>

#include "native/demo/accounts.h"
#include "native/demo/picture.h"

namespace gezhi {

namespace {

constexpr const char* kFire = "handler_fire";
constexpr const char* kEnforcement = "handler_enforcement";
constexpr const char* kMarket = "handler_market";
constexpr const char* kPolice = "handler_police";
constexpr const char* kMediator = "mediator1";

// One case told step by step. Its moments are known while it is written.
class Tale {
 public:
  Tale(Theatre& theatre, const Casting& casting, int number, TimeMs start)
      : theatre_(theatre),
        casting_(casting),
        scene_(casting.pick(theatre.random(), number)),
        moment_(start) {
    id_.value = theatre.new_id(start);
  }

  const Scene& scene() const { return scene_; }
  CaseId id() const { return id_; }
  TimeMs moment() const { return moment_; }
  TaskId new_task() { return TaskId{theatre_.new_id(moment_)}; }
  const Unit* unit(UnitKind kind) const { return casting_.unit(kind, scene_.place); }

  template <class T>
  void then(std::int64_t after_ms, const std::string& login, T payload) {
    moment_ = moment_ + after_ms;
    theatre_.at(moment_, [stage = &theatre_, id = id_, login, payload](TimeMs now) {
      stage->act(login, id, payload, now);
    });
  }

  // A step that depends on what the case has become by then.
  template <class Make>
  void then_by(std::int64_t after_ms, const std::string& login, Make make) {
    moment_ = moment_ + after_ms;
    theatre_.at(moment_, [stage = &theatre_, id = id_, login, make](TimeMs now) {
      const Case* one = stage->find(kDemoStreet, id);
      if (one != nullptr) stage->act(login, id, make(*one), now);
    });
  }

  void report(const std::string& login, Nature nature, const char* code, Source source,
              const std::string& text, Restricted restricted = Restricted::none);
  void file(Nature nature, const char* code);
  // The lead has signed and is there.
  TaskId order(UnitKind kind, const std::string& login, const char* what, bool lead = true);

 private:
  Theatre& theatre_;
  const Casting& casting_;
  const Scene scene_;
  TimeMs moment_;
  CaseId id_;
};

Category category(const char* code) { return {"LOCAL-SG", "1.0", code}; }

void Tale::report(const std::string& login, Nature nature, const char* code, Source source,
                  const std::string& text, Restricted restricted) {
  ReportCase report;
  report.source = source;
  report.nature = nature;
  report.category = category(code);
  report.place = scene_.place;
  report.text = scene_.name + text;
  report.danger_answered = true;
  report.restricted = restricted;
  then(0, login, report);
}

void Tale::file(Nature nature, const char* code) {
  FileCase file;
  file.nature = nature;
  file.category = category(code);
  file.duplicates_shown = true;
  file.text = "情况清楚，予以立案。";
  then(10 * kMinuteMs, "supervisor1", file);  // the clerk took some of them
}

TaskId Tale::order(UnitKind kind, const std::string& login, const char* what, bool lead) {
  const TaskId task = new_task();
  TaskOrder order;
  order.id = task;
  order.unit = unit(kind)->id;
  order.lead = lead;
  order.mandatory = lead;
  order.order = what;
  order.why = "有处置职权，辖区覆盖现场，路程最近。";
  then(5 * kMinuteMs, "desk1", DispatchCase{{order}, {}});
  then(40 * kSecondMs, login, SignTask{task});
  then(50 * kSecondMs, login, DepartTask{task});
  then(5 * kMinuteMs, login, ArriveTask{task, scene_.place.point, 10, {}});
  return task;
}

// --- rectification: running, due for reinspection, failed -------------------------------------------

Notice notice(const Tale& tale, const char* number) {
  Notice made;
  made.number = number;
  made.addressee = tale.scene().name + "沿街商铺经营者";
  made.findings = {"一楼经营、二楼住人", "只有一个安全出口", "楼梯间堆放货物"};
  made.items = {"二楼住宿人员立即搬离", "经营与住宿之间设置实体分隔",
                "清理楼梯间堆货，增设应急照明"};
  made.basis = "《中华人民共和国消防法》第十九条";
  made.authority = "小河消防救援站";
  made.co_signer = "小河派出所";
  made.due = tale.moment() + 3 * kDayMs;
  return made;
}

void write_rectify(Theatre& theatre, const Casting& casting, TimeMs now, int days_ago, int number,
                   bool fails) {
  Tale tale(theatre, casting, number, now - days_ago * kDayMs - 3 * kHourMs);
  tale.report(tale.scene().worker, Nature::hazard, "hazard.three_in_one", Source::patrol,
              "沿街商铺一楼经营、二楼住人，只有一个出口。");
  tale.file(Nature::hazard, "hazard.three_in_one");
  tale.order(UnitKind::fire, kFire, "请检查并开具整改通知书，三日后复查。");
  const std::string title = "消改字〔2026〕第" + std::to_string(40 + number) + "号";
  tale.then(20 * kMinuteMs, kFire, IssueNotice{notice(tale, title.c_str())});
  tale.then(10 * kMinuteMs, kFire, DeliverNotice{Delivery::in_person, "经营者当场签收。", {}, ""});
  if (!fails) return;
  const auto reinspection = [](const Case& one) {
    for (const Task& task : one.tasks) {
      if (task.kind == TaskKind::reinspect) return task.id;
    }
    return TaskId{};
  };
  tale.then_by(3 * kDayMs + kHourMs, kFire,
               [=](const Case& one) { return SignTask{reinspection(one)}; });
  tale.then_by(40 * kMinuteMs, kFire, [=](const Case& one) {
    return ReinspectResult{reinspection(one),
                           Reinspected::failed,
                           "二楼仍有两张床铺，分隔未设置，经营者称材料未到。",
                           {}};
  });
}

// --- mediation and investigation ---------------------------------------------------------------------

OpenMediation mediation(Tier tier, const char* a, const char* b) {
  OpenMediation open;
  open.tier = tier;
  open.parties = {{a, true, false, false}, {b, true, false, false}};
  open.informed = true;
  open.text = "双方自愿调解，已告知可以仲裁或者诉讼。";
  return open;
}

// Six workers, the first part paid before witnesses, the second due next week (S2-27).
void write_performing(Theatre& theatre, const Casting& casting, TimeMs now) {
  Tale tale(theatre, casting, 1, now - 4 * kDayMs);
  tale.report("clerk1", Nature::dispute, "dispute.wage", Source::walk_in,
              "装修工地6名工人反映三个月工钱没结，一共十二万元。");
  tale.file(Nature::dispute, "dispute.wage");
  tale.order(UnitKind::mediation, kMediator, "请核对数额，组织双方协商。");
  tale.then(kHourMs, kMediator, mediation(Tier::street, "工人代表", "承包人"));
  tale.then(kHourMs, kMediator, ScheduleSession{tale.moment() + 4 * kHourMs, "街道矛调中心二号室"});
  tale.then(4 * kHourMs, kMediator,
            HoldSession{95, 8, "双方核对工时台账，承包人认可欠付十二万元，愿分两笔付清。"});
  ConcludeAgreement agreed;
  agreed.agreement = "承包人分两笔付清劳动报酬十二万元；工人代表收款后出具收条，双方再无争议。";
  agreed.obligations = {
      {"承包人", "支付首笔劳动报酬", 5000000, now - kDayMs, 0, false, {}, {}},
      {"承包人", "支付余款", 7000000, now + 6 * kDayMs, 0, false, {}, {}},
  };
  tale.then(30 * kMinuteMs, kMediator, agreed);
  tale.then(2 * kDayMs, kMediator,
            RecordPerformance{1, 5000000, "社区民警、劳动保障所", "首笔五万元当面点清。", {}});
}

// Two sessions in vain: the chief mediator's signature is awaited.
void write_failing(Theatre& theatre, const Casting& casting, TimeMs now) {
  Tale tale(theatre, casting, 2, now - 3 * kDayMs);
  tale.report("clerk1", Nature::dispute, "dispute.leak", Source::call_110,
              "楼上漏水泡坏楼下吊顶，两家为赔多少僵持不下。");
  tale.file(Nature::dispute, "dispute.leak");
  tale.order(UnitKind::mediation, kMediator, "请上门查看漏点，组织协商。");
  tale.then(kHourMs, kMediator, mediation(Tier::village, "楼上住户", "楼下住户"));
  tale.then(20 * kHourMs, kMediator, HoldSession{60, 4, "楼下要求赔三千元，楼上只认一千元。"});
  tale.then(24 * kHourMs, kMediator, HoldSession{50, 4, "双方各退一步仍差八百元，未能一致。"});
  tale.then(20 * kMinuteMs, kMediator, FailMediation{"两次调解，赔付数额差距未能弥合。"});
}

// 调办并行: the police take evidence while the mediator talks (S5-22).
void write_investigation(Theatre& theatre, const Casting& casting, TimeMs now) {
  Tale tale(theatre, casting, 3, now - kDayMs);
  tale.report("clerk1", Nature::dispute, "dispute.neighbour", Source::call_110,
              "两户因楼道堆物推搡，一人手臂擦伤。");
  tale.file(Nature::dispute, "dispute.neighbour");
  tale.order(UnitKind::mediation, kMediator, "请先劝开，再约双方到调解室。");
  tale.order(UnitKind::police_station, kPolice, "请到场取证，与调解同步办理。", false);
  tale.then(20 * kMinuteMs, kPolice, StartInvestigation{"小河派出所", true});
  tale.then(2 * kHourMs, kMediator, mediation(Tier::village, "甲户", "乙户"));
  tale.then(kHourMs, kMediator, ScheduleSession{now + 5 * kHourMs, "社区调解室"});
}

// --- things, whistle, conflict, restricted class -----------------------------------------------------

CountThing count(const char* what, std::int64_t least, std::int64_t most, bool counted,
                 bool child = false) {
  CountThing op;
  op.what = what;
  op.measure = child ? Measure::premises : Measure::bottle;
  op.least = least;
  op.most = most;
  op.counted = counted;
  op.child = child;
  return op;
}

// Six bottles, four recovered: where are two? (S1-28)
void write_bottles(Theatre& theatre, const Casting& casting, TimeMs now) {
  Tale tale(theatre, casting, 3, now - 5 * kHourMs);
  tale.report(tale.scene().worker, Nature::hazard, "hazard.gas", Source::patrol,
              "面馆后厨存放煤气瓶五六个，紧靠灶台。");
  tale.then(2 * kMinuteMs, tale.scene().worker, count("液化气瓶", 5, 6, false));
  tale.file(Nature::hazard, "hazard.gas");
  tale.order(UnitKind::market_regulation, kMarket, "请清点气瓶并查明来源。");
  CountThing exact = count("液化气瓶", 6, 6, true);
  exact.thing = 1;
  tale.then(10 * kMinuteMs, kMarket, exact);
  DisposeThing disposal;
  disposal.thing = 1;
  disposal.how = Disposition::recovered;
  disposal.measure = Measure::bottle;
  disposal.amount = 4;
  disposal.to = "燃气公司";
  disposal.receipt = "收瓶单 0417";
  tale.then(30 * kMinuteMs, kMarket, disposal);
}

// Three agencies without a licence, confirmed one by one (S3-24).
void write_agencies(Theatre& theatre, const Casting& casting, TimeMs now) {
  Tale tale(theatre, casting, 6, now - 6 * kHourMs);
  tale.report(tale.scene().worker, Nature::lead, "lead.illegal_agency", Source::patrol,
              "有三家职业中介没有证照，门口贴满招工广告。");
  tale.file(Nature::lead, "lead.illegal_agency");
  tale.order(UnitKind::market_regulation, kMarket, "请逐家核查，无照的依法取缔。");
  for (const char* name : {"甲中介", "乙中介", "丙中介"}) {
    tale.then(5 * kMinuteMs, kMarket, count(name, 1, 1, true, true));
  }
  DisposeThing disposal;
  disposal.how = Disposition::closed_down;
  disposal.measure = Measure::premises;
  disposal.amount = 1;
  for (const std::uint32_t thing : {1U, 2U}) {
    disposal.thing = thing;
    tale.then(20 * kMinuteMs, kMarket, disposal);
  }
  tale.then(30 * kMinuteMs, tale.scene().leader,
            ConfirmThing{1, "已到场看过，卷帘门关闭，招牌拆除。", {}});
}

// One unit has come, the other is late and has been reminded (S3-10).
void write_whistle(Theatre& theatre, const Casting& casting, TimeMs now) {
  Tale tale(theatre, casting, 9, now - 2 * kHourMs);
  tale.report(tale.scene().worker, Nature::disorder, "disorder.vending", Source::patrol,
              "晚市摊贩挤占消防通道，劝离后又回来。");
  tale.file(Nature::disorder, "disorder.vending");
  tale.order(UnitKind::enforcement, kEnforcement, "请劝导入市，清出消防通道。");
  BlowWhistle whistle;
  whistle.reason = "摊贩人数多，消防通道被占，请到场联合清理。";
  for (const UnitKind kind : {UnitKind::market_regulation, UnitKind::fire}) {
    TaskOrder order;
    order.id = tale.new_task();
    order.unit = tale.unit(kind)->id;
    order.order = "请到场报到，联合清理。";
    order.why = "网格长吹哨。";
    whistle.tasks.push_back(order);
  }
  const TaskId market = whistle.tasks[0].id;
  tale.then(10 * kMinuteMs, tale.scene().leader, whistle);
  tale.then(15 * kMinuteMs, kMarket,
            CheckIn{market, "已到场，一车两人。", {tale.scene().place.point, 10, {}}});
  // Anything done later gives the street its turn to see who is missing.
  tale.then(40 * kMinuteMs, kEnforcement, AddNote{"已劝离六个摊位，还有四个在谈。", {}});
}

// Two people rewrite the text without having seen each other's words.
void write_conflict(Theatre& theatre, const Casting& casting, TimeMs now) {
  Tale tale(theatre, casting, 12, now - 3 * kHourMs);
  tale.report(tale.scene().worker, Nature::facility, "facility.manhole", Source::patrol,
              "路边井盖松动。");
  const std::string base = tale.scene().name + "路边井盖松动。";
  tale.file(Nature::facility, "facility.manhole");
  tale.then(10 * kMinuteMs, tale.scene().worker,
            EditField{CaseField::text, base, base + "在公交站牌北侧两米，井盖缺一角。"});
  tale.then(5 * kMinuteMs, "clerk1",
            EditField{CaseField::text, base, base + "来电人补充：靠近菜场后门。"});
}

// A child's matter: no board, no names, community officers and above only (S4-04).
void write_restricted(Theatre& theatre, const Casting& casting, TimeMs now) {
  Tale tale(theatre, casting, 15, now - 8 * kHourMs);
  tale.report("clerk1", Nature::welfare, "welfare.other", Source::visit,
              "走访发现一名未成年人放学后长期无人照看。", Restricted::minor);
  tale.file(Nature::welfare, "welfare.other");
}

// --- settled on the spot (S3-20a) --------------------------------------------------------------------

Photo shown(Theatre& theatre, PhotoKind kind, std::uint32_t boxes) {
  Bytes picture = corridor_picture(boxes);
  Photo photo{sha256(picture), kind, static_cast<std::uint32_t>(picture.size()), kPictureWidth,
              kPictureHeight};
  theatre.photos.push_back(std::move(picture));
  return photo;
}

void write_settled_on_spot(Theatre& theatre, const Casting& casting, TimeMs now) {
  Tale tale(theatre, casting, 21, now - 26 * kHourMs);
  SettleOnSpot spot;
  spot.report.source = Source::patrol;
  spot.report.nature = Nature::facility;
  spot.report.category = category("facility.other");
  spot.report.place = tale.scene().place;
  spot.report.text = tale.scene().name + "楼道堆放纸箱五个，挡住半边通道。";
  spot.report.danger_answered = true;
  spot.text = "当场联系物主，纸箱已全部搬走，通道恢复畅通。";
  spot.photos = {shown(theatre, PhotoKind::before, 5), shown(theatre, PhotoKind::after, 0)};
  tale.then(0, tale.scene().worker, spot);
}

// --- after closing: an appeal ------------------------------------------------------------------------

void write_appeal(Theatre& theatre, const Casting& casting, TimeMs now) {
  Tale tale(theatre, casting, 18, now - 6 * kDayMs);
  tale.report("volunteer1", Nature::noise, "noise.shop", Source::app,
              "楼下店铺音响从早放到晚，影响休息。");
  tale.then(10 * kMinuteMs, "clerk1", RequestVerification{"请网格员到场听一听。"});
  tale.then(kHourMs, tale.scene().worker,
            VerifyResult{Verified::exists, "到场核实，音响朝外，声音很大。", {}});
  tale.file(Nature::noise, "noise.shop");
  const TaskId task = tale.order(UnitKind::enforcement, kEnforcement, "请到场测量并劝导。");
  tale.then(kHourMs, kEnforcement,
            SubmitTask{task, ResultKind::resolved_on_scene, "音响已转向店内，音量调低。", {}});
  tale.then(
      20 * kHourMs, tale.scene().leader,
      VisitResult{
          true, ReworkReason::none, Satisfaction::neutral, "到场听了二十分钟，音量不大。", {}});
  tale.then_by(2 * kHourMs, "clerk1", [](const Case&) {
    return CloseCase{"承办单位已处置，回访确认，予以结案。", "到场超时，已提醒承办单位。"};
  });
  tale.then(24 * kHourMs, "volunteer1",
            AppealCase{"白天好了，晚上八点以后又开得很响，希望再看一次。", {}});
}

// --- waiting at the desk for one press: a joint dispatch ---------------------------------------------

void write_joint(Theatre& theatre, const Casting& casting, TimeMs now) {
  Tale tale(theatre, casting, 19, now - 40 * kMinuteMs);
  tale.report(tale.scene().worker, Nature::hazard, "hazard.gas", Source::patrol,
              "小吃店后厨存放液化气瓶五六个，与明火同室，未见燃气报警器。");
  tale.file(Nature::hazard, "hazard.gas");
}

}  // namespace

void write_life_cases(Theatre& theatre, const Casting& casting, TimeMs now) {
  write_rectify(theatre, casting, now, 1, 0, false);
  write_rectify(theatre, casting, now, 4, 4, false);
  write_rectify(theatre, casting, now, 5, 5, true);
  write_performing(theatre, casting, now);
  write_failing(theatre, casting, now);
  write_investigation(theatre, casting, now);
  write_bottles(theatre, casting, now);
  write_agencies(theatre, casting, now);
  write_whistle(theatre, casting, now);
  write_conflict(theatre, casting, now);
  write_restricted(theatre, casting, now);
  write_settled_on_spot(theatre, casting, now);
  write_appeal(theatre, casting, now);
  write_joint(theatre, casting, now);
}

}  // namespace gezhi
