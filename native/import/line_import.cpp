#include "native/import/line_import.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/base/read.h"
#include "core/grid/locate.h"
#include "native/import/broken_text.h"
#include "native/import/code_text.h"
#include "native/import/csv.h"
#include "native/import/feature_file.h"
#include "native/import/source_file.h"

namespace gezhi {
namespace {

constexpr std::size_t kNameBytesMax = 120;
constexpr std::size_t kCodeBytesMax = 40;

// Columns as registers call them, as keys (csv.h), the most telling first.
using Column = std::vector<std::string>;
const Column kName = {"name",       "名称",       "mc",       "名字",     "站点名称",
                      "点位名称",   "设备名称",   "网点名称", "机构名称", "岸段名称",
                      "服务点名称", "调解点名称", "站名",     "全称"};
const Column kCode = {"code",     "编号",     "编码",     "代码", "站点编号",
                      "点位编号", "设备编号", "岸段编号", "bh",   "bm"};
const Column kKind = {"kind", "类型", "类别", "种类", "站点类型", "设备类型", "点位类型", "lx"};
const Column kStart = {"start", "起点里程", "起点桩号"};
const Column kOwner = {"owner", "责任单位", "责任主体"};
const Column kGrid = {"grid", "责任网格", "所属网格", "网格"};
const Column kPosts = {"posts", "支撑点", "服务点"};
const Column kRooms = {"rooms", "调解室", "调解室数", "调解室数量"};
const Column kStaff = {"staff", "人数", "人员", "人员数", "人员数量", "工作人员", "工作人员数"};
const Column kLawyer = {"lawyer_desk", "律师接待", "律师", "lawyer"};
const Column kHours = {"hours", "开放时间", "开放时段", "服务时间", "工作时间", "接待时间"};
// Of a device its name is not its segment's.
const Column kDeviceName = {"name", "名称", "mc", "名字", "设备名称", "点位名称", "全称"};
const Column kDeviceCode = {"code", "编号", "编码", "代码", "设备编号", "点位编号", "bh", "bm"};
const Column kSegment = {"segment", "岸段", "段", "所在岸段", "所属岸段", "岸段名称", "岸段编号"};
const Column kMilepost = {"milepost", "里程", "桩号", "里程桩号"};

template <class E>
struct KindWord {
  E kind;
  const char* word;
};

constexpr KindWord<LineDeviceKind> kDeviceWords[] = {
    {LineDeviceKind::warning_light, "警示灯"}, {LineDeviceKind::strobe_light, "爆闪灯"},
    {LineDeviceKind::searchlight, "探照灯"},   {LineDeviceKind::low_light_camera, "黑光"},
    {LineDeviceKind::remote_head, "云台"},     {LineDeviceKind::camera, "探头"},
    {LineDeviceKind::camera, "摄像"},          {LineDeviceKind::loudspeaker, "喇叭"},
    {LineDeviceKind::loudspeaker, "喊话"},     {LineDeviceKind::sensor, "感知"},
    {LineDeviceKind::sensor, "传感"},          {LineDeviceKind::lifebuoy, "救生圈"}};
constexpr KindWord<ServicePointKind> kPostWords[] = {
    {ServicePointKind::governance_station, "治理工作站"},
    {ServicePointKind::mediation_point, "调解"},
    {ServicePointKind::police_room, "警务室"},
    {ServicePointKind::boat_station, "船管站"},
    {ServicePointKind::duty_post, "值守"}};

// By its own name, else by a word in it; false when neither is known.
template <class E, std::size_t N>
bool parse_kind(const std::string& text, const KindWord<E> (&words)[N], E& kind) {
  const auto names = names_of(E{});
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] != text) continue;
    kind = static_cast<E>(i);
    return true;
  }
  for (const KindWord<E>& one : words) {
    if (text.find(one.word) == std::string::npos) continue;
    kind = one.kind;
    return true;
  }
  return text == "其他" || text.empty();
}

