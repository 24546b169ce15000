// Doing something: one call makes the operation, keeps it safely on this device, shows its effect at
// once and sends it when there is a network. Nothing is ever taken back out of the outbox by time.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/sync/device.h"

namespace gezhi::app {

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

// `grant`: as what (permission()->grant, or *grant_as(...)). A toast tells what became of it.
Sent submit(ShardId street, CaseId subject, const Grant& grant, const CaseOp& op,
            const Contact& contact = {});

// The same for the street itself (its rules); the new state is seen when the server has taken it.
Sent submit(ShardId street, const Grant& grant, const ShardOp& op);

CaseId new_case_id();
TaskId new_task_id();

// One operation of this device that is not settled, or that was refused.
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
// Newest first: everything unsent, and refusals until they are put aside.
const std::vector<OwnOp>& own_ops();
void put_aside(OpId refused);

// The reporter's contact, read from the server with a reason (logged there as an operation).
void read_contact(CaseId subject, const Grant& grant, const std::string& reason,
                  std::function<void(Result<Contact>)> done);

}  // namespace gezhi::app
