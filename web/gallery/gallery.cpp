#include "web/gallery/gallery.h"

#include <array>
#include <string>
#include <vector>

#include <imgui.h>
#include "web/here.h"
#include "web/platform/async.h"
#include "web/platform/device.h"
#include "web/platform/store.h"
#include "web/widgets/ui.h"

namespace gezhi::gallery {
namespace {

using namespace gezhi::ui;

struct State {
  int section = 0;
  int presses = 0;
  std::string name;
  std::string password;
  std::string words;
  std::string stored = "?";
  bool agreed = false;
  bool notify = true;
  bool dialog = false;
  bool asking = false;
  int kind = -1;
  int danger = 0;
  int look = 0;
  int selected = 1;
  int street = -1;
  std::vector<bool> tags;
  std::vector<Bytes> photos;
  float map_x = 0;
  float map_y = 0;
  float map_zoom = 1;
  int taps = 0;
};

State s;

const std::vector<std::string> kKinds = {"消防隐患", "矛盾纠纷", "占道经营",
                                         "环境卫生", "噪声扰民", "设施损坏"};
const std::vector<std::string> kStreets = {"米市巷街道", "湖墅街道", "小河街道", "和睦街道",
                                           "拱宸桥街道", "大关街道", "上塘街道", "祥符街道"};

void buttons() {
  heading("按钮");
  card_begin();
  if (primary_button("上报隐患", {.icon = Icon::plus})) {
    ++s.presses;
    toast("已保存在本机");
  }
  if (secondary_button("一键导航", {.icon = Icon::route})) ++s.presses;
  row_begin({1, 1});
  if (danger_button("作废")) s.asking = true;
  next_cell();
  primary_button("派单", {.enabled = false, .why_not = "还没有选择处置单位"});
  row_end();
  row_begin({1, 1});
  link_button("拨打 110", "tel:110", Icon::phone);
  next_cell();
  secondary_button("正在提交", {.busy = true});
  row_end();
  if (text_button("查看全部")) ++s.presses;
  small_text("按了 " + std::to_string(s.presses) + " 次");
  if (secondary_button("打开对话框")) s.dialog = true;
  card_end();
}

void fields() {
  heading("填写");
  card_begin();
  text_field("place", "地点", s.name,
             {.hint = "例如：小河直街 12 号",
              .help = "写到门牌号最好",
              .icon = Icon::location,
              .required = true});
  text_field("password", "密码", s.password,
             {.error = s.password.size() > 3 ? "密码不对，还可以试 4 次" : "",
              .autocomplete = "current-password",
              .password = true});
  text_area("words", "情况说明", s.words, {.hint = "看到了什么，在什么位置"});
  select("所属街道", kStreets, s.street, tr("ui.common.choose"));
  choice_chips("事件类别", kKinds, s.kind);
  const std::vector<std::string> tags = {"有老人", "有儿童", "夜间", "反复发生"};
  multi_chips("情况", tags, s.tags);
  const std::vector<std::string> yes_no = {"没有危险", "有危险"};
  segmented("有无危险", yes_no, s.danger);
  checkbox("我已核对地点和照片", s.agreed);
  toggle("提醒我后续进展", s.notify, "有新的处理结果时在本机提示");
  card_end();
}

void lists() {
  heading("列表");
  list_begin("待办");
  struct Sample {
    Icon icon;
    Tone tone;
    const char* title;
    const char* subtitle;
    const char* trailing;
    Chip chip;
  };
  const Sample samples[] = {
      {Icon::fire,
       Tone::danger,
       "液化气瓶存放在楼道",
       "小河直街 12 号 2 幢，租户多人，隔板为泡沫夹芯板",
       "180 米",
       {"超时 12 分钟", Tone::danger}},
      {Icon::talk,
       Tone::info,
       "广场舞噪声纠纷",
       "运河广场与霞湾公园交界",
       "1.2 公里",
       {"处置中", Tone::info, Icon::clock}},
      {Icon::visit,
       Tone::success,
       "漏水已协商解决",
       "和睦新村 8 幢",
       "昨天",
       {"待回访", Tone::warning}},
  };
  for (int i = 0; i < 3; ++i) {
    push_id(i);
    const Sample& sample = samples[i];
    if (list_row({.icon = sample.icon,
                  .icon_tone = sample.tone,
                  .title = sample.title,
                  .subtitle = sample.subtitle,
                  .trailing = sample.trailing,
                  .chip = sample.chip,
                  .selected = s.selected == i,
                  .unread = i == 0})) {
      s.selected = i;
    }
    pop_id();
  }
  list_end();
  chips({{"待受理", Tone::neutral},
         {"处置中", Tone::info},
         {"已办结", Tone::success},
         {"即将超时", Tone::warning},
         {"已超时", Tone::danger}});
  space(kGap);
}

void messages() {
  heading("提示");
  banner(Tone::info, "有新版本，刷新后生效。", "刷新");
  banner(Tone::success, "全部已交到服务器。");
  banner(Tone::warning, "没有网络。2 件还在本机，最早一件在 35 分钟前。");
  banner(Tone::danger, "本机存储失败：请立即导出未上传的内容。", "导出");
  progress("照片上传 2 / 3", 0.66f);
  row_begin({1, 1});
  figure("今日上报", "128");
  next_cell();
  figure("已超时", "3", Tone::danger);
  row_end();
}

void details() {
  heading("详情");
  card_begin();
  key_values({{"编号", "330105-20261122-0042"},
              {"地点", "浙江省杭州市拱墅区小河街道小河直街 12 号"},
              {"上报人", "网格员 王芳"}});
  divider();
  const std::array<TimelineStep, 4> steps = {{
      {"志愿者上报", "楼道里放着三个液化气瓶，有焦味。", "11月22日 09:12", Tone::info, Icon::send},
      {"街道受理并派单", "派给小河网格三组：路程最近（步行 4 分钟）", "11月22日 09:14", Tone::info,
       Icon::desk},
      {"网格员到场处置", "已全部搬离，拍照两张。", "11月22日 09:31", Tone::success, Icon::check},
      {"等待回访", "由本网格其他人员核实", "", Tone::warning, Icon::visit, true},
  }};
  timeline("办理过程", steps);
  card_end();
  std::vector<ui::Photo> photos;
  for (std::size_t i = 0; i < s.photos.size(); ++i) {
    photos.push_back(
        {"photo" + std::to_string(i) + std::to_string(s.photos[i].size()), s.photos[i], i == 0});
  }
  const PhotoEvents events = photo_strip("现场照片", photos, 1);
  if (events.add_file || events.add_camera) {
    platform::pick_photo(events.add_camera, [](Result<Bytes> photo) {
      if (photo.ok())
        s.photos.push_back(std::move(*photo));
      else
        toast(photo.error().code, Tone::danger);
    });
  }
  if (events.removed >= 0) s.photos.erase(s.photos.begin() + events.removed);
  empty_state(Icon::check_circle, "没有待办", "附近一切正常。有新任务时会显示在这里。");
}

void map() {
  heading("地图");
  const MapEvents e = map_begin("地图", {.height = 320});
  s.map_x += e.pan_x;
  s.map_y += e.pan_y;
  s.map_zoom *= e.zoom;
  s.map_x = e.zoom_x + (s.map_x - e.zoom_x) * e.zoom;
  s.map_y = e.zoom_y + (s.map_y - e.zoom_y) * e.zoom;
  if (e.tapped) ++s.taps;
  const Theme& t = theme();
  for (int i = -10; i < 20; ++i) {
    const float d = static_cast<float>(i) * 60 * s.map_zoom;
    e.list->AddLine({e.box.x + s.map_x + d, e.box.y}, {e.box.x + s.map_x + d, e.box.bottom()},
                    t.line, 2);
    e.list->AddLine({e.box.x, e.box.y + s.map_y + d}, {e.box.right(), e.box.y + s.map_y + d},
                    t.line, 2);
  }
  const float mx = e.box.x + s.map_x + 150 * s.map_zoom;
  const float my = e.box.y + s.map_y + 150 * s.map_zoom;
  draw_icon(Icon::location, mx, my, 36, t.tone(Tone::danger).text);
  if (map_marker(1, "案件 42", mx, my)) toast("案件 42", Tone::info);
  const MapControls controls = map_controls();
  if (controls.zoom_in) s.map_zoom *= 1.5f;
  if (controls.zoom_out) s.map_zoom /= 1.5f;
  map_end();
  small_text("点了 " + std::to_string(s.taps) + " 次");
}

void tables() {
  if (!desktop()) return;
  heading("表格");
  const std::array<TableColumn, 4> columns = {
      {{"编号", 1.2f}, {"事由", 2}, {"状态", 1}, {"剩余时间", 0.8f, true}}};
  const TableEvents events = table("案件表", columns, 200, s.selected, [](int row) {
    return std::vector<TableCell>{
        {"2026-" + std::to_string(1000 + row), {}},
        {kKinds[static_cast<std::size_t>(row) % kKinds.size()], {}},
        {"", {row % 3 == 0 ? "已超时" : "处置中", row % 3 == 0 ? Tone::danger : Tone::info}},
        {std::to_string(row) + " 分", {}}};
  });
  if (events.selected >= 0) s.selected = events.selected;
}

// The strict store is sealed for whoever is signed in; nobody is here, mostly.
void open_store() {
  if (app::account().actor.is_none()) platform::store_key(Bytes(32, 0x47));
}

void storage() {
  heading("存储");
  card_begin();
  if (secondary_button("写入")) {
    open_store();
    const std::string bytes = s.name.empty() ? "格治" : s.name;
    // Twice in one breath: what the first reads back is the second's already.
    s.stored.clear();
    for (const std::string& one : {"half " + bytes, bytes}) {
      platform::store_put(platform::Store::outbox, "gallery", view_of(one), [](Result<Done> done) {
        const bool fine = s.stored.empty() || s.stored == "saved";
        if (fine) s.stored = done.ok() ? "saved" : done.error().code;
      });
    }
  }
  if (secondary_button("读出")) {
    open_store();
    platform::store_get(platform::Store::outbox, "gallery", [](Result<std::optional<Bytes>> found) {
      s.stored = !found.ok() ? found.error().code
                 : !*found   ? "nothing"
                             : std::string(text_of(**found));
    });
  }
  paragraph("存储：" + s.stored);
  paragraph(platform::is_writer() ? "主窗口" : "跟随窗口");
  card_end();
}

void look() {
  const std::vector<std::string> schemes = {"浅色", "深色", "高对比"};
  if (segmented("外观", schemes, s.look)) use_scheme(static_cast<Scheme>(s.look));
  text_size_choice();
  const std::vector<std::string> languages = {"中文", "English"};
  int chosen = language() == Language::zh ? 0 : 1;
  if (segmented("语言", languages, chosen)) use_language(static_cast<Language>(chosen));
}

void dialogs() {
  if (dialog_begin("sheet", "选择处置单位", s.dialog)) {
    paragraph("按路程排列，最近的在前。");
    list_begin("单位");
    if (list_row({.icon = Icon::people, .title = "小河网格三组", .subtitle = "步行 4 分钟，空闲"}))
      s.dialog = false;
    if (list_row(
            {.icon = Icon::people, .title = "小河网格一组", .subtitle = "步行 9 分钟，1 件在办"}))
      s.dialog = false;
    list_end();
    text_field("reason", "理由", s.words, {.hint = "可不填"});
    primary_button("派单");
    dialog_end();
  }
  const int answer = confirm("void", "作废这件事？", "作废后不能恢复，上报人会看到理由。", "作废",
                             "取消", s.asking, true);
  if (answer == 1) toast("已作废", Tone::info);
}

}  // namespace

void draw() {
  begin_frame();
  const std::vector<NavItem> items = {{Icon::home, "首页"},
                                      {Icon::list, "待办", 3},
                                      {Icon::plus, "上报"},
                                      {Icon::map, "地图"},
                                      {Icon::person, "我的"}};
  const int chosen = nav(items, s.section);
  if (chosen >= 0) s.section = chosen;
  set_status(Icon::offline, "2 件未交", Tone::warning);
  const PageAction actions[] = {{Icon::search, tr("ui.common.search")}};
  begin_page("组件陈列",
             {.subtitle = "小河街道 · 第三网格", .back = true, .actions = actions, .footer = 78});
  look();
  messages();
  buttons();
  fields();
  lists();
  details();
  map();
  storage();
  tables();
  page_footer_begin();
  primary_button("提交", {.icon = Icon::send});
  page_footer_end();
  end_page();
  dialogs();
  end_frame();
}

}  // namespace gezhi::gallery
