// The Street's ground as a map: its three unit grids side by side, and the next street east of them.
//
//    lon + 0      10000     20000     30000     40000   (1e-7 degrees: 95 m each)
//         | A1 11 |  A2 12  |  B1 21  | next street |
#pragma once

#include "core/cases/placing.h"
#include "tests/support/street.h"

namespace gezhi::test {

inline constexpr ShardId kNextStreet{330105002};
inline constexpr std::int32_t kGridSide = 10000;

class StreetGround {
 public:
  StreetGround();
  StreetGround(const StreetGround&) = delete;
  StreetGround& operator=(const StreetGround&) = delete;

  const Ground& map() const { return ground_; }
  Bytes pack() const;  // as a file

  // The middle of the n-th square from the west, or `off` east of it.
  static PointE7 in(std::int32_t square, std::int32_t off = 0);

 private:
  void add(GridId id, GridLevel level, GridId parent, std::int32_t from, std::int32_t to,
           const char* code = "");

  GridTree tree_;
  GridShapes shapes_;
  GridLocator locator_;
  Ground ground_;
};

}  // namespace gezhi::test
