// The demo: every state has a case, every role an account, and the same `now` gives the same journal.
#include <doctest/doctest.h>
#include <algorithm>

#include <map>
#include <set>

#include "core/cases/joint_dispatch.h"
#include "core/grid/street.h"
#include "native/demo/accounts.h"
#include "native/demo/cases.h"
#include "native/demo/casting.h"
#include "native/server/street_setup.h"

using namespace gezhi;

namespace {

constexpr TimeMs kNow{1795312800000};  // 2026-11-22 10:00 in China

struct Demo {
  Demo() : district(make_demo_district()), accounts(make_demo_accounts(district)) {
    StreetSetup setup;
    setup.shard = kDemoStreet;
    setup.policy = default_policy();
    setup.grids = grids_of_street(district.pack.tree, district.pack.shares, kDemoStreet);
    for (const Unit& unit : district.units) {
      const auto is_area = [&](const GridNode& node) { return node.id == unit.area; };
      if (std::any_of(setup.grids.begin(), setup.grids.end(), is_area)) setup.units.push_back(unit);
    }
    StreetSecret secret;
    secret.key[0] = 1;
    host.set_secret(secret);
    std::vector<StoredEntry> entries;
    const auto set = set_up_street(host, setup, kNow - 60 * kDayMs, entries);
    REQUIRE_MESSAGE(set.ok(), (set.ok() ? "" : set.error().message));
    host.committed(entries);
  }

  DemoDistrict district;
  std::vector<Account> accounts;
  Host host{"demo"};
};

}  // namespace

