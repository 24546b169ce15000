// Parents of drafts, and which coordinate system makes a file fit them.
#include <algorithm>
#include <array>
#include <cstdio>
#include <functional>
#include <map>
#include <set>

#include "core/grid/coords.h"
#include "native/import/code_text.h"
#include "native/import/draft.h"
#include "native/import/source_file.h"

namespace gezhi {
namespace {

constexpr std::size_t kSamplesMax = 200;  // areas of a file that are tried in each system
// Another system must fit this much better, and leave at most half of what does not fit.
constexpr double kBetterFit = 0.02;

constexpr std::array<CoordinateSystem, 3> kTried = {
    CoordinateSystem::wgs84, CoordinateSystem::gcj02, CoordinateSystem::bd09};

bool is_above(const DraftGrid& other, const GridFile& file) {
  return !other.left_out && other.node.layer == file.layer && other.node.level < file.level;
}

// Where a point read in one system lies if its numbers are in another.
PointE7 reread(PointE7 point, CoordinateSystem said, CoordinateSystem meant) {
  const Wgs84 place = to_wgs84(point);
  switch (said) {
    case CoordinateSystem::wgs84:
    case CoordinateSystem::cgcs2000: return from_system(place.lon, place.lat, meant);
    case CoordinateSystem::gcj02: {
      const Gcj02 raw = to_gcj02(place);
      return from_system(raw.lon, raw.lat, meant);
    }
    case CoordinateSystem::bd09: {
      const Bd09 raw = to_bd09(place);
      return from_system(raw.lon, raw.lat, meant);
    }
  }
  return point;
}

Parts reread(const Parts& parts, CoordinateSystem said, CoordinateSystem meant) {
  Parts result = parts;
  for (Part& part : result) {
    for (Ring& ring : part) {
      for (PointE7& point : ring) point = reread(point, said, meant);
    }
  }
  return result;
}

Parts parts_of(const GridShapes& shapes, std::uint32_t shape) {
  Part part;
  for (std::uint32_t r = shapes.ring_begin(shape); r < shapes.ring_end(shape); ++r) {
    part.emplace_back(shapes.ring(r).begin(), shapes.ring(r).end());
  }
  Parts parts;
  for (Ring& ring : part) parts.push_back({std::move(ring)});
  return parts;
}

class SystemCheck {
 public:
  SystemCheck(Draft& draft, std::uint32_t file) : draft_(draft), file_(file) {
    for (std::size_t i = 0; i < draft.grids.size(); ++i) {
      if (draft.grids[i].file == file && !draft.grids[i].left_out) own_.push_back(i);
    }
  }

  void run(const GridTree& tree, const GridShapes& shapes) {
    if (own_.empty()) return;
    const Geometry around = has_linked() ? nullptr : reference(tree, shapes);
    if (!has_linked() && !around) return;
    const auto fit = [&](CoordinateSystem meant) {
      return around ? fit_on(around, meant) : fit_in_parents(meant);
    };
    const std::size_t mine = tried_as_said();
    std::array<double, 3> fits{};
    fits[mine] = fit(kTried[mine]);
    if (fits[mine] > 1 - kBetterFit) return;  // none can be that much better
    for (std::size_t s = 0; s < kTried.size(); ++s) {
      if (s != mine) fits[s] = fit(kTried[s]);
    }
    judge(fits, mine);
  }

 private:
  bool usable(const DraftGrid& grid) const { return grid.parent >= 0 && !parent(grid).shifted; }
  const DraftGrid& parent(const DraftGrid& grid) const {
    return draft_.grids[static_cast<std::size_t>(grid.parent)];
  }
  bool has_linked() const {
    return std::any_of(own_.begin(), own_.end(),
                       [&](std::size_t i) { return usable(draft_.grids[i]); });
  }
  CoordinateSystem said() const { return draft_.systems[file_]; }

  // The share of the areas' ground that lies in their parents.
  double fit_in_parents(CoordinateSystem meant) const {
    double all = 0, inside = 0;
    const std::size_t step = own_.size() / kSamplesMax + 1;
    for (std::size_t i = 0; i < own_.size(); i += step) {
      const DraftGrid& grid = draft_.grids[own_[i]];
      if (!usable(grid)) continue;
      const Geometry area = draft_.frame.polygons(reread(grid.parts, said(), meant));
      all += draft_.frame.area_m2(area);
      inside += draft_.frame.area_m2(
          draft_.frame.intersection(area, draft_.frame.polygons(parent(grid).parts)));
    }
    return all == 0 ? 1 : inside / all;
  }

  // The share of all ground, the file's and the reference's, that both have.
  double fit_on(const Geometry& around, CoordinateSystem meant) const {
    std::vector<Geometry> areas;
    for (const std::size_t i : own_) {
      areas.push_back(draft_.frame.polygons(reread(draft_.grids[i].parts, said(), meant)));
    }
    const Geometry all = united(areas);
    const double common = draft_.frame.area_m2(draft_.frame.intersection(all, around));
    const double both = draft_.frame.area_m2(all) + draft_.frame.area_m2(around) - common;
    return both == 0 ? 1 : common / both;
  }

