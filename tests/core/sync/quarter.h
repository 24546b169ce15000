// The people of the street with a phone each, and the server: what tests of devices play with.
#pragma once

#include <doctest/doctest.h>

#include <map>
#include <memory>
#include <string>

#include "tests/support/phone.h"

namespace gezhi::test {

struct Quarter {
  HostBed bed;
  Street street;  // for people, ids and payloads
  TimeMs now = street.now();
  std::map<std::string, std::unique_ptr<Phone>> phones;

  Phone& phone(const std::string& who) {
    auto& one = phones[who];
    if (!one) {
      one = std::make_unique<Phone>(street.person(who), 1000 + phones.size());
      one->start(now);
      one->sync(bed, now);
    }
    return *one;
  }
  void sync(const std::string& who) { phone(who).sync(bed, now); }

  // Takes the next request, loses the answer or the request itself.
  void lose_answer(Phone& one) {
    const auto request = one.device().next_request(now);
    REQUIRE(request);
    REQUIRE(bed.exchange(*request, one.principal(), now).ok());
    one.device().failed(now);
  }

  template <class T>
  OpId submit(const std::string& who, CaseId subject, const T& payload) {
    const auto sent = phone(who).submit(subject, payload, now);
    INFO(who, " ", std::string(name_of(sent.outcome.refusal)), " ", sent.outcome.detail);
    REQUIRE(sent.outcome.applied());
    return sent.op;
  }

  // Done and sent by everybody, as far as the lead unit's order.
  CaseId dispatched(const TaskOrder& lead) {
    const CaseId c = street.new_case();
    submit("volunteer", c, Street::report());
    sync("volunteer");
    sync("clerk");
    submit("clerk", c, RequestVerification{});
    sync("clerk");
    sync("worker");
    submit("worker", c, VerifyResult{Verified::exists, "后厨确有六个钢瓶", {}});
    sync("worker");
    sync("clerk");
    submit("clerk", c, Street::filing());
    sync("clerk");
    sync("desk");
    submit("desk", c, DispatchCase{{lead}});
    sync("desk");
    return c;
  }

  void check_same(const std::string& who, CaseId c) {
    INFO(who);
    const Case* here = phone(who).find(c);
    const Case* there = bed.world().find(c);
    REQUIRE(here != nullptr);
    REQUIRE(there != nullptr);
    CHECK(encode(*here) == encode(*there));
  }
};

}  // namespace gezhi::test