TEST_SUITE("demo") {
  TEST_CASE("no screen is empty: about 200 cases, and every lasting state has some") {
    Demo demo;
    const auto made = make_demo_cases(demo.host, demo.district, demo.accounts, kNow);
    REQUIRE_MESSAGE(made.ok(), (made.ok() ? "" : made.error().message));
    CHECK(made->cases >= 200);
    CHECK_FALSE(made->sealed.empty());
    std::map<CaseState, int> counts;
    for (const auto& [id, one] : demo.host.ledger(kDemoStreet)->world().own_cases())
      ++counts[one.state];
    for (std::size_t i = 1; i < names_of(CaseState{}).size(); ++i) {
      const auto state = static_cast<CaseState>(i);
      if (state == CaseState::feedback) continue;  // the steward opens the visit at once
      CHECK_MESSAGE(counts[state] >= 2, std::string(name_of(state)));
    }
  }

  TEST_CASE(
      "what a case can live through besides is there too: tracks, things, samples, an appeal") {
    Demo demo;
    REQUIRE(make_demo_cases(demo.host, demo.district, demo.accounts, kNow).ok());
    std::map<std::string, int> seen;
    for (const auto& [id, one] : demo.host.ledger(kDemoStreet)->world().own_cases()) {
      if (one.rectify) ++seen["rectify " + std::string(name_of(one.rectify->state))];
      if (one.mediate) ++seen["mediate " + std::string(name_of(one.mediate->state))];
      if (one.investigate) ++seen["investigate " + std::string(name_of(one.investigate->state))];
      if (!one.things.empty()) ++seen["things"];
      if (!one.conflicts.empty()) ++seen["conflict"];
      if (one.restricted != Restricted::none) ++seen["restricted"];
      if (one.appeal == Appeal::open) ++seen["appeal"];
      if (one.simple) ++seen["settled on the spot"];
      if (one.sample == Sample::drawn) ++seen["sample"];
      for (const Task& task : one.tasks) seen["whistled"] += task.whistled ? 1 : 0;
      for (const Escalation& up : one.escalations)
        ++seen["rung of " + std::string(name_of(up.clock))];
      for (const Related& other : one.related) ++seen[std::string(name_of(other.how))];
    }
    for (const char* what :
         {"rectify running", "rectify reinspect_due", "rectify failed", "mediate performing",
          "mediate failing", "mediate scheduled", "investigate started", "things", "conflict",
          "restricted", "settled on the spot", "appeal", "sample", "whistled", "rung of check_in",
          "rung of handle", "recurrence_of"}) {
      CHECK_MESSAGE(seen[what] > 0, std::string(what));
    }
  }

  TEST_CASE("whoever settled on the spot shows it before and after, in photos that are there") {
    Demo demo;
    const auto made = make_demo_cases(demo.host, demo.district, demo.accounts, kNow);
    REQUIRE(made.ok());
    std::set<Digest> kept;
    for (const Bytes& photo : made->photos) kept.insert(sha256(photo));
    int shown = 0;
    for (const auto& [id, one] : demo.host.ledger(kDemoStreet)->world().own_cases()) {
      if (one.simple) CHECK(one.photos.size() == 2);
      for (const Photo& photo : one.photos) {
        CHECK(kept.contains(photo.digest));
        ++shown;
      }
    }
    CHECK(shown == 2);
  }

  TEST_CASE("played twice over there is about twice as much behind the street") {
    Demo one;
    Demo two;
    const auto once = make_demo_cases(one.host, one.district, one.accounts, kNow);
    const auto twice = make_demo_cases(two.host, two.district, two.accounts, kNow, 2);
    REQUIRE(once.ok());
    REQUIRE_MESSAGE(twice.ok(), (twice.ok() ? "" : twice.error().message));
    CHECK(twice->cases >= once->cases + 200);
    CHECK(twice->cases <= 2 * once->cases);
  }

  TEST_CASE("one-key dispatch finds a unit for each mandatory order, at every place of the demo") {
    Demo demo;
    const World& world = demo.host.ledger(kDemoStreet)->world();
    const Casting casting(demo.district, demo.accounts);
    CHECK(casting.scenes().size() > 20);
    bool square = false;
    for (const Scene& scene : casting.scenes()) {
      square = square || scene.name == "小广场";
      for (const JointTemplate& from : world.policy().joint_templates) {
        Case asked;
        asked.place = scene.place;
        for (std::size_t i = 0; i < names_of(Nature{}).size(); ++i) {
          if (from.natures.has(static_cast<Nature>(i))) asked.nature = static_cast<Nature>(i);
        }
        const JointPlan plan = plan_joint_dispatch(world, asked, from, kNow + kDayMs);
        CAPTURE(scene.name);
        CAPTURE(from.id);
        CHECK(plan.lead() != nullptr);
        for (const PlannedOrder& order : plan.orders) {
          CAPTURE(std::string(name_of(order.wanted.unit_kind)));
          if (order.wanted.mandatory) REQUIRE_FALSE(order.unit.is_none());
          // The beat's own room, not the station in its stead.
          if (order.wanted.unit_kind != UnitKind::police_room || order.co_jurisdiction) continue;
          const Unit* room = world.find_unit(order.unit);
          CHECK(room->kind == UnitKind::police_room);
          CHECK(room->area == scene.place.beat);
        }
      }
    }
    CHECK(square);
  }

  TEST_CASE("the same moment gives the same demo") {
    Demo one;
    Demo other;
    REQUIRE(make_demo_cases(one.host, one.district, one.accounts, kNow).ok());
    REQUIRE(make_demo_cases(other.host, other.district, other.accounts, kNow).ok());
    CHECK(one.host.ledger(kDemoStreet)->hash() == other.host.ledger(kDemoStreet)->hash());
  }

  TEST_CASE("every role has an account, all marked as demo") {
    const DemoDistrict district = make_demo_district();
    std::map<Role, int> roles;
    for (const Account& account : make_demo_accounts(district)) {
      CHECK(account.demo);
      for (const Grant& grant : account.grants) ++roles[grant.role];
    }
    for (std::size_t i = 1; i < names_of(Role{}).size(); ++i) {
      const auto role = static_cast<Role>(i);
      if (role != Role::system) CHECK_MESSAGE(roles[role] > 0, std::string(name_of(role)));
    }
  }
}
