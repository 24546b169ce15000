// A report whose grid was not known where it was made: the street works it out on its own map, in
// the journal, and tells its desk what lies in another street.
#include <doctest/doctest.h>

#include "tests/support/ground.h"
#include "tests/support/host_bed.h"

using namespace gezhi;
using namespace gezhi::test;

namespace {

// Before the map was on the device, or far from any: the point alone.
ReportCase report_at(PointE7 point, std::uint32_t accuracy_m = 12) {
  ReportCase report = Street::report();
  report.place = {};
  report.place.point = point;
  report.place.accuracy_m = accuracy_m;
  report.place.address = "3幢2单元7楼";
  report.place.outside_known_grids = true;
  return report;
}

class PlacedTown {
 public:
  HostBed bed;
  Street street;  // for people, ids and payloads only
  StreetGround ground;

  PlacedTown() { bed.host().set_ground(&ground.map()); }

  template <class T>
  void act(const std::string& who, CaseId subject, const T& payload) {
    Op op = street.make(who, subject);
    set_payload(op, payload);
    Request request;
    request.protocol = kProtocol;
    request.push.push_back({encode(op), {}});
    const auto response = bed.exchange(request, principal_of(street.person(who)), street.now());
    REQUIRE(response.ok());
    CAPTURE(response->receipts[0].outcome.detail);
    REQUIRE(std::string(name_of(response->receipts[0].outcome.refusal)) == "none");
  }

  CaseId reported(const ReportCase& report) {
    const CaseId id = street.new_case();
    act("volunteer", id, report);
    return id;
  }

  const Case& at(CaseId id) { return *bed.world().find(id); }

  // What is in the journal of this case from its `from`-th entry on.
  std::vector<OpKind> kinds(CaseId id) {
    std::vector<OpKind> list;
    for (const HistoryLine& line : at(id).history) list.push_back(static_cast<OpKind>(line.kind));
    return list;
  }

  // Read back from the journal, every entry judged again: the same world.
  void replays_to_the_same() {
    const Digest before = bed.world().hash();
    bed.restart();
    CHECK(bed.world().hash() == before);
    bed.host().set_ground(&ground.map());
    const std::uint64_t last = bed.host().committed_seq(kStreet);
    REQUIRE(bed.tick(street.now()).ok());
    CHECK(bed.host().committed_seq(kStreet) == last);  // done once
  }

  bool sees(const std::string& who, CaseId id) {
    Request request;
    request.protocol = kProtocol;
    const auto page = bed.exchange(request, principal_of(street.person(who)), street.now());
    REQUIRE(page.ok());
    for (const ShardPage& shard : page->pages) {
      for (const PageItem& item : shard.items) {
        if (!item.entry.empty() && read_op(read_entry(item.entry)->op)->subject == id) return true;
      }
    }
    return false;
  }
};

using Kinds = std::vector<OpKind>;

}  // namespace