  Geometry united(const std::vector<Geometry>& areas) const {
    std::vector<const Geometry*> pointers;
    for (const Geometry& area : areas) pointers.push_back(&area);
    return draft_.frame.united(pointers);
  }

  // The coarsest level of the layer above this file, of another layer in this import, or in the pack.
  Geometry reference(const GridTree& tree, const GridShapes& shapes) const {
    const GridFile& file = draft_.files[file_];
    std::vector<Geometry> areas;
    const auto collect = [&](bool own_layer) {
      GridLevel level = GridLevel::none;
      for (const DraftGrid& grid : draft_.grids) {
        if (grid.left_out || grid.shifted || grid.file == file_) continue;
        if (own_layer ? !is_above(grid, file) : grid.node.layer == file.layer) continue;
        if (level == GridLevel::none) level = grid.node.level;
        if (grid.node.level == level) areas.push_back(draft_.frame.polygons(grid.parts));
      }
    };
    collect(true);
    if (areas.empty()) collect(false);
    if (areas.empty()) collect_from(tree, shapes, areas);
    return areas.empty() ? nullptr : united(areas);
  }

  void collect_from(const GridTree& tree, const GridShapes& shapes,
                    std::vector<Geometry>& areas) const {
    GridLevel level = GridLevel::unit;
    for (std::uint32_t s = 0; s < shapes.size(); ++s) {
      level = std::min(level, tree.find(shapes.grid(s))->level);
    }
    for (std::uint32_t s = 0; s < shapes.size(); ++s) {
      if (tree.find(shapes.grid(s))->level != level) continue;
      areas.push_back(draft_.frame.made_valid_even_odd(draft_.frame.polygons(parts_of(shapes, s))));
    }
  }

  // cgcs2000 is tried as wgs84.
  std::size_t tried_as_said() const {
    const auto at = std::find(kTried.begin(), kTried.end(), said());
    return at == kTried.end() ? 0 : static_cast<std::size_t>(at - kTried.begin());
  }

  void judge(const std::array<double, 3>& fits, std::size_t mine) {
    const auto best =
        static_cast<std::size_t>(std::max_element(fits.begin(), fits.end()) - fits.begin());
    if (fits[best] < fits[mine] + kBetterFit || 1 - fits[best] > (1 - fits[mine]) / 2) return;
    Defect& defect =
        draft_.report(DefectKind::wrong_system, DefectAction::kept, draft_.grids[own_.front()]);
    defect.at = {draft_.files[file_].file, 0, {}, {}};
    for (std::size_t s = 0; s < kTried.size(); ++s) {
      char text[40];
      std::snprintf(text, sizeof text, "%s%s %.3f", s == 0 ? "" : ", ",
                    std::string(name_of(kTried[s])).c_str(), fits[s]);
      defect.detail += text;
    }
    for (const std::size_t i : own_) {
      draft_.grids[i].shifted = true;
      draft_.grids[i].fits = kTried[best];
    }
  }

  Draft& draft_;
  std::uint32_t file_;
  std::vector<std::size_t> own_;
};

// The drafts of the files before one, as shapes to test points in; made when they are first asked for.
class ShapesAbove {
 public:
  ShapesAbove(const Draft& draft, std::size_t count) : draft_(draft), count_(count) {}

  const std::vector<GridShapes>& all() {
    if (!shapes_.empty()) return shapes_;
    shapes_.resize(count_);
    for (std::size_t s = 0; s < count_; ++s) {
      Part rings;
      for (const Part& part : draft_.grids[s].parts)
        rings.insert(rings.end(), part.begin(), part.end());
      // A shape that is refused (too wide) holds nothing; adding it to the pack says so.
      static_cast<void>(shapes_[s].add({1}, rings));
    }
    return shapes_;
  }

