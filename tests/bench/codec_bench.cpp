// Our CBOR beside nlohmann's, on a case with its whole history. Ours goes from and to the struct,
// checked field by field; nlohmann's from and to its tree, which a program would then still have to
// read. The rival starts from a tree that is there already.
#include <nlohmann/json.hpp>

#include "core/base/json.h"
#include "tests/bench/bench.h"
#include "tests/support/street.h"

namespace gezhi::bench {
namespace {

Case sample() {
  test::Street s;
  const CaseId c = s.new_case();
  s.act("volunteer", c, test::Street::report());
  s.act("clerk", c, RequestVerification{});
  s.act("worker", c, VerifyResult{Verified::exists, "后厨确有六个钢瓶", {}});
  s.act("clerk", c, test::Street::filing());
  const TaskOrder lead = s.order(test::kEnforcement, true);
  s.act("desk", c, DispatchCase{{lead}});
  s.act("enforcer", c, SignTask{lead.id});
  return s.at(c);
}

constexpr std::int64_t kRounds = 4000;

const Registration kCodec("codec", [] {
  const Case one = sample();
  const Bytes bytes = encode(one);
  // nlohmann's CBOR has names for keys where ours has numbers.
  const nlohmann::json tree = nlohmann::json::parse(to_text(to_json(one)));
  const Bytes named = nlohmann::json::to_cbor(tree);
  const double encode_ours = median_of_3([&] {
    return per_second(kRounds, [&] {
      for (std::int64_t i = 0; i < kRounds; ++i) keep(encode(one).size());
    });
  });
  const double encode_theirs = median_of_3([&] {
    return per_second(kRounds, [&] {
      for (std::int64_t i = 0; i < kRounds; ++i) keep(nlohmann::json::to_cbor(tree).size());
    });
  });
  print({"codec.encode", encode_ours, "cases/s", Better::kHigher, "nlohmann::json::to_cbor",
         encode_theirs});
  const double decode_ours = median_of_3([&] {
    return per_second(kRounds, [&] {
      for (std::int64_t i = 0; i < kRounds; ++i) keep(decode<Case>(bytes)->version);
    });
  });
  const double decode_theirs = median_of_3([&] {
    return per_second(kRounds, [&] {
      for (std::int64_t i = 0; i < kRounds; ++i) keep(nlohmann::json::from_cbor(named).size());
    });
  });
  print({"codec.decode", decode_ours, "cases/s", Better::kHigher, "nlohmann::json::from_cbor",
         decode_theirs});
});

}  // namespace
}  // namespace gezhi::bench
