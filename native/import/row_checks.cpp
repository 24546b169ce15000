// Rows into drafts: what is no row of this table, codes, names, and each ring by itself.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <set>

#include "core/base/read.h"
#include "core/base/utf8.h"
#include "core/grid/street.h"
#include "native/import/broken_text.h"
#include "native/import/code_text.h"
#include "native/import/draft.h"
#include "native/import/shape_file.h"
#include "native/import/source_file.h"

namespace gezhi {
namespace {

constexpr std::size_t kCodeBytesMax = 28;

// Whole characters, at most as many bytes as a grid's name may have.
std::string short_name(const std::string& name) {
  const std::string good = repaired_utf8(name);
  std::int32_t characters = 120;
  while (utf8_prefix(good, characters).size() > 120) --characters;
  return std::string(utf8_prefix(good, characters));
}

// Whether the row has something under that property that means yes.
bool is_marked(const AreaRow& row, const std::string& property) {
  if (property.empty() || property == "*") return !property.empty();
  const Json* value = row.properties.find(property);
  if (value != nullptr && value->boolean() != nullptr) return *value->boolean();
  const std::string text = readable(property_text(row.properties, property));
  const auto yes = read_yes(text);  // other words name what the row is, so they mark it
  return yes ? *yes : yes.error().code != "empty";
}

// Names of the properties that say something.
std::vector<std::string> filled(const AreaRow& row) {
  std::vector<std::string> names;
  if (row.properties.object() == nullptr) return names;
  for (const auto& [name, value] : *row.properties.object()) {
    const bool empty = value.is_null() || (value.string() != nullptr && value.string()->empty());
    if (!empty) names.push_back(name);
  }
  return names;
}

// Properties that more than half of the rows fill.
std::vector<std::string> common_names(const std::vector<AreaRow>& rows) {
  std::map<std::string, std::size_t> counts;
  for (const AreaRow& row : rows) {
    for (const std::string& name : filled(row)) ++counts[name];
  }
  std::vector<std::string> common;
  for (const auto& [name, count] : counts) {
    if (count * 2 > rows.size()) common.push_back(name);
  }
  return common;
}

bool is_foreign(const std::vector<std::string>& own, const std::vector<std::string>& common) {
  if (own.empty() || common.empty()) return false;
  return std::none_of(own.begin(), own.end(), [&](const std::string& name) {
    return std::find(common.begin(), common.end(), name) != common.end();
  });
}

// Of all properties of the file.
std::vector<std::string> all_names(const std::vector<AreaRow>& rows) {
  std::set<std::string> names;
  for (const AreaRow& row : rows) {
    if (row.properties.object() == nullptr) continue;
    for (const auto& [name, value] : *row.properties.object()) names.insert(repaired_utf8(name));
  }
  return {names.begin(), names.end()};
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

struct Taker {
  const GridFile& file;
  std::uint32_t index;
  Draft& draft;
  std::string code_property;  // "" = no row has one
  std::string name_property;
  std::vector<std::string> common{};
  bool coded_file = false;
  bool chinese_file = false;  // at least half of its codes are Chinese ones

  void take(const AreaRow& row) {
    DraftGrid grid;
    grid.file = index;
    grid.node.layer = file.layer;
    grid.node.level = file.level;
    grid.at = {file.file, row.number, code_text(row.properties, code_property),
               property_text(row.properties, name_property)};
    grid.parts = row.parts;
    const std::vector<std::string> own = filled(row);
    if (own.empty() && row.parts.empty()) return refuse(DefectKind::empty_row, grid);
    if (grid.at.code.empty() && grid.at.name.empty() && is_foreign(own, common)) {
      refuse(DefectKind::foreign_row, grid);
      draft.defects.back().detail = joined(own);
      return;
    }
    if (row.parts.empty()) return refuse(DefectKind::no_area, grid);
    name(grid);
    grid.node.special = is_marked(row, file.special);
    grid.node.zone = is_marked(row, file.zone);
    if (grid.at.code.empty() && coded_file && !grid.node.zone) {
      draft.report(DefectKind::missing_code, DefectAction::kept, grid);
    }
    const std::string code = repaired_utf8(grid.at.code);  // each broken byte becomes three
    if (!code.empty() && code.size() <= kCodeBytesMax)
      grid.node.codes.push_back(coded(code, file.scheme));
    if (is_unread(code, grid.node)) {
      draft.report(DefectKind::unread_code, DefectAction::kept, grid).detail = code;
    }
    add_codes(row, grid.node);
    if (!file.parent.empty()) grid.parent_code = code_text(row.properties, file.parent);
    draft.grids.push_back(std::move(grid));
  }

  // What is no Chinese code among such codes has a digit too few or too many; zones have codes of their own.
  bool is_unread(const std::string& code, const GridNode& node) const {
    const bool odd = chinese_file && !node.zone && !code.empty() && !is_chinese_code(code);
    return odd || is_unread_code(code) || code.size() > kCodeBytesMax;
  }

  // The other schemes; one scheme has one code.
  void add_codes(const AreaRow& row, GridNode& node) const {
    for (const CodeColumn& column : file.codes) {
      const std::string code = repaired_utf8(code_text(row.properties, column.property));
      const bool known = !code_in(node, column.scheme).empty();
      if (!code.empty() && code.size() <= kCodeBytesMax && !known &&
          node.codes.size() < kGridCodesMax)
        node.codes.push_back({column.scheme, code});
    }
  }

  void refuse(DefectKind kind, const DraftGrid& grid) {
    draft.report(kind, DefectAction::left_out, grid);
  }

  void name(DraftGrid& grid) {
    std::string& name = grid.at.name;
    const NameReading read = read_name(name);
    name = read.name;
    if (read.broken) {
      const DefectAction action = read.repaired ? DefectAction::repaired : DefectAction::kept;
      draft.report(DefectKind::broken_name, action, grid).detail = name;
    }
    grid.node.name = name;
    if (name.empty()) {
      grid.node.name = grid.at.code.empty()
                           ? std::string(name_of(file.level)) + " " + std::to_string(grid.at.row)
                           : grid.at.code;
    }
    grid.node.name = short_name(grid.node.name);
  }
};

// ---- rings ----

Ring without_repeats(const Ring& ring, std::uint32_t& repeats) {
  Ring result;
  std::uint32_t dropped = 0;
  for (const PointE7 p : ring) {
    if (!result.empty() && result.back() == p) {
      ++dropped;
    } else {
      result.push_back(p);
    }
  }
  if (result.size() > 1 && result.front() == result.back()) result.pop_back();  // it was closed
  while (result.size() > 1 && result.front() == result.back()) {
    result.pop_back();
    ++dropped;
  }
  repeats += dropped;
  return result;
}

PointE7 place_of(const DraftGrid& grid) {
  return grid.parts.empty() ? PointE7{} : grid.parts[0][0][0];
}

struct RingCheck {
  Draft& draft;
  DraftGrid& grid;

  // Whether an outer ring or hole ran the wrong way.
  bool tidy() {
    std::uint32_t repeats = 0;
    bool turned = false;
    PointE7 place;
    Parts parts;
    for (const Part& part : grid.parts) {
      Part clean;
      for (const Ring& ring : part) {
        const std::uint32_t before = repeats;
        Ring tidy = without_repeats(ring, repeats);
        if (repeats > before && place.is_none()) place = ring[0];
        if (tidy.size() < 3 && clean.empty()) break;  // an outer ring that is none, with its holes
        if (tidy.size() < 3) continue;
        const std::int64_t area = doubled_ring_area(tidy);
        if (area != 0 && (area < 0) == clean.empty()) {
          turned = true;
          std::reverse(tidy.begin(), tidy.end());
        }
        clean.push_back(std::move(tidy));
      }
      if (!clean.empty()) parts.push_back(std::move(clean));
    }
    grid.parts = std::move(parts);
    if (repeats > 0) {
      Defect& defect = draft.report(DefectKind::repeated_points, DefectAction::repaired, grid);
      defect.place = place;
      defect.detail = std::to_string(repeats);
    }
    if (grid.parts.empty()) {
      draft.report(DefectKind::no_area, DefectAction::left_out, grid).place = place;
      grid.left_out = true;
    }
    return turned;
  }

  double delivered_m2() const {
    double units = 0;
    for (const Part& part : grid.parts) {
      for (std::size_t i = 0; i < part.size(); ++i) {
        const double area = std::fabs(static_cast<double>(doubled_ring_area(part[i]))) / 2;
        units += i == 0 ? area : -area;
      }
    }
    return units * metres_north() * metres_east(place_of(grid).lat);
  }

  bool every_part_is_sound() const {
    return std::all_of(grid.parts.begin(), grid.parts.end(), [&](const Part& part) {
      return !draft.frame.trouble(draft.frame.polygons({part})).found;
    });
  }

  void crossings() {
    const Frame& frame = draft.frame;
    const Geometry geometry = frame.polygons(grid.parts);
    const RingTrouble trouble = frame.trouble(geometry);
    if (!trouble.found) return;
    const Geometry covered = frame.made_valid_covered(geometry);
    const Geometry even_odd = frame.made_valid_even_odd(geometry);
    const double delivered = delivered_m2();
    const double by_cover = frame.area_m2(covered), by_parity = frame.area_m2(even_odd);
    const auto near = [&](double area) {
      return area > 0 && std::fabs(area - delivered) <= kRepairShare * area;
    };
    const bool nested = trouble.reason.find("Nested") != std::string::npos ||
                        trouble.reason.find("Hole") != std::string::npos || every_part_is_sound();
    Defect* defect = nullptr;
    if (near(by_cover) && near(by_parity)) {
      grid.parts = frame.parts(covered);
      defect = &draft.report(DefectKind::self_touching, DefectAction::repaired, grid);
    } else if (nested) {
      grid.parts = frame.parts(covered);
      defect = &draft.report(DefectKind::nested_parts, DefectAction::kept, grid);
      defect->area_m2 = std::fabs(by_cover - by_parity);
    } else {
      grid.parts = frame.parts(even_odd);
      defect = &draft.report(DefectKind::self_crossing, DefectAction::kept, grid);
      defect->area_m2 = std::fabs(by_parity - delivered);
    }
    defect->place = trouble.place;
    if (!grid.parts.empty()) return;
    defect->action = DefectAction::left_out;
    grid.left_out = true;
  }
};

}  // namespace

Defect& Draft::report(DefectKind kind, DefectAction action, const DraftGrid& grid) {
  Defect defect;
  defect.kind = kind;
  defect.action = action;
  defect.layer = grid.node.layer;
  defect.level = grid.node.level;
  defect.at = grid.at;
  defect.place = grid.parts.empty() || grid.parts[0].empty() || grid.parts[0][0].empty()
                     ? PointE7{}
                     : grid.parts[0][0][0];
  defects.push_back(std::move(defect));
  return defects.back();
}

Result<Done> take_rows(std::uint32_t index, const std::vector<AreaRow>& rows, Draft& draft) {
  const GridFile& file = draft.files[index];
  const auto filled_or_none = [&](const std::string& property) {
    const bool filled = std::any_of(rows.begin(), rows.end(), [&](const AreaRow& row) {
      return !code_text(row.properties, property).empty();
    });
    return filled ? property : std::string();
  };
  const std::string columns = joined(all_names(rows));
  const std::string code =
      filled_or_none(file.code.empty() ? usual_code_property(rows) : file.code);
  const std::string name =
      filled_or_none(file.name.empty() ? usual_name_property(rows) : file.name);
  if (!file.name.empty() && name.empty() && code.empty()) {
    return import_error(file.file, "no row has the property \"" + file.name +
                                       "\" nor a code; the columns are: " + columns);
  }
  const auto chinese = std::count_if(rows.begin(), rows.end(), [&](const AreaRow& row) {
    return is_chinese_code(code_text(row.properties, code));
  });
  const auto with_code = std::count_if(rows.begin(), rows.end(), [&](const AreaRow& row) {
    return !code_text(row.properties, code).empty();
  });
  const bool own_scheme =
      !file.scheme.empty() && file.scheme != kStatsScheme && file.scheme != kUnitScheme;
  Taker taker{file,          index,
              draft,         code,
              name,          common_names(rows),
              !code.empty(), !own_scheme && chinese * 2 >= with_code};
  for (const AreaRow& row : rows) taker.take(row);
  const auto tell = [&](DefectKind kind) {
    Defect& defect = draft.report(kind, DefectAction::kept, DraftGrid{});
    defect.layer = file.layer;
    defect.level = file.level;
    defect.at = {file.file, 0, {}, {}};
    defect.detail = columns;
  };
  if (code.empty() && file.zone != "*") tell(DefectKind::no_codes);
  if (name.empty()) tell(DefectKind::no_names);
  return Done{};
}

void check_rings(std::uint32_t file, Draft& draft) {
  std::vector<std::size_t> turned;
  std::size_t count = 0;
  for (std::size_t i = 0; i < draft.grids.size(); ++i) {
    if (draft.grids[i].file != file) continue;
    ++count;
    RingCheck check{draft, draft.grids[i]};
    if (check.tidy()) turned.push_back(i);
    if (!draft.grids[i].left_out) check.crossings();
  }
  // A file that turns all its rings the other way follows another habit: said once.
  if (turned.size() * 2 > count && count > 1) {
    Defect& defect = draft.report(DefectKind::ring_orientation, DefectAction::repaired,
                                  draft.grids[turned.front()]);
    defect.at = {draft.files[file].file, 0, {}, {}};
    return;
  }
  for (const std::size_t i : turned) {
    draft.report(DefectKind::ring_orientation, DefectAction::repaired, draft.grids[i]);
  }
}

void check_doubles(std::uint32_t file, Draft& draft) {
  std::map<std::string, std::size_t> first;
  for (std::size_t i = 0; i < draft.grids.size(); ++i) {
    DraftGrid& grid = draft.grids[i];
    const GridFile& own = draft.files[file];
    if (grid.left_out || grid.at.code.empty() || grid.file > file || grid.node.layer != own.layer ||
        grid.node.level != own.level)
      continue;
    const auto [there, fresh] = first.emplace(grid.at.code, i);
    if (fresh || grid.file != file) continue;
    const DraftGrid& twin = draft.grids[there->second];
    const Geometry a = draft.frame.polygons(twin.parts), b = draft.frame.polygons(grid.parts);
    const double common = draft.frame.area_m2(draft.frame.intersection(a, b));
    const double both = draft.frame.area_m2(a) + draft.frame.area_m2(b) - common;
    grid.left_out = common > both * (1 - kRepairShare);
    draft
        .report(DefectKind::duplicate_code,
                grid.left_out ? DefectAction::left_out : DefectAction::kept, grid)
        .other = twin.at;
  }
}

}  // namespace gezhi
