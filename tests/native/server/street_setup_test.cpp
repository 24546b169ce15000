// Which grids a street is given: by common ground, in whatever order the layers were delivered, and
// how a street that was given another one's is mended.
#include "native/server/street_setup.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "core/grid/street.h"
#include "native/import/area_map.h"
#include "native/import/demo_district.h"
#include "native/server/standard_units.h"
#include "tests/native/import/ground.h"

using namespace gezhi;
using namespace gezhi::test;

namespace {

using Names = std::set<std::string>;

constexpr ShardId kWest{330199001};
constexpr ShardId kEast{330199002};
constexpr TimeMs kNow{1795312800000};

Row row_of(const std::string& code, const std::string& name, double x0, double x1) {
  return {row_properties(code, name), {{box(x0, 0, x1, 1000)}}};
}

void import(DistrictPack& pack, GridLayer layer, GridLevel level, const std::vector<Row>& rows,
            const std::vector<Row>& above = {}) {
  const TempFile file("setup.geojson", geojson_of(rows));
  const TempFile over("setup-above.geojson", geojson_of(above));
  GridImport options;
  options.files.resize(above.empty() ? 1 : 2);
  for (GridFile& one : options.files) one.layer = layer;
  options.files[0].file = file.path;
  options.files[0].level = level;
  if (!above.empty()) {
    options.files[1].file = over.path;
    options.files[1].level = GridLevel::township;
  }
  const auto report = import_grids(options, pack, [](const std::string&) {});
  REQUIRE_MESSAGE(report.ok(), (report.ok() ? "" : report.error().message));
}

// Streets 西 (0 … 1000) and 东 (1000 … 2000), then the police layer as it comes.
DistrictPack district(const std::vector<Row>& beats, const std::vector<Row>& stations = {}) {
  DistrictPack pack;
  import(pack, GridLayer::governance, GridLevel::township,
         {row_of("330199001", "西", 0, 1000), row_of("330199002", "东", 1000, 2000)});
  import(pack, GridLayer::police, GridLevel::unit, beats, stations);
  return pack;
}

// The last beat lies across both streets.
const std::vector<Row> kBeats = {row_of("P3", "东警格", 1300, 2000), row_of("P1", "西警格", 0, 700),
                                 row_of("P2", "跨界警格", 700, 1300)};

Names police_names(const std::vector<GridNode>& nodes) {
  Names names;
  for (const GridNode& node : nodes) {
    if (node.layer == GridLayer::police) names.insert(node.name);
  }
  return names;
}

Names police_of(const DistrictPack& pack, ShardId street) {
  return police_names(grids_of_street(pack.tree, street_shares(pack), street));
}

std::vector<GridNode> nodes_of(const World& world) {
  std::vector<GridNode> nodes;
  for (const auto& [id, node] : world.grids().nodes()) nodes.push_back(node);
  return nodes;
}

StreetSetup setup_of(const DistrictPack& pack, ShardId street) {
  StreetSetup setup{
      street, default_policy(), grids_of_street(pack.tree, street_shares(pack), street), {}};
  setup.units = standard_units(pack.tree, township_of(pack.tree, street));
  setup.foreign = foreign_grids(pack.tree, setup.grids);
  return setup;
}

Host fresh_host() {
  Host host("x");
  host.set_secret({{1}});
  return host;
}

StreetChanges opened(Host& host, const StreetSetup& setup, std::size_t* entries = nullptr) {
  std::vector<StoredEntry> made;
  const auto changes = set_up_street(host, setup, kNow, made);
  REQUIRE_MESSAGE(changes.ok(), (changes.ok() ? "" : changes.error().message));
  host.committed(made);
  if (entries != nullptr) *entries = made.size();
  return *changes;
}

// Another person confirms what opening proposed, and a day passes.
void confirm(Host& host, ShardId shard) {
  Principal second;
  second.actor = ActorId{7};
  second.local = true;
  second.grants = {Grant{Role::duty_supervisor, {}, {}, shard}};
  Op op;
  op.id.value = make_uuid_v7(kNow, {7});
  op.shard = shard;
  op.claimed_at = kNow;
  op.device.value = make_uuid_v7(kNow, {8});
  op.device_seq = 1;
  op.actor = second.actor;
  op.grant = second.grants[0];
  set_payload(op, ConfirmChange{host.ledger(shard)->world().open_change()->op});
  Request request;
  request.protocol = kProtocol;
  request.push.push_back({encode(op), {}});
  const Pushed pushed = host.push(request, second, kNow);
  REQUIRE(pushed.receipts.size() == 1);
  REQUIRE(pushed.receipts[0].outcome.applied());
  host.committed(pushed.entries);
  host.committed(host.steward(kNow + kChangeDelayMs));
}

// What servers did before: the other street's beats.
void open_as_before(Host& host, const DistrictPack& pack, bool with_unit) {
  StreetSetup setup = setup_of(pack, kEast);
  setup.foreign.clear();
  std::erase_if(setup.grids, [](const GridNode& node) { return node.layer == GridLayer::police; });
  for (const auto& [id, node] : pack.tree.nodes()) {
    if (node.name == "西警格" || node.name == "西所") setup.grids.push_back(node);
    if (with_unit && node.name == "西警格") setup.units.front().area = id;
  }
  opened(host, setup);
}

}  // namespace

