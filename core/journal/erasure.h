// Erasing what a case says from the journal, without breaking its chain.
//
// An *emptied* entry keeps number, times, grant, actor, kind, outcome and hash, and the SHA-256 of the
// operation that it held (`was`); of its operation's payload every text, every point and every photo is
// gone (a category is no text), and so is the operation's salt: nobody can try out what it said. Its
// link in the chain is checked as before (entry.h); what is left of the payload is covered by the
// operation `erase_case`, itself in the chain, which holds the SHA-256 over the case's emptied entries.
//
// How its owner does it, for a case that is due (core/cases/restricted.h): destroy the photos; empty
// the case's stored entries; admit erase_operation(); then store both, and destroy the case's key, in
// one commit.
#pragma once

#include <map>
#include <set>

#include "core/journal/entry.h"
#include "core/journal/sampling.h"

namespace gezhi {

// The entry, encoded, as it is stored from now on. Emptying twice changes nothing; the record of an
// erasure stays as it is (`erased` not set). Errors: bad_cbor, bad_op, bad_entry.
Result<Bytes> emptied(ByteView stored);

// The photos named by all that its timeline says about the case, and by whom.
std::map<Digest, std::set<ActorId>> photos_of(const Case& one);

Op erase_operation(const Case& one, const EraseCase& record, TimeMs now,
                   const StreetSecret& secret);

}  // namespace gezhi
