// Roads of a shapefile of lines, with class and name from its table.
#include <algorithm>
#include <cstring>
#include <map>

#include "core/base/utf8.h"
#include "native/import/roads.h"
#include "native/import/shape_file.h"
#include "native/import/source_file.h"

namespace gezhi {
namespace {

constexpr std::int32_t kNameCharactersMax = 50;

RoadClass class_of(const std::string& text) {
  constexpr std::pair<const char*, RoadClass> kClasses[] = {
      {"motorway", RoadClass::motorway}, {"trunk", RoadClass::primary},
      {"primary", RoadClass::primary},   {"secondary", RoadClass::secondary},
      {"tertiary", RoadClass::tertiary}, {"service", RoadClass::service},
      {"track", RoadClass::track},       {"steps", RoadClass::steps},
      {"cycleway", RoadClass::cycleway}, {"pedestrian", RoadClass::pedestrian},
      {"path", RoadClass::path},         {"footway", RoadClass::path}};
  for (const auto& [head, road_class] : kClasses) {
    if (text.compare(0, std::strlen(head), head) == 0) return road_class;
  }
  return RoadClass::residential;
}

struct Line {
  std::vector<PointE7> points;
  RoadClass road_class{};
  std::string name;
  bool both = false;
};

struct LineLess {
  bool operator()(const std::vector<PointE7>& a, const std::vector<PointE7>& b) const {
    return std::lexicographical_compare(
        a.begin(), a.end(), b.begin(), b.end(),
        [](PointE7 p, PointE7 q) { return p.lon != q.lon ? p.lon < q.lon : p.lat < q.lat; });
  }
};

struct LineReader {
  const RoadImport& options;
  ShapeFile file;
  std::vector<Line> lines{};
  RoadData data{};
  std::uint32_t without_length = 0;

  Result<Done> read() {
    const std::uint32_t class_column = file.column(options.class_field);
    const std::uint32_t name_column = file.column(options.name_field);
    for (std::uint32_t row = 0; row < file.rows(); ++row) {
      auto parts = file.parts(row);
      if (!parts) return parts.error();
      for (Ring& points : *parts) {
        points.erase(std::unique(points.begin(), points.end()), points.end());
        if (points.size() < 2) {
          ++without_length;
          continue;
        }
        const std::string name = readable(file.text(row, name_column));
        lines.push_back({std::move(points), class_of(file.text(row, class_column)),
                         std::string(utf8_prefix(name, kNameCharactersMax)), false});
      }
    }
    return Done{};
  }

  void note_what_is_missing() {
    if (file.column(options.class_field) == file.columns().size()) {
      const std::string stem = options.file.substr(0, options.file.rfind('.'));
      const std::string missing = file.has_table() ? "no column \"" + options.class_field + "\""
                                                   : "there is no " + stem + ".dbf";
      data.notes.push_back(missing + ": every road counts as a side street");
    }
    if (without_length == 0) return;
    data.notes.push_back(std::to_string(without_length) + " lines without length were left out");
  }

  // Many files hold one line for each direction. If a good part of the lines has its reverse, lines
  // without one are one-way; else every line is both ways.
  void pair_directions() {
    std::map<std::vector<PointE7>, std::size_t, LineLess> known;
    std::vector<Line> kept;
    std::size_t paired = 0;
    for (Line& line : lines) {
      const auto it = known.find({line.points.rbegin(), line.points.rend()});
      if (it != known.end() && !kept[it->second].both) {
        kept[it->second].both = true;
        ++paired;
        continue;
      }
      known.emplace(line.points, kept.size());
      kept.push_back(std::move(line));
    }
    const bool directed = paired * 10 > kept.size();
    if (!directed) {
      for (Line& line : kept) line.both = true;
    } else {
      data.notes.push_back("one line a direction: " + std::to_string(paired) +
                           " roads are two-way, " + std::to_string(kept.size() - paired) +
                           " one-way (for e-bikes)");
    }
    lines = std::move(kept);
  }

  void build() {
    std::map<std::pair<std::int32_t, std::int32_t>, std::uint32_t> nodes;
    std::map<std::string, std::uint32_t> names;
    const auto node = [&](PointE7 p) {
      const auto [it, fresh] = nodes.emplace(std::pair(p.lon, p.lat),
                                             static_cast<std::uint32_t>(data.links.nodes.size()));
      if (fresh) data.links.nodes.push_back(p);
      return it->second;
    };
    for (const Line& line : lines) {
      RoadLinks::Link link;
      link.from = node(line.points.front());
      link.to = node(line.points.back());
      link.road_class = line.road_class;
      link.access = line.both ? kAllAccess : kOneWayAccess;
      if (!line.name.empty()) {
        const auto [it, fresh] =
            names.emplace(line.name, static_cast<std::uint32_t>(data.links.names.size()));
        if (fresh) data.links.names.push_back(line.name);
        link.name = it->second;
      }
      data.links.add(link, {line.points.begin() + 1, line.points.end() - 1});
    }
  }
};

}  // namespace

Result<RoadData> read_road_shapefile(const RoadImport& options, const ImportProgress& progress) {
  progress("reading the lines of " + options.file);
  ShapeLimits limits;
  limits.bytes_max = options.bytes_max == 0 ? kRoadFileBytesMax : options.bytes_max;
  limits.rows_max = kRoadLinksMax;
  limits.points_max = kRoadPointsMax;
  auto file = ShapeFile::open(options.file, ShapeFile::Kind::lines, options.system, limits);
  if (!file) return file.error();
  LineReader reader{options, *std::move(file)};
  const Result<Done> done = reader.read();
  if (!done) return done.error();
  reader.note_what_is_missing();
  reader.pair_directions();
  reader.build();
  return std::move(reader.data);
}

}  // namespace gezhi
