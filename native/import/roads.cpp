#include "native/import/roads.h"

#include <algorithm>
#include <atomic>
#include <thread>

#include "core/grid/locate.h"
#include "native/import/source_file.h"

namespace gezhi {

namespace {

// Plans the profiles side by side, as far as there are processors, and says how far they all are: a line
// for each tenth, where it takes long enough for somebody to wonder.
class Preparation {
 public:
  Preparation(const RoadGraph& roads, const ImportProgress& progress)
      : roads_(roads), progress_(progress) {}

  Hierarchies run() {
    std::vector<std::thread> helpers;
    const std::uint32_t wanted = std::min(std::thread::hardware_concurrency(), kProfiles);
    for (std::uint32_t i = 1; i < wanted; ++i) helpers.emplace_back([this] { work(false); });
    work(true);
    for (std::thread& helper : helpers) helper.join();
    return std::move(made_);
  }

 private:
  // The next profile that nobody is at, until there is none.
  void work(bool tells) {
    for (std::uint32_t p = next_++; p < kProfiles; p = next_++) {
      const auto profile = static_cast<Profile>(p);
      if (roads_.has(profile)) {
        const auto part = [&](std::uint32_t done, std::uint32_t) {
          done_[p] = done;
          if (tells) tell();
        };
        auto made = Hierarchy::make(roads_, profile, plan_contraction(roads_, profile, part));
        made_[p] = std::move(made).value();
      }
      done_[p] = roads_.node_count();
      if (tells) tell();
    }
  }

  // By one thread only.
  void tell() {
    constexpr std::uint32_t kLarge = 20000;
    if (roads_.node_count() < kLarge) return;
    std::uint64_t done = 0;
    for (const auto& part : done_) done += part;
    const std::uint64_t tenth = done * 10 / (std::uint64_t{kProfiles} * roads_.node_count());
    if (tenth == told_) return;
    told_ = tenth;
    progress_("preparing routes: " + std::to_string(tenth * 10) + " %");
  }

  const RoadGraph& roads_;
  const ImportProgress& progress_;
  Hierarchies made_;  // each by one thread
  std::atomic<std::uint32_t> next_{0};
  std::array<std::atomic<std::uint32_t>, kProfiles> done_{};
  std::uint64_t told_ = 0;
};

}  // namespace

Result<RoadImportReport> import_roads(const RoadImport& options, DistrictPack& pack,
                                      const ImportProgress& progress) {
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

  pack.hierarchies = Preparation(*graph, progress).run();
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
