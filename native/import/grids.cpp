#include "native/import/grids.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "core/grid/locate.h"
#include "core/grid/street.h"
#include "native/import/area_map.h"
#include "native/import/borders.h"
#include "native/import/draft.h"
#include "native/import/line_import.h"
#include "native/import/source_file.h"

namespace gezhi {
namespace {

Result<CoordinateSystem> system_of(const GridFile& file, CoordinateSystem usual) {
  if (file.system.empty()) return usual;
  const auto names = names_of(CoordinateSystem{});
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == file.system) return static_cast<CoordinateSystem>(i);
  }
  return import_error(
      file.file, "'" + file.system + "' is no coordinate system: wgs84, cgcs2000, gcj02 or bd09");
}

struct Importer {
  const GridImport& options;
  const DistrictPack& before;
  const ImportProgress& progress;
  GridImportReport report{};
  Draft draft{};
  GridTree tree{};  // what goes into the pack; until then the grids that stay
  GridShapes shapes{};
  std::uint32_t next_id = 1;
  std::map<std::tuple<GridLayer, GridLevel, std::string, std::string>, std::vector<GridId>>
      codes_before{};                           // layer, level, scheme, code
  std::map<std::size_t, GridId> same_ground{};  // ids by index of the draft

  Result<Done> run() {
    draft.files = options.files;
    if (draft.files.empty()) return Error{"bad_import", "no grid file was named"};
    std::stable_sort(draft.files.begin(), draft.files.end(),
                     [](const GridFile& a, const GridFile& b) { return a.level < b.level; });
    const Result<Done> whole = check_levels();
    if (!whole) return whole;
    const Result<Done> kept = keep_others();
    if (!kept) return kept;
    for (std::uint32_t file = 0; file < draft.files.size(); ++file) {
      const Result<Done> done = read(file);
      if (!done) return done;
    }
    check_areas();
    simplify();
    return add_all();
  }

  bool is_touched(GridLayer layer) const {
    return std::any_of(draft.files.begin(), draft.files.end(),
                       [&](const GridFile& file) { return file.layer == layer; });
  }

  std::string told(const std::string& key, const std::vector<std::string>& values = {}) const {
    return said(options.language, "import." + key, values);
  }

  std::string level_words(GridLevel level) const {
    return told("level." + std::string(name_of(level)));
  }

  bool is_delivered(GridLayer layer, GridLevel level) const {
    const auto has = [&](const GridFile& file) {
      return file.layer == layer && file.level == level;
    };
    return std::any_of(draft.files.begin(), draft.files.end(), has) ||
           std::find(options.drop.begin(), options.drop.end(), level) != options.drop.end();
  }

  // A layer is replaced whole: who brings the unit grids alone would lose the streets above them.
  Result<Done> check_levels() const {
    if (before.meta.synthetic) return Done{};
    for (const auto& [id, node] : before.tree.nodes()) {
      if (!is_touched(node.layer) || is_delivered(node.layer, node.level)) continue;
      const auto same = [&](const auto& entry) {
        return entry.second.layer == node.layer && entry.second.level == node.level;
      };
      const auto number =
          std::count_if(before.tree.nodes().begin(), before.tree.nodes().end(), same);
      const std::string level(name_of(node.level));
      return Error{"bad_import",
                   told("levels", {std::to_string(number), level_words(node.level),
                                   told("layer." + std::string(name_of(node.layer))), level})};
    }
    return Done{};
  }

  // Nodes and areas of the layers that this import does not touch.
  Result<Done> keep_others() {
    next_id = next_grid_id(before);
    if (before.meta.synthetic) {
      report.notes.push_back(told("note.synthetic"));
      return Done{};
    }
    std::vector<GridNode> nodes;
    for (const auto& [id, node] : before.tree.nodes()) {
      if (!is_touched(node.layer)) nodes.push_back(node);
    }
    std::stable_sort(nodes.begin(), nodes.end(),
                     [](const GridNode& a, const GridNode& b) { return a.level < b.level; });
    for (const GridNode& node : nodes) {
      const Result<Done> added = tree.add(node);
      if (!added) return added;
    }
    for (std::uint32_t s = 0; s < before.shapes.size(); ++s) {
      if (tree.find(before.shapes.grid(s)) == nullptr) continue;
      std::vector<Ring> rings;
      for (std::uint32_t r = before.shapes.ring_begin(s); r < before.shapes.ring_end(s); ++r) {
        const auto ring = before.shapes.ring(r);
        rings.emplace_back(ring.begin(), ring.end());
      }
      const Result<Done> added = shapes.add(before.shapes.grid(s), rings);
      if (!added) return added;
    }
    return Done{};
  }

