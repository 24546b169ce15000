// An id that is in two streets: how an address names one of them, and which is meant when it does not.
#include "core/cases/subject_key.h"

#include <doctest/doctest.h>

#include "core/cases/case.h"

using namespace gezhi;

namespace {

const std::string kId = "018f7d1c-22aa-7bbb-8ccc-0123456789ab";

CaseId id_of(const std::string& text) { return CaseId{*parse_uuid(text)}; }

Case received(std::uint32_t street, std::int64_t at, std::uint64_t seq) {
  Case one;
  one.id = id_of(kId);
  one.shard = ShardId{street};
  one.reported.at = TimeMs{1};  // what a device claims decides nothing
  one.reported.received = TimeMs{at};
  one.history.push_back({});
  one.history.front().seq = seq;
  return one;
}

struct Read {
  std::string path;
  std::uint32_t street;
  std::string rest;
};

}  // namespace

TEST_SUITE("cases/subject_key") {
  TEST_CASE("an address names a case with its street or without, and what follows stays") {
    for (const Read& one : {Read{kId, 0, ""},
                            {kId + "/suspend_case", 0, "suspend_case"},
                            {"330105001/" + kId, 330105001, ""},
                            {"330105001/" + kId + "/merge_case", 330105001, "merge_case"}}) {
      std::string_view path = one.path;
      const auto key = take_subject_key(path);
      REQUIRE_MESSAGE(key, one.path);
      CHECK(key->id == id_of(kId));
      CHECK(key->shard.value == one.street);
      CHECK(path == one.rest);
      CHECK(one.path.rfind(to_text(*key), 0) == 0);
    }
  }
  TEST_CASE("what is no case is none, and nothing of the path is taken") {
    const std::vector<std::string> none = {"",
                                           "/",
                                           "%",
                                           "%zz",
                                           "330105001",
                                           "330105001/",
                                           "330105001/x",
                                           "3301050010/" + kId,
                                           "33o105001/" + kId,
                                           "-1/" + kId,
                                           "x/" + kId,
                                           "330105001/330105001/" + kId,
                                           kId + "0"};
    for (const std::string& text : none) {
      std::string_view path = text;
      CHECK_MESSAGE(!take_subject_key(path), text);
      CHECK(path == text);
    }
  }
  TEST_CASE("of one id in several streets the first that a server received is meant") {
    const Case real = received(330105002, 1000, 7);
    const Case shadow = received(330105001, 2000, 3);
    const Case unsent = received(330105003, 500, 0);
    CHECK(received_first({}) == nullptr);
    CHECK(received_first({&shadow}) == &shadow);
    CHECK(received_first({&shadow, &real}) == &real);
    CHECK(received_first({&real, &shadow}) == &real);
    CHECK(received_first({&unsent, &shadow, &real}) == &real);
    CHECK(received_first({&unsent}) == &unsent);
    CHECK(!(subject_key(real) == subject_key(shadow)));
  }
}
