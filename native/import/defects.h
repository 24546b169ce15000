// What is wrong with delivered grid areas, segments and posts, one entry a place: what, where, and what the import did
// about it. As text in Chinese and English (assets/i18n/*/import.json) and as GeoJSON for the map.
//
// Repaired is what changes no border by more than the limits below; all else is kept as it was
// delivered or left out, and said so.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "core/grid/tree.h"
#include "native/import/area_file.h"

namespace gezhi {

// Borders nearer than this are one border: what rounding to E7 units (11 mm) and to other formats
// moves. A gap or overlap that is narrower is closed and only counted.
inline constexpr std::int64_t kSeamMm = 50;
// Thinner gaps and overlaps (twice the area by the border) are slips of the pen: repaired. So are
// rows that are no area at all, thinner than this or smaller than kSliverAreaM2.
inline constexpr double kSliverWidthM = 1.0;
inline constexpr double kSliverAreaM2 = 10.0;
// A repaired ring keeps its area within this share.
inline constexpr double kRepairShare = 0.001;
// A child may stand out of its parent by slivers, and by this share of its own area.
inline constexpr double kNestingShare = 0.001;

// A device stands at most so far from the segment that it is said to stand on.
inline constexpr std::int64_t kDeviceReachMm = 50000;

// Names are in reports that others read: append only.
enum class DefectKind : std::uint8_t {
  empty_row,         // no area and no attribute
  foreign_row,       // attributes of another table
  no_area,           // attributes but no area
  missing_code,      // other rows of the file have one
  duplicate_code,    // another row of this layer and level has it too
  broken_name,       // bytes that are not UTF-8
  repeated_points,   // a point twice in a row
  ring_orientation,  // an outer ring or a hole runs the wrong way round
  self_touching,     // a ring touches or barely crosses itself
  self_crossing,     // a ring crosses itself: which ground is meant is not clear
  nested_parts,      // a part of the area lies in another of its parts
  sliver,            // a row that is a strip or a crumb
  wrong_system,      // the file fits its parents in another coordinate system
  no_parent,         // no area around it and no code that names one
  outside_parent,    // stands out of its parent
  gap,               // ground between the rows that none covers
  overlap,           // ground that two rows cover
  uncovered,         // the parent reaches further out than the rows of this level
  no_place,          // a post or device without a place, a segment without a line
  unknown_kind,      // a kind of device or post that has no name here
  unknown_owner,     // a segment without an owner, or whose grid is not in the pack
  unknown_segment,   // a device names a segment that is not there
  off_segment,       // a device further than kDeviceReachMm from its segment
  outside_grids,     // a post outside every grid
  unknown_post,      // a segment names a post that is not there
  device_gap,        // more than the given spacing along a segment without a device
  no_codes,          // a file without a column of codes
  no_names,          // a file without a column of names
  unread_number,     // a cell that should hold a number and holds something else
  unread_answer,     // a cell that should say yes or no and says something else
  unread_place,      // coordinates that are no place in degrees
  unread_milepost,   // a milepost that is none
  unread_code,       // a code that a spreadsheet or a slip of the pen made unreadable
  code_elsewhere,    // its code does not begin with that of the area that it lies in
  missing_name,      // other rows of the list have one
};
constexpr std::array<std::string_view, 35> names_of(DefectKind) {
  return {
      "empty_row",     "foreign_row",     "no_area",          "missing_code",   "duplicate_code",
      "broken_name",   "repeated_points", "ring_orientation", "self_touching",  "self_crossing",
      "nested_parts",  "sliver",          "wrong_system",     "no_parent",      "outside_parent",
      "gap",           "overlap",         "uncovered",        "no_place",       "unknown_kind",
      "unknown_owner", "unknown_segment", "off_segment",      "outside_grids",  "unknown_post",
      "device_gap",    "no_codes",        "no_names",         "unread_number",  "unread_answer",
      "unread_place",  "unread_milepost", "unread_code",      "code_elsewhere", "missing_name"};
}

enum class DefectAction : std::uint8_t { repaired, kept, left_out };
constexpr std::array<std::string_view, 3> names_of(DefectAction) {
  return {"repaired", "kept", "left_out"};
}

// A row of a file, as people find it.
struct RowName {
  std::string file;
  std::uint32_t row = 0;  // from 1; 0 = the whole file
  std::string code;
  std::string name;
};

struct Defect {
  DefectKind kind = DefectKind::gap;
  DefectAction action = DefectAction::kept;
  GridLayer layer = GridLayer::governance;
  GridLevel level = GridLevel::none;
  RowName at;
  RowName other;       // the neighbour, parent or twin; row 0 without one
  PointE7 place;       // none when the row has no area
  double area_m2 = 0;  // of the defect; 0 = it has none
  std::string detail;  // what was found: a name's other reading, how well each system fits
  Parts outline;       // of a gap, overlap or what stands out
  Ring line;           // of a stretch without devices
};

enum class Language : std::uint8_t { en, zh };
constexpr std::array<std::string_view, 2> names_of(Language) { return {"en", "zh"}; }

// A text of assets/i18n/*/import.json, with {0}, {1} … filled in; the key where there is none.
std::string said(Language language, const std::string& key,
                 const std::vector<std::string>& values = {});

// Lines for people, grouped by kind; at most `each_max` of a kind are printed, the rest are counted.
std::vector<std::string> defect_lines(const std::vector<Defect>& defects, Language language,
                                      std::size_t each_max = 20);

// A FeatureCollection (RFC 7946): each defect with kind, action, place and what to do in both
// languages. Defects with an outline are areas, the others points (or have none).
Json defects_geojson(const std::vector<Defect>& defects);

}  // namespace gezhi
