// gezhi verify computes every draw again (C20, S2-29): a sample that was not the secret's choice is
// found, with its case and its place in the journal.
#include "native/server/verify.h"

#include <doctest/doctest.h>

#include <functional>

#include "core/base/hex.h"
#include "core/cases/ranking.h"
#include "core/journal/sampling.h"
#include "native/cli/data_folder.h"
#include "tests/support/street.h"
#include "tests/support/temp_folder.h"

using namespace gezhi;
using namespace gezhi::test;

namespace {

SamplingSecret made_secret(std::uint8_t first) {
  SamplingSecret secret;
  secret.key[0] = first;
  return secret;
}

// A street where much is settled on the spot; the default policy samples 20 % of that.
struct Sampled {
  CaseId settled() {
    const CaseId id = street.new_case();
    SettleOnSpot spot;
    spot.report = Street::report(Nature::facility);
    spot.report.source = Source::patrol;
    spot.text = "井盖松动已复位";
    spot.photos = {{{}, PhotoKind::before, 0, 0, 0}, {Digest{1}, PhotoKind::after, 0, 0, 0}};
    REQUIRE(street.act("worker", id, spot).applied());
    return id;
  }
  Digest ticket(CaseId id) const { return sample_ticket(secret_of_street(secret, kStreet), id); }
  // Settles until one is, or is not, drawn.
  CaseId settled_and(bool drawn) {
    for (;;) {
      const CaseId id = settled();
      if (is_drawn(ticket(id), 20) == drawn) return id;
    }
  }
  void draw(CaseId id, const Digest& with) {
    REQUIRE(street.act("system", id, DrawSample{with}).applied());
  }

  Result<std::vector<VerifiedStreet>> verify(const SamplingSecret& stored) {
    TempFolder folder;
    const auto store = *make_data_folder(folder.path() + "/data");
    if (!stored.is_none()) REQUIRE(store->set_meta("sampling_secret", to_hex(stored.key)).ok());
    std::vector<StoredEntry> entries;
    Digest before{};
    for (Entry entry : street.entries()) {
      if (forge && entry.seq == street.entries().size()) {
        forge(entry);
        entry.hash = chained_hash(before, entry);
      }
      before = entry.hash;
      const Op op = *read_op(entry.op);
      entries.push_back({entry.shard, entry.seq, op.subject, op.id, encode(entry)});
    }
    REQUIRE(store->commit(entries, {}, {}).ok());
    return verify_journal(*store);
  }

  void check_found(CaseId id, const std::string& words) {
    const auto result = verify(secret);
    REQUIRE_FALSE(result.ok());
    CHECK(result.error().code == "bad_ticket");
    const std::string& said = result.error().message;
    CAPTURE(said);
    CHECK(said.find(to_text(id.value)) != std::string::npos);
    CHECK(said.find("entry " + std::to_string(street.entries().size()) + ":") != std::string::npos);
    CHECK(said.find(words) != std::string::npos);
  }

  Street street;
  SamplingSecret secret = made_secret(7);
  std::function<void(Entry&)> forge;  // the last entry, before it is stored
};

}  // namespace

TEST_SUITE("server/verify") {
  // rows: S2-29
  TEST_CASE("draws by the street's secret verify, and are counted") {
    Sampled town;
    for (int i = 0; i < 3; ++i) {
      const CaseId id = town.settled_and(true);
      town.draw(id, town.ticket(id));
    }
    const auto streets = town.verify(town.secret);
    REQUIRE_MESSAGE(streets.ok(), (streets.ok() ? "" : streets.error().message));
    CHECK(streets->front().samples == 3);
  }

  TEST_CASE(
      "what earlier rules decided is counted, not judged anew; by today's rules it is found") {
    for (const std::uint32_t rules : {0U, kRules}) {
      Sampled town;
      const CaseId id = town.street.new_case();
      ReportCase report = Street::report();
      report.source = Source::four_platforms;
      REQUIRE(town.street.act("clerk", id, report).applied());
      CHECK(town.street.act("clerk", id, Street::filing()).refusal == Refusal::taker_files);
      town.forge = [&](Entry& entry) {
        entry.outcome = {Refusal::none, "", "3301050012611220001"};
        entry.rules = rules;
      };
      const auto streets = town.verify(town.secret);
      CHECK(streets.ok() == (rules == 0));
      if (streets.ok()) CHECK(streets->front().decided_otherwise == 1);
    }
  }

  TEST_CASE("units of orders are ranked again from the journal; who stood elsewhere is counted") {
    Sampled town;
    const auto dispatch = [&](std::uint32_t said_to_stand) {
      const CaseId id = town.street.new_case();
      ReportCase report = Street::report();
      report.source = Source::patrol;
      REQUIRE(town.street.act("worker", id, report).applied());
      REQUIRE(town.street.act("clerk", id, Street::filing()).applied());
      const TimeMs now = town.street.now();
      const auto ranking = rank_units(town.street.world(), town.street.at(id), {now});
      TaskOrder order = town.street.order(kFire, true);
      order.choice = choice_of(ranking, kFire, now);
      if (said_to_stand > 0) order.choice.place = said_to_stand;
      REQUIRE(town.street.act("desk", id, DispatchCase{{order}}).applied());
    };
    dispatch(0);
    dispatch(9);
    const auto streets = town.verify(town.secret);
    REQUIRE_MESSAGE(streets.ok(), (streets.ok() ? "" : streets.error().message));
    CHECK(streets->front().ranked == 2);
    CHECK(streets->front().ranked_elsewhere == 1);
  }

  TEST_CASE("a ticket that is not the case's is found") {
    Sampled town;
    const CaseId one = town.settled_and(true);
    const CaseId other = town.settled_and(true);
    town.draw(other, town.ticket(one));
    town.check_found(other, "not the street's");
  }

  TEST_CASE("a case drawn although its ticket did not say so is found") {
    Sampled town;
    const CaseId id = town.settled_and(false);
    town.draw(id, town.ticket(id));
    town.check_found(id, "above the percentage");
  }

  TEST_CASE("with another secret, or none, no draw is believed") {
    Sampled town;
    const CaseId id = town.settled_and(true);
    town.draw(id, town.ticket(id));
    CHECK(town.verify(made_secret(8)).error().code == "bad_ticket");
    CHECK(town.verify({}).error().code == "bad_ticket");
    CHECK(town.verify(town.secret).ok());
  }
}
