#include "native/demo/casting.h"

#include "core/grid/street.h"
#include "native/demo/accounts.h"

namespace gezhi {

namespace {

constexpr const char* kHomeWorker = "worker1";

}  // namespace

Casting::Casting(const DemoDistrict& district, const std::vector<Account>& accounts)
    : tree_(district.pack.tree), units_(district.units), accounts_(accounts) {
  const GridLocator locator(district.pack.tree, district.pack.shapes);
  const GridId street = township_of(tree_, kDemoStreet);
  for (const MapPlace& spot : district.pack.places) {
    const bool public_place = spot.kind != PlaceKind::other && spot.kind != PlaceKind::government &&
                              spot.kind != PlaceKind::police && spot.kind != PlaceKind::service &&
                              spot.kind != PlaceKind::road;
    if (public_place && tree_.contains(street, spot.grid)) add_scene(spot, locator);
  }
  add_home_scenes(district.pack.shapes, locator);
  for (const Scene& scene : scenes_) {
    if (scene.worker == kHomeWorker) home_.push_back(scene);
  }
}

const Scene& Casting::pick(Prng& random, int number) const {
  return random.pick(number % 3 == 0 && !home_.empty() ? home_ : scenes_);
}

std::string Casting::login_of(UnitId unit) const {
  for (const Account& account : accounts_) {
    if (account.grants[0].unit == unit && kTaskRoles.has(account.grants[0].role))
      return account.login;
  }
  return {};
}

const Unit* Casting::unit(UnitKind kind, const Place& place) const {
  for (const Unit& one : units_) {
    const bool here = tree_.contains(one.area, place.grid) || tree_.contains(one.area, place.beat);
    if (one.kind == kind && here) return &one;
  }
  return nullptr;
}

void Casting::add_scene(const MapPlace& spot, const GridLocator& locator) {
  const Located where = locator.locate(spot.point);
  Scene scene;
  scene.name = spot.name;
  scene.place.point = spot.point;
  scene.place.grid = where.in(GridLayer::governance).grid;
  scene.place.community = where.in(GridLayer::community).grid;
  scene.place.beat = where.in(GridLayer::police).grid;
  if (where.in(GridLayer::governance).neighbour_count > 0) {
    scene.place.border_with = where.in(GridLayer::governance).neighbours[0].grid;
  }
  scene.place.address =
      full_name(tree_, tree_.at_level(scene.place.grid, GridLevel::village)) + spot.name;
  scene.place.code = spot.code;
  for (const Account& account : accounts_) {
    const Grant& grant = account.grants[0];
    if (grant.role == Role::grid_worker && grant.grid == scene.place.grid &&
        account.login != "visitor") {
      scene.worker = account.login;
    }
    if (grant.role == Role::grid_leader && tree_.contains(grant.grid, scene.place.grid)) {
      scene.leader = account.login;
    }
    if (grant.role == Role::community_officer && tree_.contains(grant.grid, scene.place.beat)) {
      scene.officer = account.login;
    }
  }
  if (!scene.worker.empty() && !scene.leader.empty()) scenes_.push_back(std::move(scene));
}

// The first worker's grid need not hold a named place: some corners of it, so that this account
// always has something to do.
void Casting::add_home_scenes(const GridShapes& shapes, const GridLocator& locator) {
  static constexpr struct {
    const char* name;
    std::int32_t east;
    std::int32_t north;
  } kCorners[] = {
      {"沿街商铺", 0, 0}, {"农贸点", 5000, 3000}, {"居民楼", -6000, 2000}, {"小广场", 2000, -6000}};
  for (const Account& account : accounts_) {
    if (account.login != kHomeWorker) continue;
    const std::int64_t shape = shapes.find(account.grants[0].grid);
    if (shape < 0) return;
    const PointE7 middle = shapes.label_point(static_cast<std::uint32_t>(shape));
    for (const auto& corner : kCorners) {
      MapPlace spot;
      spot.name = corner.name;
      spot.point = {middle.lon + corner.east, middle.lat + corner.north};
      add_scene(spot, locator);
    }
  }
}

}  // namespace gezhi
