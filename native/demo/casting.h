// Who plays where: the public places of the demo street, the people who work there, and the units that
// may be called.
#pragma once

#include <string>
#include <vector>

#include "core/base/prng.h"
#include "core/cases/case.h"
#include "core/grid/locate.h"
#include "native/import/demo_district.h"
#include "native/store/server_store.h"

namespace gezhi {

// Where things happen, and who works there.
struct Scene {
  Place place;
  std::string name;
  std::string worker;  // logins
  std::string leader;
  std::string officer;  // of the beat; may be nobody
};

class Casting {
 public:
  Casting(const DemoDistrict& district, const std::vector<Account>& accounts);

  bool empty() const { return scenes_.empty(); }
  const std::vector<Scene>& scenes() const { return scenes_; }

  // Every third case happens where the first demo worker is at home.
  const Scene& pick(Prng& random, int number) const;

  std::string login_of(UnitId unit) const;

  // The unit of this kind whose grids or beat hold the place.
  const Unit* unit(UnitKind kind, const Place& place) const;

 private:
  void add_scene(const MapPlace& spot, const GridLocator& locator);
  void add_home_scenes(const GridShapes& shapes, const GridLocator& locator);

  const GridTree& tree_;
  const std::vector<Unit>& units_;
  const std::vector<Account>& accounts_;
  std::vector<Scene> scenes_;
  std::vector<Scene> home_;
};

}  // namespace gezhi
