// The roads of Jinan on foot for a router that is no library (pgrouting.bench.mjs), with what it is asked,
// our answers and what they cost us. In build/bench-jinan/:
//
//   edges.csv  id,source,target,cost,reverse_cost,x1,y1,x2,y2   one row a link; milliseconds, -1 = not
//              that way; x and y: walking_plane()
//   pairs.csv  id,source,target,duration_ms                     the pairs of road.route.jinan
//   units.csv  place,unit,duration_ms                           20 places, from each of 500 units to each
//   ours.json  microseconds: `duration` and `path` (with its edges) of a pair; `known` of a place whose
//              500 units were asked about before, `fresh` of one whose units are new
#include <cstdio>
#include <filesystem>
#include <memory>
#include <set>

#include "core/district/district.h"
#include "tests/bench/bench.h"
#include "tests/bench/jinan.h"
#include "tests/bench/walks.h"

namespace gezhi {
namespace {

constexpr std::size_t kPairs = 200;
constexpr std::size_t kPlaces = 20;
constexpr std::size_t kUnits = 500;

struct CloseFile {
  void operator()(std::FILE* file) const { GEZHI_CHECK(std::fclose(file) == 0); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

File open_file(const char* name) {
  const std::string folder = GEZHI_SOURCE_DIR "/build/bench-jinan/";
  std::filesystem::create_directories(folder);
  File file(std::fopen((folder + name).c_str(), "w"));
  GEZHI_CHECK(file != nullptr);
  return file;
}

class Export {
 public:
  explicit Export(const District& district)
      : roads_(district.roads()),
        pairs_(walks_on(roads_, kPairs)),
        query_(district.hierarchies()[0]) {}

  void run() {
    put_edges();
    put_pairs();
    put_units();
    const double duration = us_of_a_pair([&](std::uint32_t a, std::uint32_t b) { ask(a, b); });
    const double path = us_of_a_pair([&](std::uint32_t a, std::uint32_t b) {
      ask(a, b);
      bench::keep(query_.path().size());
    });
    const double known = us_of_a_place([&](std::uint32_t place) { ask_units(place); });
    const double fresh = us_of_a_place([&](std::uint32_t place) {
      learn_units();
      ask_units(place);
    });
    std::fprintf(open_file("ours.json").get(),
                 R"({"duration":%.6g,"path":%.6g,"known":%.6g,"fresh":%.6g})"
                 "\n",
                 duration, path, known, fresh);
  }

 private:
  void put_edges() const {
    const auto places = walking_plane(roads_);
    const File file = open_file("edges.csv");
    std::fputs("id,source,target,cost,reverse_cost,x1,y1,x2,y2\n", file.get());
    for (std::uint32_t link = 0; link < roads_.link_count(); ++link) {
      const std::int64_t there = cost(link, false), back = cost(link, true);
      if (there < 0 && back < 0) continue;
      const std::uint32_t from = roads_.links().links[link].from,
                          to = roads_.links().links[link].to;
      std::fprintf(file.get(), "%u,%u,%u,%lld,%lld,%.1f,%.1f,%.1f,%.1f\n", link, from, to,
                   static_cast<long long>(there), static_cast<long long>(back), places[from].first,
                   places[from].second, places[to].first, places[to].second);
    }
  }

  std::int64_t cost(std::uint32_t link, bool reversed) const {
    EdgeId edge;
    return roads_.edge_of(link, reversed, Profile::foot, edge)
               ? std::int64_t{roads_.duration_ms(edge, Profile::foot)}
               : -1;
  }

  void put_pairs() {
    const File file = open_file("pairs.csv");
    std::fputs("id,source,target,duration_ms\n", file.get());
    std::uint32_t id = 0;
    for (const auto& [a, b] : pairs_)
      std::fprintf(file.get(), "%u,%u,%u,%u\n", id++, a, b, ask(a, b));
  }

  // The places are where the first pairs begin, the units where others end.
  void put_units() {
    std::set<std::uint32_t> chosen;
    for (const auto& pair : walks_on(roads_, 2 * kUnits)) {
      if (chosen.size() < kUnits) chosen.insert(pair.second);
    }
    units_.assign(chosen.begin(), chosen.end());
    learn_units();
    const File file = open_file("units.csv");
    std::fputs("place,unit,duration_ms\n", file.get());
    for (std::size_t p = 0; p < kPlaces; ++p) {
      ask_units(pairs_[p].first);
      for (std::size_t u = 0; u < units_.size(); ++u) {
        std::fprintf(file.get(), "%u,%u,%u\n", pairs_[p].first, units_[u], durations_[u]);
      }
    }
  }

  std::uint32_t ask(std::uint32_t a, std::uint32_t b) {
    const HierarchyQuery::End start[] = {{a, 0, 0}}, goal[] = {{b, 0, 0}};
    return query_.duration(start, goal);
  }

  void learn_units() {
    sources_ = {};
    for (const std::uint32_t unit : units_) {
      const HierarchyQuery::End start[] = {{unit, 0, 0}};
      query_.add_source(start, sources_);
    }
    sources_.sort();
  }

  void ask_units(std::uint32_t place) {
    const HierarchyQuery::End goal[] = {{place, 0, 0}};
    query_.aim(goal);
    query_.durations(sources_, durations_);
  }

  template <class Once>
  double us_of_a_pair(const Once& once) const {
    constexpr int kRounds = 20;
    return bench::median_of_3([&] {
             return bench::ns_each(kRounds * kPairs, [&] {
               for (int round = 0; round < kRounds; ++round) {
                 for (const auto& [a, b] : pairs_) once(a, b);
               }
             });
           }) /
           1000;
  }

  template <class Once>
  double us_of_a_place(const Once& once) const {
    return bench::median_of_3([&] {
             return bench::ns_each(kPlaces, [&] {
               for (std::size_t p = 0; p < kPlaces; ++p) once(pairs_[p].first);
             });
           }) /
           1000;
  }

  const RoadGraph& roads_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs_;
  HierarchyQuery query_;
  std::vector<std::uint32_t> units_, durations_;
  HierarchyQuery::Sources sources_;
};

const bench::Registration kExport("road.export", [] {
  auto pack = jinan_pack();
  if (!pack) return;
  const District district(*std::move(pack));
  Export(district).run();
});

}  // namespace
}  // namespace gezhi
