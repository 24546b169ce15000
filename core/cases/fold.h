// Folding: what an operation that was ordered (and judged) does to the world. Folding decides
// nothing: the outcome is given, so a device that holds only some of a street's cases comes to the
// same state of each as the server.
//
// What was refused changes nothing but the timeline. Folding a merge also touches the parent, when
// this replica holds it.
#pragma once

#include "core/cases/judge.h"

namespace gezhi {

// `payload` is the operation's own CBOR, kept on the timeline.
void fold(World& world, const Act& act, const CaseOp& op, const Outcome& outcome, ByteView payload);

// What an applied operation on `subject` changes in the other case it touches (a merge, a relation, a
// recurrence), where a replica holds both. Doing it twice is doing it once.
void note_other_side(World& world, CaseId subject, const CaseOp& op);

// An operation that this build does not know (from a newer app): kept on the timeline of its case,
// when it has one, and changes nothing else.
void fold_unknown(World& world, const Act& act, std::uint32_t kind, const Outcome& outcome,
                  ByteView payload);

}  // namespace gezhi
