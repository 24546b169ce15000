// Every struct that the journal, a device's store or the wire keeps, by a name that never changes: the one
// list that the golden files and the tables of FORMAT.md are made from.
#pragma once

#include "core/cases/ops.h"
#include "core/sync/outbox.h"
#include "core/sync/replica.h"

namespace gezhi::test {

template <class T>
struct Named {
  using Type = T;
  const char* name;
};

namespace wire {

template <class Visit, template <class...> class Family, class... Ts>
void each_op(Visit& visit, const Family<Ts...>*) {
  (visit(Named<Ts>{name_of(Ts::kKind).data()}), ...);
}

}  // namespace wire

// `visit(Named<T>{name})` for each operation's payload, in the order of the variants.
template <class Visit>
void for_each_op(Visit visit) {
  wire::each_op(visit, static_cast<const CaseOp*>(nullptr));
  wire::each_op(visit, static_cast<const ShardOp*>(nullptr));
}

template <class Visit>
void for_each_envelope(Visit visit) {
  visit(Named<Op>{"op"});
  visit(Named<Entry>{"entry"});
  visit(Named<SealedFields>{"sealed_fields"});
  visit(Named<Request>{"request"});
  visit(Named<Response>{"response"});
  visit(Named<OutboxRecord>{"outbox_record"});
  visit(Named<OutboxHead>{"outbox_head"});
  visit(Named<OutboxFile>{"outbox_file"});
  visit(Named<Segment>{"segment"});
}

}  // namespace gezhi::test
