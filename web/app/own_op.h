// One operation of this device that is not settled, or that was refused.
#pragma once

#include "core/sync/device.h"

namespace gezhi::app {

struct OwnOp {
  OpId id;
  ShardId street;
  CaseId subject;
  OpKind kind = OpKind::unknown;
  TimeMs made_at;
  Progress progress = Progress::unknown;
  Outcome outcome;
  bool seen = false;                        // a refusal that the person has looked at
  bool storage_failed = false;              // it lives in memory only
  PushProblem problem = PushProblem::none;  // why the server did not take it in
  Bytes payload;                            // of its kind: what was written is not lost

  bool was_refused() const { return !outcome.applied(); }
};

struct Sent {
  Outcome outcome;  // as judged here; refused: nothing was made
  OpId op;
};

// Personal fields of a report: travel beside the operation, sealed by the server under the case's
// own key, never in the journal.
struct Contact {
  std::string name;
  std::string phone;

  bool empty() const { return name.empty() && phone.empty(); }
  template <class V>
  void fields(V& v) {
    v(1, "name", name, 60);
    v(2, "phone", phone, 40);
  }
};

}  // namespace gezhi::app