  Result<Done> read(std::uint32_t index) {
    const GridFile& file = draft.files[index];
    if (file.level == GridLevel::none) {
      return import_error(file.file,
                          "its level is missing: district, township, area, village or unit");
    }
    const auto system = system_of(file, options.system);
    if (!system) return system.error();
    draft.systems.push_back(*system);
    progress(told("step.reading", {file.file}));
    const auto rows = read_area_file(file.file, file.table, *system);
    if (!rows) return rows.error();
    const auto with_area = std::find_if(rows->begin(), rows->end(),
                                        [](const AreaRow& row) { return !row.parts.empty(); });
    if (with_area == rows->end()) return import_error(file.file, "holds no areas");
    if (draft.grids.empty()) draft.frame = Frame(with_area->parts[0][0][0]);
    const std::size_t first = draft.grids.size();
    const Result<Done> taken = take_rows(index, *rows, draft);
    if (!taken) return taken;
    if (draft.grids.size() > kGridNodesMax) return import_error(file.file, "too many grids in all");
    for (std::size_t i = first; i < draft.grids.size(); ++i) {
      for (const Part& part : draft.grids[i].parts) {
        for (const Ring& ring : part) report.points_delivered += ring.size();
      }
    }
    check_rings(index, draft);
    check_doubles(index, draft);
    link_by_code(index, draft);
    check_system(index, tree, shapes, draft);
    const Result<Done> linked = link_by_place(index, draft);
    if (!linked) return linked;
    const auto left =
        std::count_if(draft.grids.begin() + static_cast<std::ptrdiff_t>(first), draft.grids.end(),
                      [](const DraftGrid& grid) { return !grid.left_out; });
    progress(told("step.areas", {std::to_string(left), level_words(file.level)}));
    return Done{};
  }

  // Layers have borders of their own: each is snapped and simplified by itself.
  std::vector<Parts*> areas_of(GridLayer layer) {
    std::vector<Parts*> areas;
    for (DraftGrid& grid : draft.grids) {
      if (!grid.left_out && grid.node.layer == layer) areas.push_back(&grid.parts);
    }
    return areas;
  }

  template <class Do>
  void each_layer(const Do& action) {
    for (std::size_t i = 0; i < names_of(GridLayer{}).size(); ++i) {
      if (is_touched(static_cast<GridLayer>(i))) action(static_cast<GridLayer>(i));
    }
  }

  void check_areas() {
    progress(told("step.parents", {std::to_string(draft.grids.size())}));
    each_layer([&](GridLayer layer) { snap_borders(areas_of(layer), kSeamMm); });
    check_nesting(draft);
    each_layer([&](GridLayer layer) {
      for (std::size_t level = 1; level < names_of(GridLevel{}).size(); ++level) {
        const auto has = [&](const DraftGrid& grid) {
          return grid.node.layer == layer && grid.node.level == static_cast<GridLevel>(level);
        };
        if (std::none_of(draft.grids.begin(), draft.grids.end(), has)) continue;
        progress(told("step.cover", {level_words(static_cast<GridLevel>(level))}));
        check_cover(layer, static_cast<GridLevel>(level), draft);
      }
    });
    report.seams = draft.seams;
    if (draft.seams > 0) {
      report.notes.push_back(
          told("note.seams", {std::to_string(draft.seams), std::to_string(kSeamMm)}));
    }
    if (draft.strips > 0) {
      report.notes.push_back(told("note.strips", {std::to_string(draft.strips)}));
    }
  }

  void simplify() {
    progress(told("step.borders"));
    each_layer([&](GridLayer layer) {
      const std::vector<Parts*> areas = areas_of(layer);
      snap_borders(areas, kSeamMm);  // repairs have new vertices
      if (options.simplify_mm > 0) simplify_borders(areas, draft.frame, options.simplify_mm);
    });
  }

