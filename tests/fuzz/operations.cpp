// Operations through the rules. The first byte says how: the rest as one operation's own bytes, as
// the payload of each kind in turn, or as the choices of the operation generator (tests/support/
// op_gen.h) for a whole sequence of acts by everybody. What was admitted must replay to the same
// world, and everything in that world must be encodable.
#include "tests/fuzz/fuzz.h"
#include "tests/support/op_gen.h"

namespace {

using namespace gezhi;
using namespace gezhi::test;

class Bench {
 public:
  Bench() : ledger_(street().ledger()) {}

  void admit(const Op& op) {
    if (!(op.shard == kStreet) || ledger_.find_receipt(op.id)) return;
    entries_.push_back(ledger_.admit(op, encode(op), op.grant, street().now()));
  }

  void check() {
    Ledger again = street().ledger();
    for (const Entry& entry : entries_) {
      const auto back = read_entry(encode(entry));
      GEZHI_CHECK(back.ok() && encode(*back) == encode(entry));
      GEZHI_CHECK(again.replay(*back, true).ok());
    }
    GEZHI_CHECK(again.world().hash() == ledger_.world().hash());
    for (const auto& [id, one] : ledger_.world().own_cases()) {
      GEZHI_CHECK(decode<Case>(encode(one)).ok());
      static_cast<void>(permitted(ledger_.world(), ActorId{1},
                                  {Grant{Role::dispatcher, kDesk, {}, kStreet}}, id,
                                  {street().now(), street().now()}));
    }
  }

  static Street& street() {
    static Street one;
    return one;
  }
  const World& world() const { return ledger_.world(); }

 private:
  Ledger ledger_;
  std::vector<Entry> entries_;
};

void play_raw(Bench& bench, ByteView input) {
  const auto op = read_op(input);
  if (!op) return;
  GEZHI_CHECK(read_op(encode(*op)).ok());
  bench.admit(*op);
}

void play_payload(Bench& bench, ByteView input) {
  const CaseId c = Bench::street().new_case();
  for (std::uint32_t kind = 0; kind < names_of(OpKind{}).size(); ++kind) {
    Op op = Bench::street().make("supervisor", c);
    op.kind = kind;
    if (input.size() > kPayloadBytesMax) return;  // nobody can send it (read_op)
    op.payload.assign(input.begin(), input.end());
    bench.admit(op);
  }
}

void play_people(Bench& bench, ByteView input) {
  static const std::vector<std::string> kPeople = {"volunteer",   "worker",   "workerB",
                                                   "clerk",       "desk",     "supervisor",
                                                   "supervisor2", "enforcer", "admin"};
  Choices choices(input);
  OpGen gen(choices, {});
  for (int step = 0; step < 60 && !choices.used_up(); ++step) {
    const std::string& who = kPeople[static_cast<std::size_t>(choices.below(kPeople.size()))];
    std::vector<const Case*> cases;
    for (const auto& [id, one] : bench.world().own_cases()) cases.push_back(&one);
    const Person person = Bench::street().person(who);
    const auto made = gen.next(bench.world(), cases, person, Bench::street().now());
    if (!made) continue;
    Op op = Bench::street().make(who, made->subject);
    set_payload(op, made->op);
    bench.admit(op);
  }
}

}  // namespace

GEZHI_FUZZ_TARGET(operations) {
  if (input.empty()) return;
  Bench bench;
  const ByteView rest = input.subspan(1);
  switch (input[0] % 3) {
    case 0: play_raw(bench, rest); break;
    case 1: play_payload(bench, rest); break;
    default: play_people(bench, rest); break;
  }
  bench.check();
}
