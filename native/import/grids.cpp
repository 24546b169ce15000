#include "native/import/grids.h"

#include <algorithm>
#include <map>

#include "core/base/utf8.h"
#include "core/grid/locate.h"
#include "core/grid/street.h"
#include "native/import/source_file.h"

namespace gezhi {
namespace {

constexpr const char* kCodeProperties[] = {"code", "id", "CODE", "ID", "bm"};
constexpr const char* kNameProperties[] = {"name", "NAME", "mc"};

bool all_digits(const std::string& code) {
  return !code.empty() && code.find_first_not_of("0123456789") == std::string::npos;
}

// Chinese codes begin with a province 11..82; shorter ones are padded to the 12 digits they stand for.
GridCode coded(const std::string& code, const GridFile& file) {
  if (!file.scheme.empty()) return {file.scheme, code};
  const bool chinese = all_digits(code) && code >= "11" && code < "83";
  if (chinese && code.size() == 15) return {std::string(kUnitScheme), code};
  if (chinese && (code.size() == 6 || code.size() == 9 || code.size() == 12)) {
    return {std::string(kStatsScheme), code + std::string(12 - code.size(), '0')};
  }
  return {std::string(kSourceScheme), code};
}

// Whole characters, at most as many bytes as a grid's name may have.
std::string short_name(const std::string& name) {
  const std::string good = repaired_utf8(name);
  std::int32_t characters = 120;
  while (utf8_prefix(good, characters).size() > 120) --characters;
  return std::string(utf8_prefix(good, characters));
}

struct Importer {
  struct Candidate {
    GridNode node;
    std::string code;  // as in the file
    std::vector<Ring> rings;
    std::string where;  // for errors
  };

  const GridImport& options;
  const DistrictPack& before;
  const Progress& progress;
  GridImportReport report;
  std::vector<Candidate> made;  // coarse levels first
  GridTree tree;
  GridShapes shapes;
  std::uint32_t next_id = 1;

  Result<Done> run() {
    std::vector<GridFile> files = options.files;
    if (files.empty()) return Error{"bad_import", "no grid file was named"};
    std::stable_sort(files.begin(), files.end(),
                     [](const GridFile& a, const GridFile& b) { return a.level < b.level; });
    const Result<Done> kept = keep_others(files);
    if (!kept) return kept;
    for (const GridFile& file : files) {
      if (file.level == GridLevel::none)
        return import_error(file.file,
                            "its level is missing: district, township, area, village or unit");
      const Result<Done> done = read(file);
      if (!done) return done;
    }
    return Done{};
  }

