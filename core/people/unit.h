// Units: the response forces ("limbs", 手脚) and the desks. A unit has powers and an area; a mixed
// team keeps the powers of each of its units apart (S1-32).
#pragma once

#include <string>
#include <vector>

#include "core/base/codec.h"
#include "core/base/time.h"

namespace gezhi {

// Wire-stable: append only. S1-05 names the first four limbs.
enum class UnitKind : std::uint8_t {
  none,
  street_desk,         // 综合信息指挥室
  comprehensive_mgmt,  // 综合管理
  enforcement,         // 综合执法
  mediation,           // 矛盾调解
  village_grid,        // 村社网格
  rapid_response,      // 即时处置队伍 (S1-17)
  police_station,      // 派出所
  police_room,         // 警务室
  fire,                // 消防
  market_regulation,   // 市场监管
  labour,              // 劳动保障
  utility,             // 燃气、供水等企业
  property_mgmt,       // 物业
  governance_station,  // 治理工作站
};
constexpr std::array<std::string_view, 15> names_of(UnitKind) {
  return {"none",        "street_desk",   "comprehensive_mgmt", "enforcement",
          "mediation",   "village_grid",  "rapid_response",     "police_station",
          "police_room", "fire",          "market_regulation",  "labour",
          "utility",     "property_mgmt", "governance_station"};
}

// The nature of a matter: our own axis (DOMAIN section 3.4). Wire-stable: append only.
enum class Nature : std::uint8_t {
  other,
  dispute,     // 纠纷
  hazard,      // 隐患
  help,        // 求助
  disorder,    // 秩序
  facility,    // 设施
  welfare,     // 民生
  lead,        // 线索
  lost_found,  // 失物
  noise,       // 噪音
  traffic,     // 交通
};
constexpr std::array<std::string_view, 11> names_of(Nature) {
  return {"other",   "dispute", "hazard",     "help",  "disorder", "facility",
          "welfare", "lead",    "lost_found", "noise", "traffic"};
}

// Hours of a weekly rota (值班表; who is there when: core/cases/duty.h), in China Standard Time. `to` not after `from`: until then on the next
// day. Minutes from midnight, below 1440; bit 0 of `days` is Monday.
struct DutyHours {
  std::uint32_t days = 0;
  std::uint32_t from_minute = 0;
  std::uint32_t to_minute = 0;

  template <class V>
  void fields(V& v) {
    v(1, "days", days);
    v(2, "from_minute", from_minute);
    v(3, "to_minute", to_minute);
  }
};

struct Unit {
  UnitId id;
  UnitKind kind = UnitKind::none;
  std::string name;             // as the street writes it
  GridId area;                  // works inside this grid node
  SetOf<Nature> powers;         // may dispose matters of these natures (G5)
  PointE7 base;                 // where it stands; none = no fixed place
  std::vector<DutyHours> duty;  // none = round the clock

  template <class V>
  void fields(V& v) {
    v(1, "id", id);
    v(2, "kind", kind);
    v(3, "name", name, 120);
    v(4, "area", area);
    v(5, "powers", powers);
    v(6, "base", base);
    v(7, "duty", duty, 50);
  }
};

}  // namespace gezhi