TEST_SUITE("sync/place") {
  TEST_CASE("a report without a grid gets that of its point, in the commit that takes it in") {
    PlacedTown town;
    const CaseId id = town.reported(report_at(StreetGround::in(2)));
    const Case& one = town.at(id);
    CHECK(one.place.grid == kGridB1);
    CHECK_FALSE(one.place.outside_known_grids);
    CHECK(one.place.address == "3幢2单元7楼");  // typed: it stays
    CHECK(one.lies_in.is_none());
    REQUIRE(town.kinds(id) == Kinds{OpKind::report_case, OpKind::place_case});
    const HistoryLine& line = one.history.back();
    CHECK(line.role == Role::system);
    const auto op = decode<PlaceCase>(line.payload);
    REQUIRE(op.ok());
    CHECK(op->pack == town.ground.map().pack);
    town.replays_to_the_same();
    CHECK(town.sees("workerB", id));
    CHECK_FALSE(town.sees("worker", id));
  }

  TEST_CASE("without a map nothing is made up; it is settled when the map comes") {
    PlacedTown town;
    town.bed.host().set_ground(nullptr);
    const CaseId id = town.reported(report_at(StreetGround::in(0)));
    CHECK(town.kinds(id) == Kinds{OpKind::report_case});
    town.street.pass(kHourMs);
    town.bed.host().set_ground(&town.ground.map());
    REQUIRE(town.bed.tick(town.street.now()).ok());
    CHECK(town.at(id).place.grid == kGridA1);
    town.replays_to_the_same();
  }

  TEST_CASE("what lies in another street is said to the desk, whatever grid it came with") {
    PlacedTown town;
    const CaseId without = town.reported(report_at(StreetGround::in(3)));
    CHECK(town.at(without).lies_in == kNextStreet);
    CHECK(town.at(without).place.outside_known_grids);
    ReportCase wrong = report_at(StreetGround::in(3));
    wrong.place.grid = kGridA1;
    wrong.place.outside_known_grids = false;
    const CaseId with = town.reported(wrong);
    CHECK(town.at(with).lies_in == kNextStreet);
    CHECK(town.at(with).place.grid == kGridA1);
    CHECK(town.kinds(with) == Kinds{OpKind::report_case, OpKind::place_case});
    town.replays_to_the_same();
  }

  TEST_CASE("a rough fix, a point outside of the map, and a known grid are left alone") {
    PlacedTown town;
    const CaseId rough = town.reported(report_at(StreetGround::in(1), 3000));
    const CaseId outside = town.reported(report_at(StreetGround::in(9)));
    ReportCase known = report_at(StreetGround::in(1));
    known.place.grid = kGridA2;
    known.place.outside_known_grids = false;
    for (const CaseId id : {rough, outside, town.reported(known)}) {
      CHECK(town.kinds(id) == Kinds{OpKind::report_case});
      CHECK(town.at(id).lies_in.is_none());
    }
  }

  TEST_CASE(
      "grids that the point does not lie in are mended; on a border either side may be named") {
    PlacedTown town;
    ReportCase far = report_at(StreetGround::in(0));
    far.place.grid = kGridB1;
    far.place.outside_known_grids = false;
    const CaseId mended = town.reported(far);
    CHECK(town.at(mended).place.grid == kGridA1);
    CHECK(town.kinds(mended) == Kinds{OpKind::report_case, OpKind::place_case});
    ReportCase invented = report_at(StreetGround::in(0));
    invented.place.grid = kGridA1;
    invented.place.border_with = kGridB1;
    invented.place.outside_known_grids = false;
    CHECK(town.at(town.reported(invented)).place.border_with.is_none());
    // One metre west of the border.
    ReportCase border = report_at(StreetGround::in(0, kGridSide / 2 - 100));
    border.place.outside_known_grids = false;
    border.place.grid = kGridA2;
    border.place.border_with = kGridA1;
    CHECK(town.kinds(town.reported(border)) == Kinds{OpKind::report_case});
    town.replays_to_the_same();
  }

  TEST_CASE("what is settled on the spot elsewhere than in the own grid is placed and looked at") {
    PlacedTown town;
    const auto settled = [&](PointE7 point) {
      SettleOnSpot spot;
      spot.report = report_at(point);
      spot.report.nature = Nature::facility;
      spot.report.source = Source::patrol;
      spot.report.place.grid = kGridA1;
      spot.report.place.outside_known_grids = false;
      spot.text = "井盖松动已复位";
      spot.photos = {Street::photo(PhotoKind::before), Street::photo(PhotoKind::after)};
      const CaseId id = town.street.new_case();
      town.act("worker", id, spot);
      return id;
    };
    std::uint32_t drawn = 0;
    for (int i = 0; i < 20; ++i) {
      const Case& one = town.at(settled(StreetGround::in(0)));
      CHECK(one.place.grid == kGridA1);
      drawn += one.sample == Sample::drawn ? 1 : 0;
    }
    CHECK(drawn < 20);
    for (int i = 0; i < 20; ++i) {
      const CaseId id = settled(StreetGround::in(2));
      CHECK(town.at(id).place.grid == kGridB1);
      CHECK(town.at(id).sample == Sample::drawn);
    }
    town.replays_to_the_same();
  }

  TEST_CASE("what the desk has set stands; only a grid that is still missing is filled in") {
    PlacedTown town;
    const CaseId id = town.reported(report_at(StreetGround::in(1), 3000));
    PlaceCase set;
    set.place = report_at(StreetGround::in(3), 0).place;  // the desk knows better than the map
    set.place.grid = kGridA2;
    set.place.outside_known_grids = false;
    town.act("clerk", id, set);
    CHECK(town.at(id).place.grid == kGridA2);
    CHECK(town.at(id).lies_in.is_none());
    CHECK(town.at(id).placed_by_hand);
    set.place = report_at(StreetGround::in(2), 0).place;
    town.act("clerk", id, set);
    CHECK(town.at(id).place.grid == kGridB1);
    CHECK(town.at(id).placed_by_hand);
    town.replays_to_the_same();
  }
}
