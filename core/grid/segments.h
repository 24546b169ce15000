// Patrol along a line: segments of a coast or river bank with mileposts, each with an owner and the posts
// that support it; the devices along them (a light or camera every 200 m); points of service.
//
// Units: mileposts and lengths in millimetres along the line; a segment's first point has `start_mm`.
// Shapes: ids from 1, unique in their list; a line has 2 to kSegmentPointsMax points, neighbouring ones
// less than 20 degrees apart. A device without a segment has segment 0.
// Cost: linear in the points. Deterministic: integers only.
// Source: S5-29 (segments, 4 + 2 support points), S5-33 (every 200 m), S2-12 (rooms, lawyer's desk,
// staff). Cameras are places of devices here: no picture, no person.
#pragma once

#include <string>
#include <vector>

#include "core/base/codec.h"
#include "core/base/plane.h"
#include "core/base/result.h"

namespace gezhi {

inline constexpr std::int64_t kDeviceSpacingMm = 200000;
inline constexpr std::uint64_t kSegmentsMax = 5000;
inline constexpr std::uint64_t kSegmentPointsMax = 20000;
inline constexpr std::uint64_t kLineDevicesMax = 100000;
inline constexpr std::uint64_t kServicePointsMax = 20000;

// Wire-stable: append only.
enum class LineDeviceKind : std::uint8_t {
  other,
  warning_light,     // 警示灯
  strobe_light,      // 爆闪灯
  searchlight,       // 探照灯
  camera,            // 高清探头
  remote_head,       // 远程云台
  low_light_camera,  // 黑光摄像
  loudspeaker,       // 喊话喇叭
  sensor,            // 感知设备
  lifebuoy,          // 救生圈
};
constexpr std::array<std::string_view, 10> names_of(LineDeviceKind) {
  return {"other",       "warning_light",    "strobe_light", "searchlight", "camera",
          "remote_head", "low_light_camera", "loudspeaker",  "sensor",      "lifebuoy"};
}

// Wire-stable: append only.
enum class ServicePointKind : std::uint8_t {
  other,
  governance_station,  // 治理工作站
  mediation_point,     // 纠纷调解点
  police_room,         // 警务室
  boat_station,        // 船管站
  duty_post,           // 值守点
};
constexpr std::array<std::string_view, 6> names_of(ServicePointKind) {
  return {"other",       "governance_station", "mediation_point",
          "police_room", "boat_station",       "duty_post"};
}

struct PatrolSegment {
  std::uint32_t id = 0;
  std::string name;
  std::string code;
  GridId grid;        // whose it is, or
  UnitId unit;        // which unit's; none = as `owner` says
  std::string owner;  // as it was delivered
  std::int64_t start_mm = 0;
  std::vector<PointE7> line;
  std::vector<std::uint32_t> posts;  // service points that support it

  template <class V>
  void fields(V& v) {
    v(1, "id", id);
    v(2, "name", name, 120);
    v(3, "code", code, 40);
    v(4, "grid", grid);
    v(5, "unit", unit);
    v(6, "owner", owner, 120);
    v(7, "start_mm", start_mm);
    v(8, "line", line, kSegmentPointsMax);
    v(9, "posts", posts, 100);
  }
};

struct LineDevice {
  std::uint32_t id = 0;
  LineDeviceKind kind = LineDeviceKind::other;
  std::string name;
  std::string code;
  PointE7 point;
  std::uint32_t segment = 0;
  std::int64_t milepost_mm = 0;

  template <class V>
  void fields(V& v) {
    v(1, "id", id);
    v(2, "kind", kind);
    v(3, "name", name, 120);
    v(4, "code", code, 40);
    v(5, "point", point);
    v(6, "segment", segment);
    v(7, "milepost_mm", milepost_mm);
  }
};

struct ServicePoint {
  std::uint32_t id = 0;
  ServicePointKind kind = ServicePointKind::other;
  std::string name;
  std::string code;
  PointE7 point;
  GridId grid;              // governance unit it lies in; none outside
  std::uint32_t rooms = 0;  // 调解室
  std::uint32_t staff = 0;  // 入驻人数
  bool lawyer_desk = false;
  std::string hours;  // as written at the door

  template <class V>
  void fields(V& v) {
    v(1, "id", id);
    v(2, "kind", kind);
    v(3, "name", name, 120);
    v(4, "code", code, 40);
    v(5, "point", point);
    v(6, "grid", grid);
    v(7, "rooms", rooms);
    v(8, "staff", staff);
    v(9, "lawyer_desk", lawyer_desk);
    v(10, "hours", hours, 200);
  }
};

struct PatrolLines {
  std::vector<PatrolSegment> segments;
  std::vector<LineDevice> devices;
  std::vector<ServicePoint> posts;

  bool empty() const { return segments.empty() && devices.empty() && posts.empty(); }
  const PatrolSegment* segment(std::uint32_t id) const;
  const ServicePoint* post(std::uint32_t id) const;

  template <class V>
  void fields(V& v) {
    v(1, "segments", segments, kSegmentsMax);
    v(2, "devices", devices, kLineDevicesMax);
    v(3, "posts", posts, kServicePointsMax);
  }
};

// Ids, lines and references. Errors: `bad_line` with what.
Result<Done> check(const PatrolLines& lines);

std::int64_t length_mm(const PatrolSegment& segment);

// Where a place is along a segment: the milepost of the nearest point of the line, and how far it is.
struct LinePlace {
  std::uint32_t segment = 0;  // 0 = none within reach
  std::int64_t milepost_mm = 0;
  std::int64_t offset_mm = 0;
  PointE7 foot;
};
LinePlace milepost_of(const PatrolSegment& segment, PointE7 point);
LinePlace nearest_segment(const PatrolLines& lines, PointE7 point, std::int64_t reach_mm);

// The place of a milepost; the line's ends for what lies beyond them.
PointE7 point_at(const PatrolSegment& segment, std::int64_t milepost_mm);

// The line from one milepost to another, ascending.
std::vector<PointE7> line_between(const PatrolSegment& segment, std::int64_t from_mm,
                                  std::int64_t to_mm);

// Stretches longer than `spacing_mm` without a device, the ends of the segment included.
struct DeviceGap {
  std::int64_t from_mm = 0;
  std::int64_t to_mm = 0;
};
std::vector<DeviceGap> device_gaps(const PatrolSegment& segment,
                                   const std::vector<LineDevice>& devices,
                                   std::int64_t spacing_mm = kDeviceSpacingMm);

// Mileposts from the first point on, every `spacing_mm` (above 0), and the last point.
std::vector<std::int64_t> positions_every(const PatrolSegment& segment,
                                          std::int64_t spacing_mm = kDeviceSpacingMm);

// "K12+345": kilometres and whole metres, rounded. Reads it, 12+345, 3.5km, metres. Errors: `bad_milepost`.
std::string milepost_text(std::int64_t milepost_mm);
Result<std::int64_t> parse_milepost(std::string_view written);

}  // namespace gezhi
