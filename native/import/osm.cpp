// OpenStreetMap files through libosmium, twice: first the ways, to know which nodes matter and which
// are crossings; then the nodes' places.
#include <osmium/io/any_input.hpp>
#include <osmium/osm/node.hpp>
#include <osmium/osm/relation.hpp>
#include <osmium/osm/way.hpp>

#include <algorithm>
#include <map>
#include <optional>

#include "core/base/utf8.h"
#include "native/import/osm_tags.h"
#include "native/import/osm_turns.h"
#include "native/import/roads.h"
#include "native/import/source_file.h"

namespace gezhi {
namespace {

constexpr std::size_t kPlacesMax = 100000;

struct Way {
  std::int64_t id = 0;
  osm::Road road;
  std::uint32_t name = 0;
  std::vector<std::int64_t> nodes;
};

struct Lake {
  AreaKind kind{};
  std::string name;
  std::vector<std::int64_t> nodes;
};

struct Node {
  std::int64_t id = 0;
  std::uint32_t uses =
      0;  // as a point of roads; ends count twice, so that 2 means a junction or end
  bool placed = false;
  bool barrier = false;  // to cars
  PointE7 point;
  std::uint32_t number = 0;  // in the graph, and 1
};

struct OsmReader {
  const RoadImport& options;
  const ImportProgress& progress;
  std::uint64_t size = 0;
  RoadData data;
  std::vector<Way> ways;
  std::vector<Lake> lakes;
  std::vector<Node> nodes;  // ids ascending
  std::map<std::string, std::uint32_t> names;
  osm::TurnRestrictions turns;
  std::uint64_t ways_cut = 0;

  // Runs over the file once; libosmium's exceptions end here.
  template <class Visit>
  Result<Done> pass(osmium::osm_entity_bits::type kinds, const char* what, Visit visit) {
    progress(what + options.file);
    std::optional<osmium::io::Reader> reader;
    try {
      reader.emplace(options.file, kinds);
      while (osmium::memory::Buffer buffer = reader->read()) {
        for (const auto& item : buffer.select<osmium::OSMObject>()) {
          if (!osm::is_whole(item.tags()))
            return import_error(options.file, "is damaged: there is a zero byte in a tag");
          visit(item);
        }
      }
      reader->close();
    } catch (const osmium::xml_error& problem) {
      return import_error(options.file, "is not OSM XML at line " + std::to_string(problem.line) +
                                            ", column " + std::to_string(problem.column) + ": " +
                                            problem.error_string);
    } catch (const std::exception& problem) {
      const std::uint64_t offset = reader ? std::min<std::uint64_t>(reader->offset(), size) : 0;
      return import_error(options.file, "damaged or cut short near byte " + std::to_string(offset) +
                                            " of " + std::to_string(size) + ": " + problem.what());
    }
    return Done{};
  }

  std::uint32_t name_number(const std::string& name) {
    if (name.empty()) return 0;
    const auto [it, fresh] =
        names.emplace(name, static_cast<std::uint32_t>(data.links.names.size()));
    if (fresh) data.links.names.push_back(name);
    return it->second;
  }

  void take(const osmium::Way& way) {
    const auto list = [&] {
      std::vector<std::int64_t> ids;
      for (const auto& ref : way.nodes()) ids.push_back(ref.ref());
      return ids;
    };
    if (const auto road = osm::road_of(way.tags())) {
      if (way.nodes().size() >= 2)
        ways.push_back({way.id(), *road, name_number(osm::name_of(way.tags())), list()});
      return;
    }
    const auto area = osm::area_of(way.tags());
    if (area && way.is_closed() && way.nodes().size() >= 4)
      lakes.push_back({*area, osm::name_of(way.tags()), list()});
  }

  void collect_nodes() {
    for (const Way& way : ways) {
      for (std::size_t i = 0; i < way.nodes.size(); ++i) {
        const bool end = i == 0 || i + 1 == way.nodes.size();
        nodes.push_back({way.nodes[i], end ? 2U : 1U, false, false, {}, 0});
      }
    }
    for (const Lake& lake : lakes) {
      for (const std::int64_t id : lake.nodes) nodes.push_back({id, 0, false, false, {}, 0});
    }
    std::stable_sort(nodes.begin(), nodes.end(),
                     [](const Node& a, const Node& b) { return a.id < b.id; });
    std::size_t kept = 0;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      if (kept > 0 && nodes[kept - 1].id == nodes[i].id) {
        nodes[kept - 1].uses += nodes[i].uses;
      } else {
        nodes[kept++] = nodes[i];
      }
    }
    nodes.resize(kept);
  }

  Node* find(std::int64_t id) {
    const auto it =
        std::lower_bound(nodes.begin(), nodes.end(), id,
                         [](const Node& node, std::int64_t wanted) { return node.id < wanted; });
    return it != nodes.end() && it->id == id ? &*it : nullptr;
  }

