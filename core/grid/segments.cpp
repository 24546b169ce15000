#include "core/grid/segments.h"

#include <algorithm>

#include "core/base/fold.h"
#include "core/base/numeral.h"
#include "core/base/read.h"

namespace gezhi {
namespace {

constexpr std::int64_t kQ20 = 1 << 20;
constexpr std::int64_t kSpanMax = 200000000;         // of a piece: 20 degrees
constexpr std::int64_t kMilepostMax = 100000000000;  // 100,000 km

Error bad_line(const std::string& what, std::uint32_t id, const std::string& why) {
  return {"bad_line", what + " " + std::to_string(id) + " " + why};
}

template <class T>
const T* find_id(const std::vector<T>& list, std::uint32_t id) {
  for (const T& one : list) {
    if (one.id == id) return &one;
  }
  return nullptr;
}

template <class T>
Result<Done> check_ids(const std::vector<T>& list, const std::string& what) {
  std::vector<std::uint32_t> ids;
  ids.reserve(list.size());
  for (const T& one : list) ids.push_back(one.id);
  std::stable_sort(ids.begin(), ids.end());
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (ids[i] == 0) return bad_line(what, 0, "has no id");
    if (i > 0 && ids[i] == ids[i - 1]) return bad_line(what, ids[i], "is there twice");
  }
  return Done{};
}

bool is_near(PointE7 a, PointE7 b) {
  return std::int64_t{a.lon} - b.lon < kSpanMax && std::int64_t{b.lon} - a.lon < kSpanMax &&
         std::int64_t{a.lat} - b.lat < kSpanMax && std::int64_t{b.lat} - a.lat < kSpanMax;
}

Result<Done> check_segment(const PatrolSegment& segment, const PatrolLines& lines) {
  if (segment.line.size() < 2) return bad_line("segment", segment.id, "has no line");
  for (std::size_t i = 1; i < segment.line.size(); ++i) {
    if (!is_near(segment.line[i - 1], segment.line[i]))
      return bad_line("segment", segment.id, "leaps over 20 degrees");
  }
  if (segment.start_mm < -kMilepostMax || segment.start_mm > kMilepostMax)
    return bad_line("segment", segment.id, "begins at no milepost");
  for (const std::uint32_t post : segment.posts) {
    if (lines.post(post) == nullptr)
      return bad_line("segment", segment.id, "is supported by an unknown post");
  }
  return Done{};
}

PointE7 between(PointE7 a, PointE7 b, std::int64_t part, std::int64_t whole) {
  if (whole <= 0) return a;
  const auto mixed = [&](std::int32_t from, std::int32_t to) {
    return static_cast<std::int32_t>(from + (std::int64_t{to} - from) * part / whole);
  };
  return {mixed(a.lon, b.lon), mixed(a.lat, b.lat)};
}

}  // namespace

const PatrolSegment* PatrolLines::segment(std::uint32_t id) const { return find_id(segments, id); }
const ServicePoint* PatrolLines::post(std::uint32_t id) const { return find_id(posts, id); }

Result<Done> check(const PatrolLines& lines) {
  if (auto ids = check_ids(lines.segments, "segment"); !ids) return ids;
  if (auto ids = check_ids(lines.devices, "device"); !ids) return ids;
  if (auto ids = check_ids(lines.posts, "post"); !ids) return ids;
  for (const PatrolSegment& segment : lines.segments) {
    if (auto sound = check_segment(segment, lines); !sound) return sound;
  }
  std::vector<std::uint32_t> known{0};
  for (const PatrolSegment& segment : lines.segments) known.push_back(segment.id);
  std::stable_sort(known.begin(), known.end());
  for (const LineDevice& device : lines.devices) {
    if (!std::binary_search(known.begin(), known.end(), device.segment))
      return bad_line("device", device.id, "stands on an unknown segment");
    if (device.milepost_mm < -kMilepostMax || device.milepost_mm > 2 * kMilepostMax)
      return bad_line("device", device.id, "stands at no milepost");
  }
  return Done{};
}

std::int64_t length_mm(const PatrolSegment& segment) {
  std::int64_t length = 0;
  for (std::size_t i = 1; i < segment.line.size(); ++i) {
    length += distance_mm(segment.line[i - 1], segment.line[i]);
  }
  return length;
}

LinePlace milepost_of(const PatrolSegment& segment, PointE7 point) {
  LinePlace best;
  const NearPlane plane(point);
  std::int64_t before = segment.start_mm;
  for (std::size_t i = 1; i < segment.line.size(); ++i) {
    const PointE7 a = segment.line[i - 1], b = segment.line[i];
    const std::int64_t length = distance_mm(a, b);
    const std::int64_t offset = plane.to_line_mm(a, b);
    if (best.segment == 0 || offset < best.offset_mm) {
      const std::int64_t part = plane.nearest_part_q20(a, b);
      best = {segment.id, before + length * part / kQ20, offset, between(a, b, part, kQ20)};
    }
    before += length;
  }
  return best;
}

