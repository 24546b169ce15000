#include "native/import/roads.h"

#include <algorithm>

#include "core/grid/locate.h"
#include "native/import/source_file.h"

namespace gezhi {

namespace {

// A line for each tenth, where it takes long enough for somebody to wonder.
Hierarchies prepare(const RoadGraph& roads, const Progress& progress) {
  constexpr std::uint32_t kLarge = 20000;
  if (roads.node_count() < kLarge) return build_hierarchies(roads);
  std::uint64_t told = 0;
  return build_hierarchies(roads, [&](std::uint32_t done, std::uint32_t all) {
    const std::uint64_t tenth = std::uint64_t{done} * 10 / all;
    if (tenth == told) return;
    told = tenth;
    progress("preparing routes: " + std::to_string(tenth * 10) + " %");
  });
}

}  // namespace

Result<RoadImportReport> import_roads(const RoadImport& options, DistrictPack& pack,
                                      const Progress& progress) {
  const std::string& file = options.file;
  const bool shapefile = file.size() > 4 && file.compare(file.size() - 4, 4, ".shp") == 0;
  auto data = shapefile ? read_road_shapefile(options, progress) : read_osm(options, progress);
  if (!data) return data.error();
  if (data->links.links.empty()) return import_error(file, "holds no roads");
  progress("building the network of " + std::to_string(data->links.links.size()) +
           " pieces of road");
  auto graph = RoadGraph::make(std::move(data->links));
  if (!graph) return import_error(file, graph.error().message);

  RoadImportReport report;
  report.notes = std::move(data->notes);
  if (pack.meta.synthetic) {
    pack = DistrictPack{};
    report.notes.push_back("the synthetic district is replaced");
  }
  report.nodes = graph->place_count();
  report.links = graph->link_count();
  report.edges = graph->edge_count();
  for (std::uint32_t v = 0; v < graph->place_count(); ++v) {
    report.foot_parts = std::max(report.foot_parts, graph->part({v}, Profile::foot) + 1);
  }
  if (graph->turns_left_out() > 0) {
    report.notes.push_back(std::to_string(graph->turns_left_out()) +
                           " turn restrictions are left out: their crossings have too many roads");
  }
  std::int64_t length_mm = 0;
  for (std::uint32_t l = 0; l < graph->link_count(); ++l) length_mm += graph->link_length_mm(l);
  report.length_m = length_mm / 1000;
  report.areas = static_cast<std::uint32_t>(data->areas.size());
  report.places = static_cast<std::uint32_t>(data->places.size());

  pack.hierarchies = prepare(*graph, progress);
  pack.roads = *std::move(graph);
  pack.areas = std::move(data->areas);
  pack.places = std::move(data->places);
  const GridLocator locator(pack.tree, pack.shapes);
  for (MapPlace& place : pack.places) place.grid = locator.at(GridLayer::governance, place.point);
  pack.meta.road_source = !options.source.empty() ? options.source
                          : shapefile             ? std::string()
                                                  : "© OpenStreetMap contributors, ODbL";
  if (pack.meta.centre.is_none()) pack.meta.centre = pack.roads.box().middle();
  return report;
}

}  // namespace gezhi