 private:
  const Draft& draft_;
  std::size_t count_;
  std::vector<GridShapes> shapes_{};
};

// The deepest coarser area that holds the draft's middle, or -1.
std::int64_t around(const Draft& draft, std::size_t child, std::size_t first,
                    const std::vector<GridShapes>& shapes) {
  const DraftGrid& grid = draft.grids[child];
  const GridFile& file = draft.files[grid.file];
  Part rings;
  const Parts parts =
      grid.shifted ? reread(grid.parts, draft.systems[grid.file], grid.fits) : grid.parts;
  for (const Part& part : parts) rings.insert(rings.end(), part.begin(), part.end());
  GridShapes one;
  if (!one.add({1}, rings).ok()) return -1;
  const PointE7 middle = one.label_point(0);
  std::int64_t best = -1;
  for (std::size_t i = 0; i < first; ++i) {
    const DraftGrid& other = draft.grids[i];
    if (!is_above(other, file) || shapes[i].size() == 0) continue;
    if (best >= 0 && other.node.level <= draft.grids[static_cast<std::size_t>(best)].node.level)
      continue;
    if (shapes[i].test(0, middle) != Inside::no) best = static_cast<std::int64_t>(i);
  }
  return best;
}

// The finest level above a file's own that this import has in its layer. A parent of a coarser level, found
// by code, may be a slip of the pen in the code, or in that of the area between.
GridLevel finest_above(const Draft& draft, std::uint32_t file) {
  GridLevel finest = GridLevel::none;
  for (const DraftGrid& other : draft.grids) {
    if (is_above(other, draft.files[file])) finest = std::max(finest, other.node.level);
  }
  return finest;
}

bool is_below(const Draft& draft, std::int64_t index, std::int64_t ancestor) {
  while (index >= 0 && index != ancestor)
    index = draft.grids[static_cast<std::size_t>(index)].parent;
  return index >= 0;
}

// Two codes of which one should begin the other, and does not. Codes of another kind (a row's number, a
// beat's letters) say nothing about each other.
bool should_begin(const DraftGrid& parent, const DraftGrid& child, std::size_t longer_than) {
  const std::string_view begin = code_stem(parent.at.code);
  const auto digits = [](std::string_view code) {
    return !code.empty() && code.find_first_not_of("0123456789") == code.npos;
  };
  return digits(begin) && digits(child.at.code) && begin.size() > longer_than &&
         begin.size() < child.at.code.size() &&
         std::string_view(child.at.code).substr(0, begin.size()) != begin;
}

// The parent by place, and a word where the codes say something else.
void take_around(Draft& draft, std::size_t child, std::int64_t parent) {
  DraftGrid& grid = draft.grids[child];
  const std::size_t stem =
      grid.parent < 0
          ? 0
          : code_stem(draft.grids[static_cast<std::size_t>(grid.parent)].at.code).size();
  grid.parent = parent;
  if (parent < 0) return;
  const DraftGrid& taken = draft.grids[static_cast<std::size_t>(parent)];
  if (should_begin(taken, grid, stem))
    draft.report(DefectKind::code_elsewhere, DefectAction::kept, grid).other = taken.at;
}

}  // namespace

void link_by_code(std::uint32_t file, Draft& draft) {
  const GridFile& own = draft.files[file];
  std::map<std::string, std::int64_t> above;         // the first row with a code, by its stem
  std::set<std::size_t, std::greater<>> code_sizes;  // of those, the longest first
  bool any = false;
  for (std::size_t i = 0; i < draft.grids.size(); ++i) {
    const DraftGrid& other = draft.grids[i];
    if (!is_above(other, own)) continue;
    any = true;
    if (other.at.code.empty()) continue;
    const std::string_view stem = code_stem(other.at.code);
    above.emplace(stem, static_cast<std::int64_t>(i));
    code_sizes.insert(stem.size());
  }
  const auto with_code = [&](const std::string& code) {
    const auto at = above.find(code);
    return at == above.end() ? -1 : at->second;
  };
  for (DraftGrid& grid : draft.grids) {
    if (grid.file != file) continue;
    grid.root = !any;
    if (!grid.parent_code.empty()) {
      grid.parent = with_code(std::string(code_stem(grid.parent_code)));
      continue;
    }
    for (const std::size_t size : code_sizes) {
      if (grid.parent < 0 && size < grid.at.code.size())
        grid.parent = with_code(grid.at.code.substr(0, size));
    }
  }
}

void check_system(std::uint32_t file, const GridTree& before_tree, const GridShapes& before,
                  Draft& draft) {
  SystemCheck(draft, file).run(before_tree, before);
}

Result<Done> link_by_place(std::uint32_t file, Draft& draft) {
  std::vector<std::size_t> lost;
  std::size_t first = 0, count = 0;
  while (first < draft.grids.size() && draft.grids[first].file < file) ++first;
  ShapesAbove shapes(draft, first);
  const GridLevel finest = finest_above(draft, file);
  for (std::size_t i = first; i < draft.grids.size(); ++i) {
    DraftGrid& grid = draft.grids[i];
    if (grid.left_out || grid.file != file || grid.root) continue;
    ++count;
    const bool may_be_nearer =
        grid.parent < 0 || draft.grids[static_cast<std::size_t>(grid.parent)].node.level < finest;
    if (grid.parent_code.empty() && may_be_nearer) {
      const std::int64_t nearer = around(draft, i, first, shapes.all());
      // What lies elsewhere is an exclave: it stays where its code says.
      const bool deeper = nearer != grid.parent && is_below(draft, nearer, grid.parent);
      if (grid.parent < 0 || deeper) take_around(draft, i, nearer);
    }
    if (grid.parent < 0) lost.push_back(i);
  }
  if (!lost.empty() && lost.size() == count) {
    const DraftGrid& grid = draft.grids[lost.front()];
    const std::string where =
        "feature " + std::to_string(grid.at.row) + " (" + grid.node.name + ")";
    return import_error(
        grid.at.file,
        grid.parent_code.empty()
            ? where + " lies in no area of the levels above, and no code there begins its code"
            : where + " names the parent " + grid.parent_code + ", which is not there");
  }
  for (const std::size_t i : lost) {
    DraftGrid& grid = draft.grids[i];
    grid.left_out = true;
    draft.report(DefectKind::no_parent, DefectAction::left_out, grid).detail = grid.parent_code;
  }
  return Done{};
}

}  // namespace gezhi
