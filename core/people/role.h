// Roles (DOMAIN section 4.8, R1 … R17) and what a person may act as. Authority travels with every
// operation: the server stamps the grant it verified, so no register of people is needed to judge.
#pragma once

#include <array>

#include "core/base/codec.h"

namespace gezhi {

// Wire-stable: append only.
enum class Role : std::uint8_t {
  none,
  volunteer,             // R1 志愿者
  grid_worker,           // R2 网格员
  grid_leader,           // R3 网格长
  station_head,          // R4 网格工作站站长
  auxiliary_officer,     // R5 警辅
  community_officer,     // R6 社区民警
  intake_clerk,          // R7 受理员
  dispatcher,            // R8 派遣员
  duty_supervisor,       // R9 值班长
  mediator,              // R10 调解员
  chief_mediator,        // R11 首席调解员
  handler,               // R12 承办单位经办人
  supervision_squad,     // R13 督导考核中队
  area_director,         // R14 片区网格办主任/副主任
  district_coordinator,  // R15 统筹协调员
  admin,                 // R16 系统管理员: no right to change cases
  auditor,               // R17 审计员: reads everything, writes nothing
  system,                // the server itself: timers and imports
};
constexpr std::array<std::string_view, 19> names_of(Role) {
  return {"none",
          "volunteer",
          "grid_worker",
          "grid_leader",
          "station_head",
          "auxiliary_officer",
          "community_officer",
          "intake_clerk",
          "dispatcher",
          "duty_supervisor",
          "mediator",
          "chief_mediator",
          "handler",
          "supervision_squad",
          "area_director",
          "district_coordinator",
          "admin",
          "auditor",
          "system"};
}
using Roles = SetOf<Role>;

// Who works at the street desk (小脑).
inline constexpr Roles kDeskRoles(Role::intake_clerk, Role::dispatcher, Role::duty_supervisor);
// Who works on the ground of a grid.
inline constexpr Roles kGridRoles(Role::grid_worker, Role::grid_leader, Role::station_head,
                                  Role::auxiliary_officer, Role::community_officer);
// Who carries out tasks.
inline constexpr Roles kTaskRoles =
    kGridRoles | Roles(Role::mediator, Role::chief_mediator, Role::handler);
// Who sees what imports found wrong with the city's data: the desk's supervisor, oversight, and who
// imports it.
inline constexpr Roles kDataReportRoles(Role::duty_supervisor, Role::supervision_squad,
                                        Role::area_director, Role::district_coordinator,
                                        Role::admin, Role::auditor);

// One thing a person may act as: a role, for a unit, in a grid, in a street.
struct Grant {
  Role role = Role::none;
  UnitId unit;
  GridId grid;
  ShardId shard;  // none = every street (district roles)

  template <class V>
  void fields(V& v) {
    v(1, "role", role);
    v(2, "unit", unit);
    v(3, "grid", grid);
    v(4, "shard", shard);
  }
};

}  // namespace gezhi