  Result<Done> add_all() {
    index_codes();
    know_by_ground();
    for (std::size_t i = 0; i < draft.grids.size(); ++i) {
      if (draft.grids[i].left_out) continue;
      const Result<Done> added = add(i);
      if (!added) return added;
    }
    if (report.grids == 0) return import_error(draft.files[0].file, "no row could be taken");
    note_gone();
    report.defects = std::move(draft.defects);
    return Done{};
  }

  // An extract with one street too few looks like a delivery of the others.
  void note_gone() {
    if (before.meta.synthetic) return;
    const auto gone =
        std::count_if(before.tree.nodes().begin(), before.tree.nodes().end(),
                      [&](const auto& entry) { return tree.find(entry.first) == nullptr; });
    if (gone > 0) report.notes.push_back(told("note.gone", {std::to_string(gone)}));
  }

  Result<Done> add(std::size_t index) {
    DraftGrid& grid = draft.grids[index];
    const std::string where = "feature " + std::to_string(grid.at.row);
    if (grid.parent >= 0) {
      const DraftGrid& parent = draft.grids[static_cast<std::size_t>(grid.parent)];
      grid.node.parent = parent.node.id;  // none when its sliver of a parent was left out
    }
    grid.node.id = id_for(index);
    const Result<Done> in_tree = tree.add(grid.node);
    if (!in_tree) return import_error(grid.at.file, where + ": " + in_tree.error().message);
    const Part rings = rings_of(grid);
    for (const Ring& ring : rings) report.points += ring.size();
    const Result<Done> in_shapes = shapes.add(grid.node.id, rings);
    if (!in_shapes) {
      return import_error(grid.at.file,
                          where + " (" + grid.node.name + "): " + in_shapes.error().message);
    }
    ++report.grids;
    return Done{};
  }

  static Part rings_of(const DraftGrid& grid) {
    Part rings;
    for (const Part& part : grid.parts) rings.insert(rings.end(), part.begin(), part.end());
    return rings;
  }

  void index_codes() {
    if (before.meta.synthetic) return;
    for (const auto& [id, node] : before.tree.nodes()) {
      for (const GridCode& item : node.codes) {
        if (!(item.valid_to == CivilDay{})) continue;  // somebody else's by now, perhaps
        codes_before[{node.layer, node.level, item.scheme, item.code}].push_back(id);
      }
    }
  }

  // Nodes of the pack before that have the draft's code, layer and level, ids ascending.
  std::vector<GridId> by_code(const GridNode& wanted) const {
    for (const GridCode& code : wanted.codes) {
      const auto at = codes_before.find({wanted.layer, wanted.level, code.scheme, code.code});
      if (at != codes_before.end()) return at->second;
    }
    return {};
  }

  // A reform gives other codes to the same ground: areas whose code is new keep the id of the area
  // that lay there, if no other area has that one's code.
  void know_by_ground() {
    if (before.meta.synthetic) return;
    GridShapes fresh;
    std::vector<GridId> unknown, claimed, free;
    for (std::size_t i = 0; i < draft.grids.size(); ++i) {
      const DraftGrid& grid = draft.grids[i];
      if (grid.left_out) continue;
      const std::vector<GridId> known = by_code(grid.node);
      claimed.insert(claimed.end(), known.begin(), known.end());
      const GridId mark{static_cast<std::uint32_t>(i + 1)};
      if (known.empty() && fresh.add(mark, rings_of(grid)).ok()) unknown.push_back(mark);
    }
    std::stable_sort(claimed.begin(), claimed.end());
    for (const auto& [id, node] : before.tree.nodes()) {
      if (is_touched(node.layer) && !std::binary_search(claimed.begin(), claimed.end(), id))
        free.push_back(id);
    }
    for (const AreaShare& share : shares_of(before.shapes, free, fresh, unknown)) {
      const std::size_t index = share.to.value - 1;
      const GridNode& old = *before.tree.find(share.from);
      const GridNode& node = draft.grids[index].node;
      if (old.layer == node.layer && old.level == node.level &&
          std::min(share.permille_of_from, share.permille_of_to) >= kSameGroundPermille)
        same_ground[index] = share.from;
    }
  }