LinePlace nearest_segment(const PatrolLines& lines, PointE7 point, std::int64_t reach_mm) {
  LinePlace best;
  const BoxE7 near = NearPlane(point).box(reach_mm);
  for (const PatrolSegment& segment : lines.segments) {
    BoxE7 box;
    for (const PointE7 p : segment.line) box.cover(p);
    if (!box.meets(near)) continue;
    const LinePlace place = milepost_of(segment, point);
    if (place.offset_mm > reach_mm) continue;
    if (best.segment == 0 || place.offset_mm < best.offset_mm) best = place;
  }
  return best;
}

PointE7 point_at(const PatrolSegment& segment, std::int64_t milepost_mm) {
  std::int64_t left = std::max<std::int64_t>(0, milepost_mm - segment.start_mm);
  for (std::size_t i = 1; i < segment.line.size(); ++i) {
    const std::int64_t length = distance_mm(segment.line[i - 1], segment.line[i]);
    if (left <= length) return between(segment.line[i - 1], segment.line[i], left, length);
    left -= length;
  }
  return segment.line.empty() ? PointE7{} : segment.line.back();
}

std::vector<PointE7> line_between(const PatrolSegment& segment, std::int64_t from_mm,
                                  std::int64_t to_mm) {
  std::vector<PointE7> line{point_at(segment, from_mm)};
  std::int64_t at = segment.start_mm;
  for (std::size_t i = 1; i < segment.line.size(); ++i) {
    at += distance_mm(segment.line[i - 1], segment.line[i]);
    if (at > from_mm && at < to_mm) line.push_back(segment.line[i]);
  }
  line.push_back(point_at(segment, to_mm));
  return line;
}

std::vector<DeviceGap> device_gaps(const PatrolSegment& segment,
                                   const std::vector<LineDevice>& devices,
                                   std::int64_t spacing_mm) {
  const std::int64_t end = segment.start_mm + length_mm(segment);
  std::vector<std::int64_t> posts;
  for (const LineDevice& device : devices) {
    if (device.segment == segment.id)
      posts.push_back(std::clamp(device.milepost_mm, segment.start_mm, end));
  }
  posts.push_back(end);
  std::stable_sort(posts.begin(), posts.end());
  std::vector<DeviceGap> gaps;
  std::int64_t before = segment.start_mm;
  for (const std::int64_t post : posts) {
    if (post - before > spacing_mm) gaps.push_back({before, post});
    before = post;
  }
  return gaps;
}

std::vector<std::int64_t> positions_every(const PatrolSegment& segment, std::int64_t spacing_mm) {
  const std::int64_t end = segment.start_mm + length_mm(segment);
  std::vector<std::int64_t> mileposts;
  for (std::int64_t at = segment.start_mm; at < end && mileposts.size() < kLineDevicesMax;
       at += std::max<std::int64_t>(1, spacing_mm)) {
    mileposts.push_back(at);
  }
  mileposts.push_back(end);
  return mileposts;
}

std::string milepost_text(std::int64_t milepost_mm) {
  const std::int64_t metres = (milepost_mm + (milepost_mm < 0 ? -500 : 500)) / 1000;
  const std::int64_t rest = metres < 0 ? -metres : metres;
  const std::string tail = std::to_string(rest % 1000);
  return (metres < 0 ? "K-" : "K") + std::to_string(rest / 1000) + "+" +
         std::string(3 - tail.size(), '0') + tail;
}

namespace {

// Kilometres, and metres behind a '+', in millimetres; none for anything else.
std::optional<std::int64_t> take_stone(std::string_view text) {
  constexpr std::int64_t kKilometre = 1'000'000;
  const auto number = take_decimal(text);
  const auto kilometres = number ? scaled(*number, 6) : std::nullopt;
  if (!kilometres || *kilometres > kMilepostMax) return {};
  if (!take_part(text, "+")) {
    for (const std::string_view unit : {"公里", "千米", "km", "KM", "Km"}) {
      if (take_part(text, unit)) break;
    }
    return text.empty() ? kilometres : std::nullopt;
  }
  const auto behind = take_decimal(text);
  const auto metres = behind ? scaled(*behind, 3) : std::nullopt;
  const bool sound = metres && *metres < kKilometre && number->places == 0 && text.empty();
  return sound ? std::optional(*kilometres + *metres) : std::nullopt;
}

bool is_in_kilometres(std::string_view text) {
  for (const std::string_view sign : {"+", "公里", "千米", "km", "KM", "Km"}) {
    if (text.find(sign) != text.npos) return true;
  }
  return false;
}

}  // namespace

Result<std::int64_t> parse_milepost(std::string_view written) {
  const Error bad{"bad_milepost", "'" + std::string(written) + "' is no milepost like K12+345"};
  const std::string plain = without_blanks(folded(written));
  std::string_view text = plain;
  if (take_part(text, "桩号") || take_part(text, "里程")) take_part(text, ":");
  const bool stone = take_part(text, "K") || take_part(text, "k");
  if (stone || is_in_kilometres(text)) {
    const auto milepost = take_stone(text);
    return milepost ? Result<std::int64_t>(*milepost) : bad;
  }
  const auto length = read_count(text, {"米 m"}, 99'999'999);
  return length ? Result<std::int64_t>(*length * 1000) : bad;
}

}  // namespace gezhi