  // Nodes and areas of the layers that this import does not touch.
  Result<Done> keep_others(const std::vector<GridFile>& files) {
    for (const auto& [id, node] : before.tree.nodes()) next_id = std::max(next_id, id.value + 1);
    if (before.meta.synthetic) {
      report.notes.push_back("the synthetic district is replaced");
      return Done{};
    }
    const auto touched = [&](GridLayer layer) {
      return std::any_of(files.begin(), files.end(),
                         [&](const GridFile& file) { return file.layer == layer; });
    };
    std::vector<GridNode> nodes;
    for (const auto& [id, node] : before.tree.nodes()) {
      if (!touched(node.layer)) nodes.push_back(node);
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

  Result<Done> read(const GridFile& file) {
    progress("reading " + file.file);
    const auto features = read_geojson(file.file, options.system);
    if (!features) return features.error();
    if (features->features.empty()) return import_error(file.file, "holds no areas");
    if (features->without_area > 0) {
      report.notes.push_back(file.file + ": " + std::to_string(features->without_area) +
                             " features without an area were left out");
    }
    const std::size_t first = made.size();
    std::uint32_t unnamed = 0;
    for (const GeoFeature& feature : features->features) {
      Candidate candidate;
      candidate.where = "feature " + std::to_string(feature.number);
      candidate.code = text_of(feature, file.code, kCodeProperties, std::size(kCodeProperties));
      candidate.node.name =
          text_of(feature, file.name, kNameProperties, std::size(kNameProperties));
      if (!file.name.empty() && candidate.node.name.empty() && candidate.code.empty()) {
        return import_error(file.file, candidate.where + " has neither the property \"" +
                                           file.name + "\" nor a code");
      }
      if (candidate.node.name.empty()) {
        candidate.node.name = candidate.code.empty() ? std::string(name_of(file.level)) + " " +
                                                           std::to_string(feature.number)
                                                     : candidate.code;
        ++unnamed;
      }
      candidate.node.name = short_name(candidate.node.name);
      candidate.node.layer = file.layer;
      candidate.node.level = file.level;
      if (!candidate.code.empty() && candidate.code.size() <= 28)
        candidate.node.codes.push_back(coded(candidate.code, file));
      candidate.rings = feature.rings;
      const Result<Done> linked = link(file, feature, first, candidate);
      if (!linked) return linked;
      const Result<Done> added = add(file, candidate);
      if (!added) return added;
    }
    if (unnamed > 0)
      report.notes.push_back(file.file + ": " + std::to_string(unnamed) +
                             " areas without a name are called by their code");
    progress(std::to_string(features->features.size()) + " areas of level " +
             std::string(name_of(file.level)));
    return Done{};
  }

  static std::string text_of(const GeoFeature& feature, const std::string& given,
                             const char* const* defaults, std::size_t count) {
    if (!given.empty()) return property_text(feature.properties, given);
    for (std::size_t i = 0; i < count; ++i) {
      const std::string text = property_text(feature.properties, defaults[i]);
      if (!text.empty()) return text;
    }
    return {};
  }

  // Finds the parent among the coarser nodes of the layer (made[0 .. first)).
  Result<Done> link(const GridFile& file, const GeoFeature& feature, std::size_t first,
                    Candidate& child) {
    const auto is_above = [&](const Candidate& other) {
      return other.node.layer == file.layer && other.node.level < file.level;
    };
    bool any = false;
    const Candidate* best = nullptr;
    const std::string wanted =
        file.parent.empty() ? std::string() : property_text(feature.properties, file.parent);
    for (std::size_t i = 0; i < first; ++i) {
      const Candidate& other = made[i];
      if (!is_above(other)) continue;
      any = true;
      if (!wanted.empty() ? other.code == wanted : is_prefix(other.code, child.code)) {
        if (best == nullptr || other.code.size() > best->code.size()) best = &other;
      }
    }
    if (!any) return Done{};  // the coarsest level: roots
    if (best == nullptr && !wanted.empty()) {
      return import_error(file.file, child.where + " (" + child.node.name + ") names the parent " +
                                         wanted + ", which is not there");
    }
    if (best == nullptr) best = around(child, first, is_above);
    if (best == nullptr) {
      return import_error(
          file.file,
          child.where + " (" + child.node.name +
              ") lies in no area of the levels above, and no code there begins its code");
    }
    child.node.parent = best->node.id;
    return Done{};
  }

  static bool is_prefix(const std::string& head, const std::string& code) {
    return !head.empty() && head.size() < code.size() && code.compare(0, head.size(), head) == 0;
  }

  // The deepest coarser area that holds the child's middle.
  template <class Above>
  const Candidate* around(const Candidate& child, std::size_t first, const Above& is_above) const {
    GridShapes one;
    if (!one.add({1}, child.rings).ok()) return nullptr;
    const PointE7 middle = one.label_point(0);
    const Candidate* best = nullptr;
    for (std::size_t i = 0; i < first; ++i) {
      if (!is_above(made[i]) || (best != nullptr && made[i].node.level <= best->node.level))
        continue;
      const std::int64_t shape = shapes.find(made[i].node.id);
      if (shape >= 0 && shapes.test(static_cast<std::uint32_t>(shape), middle) != Inside::no)
        best = &made[i];
    }
    return best;
  }

  Result<Done> add(const GridFile& file, Candidate& candidate) {
    candidate.node.id = id_for(candidate);
    const Result<Done> in_tree = tree.add(candidate.node);
    if (!in_tree) return import_error(file.file, candidate.where + ": " + in_tree.error().message);
    const Result<Done> in_shapes = shapes.add(candidate.node.id, candidate.rings);
    if (!in_shapes)
      return import_error(file.file, candidate.where + " (" + candidate.node.name +
                                         "): " + in_shapes.error().message);
    ++report.grids;
    candidate.rings.clear();
    made.push_back(std::move(candidate));
    return Done{};
  }

  // The id that the node had in the pack before, by layer, level and code; else a new one. An id is
  // never used for another node.
  GridId id_for(const Candidate& candidate) {
    if (!before.meta.synthetic && !candidate.node.codes.empty()) {
      for (const auto& [id, node] : before.tree.nodes()) {
        if (node.layer != candidate.node.layer || node.level != candidate.node.level ||
            tree.find(id) != nullptr)
          continue;
        if (code_in(node, candidate.node.codes[0].scheme) == candidate.node.codes[0].code) {
          ++report.kept_ids;
          return id;
        }
      }
    }
    return {next_id++};
  }
};

}  // namespace

Result<GridImport> read_grid_mapping(const std::string& path) {
  const auto text = read_source(path, 1 << 20);
  if (!text) return text.error();
  const auto json = parse_json(*text);
  if (!json) return import_error(path, "is " + json.error().message);
  auto options = from_json<GridImport>(*json);
  if (!options) return import_error(path, "this mapping does not fit: " + options.error().message);
  const std::size_t slash = path.rfind('/');
  for (GridFile& file : options->files) {
    if (slash != std::string::npos && !file.file.empty() && file.file[0] != '/')
      file.file = path.substr(0, slash + 1) + file.file;
  }
  return options;
}

Result<GridImportReport> import_grids(const GridImport& options, DistrictPack& pack,
                                      const Progress& progress) {
  Importer importer{options, pack, progress, {}, {}, {}, {}, 1};
  const Result<Done> done = importer.run();
  if (!done) return done.error();
  if (pack.meta.synthetic) pack = DistrictPack{};
  pack.tree = std::move(importer.tree);
  pack.shapes = std::move(importer.shapes);
  pack.meta.centre = pack.shapes.box().middle();
  pack.meta.source = options.source;
  pack.meta.name = options.name.empty() ? importer.made.front().node.name : options.name;
  const GridLocator locator(pack.tree, pack.shapes);
  for (MapPlace& place : pack.places) place.grid = locator.at(GridLayer::governance, place.point);
  return importer.report;
}

}  // namespace gezhi
