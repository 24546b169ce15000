// Makes operations of all kinds, sensible ones mostly, the way a person would who looks at a world:
// for property tests, the simulation and the fuzzers. The choices come from a seed or from a
// fuzzer's bytes, so whatever a fuzzer finds replays as a test.
#pragma once

#include <optional>

#include "core/base/prng.h"
#include "core/cases/judge.h"
#include "tests/support/street.h"

namespace gezhi::test {

// Where the choices come from.
class Choices {
 public:
  explicit Choices(std::uint64_t seed) : prng_(seed) {}
  explicit Choices(ByteView bytes) : prng_(0), bytes_(bytes), from_bytes_(true) {}

  std::uint64_t below(std::uint64_t bound);
  bool chance(std::uint64_t parts, std::uint64_t of) { return below(of) < parts; }
  bool used_up() const { return from_bytes_ && at_ >= bytes_.size(); }
  std::array<std::uint8_t, 10> random();

 private:
  Prng prng_;
  ByteView bytes_;
  std::size_t at_ = 0;
  bool from_bytes_ = false;
};

// Parts of a hundred.
struct OpWeights {
  std::uint32_t new_report = 8;       // by those who may report and see other cases
  std::uint32_t out_of_place = 8;     // any kind, on any case, allowed or not
  std::uint32_t sloppy_payload = 10;  // texts too brief, fields missing, units unknown
};

struct MadeOp {
  CaseId subject;
  CaseOp op;
};

class OpGen {
 public:
  OpGen(Choices& choices, OpWeights weights) : choices_(choices), weights_(weights) {}

  // What this person does next in this world; none: there is nothing to do. `cases` are those in
  // view.
  std::optional<MadeOp> next(const World& world, const std::vector<const Case*>& cases,
                             const Person& person, TimeMs now);

  // A payload of this kind for this case.
  CaseOp payload(OpKind kind, const World& world, const Case* subject, TaskId task, When when,
                 const std::vector<const Case*>& cases, TimeMs now);

 private:
  // What a payload is made for.
  struct Asked {
    const World& world;
    const std::vector<const Case*>& cases;
    const Case* subject = nullptr;
    TaskId task;
    When when = When::always;
    TimeMs now;
    TimeMs date;  // soon
  };
  std::optional<CaseOp> main_op(OpKind kind, const Asked& asked);
  std::optional<CaseOp> task_op(OpKind kind, const Asked& asked);
  std::optional<CaseOp> beside_op(OpKind kind, const Asked& asked);
  MadeOp report(TimeMs now);
  CaseOp settle_on_spot(TimeMs now);
  std::optional<MadeOp> sensible(const World& world, const std::vector<const Case*>& cases,
                                 const Person& person, TimeMs now);
  MadeOp out_of_place(const World& world, const std::vector<const Case*>& cases, TimeMs now);
  std::string text();
  bool sloppy() { return choices_.chance(weights_.sloppy_payload, 100); }
  Place place();
  TaskOrder order(const World& world, const Case* subject, bool lead);
  Uuid id(TimeMs now) { return make_uuid_v7(now, choices_.random()); }

  Choices& choices_;
  OpWeights weights_;
};

}  // namespace gezhi::test
