#include "native/demo/accounts.h"

#include <algorithm>
#include <array>

#include "core/grid/street.h"
#include "native/server/street_setup.h"

namespace gezhi {

namespace {

class Roster {
 public:
  explicit Roster(const DemoDistrict& district)
      : district_(district), street_(township_of(district.pack.tree, kDemoStreet)) {
    for (const GridNode& node :
         grids_of_street(district.pack.tree, district.pack.shares, kDemoStreet)) {
      nodes_.push_back(node);
    }
  }

  std::vector<Account> make() {
    desk();
    ground();
    units();
    oversight();
    return std::move(accounts_);
  }

 private:
  Account& add(const std::string& login, const std::string& label, std::vector<Grant> grants) {
    Account account;
    account.actor.value = 1001 + accounts_.size();
    account.login = login;
    account.label = label;
    account.demo = true;
    account.grants = std::move(grants);
    accounts_.push_back(std::move(account));
    return accounts_.back();
  }

  Grant as(Role role, UnitId unit, GridId grid) const { return {role, unit, grid, kDemoStreet}; }

  UnitId unit(UnitKind kind, GridId area) const {
    for (const Unit& one : district_.units) {
      if (one.kind == kind && one.area == area) return one.id;
    }
    return {};
  }
  UnitId street_unit(UnitKind kind) const { return unit(kind, street_); }

  // Nodes of one layer and level inside the demo street, ids ascending; 小河社区 comes first.
  std::vector<GridNode> nodes(GridLayer layer, GridLevel level) const {
    std::vector<GridNode> result;
    for (const GridNode& node : nodes_) {
      if (node.layer == layer && node.level == level) result.push_back(node);
    }
    std::stable_partition(result.begin(), result.end(),
                          [](const GridNode& node) { return node.name == "小河社区"; });
    return result;
  }

  void desk() {
    const UnitId desk = street_unit(UnitKind::street_desk);
    for (int i = 1; i <= 3; ++i) {
      const auto grid =
          nodes(GridLayer::governance, GridLevel::village)[static_cast<std::size_t>(i - 1)];
      add("volunteer" + std::to_string(i), grid.name + "志愿者 0" + std::to_string(i),
          {Grant{Role::volunteer, {}, {}, {}}});  // reports anywhere in the district
    }
    add("desk1", "小河街道派遣员 01",
        {as(Role::dispatcher, desk, street_), as(Role::intake_clerk, desk, street_)});
    add("clerk1", "小河街道受理员 01", {as(Role::intake_clerk, desk, street_)});
    add("supervisor1", "小河街道值班长 01", {as(Role::duty_supervisor, desk, street_)});
    add("station1", "小河街道治理工作站站长",
        {as(Role::station_head, street_unit(UnitKind::governance_station), street_)});
  }

  void ground() {
    int workers = 0;
    int leaders = 0;
    for (const GridNode& village : nodes(GridLayer::governance, GridLevel::village)) {
      const UnitId team = unit(UnitKind::village_grid, village.id);
      for (const GridNode& grid : nodes(GridLayer::governance, GridLevel::unit)) {
        if (!district_.pack.tree.contains(village.id, grid.id)) continue;
        add("worker" + std::to_string(++workers), village.name + grid.name + "网格员",
            {as(Role::grid_worker, team, grid.id)});
        if (workers == 1) {
          add("visitor", village.name + grid.name + "网格员 02",
              {as(Role::grid_worker, team, grid.id)});
        }
      }
      add("leader" + std::to_string(++leaders), village.name + "网格长",
          {as(Role::grid_leader, team, village.id)});
    }
    int beats = 0;
    for (const GridNode& beat : nodes(GridLayer::police, GridLevel::unit)) {
      UnitId room;
      for (const Unit& one : district_.units) {
        if (one.kind == UnitKind::police_room && one.name.find(beat.name) == 0) room = one.id;
      }
      if (room.is_none()) continue;
      const std::string number = std::to_string(++beats);
      add("officer" + number, beat.name + "社区民警", {as(Role::community_officer, room, beat.id)});
      if (beats == 1) {
        add("auxiliary1", beat.name + "警辅", {as(Role::auxiliary_officer, room, beat.id)});
      }
    }
  }

  void units() {
    struct Post {
      const char* login;
      const char* label;
      UnitKind kind;
      Role role;
    };
    const Post posts[] = {
        {"mediator1", "小河街道调解员 01", UnitKind::mediation, Role::mediator},
        {"chief1", "小河街道首席调解员", UnitKind::mediation, Role::chief_mediator},
        {"handler_enforcement", "综合行政执法队经办人", UnitKind::enforcement, Role::handler},
        {"handler_market", "市场监管所经办人", UnitKind::market_regulation, Role::handler},
        {"handler_fire", "消防救援站经办人", UnitKind::fire, Role::handler},
        {"handler_police", "小河派出所经办人", UnitKind::police_station, Role::handler},
        {"handler_labour", "劳动保障所经办人", UnitKind::labour, Role::handler},
        {"handler_rapid", "即时处置队经办人", UnitKind::rapid_response, Role::handler},
        {"handler_mgmt", "综合管理组经办人", UnitKind::comprehensive_mgmt, Role::handler},
    };
    for (const Post& post : posts) {
      add(post.login, post.label, {as(post.role, street_unit(post.kind), street_)});
    }
    const char* const utilities[] = {"gas", "water", "power"};
    const char* const labels[] = {"燃气公司抢修队经办人", "供水公司抢修队经办人",
                                  "供电公司抢修队经办人"};
    for (std::uint32_t i = 0; i < 3; ++i) {
      add(std::string("handler_") + utilities[i], labels[i],
          {as(Role::handler, UnitId{101 + i}, street_)});
    }
  }

  void oversight() {
    const auto areas = nodes(GridLayer::governance, GridLevel::area);
    if (!areas.empty()) {
      add("director1", areas[0].name + "网格办主任", {as(Role::area_director, {}, areas[0].id)});
    }
    add("squad1", "督导考核中队 01", {as(Role::supervision_squad, {}, street_)});
    add("coordinator1", "拱墅区统筹协调员",
        {Grant{Role::district_coordinator, {}, GridId{330105}, {}}});
    add("auditor1", "审计员 01", {as(Role::auditor, {}, street_)});
    add("admin", "系统管理员", {as(Role::admin, {}, street_)});
  }

  const DemoDistrict& district_;
  GridId street_;
  std::vector<GridNode> nodes_;
  std::vector<Account> accounts_;
};

}  // namespace

std::vector<Account> make_demo_accounts(const DemoDistrict& district) {
  return Roster(district).make();
}

std::string demo_accounts_text(const std::vector<Account>& accounts, Language language) {
  static const std::array<const char*, 16> kFirst = {
      "volunteer1", "clerk1",       "desk1",    "supervisor1", "worker1",      "visitor",
      "leader1",    "station1",     "officer1", "mediator1",   "handler_fire", "handler_gas",
      "squad1",     "coordinator1", "auditor1", "admin"};
  std::string text = said(language, "cli.demo.accounts", {kDemoPassword});
  for (const char* login : kFirst) {
    for (const Account& account : accounts) {
      if (account.login != login) continue;
      text += "\n  " + account.login +
              std::string(14 - std::min<std::size_t>(13, account.login.size()), ' ') +
              account.label;
    }
  }
  return text + "\n" +
         said(language, "cli.demo.more", {std::to_string(accounts.size() - kFirst.size())});
}

}  // namespace gezhi