  // The id that the node had in the pack before, by layer, level and code, else by its ground; else a
  // new one. An id is never used for another node.
  GridId id_for(std::size_t index) {
    std::vector<GridId> known = by_code(draft.grids[index].node);
    if (const auto at = same_ground.find(index); at != same_ground.end())
      known.push_back(at->second);
    for (const GridId id : known) {
      if (tree.find(id) != nullptr) continue;
      ++report.kept_ids;
      return id;
    }
    return {next_id++};
  }

  // Of the district that the files bring; "" when they bring none.
  std::string district_name() const {
    for (const DraftGrid& grid : draft.grids) {
      const bool is_district = grid.node.layer == GridLayer::governance &&
                               grid.node.level == GridLevel::district && !grid.left_out;
      if (is_district) return grid.node.name;
    }
    return {};
  }

  std::string first_name() const {
    for (const DraftGrid& grid : draft.grids) {
      if (!grid.left_out) return grid.node.name;
    }
    return {};
  }

  // A part of the district that comes later (its beats, one of its levels) gives it no other name.
  std::string name_for(const std::string& called) const {
    for (const std::string& name : {options.name, district_name(), called}) {
      if (!name.empty()) return name;
    }
    return first_name();
  }
};

}  // namespace

namespace {

// {"scheme": "PROPERTY"} as the list of columns that it stands for.
void widen_codes(Json& mapping) {
  if (mapping.find("files") == nullptr || mapping.find("files")->array() == nullptr) return;
  Json::Array files = *mapping.find("files")->array();
  for (Json& file : files) {
    const Json* codes = file.find("codes");
    if (codes == nullptr || codes->object() == nullptr) continue;
    Json::Array list;
    for (const auto& [scheme, property] : *codes->object()) {
      Json column;
      column.set("scheme", scheme);
      column.set("property", property);
      list.push_back(std::move(column));
    }
    file.set("codes", Json(std::move(list)));
  }
  mapping.set("files", Json(std::move(files)));
}

// Nodes that are gone: the ids of old cases still have a name.
void keep_gone(const GridTree& before, DistrictPack& pack) {
  for (const auto& entry : before.nodes()) {
    if (pack.tree.find(entry.first) == nullptr && pack.history.past.size() < kPastGridsMax)
      pack.history.keep(entry.second);
  }
}

// A pack of an older version has roads without the plans that make routes quick.
void add_missing_plans(DistrictPack& pack, Language language, const ImportProgress& progress) {
  const bool missing =
      std::any_of(pack.hierarchies.begin(), pack.hierarchies.end(),
                  [](const Hierarchy& hierarchy) { return hierarchy.size() == 0; });
  if (pack.roads.node_count() == 0 || !missing) return;
  progress(said(language, "import.step.routes"));
  pack.hierarchies = build_hierarchies(pack.roads);
}

}  // namespace

Result<GridImport> read_grid_mapping(const std::string& path) {
  const auto text = read_text_source(path, 1 << 20);
  if (!text) return text.error();
  auto json = parse_json(*text);
  if (!json) return import_error(path, "is " + json.error().message);
  widen_codes(*json);
  auto options = from_json_by_hand<GridImport>(*json);
  if (!options) return import_error(path, "this mapping does not fit: " + options.error().message);
  const std::size_t slash = path.rfind('/');
  for (GridFile& file : options->files) {
    if (slash != std::string::npos && !file.file.empty() && file.file[0] != '/')
      file.file = path.substr(0, slash + 1) + file.file;
  }
  return options;
}

Result<GridImportReport> import_grids(const GridImport& options, DistrictPack& pack,
                                      const ImportProgress& progress) {
  Importer importer{options, pack, progress};
  const Result<Done> done = importer.run();
  if (!done) return done.error();
  if (pack.meta.synthetic) pack = DistrictPack{};
  std::swap(pack.tree, importer.tree);
  keep_gone(importer.tree, pack);
  pack.shapes = std::move(importer.shapes);
  progress(importer.told("step.layers"));
  pack.shares = layer_shares(pack);
  place_lines(pack);
  add_missing_plans(pack, options.language, progress);
  pack.meta.centre = pack.shapes.box().middle();
  if (!options.source.empty()) pack.meta.source = options.source;
  pack.meta.name = importer.name_for(pack.meta.name);
  const GridLocator locator(pack.tree, pack.shapes);
  for (MapPlace& place : pack.places) place.grid = locator.at(GridLayer::governance, place.point);
  return importer.report;
}

}  // namespace gezhi