  void take(const osmium::Node& node) {
    if (!node.location().valid()) return;
    const PointE7 point{node.location().x(), node.location().y()};
    if (Node* known = find(node.id())) {
      known->placed = true;
      known->point = point;
      known->barrier = osm::is_barrier_to_cars(node.tags());
      if (known->barrier && known->uses > 0) known->uses = 2;  // links end here
    }
    if (node.tags().empty() || data.places.size() >= kPlacesMax) return;
    const auto kind = osm::place_of(node.tags());
    const std::string name = kind ? osm::name_of(node.tags()) : std::string();
    if (name.empty()) return;
    MapPlace place;
    place.kind = *kind;
    place.name = name;
    place.point = point;
    data.places.push_back(std::move(place));
  }

  std::uint32_t graph_node(Node& node) {
    if (node.number == 0) {
      data.links.nodes.push_back(node.point);
      node.number = static_cast<std::uint32_t>(data.links.nodes.size());
    }
    return node.number - 1;
  }

  // A way becomes links from crossing to crossing; where the extract was cut, it is interrupted.
  void add_links(const Way& way) {
    Node* start = nullptr;
    std::vector<PointE7> between;
    for (const std::int64_t id : way.nodes) {
      Node* node = find(id);
      if (node == nullptr || !node->placed) {
        // What led to the missing node ends at the last known one.
        if (start != nullptr && !between.empty()) ++ways_cut;
        start = nullptr;
        between.clear();
        continue;
      }
      if (start == nullptr) {
        start = node;
        continue;
      }
      if (node->uses < 2) {
        between.push_back(node->point);
        continue;
      }
      RoadLinks::Link link;
      link.from = graph_node(*start);
      link.to = graph_node(*node);
      link.name = way.name;
      link.road_class = way.road.road_class;
      link.access = way.road.access;
      link.form = way.road.form;
      if (turns.wants(way.id)) {
        const auto number = static_cast<std::uint32_t>(data.links.links.size());
        turns.add_link(way.id, number, start->id, node->id);
      }
      data.links.add(link, between);
      between.clear();
      start = node;
    }
  }

  void add_lake(const Lake& lake) {
    Ring ring;
    for (const std::int64_t id : lake.nodes) {
      const Node* node = find(id);
      if (node == nullptr || !node->placed) return;
      ring.push_back(node->point);
    }
    ring.pop_back();
    if (ring.size() >= 3) data.areas.push_back({lake.kind, lake.name, {ring}});
  }

  Result<RoadData> run() {
    const auto limited =
        source_size(options.file, options.bytes_max == 0 ? kRoadFileBytesMax : options.bytes_max);
    if (!limited) return limited.error();
    size = *limited;
    Result<Done> done = pass(osmium::osm_entity_bits::way | osmium::osm_entity_bits::relation,
                             "reading the ways of ", [&](const osmium::OSMObject& item) {
                               if (item.type() == osmium::item_type::relation) {
                                 turns.take(static_cast<const osmium::Relation&>(item));
                               } else {
                                 take(static_cast<const osmium::Way&>(item));
                               }
                             });
    if (!done) return done.error();
    collect_nodes();
    done =
        pass(osmium::osm_entity_bits::node, "reading the nodes of ",
             [&](const osmium::OSMObject& item) { take(static_cast<const osmium::Node&>(item)); });
    if (!done) return done.error();
    for (const Way& way : ways) add_links(way);
    for (const Node& node : nodes) {
      if (node.barrier && node.number > 0) {
        data.links.turns.push_back({node.number - 1, TurnRule::closed, 0, 0});
      }
    }
    turns.finish(data.links, data.notes);
    for (const Lake& lake : lakes) add_lake(lake);
    add_road_places();
    if (ways_cut > 0)
      data.notes.push_back(std::to_string(ways_cut) + " ways are cut at the edge of the extract");
    return std::move(data);
  }

  // A named road can be searched: its place is the middle of its first link.
  void add_road_places() {
    constexpr std::size_t kNone = SIZE_MAX;
    std::vector<std::size_t> first_link(data.links.names.size(), kNone);
    for (std::size_t i = data.links.links.size(); i-- > 0;) {
      first_link[data.links.links[i].name] = i;
    }
    for (const auto& [name, number] : names) {
      const std::size_t i = first_link[number];
      if (i == kNone || data.places.size() >= kPlacesMax) continue;
      MapPlace place;
      place.kind = PlaceKind::road;
      place.name = name;
      const std::uint32_t first = data.links.link_first[i], end = data.links.link_first[i + 1];
      place.point = first < end ? data.links.link_points[(first + end) / 2]
                                : data.links.nodes[data.links.links[i].from];
      data.places.push_back(std::move(place));
    }
  }
};

}  // namespace

Result<RoadData> read_osm(const RoadImport& options, const ImportProgress& progress) {
  OsmReader reader{options, progress, 0, {}, {}, {}, {}, {}, {}, 0};
  return reader.run();
}

}  // namespace gezhi
