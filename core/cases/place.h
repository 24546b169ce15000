// The place of a case.
#pragma once

#include <string>

#include "core/base/codec.h"
#include "core/base/geo.h"
#include "core/base/ids.h"

namespace gezhi {

inline constexpr std::uint64_t kAddressMax = 300;  // bytes

// Where it is. The grids are located on the device and shown to the reporter to confirm.
struct Place {
  PointE7 point;
  std::uint32_t accuracy_m = 0;  // of a GPS fix; 0 = chosen on the map or by code
  std::string address;
  GridId grid;         // governance layer, deepest node
  GridId community;    // community layer
  GridId beat;         // police layer (警格)
  GridId border_with;  // the other side, when the place is on or near a border (S1-37)
  bool outside_known_grids = false;  // G1: no grid is known, for the desk to settle (placing.h)
  std::string code;                  // of a place's QR (民情码), a place's id only

  template <class V>
  void fields(V& v) {
    v(1, "point", point);
    v(2, "accuracy_m", accuracy_m);
    v(3, "address", address, kAddressMax);
    v(4, "grid", grid);
    v(5, "community", community);
    v(6, "beat", beat);
    v(7, "border_with", border_with);
    v(8, "outside_known_grids", outside_known_grids);
    v(9, "code", code, 40);
  }
};

// Whether two people who set these say the same: a grid that is missing on one side was only not worked
// out there yet.
inline bool same_spot(const Place& a, const Place& b) {
  const bool grids = a.grid == b.grid || a.grid.is_none() || b.grid.is_none();
  return grids && a.point == b.point && a.code == b.code && a.address == b.address;
}

}  // namespace gezhi