// Whether a cell means the row of that code and name: in any width, with blanks around it.
bool is_called(const std::string& code, const std::string& name, const std::string& cell) {
  const std::string wanted = tidy_code(cell);
  return !wanted.empty() && (code == wanted || tidy_code(name) == wanted);
}

std::vector<std::string> parts_of(const std::string& list) {
  std::vector<std::string> parts(1);
  for (std::size_t at = 0; at < list.size();) {
    const bool mark = list.compare(at, 3, "、") == 0 || list.compare(at, 3, "；") == 0;
    if (mark || list[at] == ';') {
      parts.emplace_back();
      at += mark ? 3 : 1;
    } else {
      parts.back() += list[at++];
    }
  }
  const auto blank = [](const std::string& part) { return tidy_code(part).empty(); };
  parts.erase(std::remove_if(parts.begin(), parts.end(), blank), parts.end());
  return parts;
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

// What all three have: the row's name and code, and its defects.
struct Taker {
  const LineImport& options;
  DistrictPack& pack;
  LineImportReport report{};
  RowName at{};
  PointE7 place{};
  std::map<std::string, RowName> codes{};
  std::set<std::string> asked{};  // keys of all columns that were looked for
  bool has_names = false, has_codes = false;

  void begin(const FeatureRow& row, PointE7 where, const Column& name = kName,
             const Column& code = kCode) {
    at = {options.file, row.number, shortened(tidy_code(text_of(row, code)), kCodeBytesMax),
          shortened(text_of(row, name), kNameBytesMax)};
    has_names = has_names || !at.name.empty();
    has_codes = has_codes || !at.code.empty();
    place = where;
  }

  std::string text_of(const FeatureRow& row, const Column& column) {
    asked.insert(column.begin(), column.end());
    return first_text(row, column);
  }

  // What of the whole file was not found or not looked for.
  void finish(const FeatureFile& file, bool code_will_do) {
    for (const std::string& column : file.columns) {
      if (asked.count(header_key(column)) == 0) report.unread_columns.push_back(column);
    }
    if (has_names || (code_will_do && has_codes)) return;
    at = {options.file, 0, {}, {}};
    place = {};
    tell(DefectKind::no_names, DefectAction::kept, joined(file.columns));
  }

  // 0 where nothing stands; what is not understood is reported.
  std::uint32_t count_of(const std::string& cell) {
    const auto count = read_count(cell, {"人 名 位 个 间 处"}, 10000);
    if (count) return static_cast<std::uint32_t>(*count);
    if (count.error().code != "empty") tell(DefectKind::unread_number, DefectAction::kept, cell);
    return 0;
  }

  // No where nothing stands; what is not understood is reported.
  bool yes_in(const std::string& cell) {
    const auto yes = read_yes(cell);
    if (yes) return *yes;
    if (yes.error().code != "empty") tell(DefectKind::unread_answer, DefectAction::kept, cell);
    return false;
  }

  // The row has no place that is understood.
  Result<Done> leave_out(const FeatureRow& row) {
    tell(row.unread.empty() ? DefectKind::no_place : DefectKind::unread_place,
         DefectAction::left_out, row.unread);
    return Done{};
  }

  Result<Done> leave_out_milepost(const std::string& milepost) {
    tell(DefectKind::unread_milepost, DefectAction::left_out, milepost);
    return Done{};
  }

  // Nothing is left to be taken: why, in the words of the first row that was refused.
  Error nothing(const std::string& words) const {
    for (const Defect& one : report.defects) {
      const bool unread = one.kind == DefectKind::unread_place;
      if (!unread && one.kind != DefectKind::unread_milepost) continue;
      return import_error(options.file,
                          words + ": row " + std::to_string(one.at.row) + ": '" + one.detail +
                              (unread ? "' is not a place in degrees; projected metres must be "
                                        "converted first"
                                      : "' is no milepost like K12+345"));
    }
    const std::string unread = joined(report.unread_columns);
    return import_error(options.file,
                        words + (unread.empty() ? "" : "; columns that were not read: " + unread));
  }

  Defect& tell(DefectKind kind, DefectAction action, const std::string& detail = {}) {
    Defect defect;
    defect.kind = kind;
    defect.action = action;
    defect.at = at;
    defect.place = place;
    defect.detail = detail;
    report.defects.push_back(std::move(defect));
    return report.defects.back();
  }

  // Codes that are there twice stay: which one is right is not for us to say.
  void check_code() {
    if (at.code.empty()) return;
    const auto [known, fresh] = codes.emplace(at.code, at);
    if (!fresh) tell(DefectKind::duplicate_code, DefectAction::kept).other = known->second;
  }

  void check_name() {
    const NameReading read = read_name(at.name);
    if (!read.broken) return;
    at.name = shortened(read.name, kNameBytesMax);
    tell(DefectKind::broken_name, read.repaired ? DefectAction::repaired : DefectAction::kept,
         at.name);
  }

  Error too_many(std::uint64_t limit) const {
    return import_error(options.file, "holds more rows than the limit of " + std::to_string(limit));
  }
};

struct SegmentTaker : Taker {
  static constexpr bool kCodeWillDo = false;
  std::vector<PatrolSegment> segments{};

  Result<Done> take(const FeatureRow& row) {
    begin(row, row.lines.empty() || row.lines[0].empty() ? PointE7{} : row.lines[0][0]);
    std::vector<PointE7> line = one_line(row.lines);
    if (line.size() < 2) return leave_out(row);
    if (line.size() > kSegmentPointsMax)
      return import_error(options.file, "feature " + std::to_string(row.number) +
                                            " has more points than the limit of " +
                                            std::to_string(kSegmentPointsMax));
    const std::string start = text_of(row, kStart);
    const auto milepost =
        start.empty() ? Result<std::int64_t>(std::int64_t{0}) : parse_milepost(start);
    if (!milepost) return leave_out_milepost(start);
    check_code();
    check_name();
    PatrolSegment segment;
    segment.id = static_cast<std::uint32_t>(segments.size() + 1);
    segment.name = at.name.empty() ? at.code : at.name;
    segment.code = at.code;
    segment.line = std::move(line);
    segment.start_mm = *milepost;
    set_owner(row, segment);
    set_posts(row, segment);
    report.length_m += length_mm(segment) / 1000;
    segments.push_back(std::move(segment));
    return Done{};
  }

  // Pieces that follow each other become one line; those that run the other way are turned, the first
  // one if its beginning is nearer to the second.
  static std::vector<PointE7> one_line(const std::vector<Ring>& pieces) {
    std::vector<PointE7> line;
    std::size_t count = 0;
    for (Ring piece : pieces) {
      if (piece.empty()) continue;
      if (++count == 2 && away(line.front(), piece) < away(line.back(), piece))
        std::reverse(line.begin(), line.end());
      if (!line.empty() &&
          distance_mm(line.back(), piece.back()) < distance_mm(line.back(), piece.front()))
        std::reverse(piece.begin(), piece.end());
      line.insert(line.end(), piece.begin(), piece.end());
    }
    line.erase(std::unique(line.begin(), line.end()), line.end());
    return line;
  }

  static std::int64_t away(PointE7 end, const Ring& piece) {
    return std::min(distance_mm(end, piece.front()), distance_mm(end, piece.back()));
  }

  void set_owner(const FeatureRow& row, PatrolSegment& segment) {
    segment.owner = shortened(text_of(row, kOwner), kNameBytesMax);
    const std::string grid = tidy_code(text_of(row, kGrid));
    for (const auto& entry : pack.tree.nodes()) {
      const GridNode& node = entry.second;
      const bool coded = std::any_of(
          node.codes.begin(), node.codes.end(),
          [&](const GridCode& code) { return code.code == grid && code.valid_to == CivilDay{}; });
      if (grid.empty() || !segment.grid.is_none() || (!coded && tidy_code(node.name) != grid))
        continue;
      segment.grid = node.id;
    }
    const bool unknown = !grid.empty() && segment.grid.is_none();
    if (unknown || (grid.empty() && segment.owner.empty()))
      tell(DefectKind::unknown_owner, DefectAction::kept, grid);
  }

  void set_posts(const FeatureRow& row, PatrolSegment& segment) {
    for (const std::string& name : parts_of(text_of(row, kPosts))) {
      const auto post = std::find_if(
          pack.lines.posts.begin(), pack.lines.posts.end(),
          [&](const ServicePoint& one) { return is_called(one.code, one.name, name); });
      if (post == pack.lines.posts.end()) {
        tell(DefectKind::unknown_post, DefectAction::kept, name);
      } else if (segment.posts.size() < 100) {
        segment.posts.push_back(post->id);
      }
    }
  }
};

struct DeviceTaker : Taker {
  static constexpr bool kCodeWillDo = true;  // few devices have a name
  std::vector<LineDevice> devices{};

  Result<Done> take(const FeatureRow& row) {
    begin(row, row.point, kDeviceName, kDeviceCode);
    LineDevice device;
    device.id = static_cast<std::uint32_t>(devices.size() + 1);
    device.point = row.point;
    const std::string milepost = text_of(row, kMilepost);
    const PatrolSegment* segment = segment_of(row, device);
    if (segment != nullptr && device.point.is_none() && !milepost.empty()) {
      const auto at_milepost = parse_milepost(milepost);
      if (!at_milepost) return leave_out_milepost(milepost);
      device.point = place = point_at(*segment, *at_milepost);
    }
    if (device.point.is_none()) return leave_out(row);
    if (!row.unread.empty()) tell(DefectKind::unread_place, DefectAction::kept, row.unread);
    check_code();
    check_name();
    device.name = at.name;
    device.code = at.code;
    const std::string kind = text_of(row, kKind);
    if (!parse_kind(kind, kDeviceWords, device.kind))
      tell(DefectKind::unknown_kind, DefectAction::kept, kind);
    stand(segment, device);
    devices.push_back(std::move(device));
    return Done{};
  }

  const PatrolSegment* segment_of(const FeatureRow& row, const LineDevice& device) {
    const std::string wanted = text_of(row, kSegment);
    for (const PatrolSegment& segment : pack.lines.segments) {
      if (!wanted.empty() && is_called(segment.code, segment.name, wanted)) return &segment;
    }
    if (!wanted.empty()) tell(DefectKind::unknown_segment, DefectAction::kept, wanted);
    return pack.lines.segment(nearest_segment(pack.lines, device.point, kDeviceReachMm).segment);
  }

  // On its segment, if it is near enough to be counted there.
  void stand(const PatrolSegment* segment, LineDevice& device) {
    if (segment == nullptr) return;
    const LinePlace there = milepost_of(*segment, device.point);
    if (there.offset_mm > kDeviceReachMm) {
      tell(DefectKind::off_segment, DefectAction::kept,
           segment->name + " " + milepost_text(there.milepost_mm) + ", " +
               std::to_string(there.offset_mm / 1000) + " m");
      return;
    }
    device.segment = segment->id;
    device.milepost_mm = there.milepost_mm;
  }
};

struct PostTaker : Taker {
  static constexpr bool kCodeWillDo = false;
  std::vector<ServicePoint> posts{};
  GridLocator locator{};

  Result<Done> take(const FeatureRow& row) {
    begin(row, row.point);
    if (row.point.is_none()) return leave_out(row);
    check_code();
    check_name();
    ServicePoint post;
    post.id = static_cast<std::uint32_t>(posts.size() + 1);
    post.name = at.name.empty() ? at.code : at.name;
    post.code = at.code;
    post.point = row.point;
    post.grid = locator.at(GridLayer::governance, row.point);
    if (post.grid.is_none()) tell(DefectKind::outside_grids, DefectAction::kept);
    const std::string kind = text_of(row, kKind);
    if (!parse_kind(kind.empty() ? post.name : kind, kPostWords, post.kind) && !kind.empty())
      tell(DefectKind::unknown_kind, DefectAction::kept, kind);
    post.rooms = count_of(text_of(row, kRooms));
    post.staff = count_of(text_of(row, kStaff));
    post.lawyer_desk = yes_in(text_of(row, kLawyer));
    post.hours = shortened(text_of(row, kHours), 200);
    posts.push_back(std::move(post));
    return Done{};
  }
};

template <class T>
Result<Done> take_all(const LineImport& options, std::uint64_t limit, T& taker) {
  const auto file = read_feature_file(options.file, options.system);
  if (!file) return file.error();
  if (file->rows.size() > limit) return taker.too_many(limit);
  for (const FeatureRow& row : file->rows) {
    const Result<Done> done = taker.take(row);
    if (!done) return done;
  }
  taker.finish(*file, T::kCodeWillDo);
  return Done{};
}

}  // namespace