TEST_SUITE("server/street_setup") {
  // rows: S1-50 S5-04
  TEST_CASE(
      "beats alone, in any order, belong to the streets they lie on; one across two to both") {
    const DistrictPack pack = district(kBeats);
    CHECK(police_of(pack, kWest) == Names{"西警格", "跨界警格"});
    CHECK(police_of(pack, kEast) == Names{"东警格", "跨界警格"});
  }
  TEST_CASE(
      "a border that the layers draw a little differently makes no neighbour's beat the street's") {
    const DistrictPack pack =
        district({row_of("P1", "西警格", 0, 1015), row_of("P2", "东警格", 1015, 2000)});
    CHECK(police_of(pack, kWest) == Names{"西警格"});
    CHECK(police_of(pack, kEast) == Names{"东警格"});
  }
  TEST_CASE("a beat over a street that is little of it is the street's all the same") {
    DistrictPack pack;
    import(pack, GridLayer::governance, GridLevel::township,
           {row_of("330199001", "西", 0, 1940), row_of("330199002", "东", 1940, 2000)});
    import(pack, GridLayer::police, GridLevel::unit, {row_of("P1", "大警格", 0, 2000)});
    CHECK(police_of(pack, kWest) == Names{"大警格"});
    CHECK(police_of(pack, kEast) == Names{"大警格"});
  }
  TEST_CASE("stations in another order than the streets go with their beats") {
    const DistrictPack pack =
        district(kBeats, {row_of("S2", "东所", 1000, 2000), row_of("S1", "西所", 0, 1000)});
    const GridId across = find_code(pack.tree, kSourceScheme, "P2")->id;
    const std::string above = pack.tree.find(pack.tree.find(across)->parent)->name;
    CHECK(police_of(pack, kWest) == Names{"西警格", "跨界警格", "西所", above});
    CHECK(police_of(pack, kEast) == Names{"东警格", "跨界警格", "东所", above});
  }
  TEST_CASE("a pack of an older version, without common ground in it, gives the same") {
    DistrictPack pack = district(kBeats);
    pack.shares = {};
    CHECK(police_of(pack, kWest) == Names{"西警格", "跨界警格"});
    CHECK(police_of(pack, kEast) == Names{"东警格", "跨界警格"});
  }
  TEST_CASE("the demo with its layers shuffled gives every street the beats it had") {
    const DemoDistrict demo = make_demo_district();
    const GridTree& tree = demo.pack.tree;
    // The other layers' ids the other way round, so that the first station is the last street's.
    std::vector<GridId> others;
    for (const auto& [id, node] : tree.nodes()) {
      if (node.layer != GridLayer::governance) others.push_back(id);
    }
    const auto turned = [&](GridId id) {
      const auto at = std::lower_bound(others.begin(), others.end(), id);
      return at == others.end() || !(*at == id)
                 ? id
                 : others[others.size() - 1 - static_cast<std::size_t>(at - others.begin())];
    };
    std::vector<GridNode> nodes;
    for (const auto& [id, node] : tree.nodes()) {
      nodes.push_back(node);
      nodes.back().id = turned(id);
      nodes.back().parent = turned(node.parent);
    }
    std::stable_sort(nodes.begin(), nodes.end(),
                     [](const GridNode& a, const GridNode& b) { return a.level < b.level; });
    GridTree shuffled;
    for (const GridNode& node : nodes) REQUIRE(shuffled.add(node).ok());
    std::vector<GridShare> relations;
    for (const GridShare& share : demo.pack.shares.relations())
      relations.push_back({turned(share.grid), turned(share.other), share.area_m2});
    const LayerShares shares(relations);
    std::size_t beats = 0;
    for (const auto& [id, node] : tree.nodes()) {
      if (node.layer != GridLayer::governance || node.level != GridLevel::township) continue;
      const ShardId street = shard_of(tree, id);
      const Names names = police_names(grids_of_street(tree, demo.pack.shares, street));
      CHECK(police_names(grids_of_street(shuffled, shares, street)) == names);
      // Each beat of the demo is called after its street.
      for (const std::string& name : names) {
        if (name.find("警格") == std::string::npos) continue;
        ++beats;
        CHECK(name.compare(0, 6, node.name, 0, 6) == 0);
      }
    }
    CHECK(beats > 20);
  }
  TEST_CASE("opening again changes nothing when nothing changed, and leaves no entry") {
    const DistrictPack pack = district(kBeats);
    Host host = fresh_host();
    CHECK(opened(host, setup_of(pack, kEast)).added.size() == 3);
    std::size_t entries = 1;
    const StreetChanges again = opened(host, setup_of(pack, kEast), &entries);
    CHECK(entries == 0);
    CHECK((again.added.empty() && again.changed.empty() && again.removed.empty()));
    CHECK(again.units == 0);
  }
  TEST_CASE("a street that was given another one's beats is mended by opening it again") {
    const DistrictPack pack =
        district(kBeats, {row_of("S2", "东所", 1000, 2000), row_of("S1", "西所", 0, 1000)});
    Host host = fresh_host();
    open_as_before(host, pack, false);
    const World& world = host.ledger(kEast)->world();
    REQUIRE(police_names(nodes_of(world)) == Names{"西警格", "西所"});
    const StreetChanges changes = opened(host, setup_of(pack, kEast));
    CHECK(police_names(nodes_of(world)) == police_of(pack, kEast));
    CHECK(police_names(changes.removed).contains("西警格"));
    std::size_t entries = 1;
    opened(host, setup_of(pack, kEast), &entries);
    CHECK(entries == 0);
  }
  TEST_CASE(
      "a beat that is gone from its layer is gone from the street, unless somebody needs it") {
    const DistrictPack pack = district(kBeats);
    const DistrictPack later =
        district({row_of("P3", "东警格", 700, 2000), row_of("P1", "西警格", 0, 700)});
    REQUIRE(find_code(later.tree, kSourceScheme, "P2") == nullptr);
    const GridId gone = find_code(pack.tree, kSourceScheme, "P2")->id;
    for (const bool needed : {false, true}) {
      CAPTURE(needed);
      Host host = fresh_host();
      StreetSetup first = setup_of(pack, kEast);
      if (needed) first.units.front().area = gone;
      opened(host, first);
      const World& world = host.ledger(kEast)->world();
      StreetSetup again = setup_of(later, kEast);
      again.units.clear();
      // The numbers of the layers are given anew: what the second map means by it is another beat.
      again.gone = gone_grids(world, later.tree);
      const StreetChanges changes = opened(host, again);
      CHECK(police_names(changes.removed).contains("跨界警格") == !needed);
      CHECK(police_names(changes.in_use).contains("跨界警格") == needed);
      CHECK((world.grids().find(gone) != nullptr) == needed);
    }
  }
  TEST_CASE("a grid that is gone from the map goes too, but not from under a case") {
    DistrictPack pack;
    import(pack, GridLayer::governance, GridLevel::township, {row_of("330199002", "东", 0, 2000)});
    const GridId street = township_of(pack.tree, kEast);
    for (const bool needed : {false, true}) {
      Host host = fresh_host();
      StreetSetup first = setup_of(pack, kEast);
      GridNode grid;
      grid.id = GridId{900};
      grid.level = GridLevel::unit;
      grid.parent = street;
      grid.name = "撤并网格";
      first.grids.push_back(grid);
      TriageRule rule;
      rule.id = "ground";
      rule.grid = grid.id;
      rule.why = "该网格由街道直管";
      if (needed) first.policy.triage_rules.push_back(rule);
      opened(host, first);
      StreetSetup again = setup_of(pack, kEast);
      again.gone = gone_grids(host.ledger(kEast)->world(), pack.tree);
      CHECK(again.gone == std::vector<GridId>{grid.id});
      const StreetChanges changes = opened(host, again);
      CHECK(changes.removed.size() == (needed ? 0 : 1));
      CHECK(changes.in_use.size() == (needed ? 1 : 0));
    }
  }
  TEST_CASE("what a unit works in stays, and is told, until the unit has another area") {
    const DistrictPack pack = district(kBeats);
    Host host = fresh_host();
    open_as_before(host, pack, true);
    StreetSetup setup = setup_of(pack, kEast);
    const std::vector<Unit> units = setup.units;
    setup.units.clear();
    CHECK(police_names(opened(host, setup).in_use) == Names{"西警格"});
    setup.units = units;
    // Less ground for a unit takes a second person, and a day.
    CHECK_FALSE(opened(host, setup).proposed.empty());
    confirm(host, kEast);
    CHECK(police_names(opened(host, setup).removed) == Names{"西警格"});
  }
}