Result<LineImportReport> import_posts(const LineImport& options, DistrictPack& pack) {
  PostTaker taker{{options, pack}};
  taker.locator = GridLocator(pack.tree, pack.shapes);
  const Result<Done> done = take_all(options, kServicePointsMax, taker);
  if (!done) return done.error();
  if (taker.posts.empty()) return taker.nothing("holds no points");
  // Segments keep their posts by code or name.
  for (PatrolSegment& segment : pack.lines.segments) {
    std::vector<std::uint32_t> kept;
    for (const std::uint32_t id : segment.posts) {
      const ServicePoint* old = pack.lines.post(id);
      for (const ServicePoint& post : taker.posts) {
        if (old != nullptr && post.code == old->code && post.name == old->name)
          kept.push_back(post.id);
      }
    }
    kept.resize(std::min<std::size_t>(kept.size(), 100));
    segment.posts = std::move(kept);
  }
  taker.report.taken = static_cast<std::uint32_t>(taker.posts.size());
  pack.lines.posts = std::move(taker.posts);
  return std::move(taker.report);
}

Result<LineImportReport> import_segments(const LineImport& options, DistrictPack& pack) {
  SegmentTaker taker{{options, pack}};
  const Result<Done> done = take_all(options, kSegmentsMax, taker);
  if (!done) return done.error();
  if (taker.segments.empty()) return taker.nothing("holds no lines");
  PatrolLines lines = pack.lines;
  lines.segments = taker.segments;
  for (LineDevice& device : lines.devices) {
    const LinePlace there = nearest_segment(lines, device.point, kDeviceReachMm);
    device.segment = there.segment;
    device.milepost_mm = there.milepost_mm;
  }
  const Result<Done> sound = check(lines);
  if (!sound) return import_error(options.file, sound.error().message);
  taker.report.taken = static_cast<std::uint32_t>(lines.segments.size());
  pack.lines = std::move(lines);
  return std::move(taker.report);
}

Result<LineImportReport> import_devices(const LineImport& options, DistrictPack& pack) {
  DeviceTaker taker{{options, pack}};
  const Result<Done> done = take_all(options, kLineDevicesMax, taker);
  if (!done) return done.error();
  if (taker.devices.empty()) return taker.nothing("holds no devices");
  taker.report.taken = static_cast<std::uint32_t>(taker.devices.size());
  pack.lines.devices = std::move(taker.devices);
  const std::vector<Defect> gaps = gap_defects(pack.lines, options.spacing_mm, options.file);
  taker.report.defects.insert(taker.report.defects.end(), gaps.begin(), gaps.end());
  return std::move(taker.report);
}

}  // namespace gezhi
