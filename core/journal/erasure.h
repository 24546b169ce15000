// Erasing what a case says from the journal, without breaking its chain.
//
// An *emptied* entry keeps number, times, grant, actor, kind, outcome and hash; of its operation's
// payload every text, every point and every photo is gone (a category is no text). Its hash cannot be
// computed again, so the operation `erase_case`, itself in the chain, holds the SHA-256 over what is
// left of all the case's emptied entries. So the chain still says that nothing else was changed.
//
// How its owner does it, for a case that is due (core/cases/restricted.h): destroy the photos; empty
// the case's stored entries; admit erase_operation(); then store both, and destroy the case's key, in
// one commit.
#pragma once

#include <set>

#include "core/journal/entry.h"

namespace gezhi {

// The entry, encoded, as it is stored from now on. Emptying twice changes nothing; the record of an
// erasure stays as it is (`erased` not set). Errors: bad_cbor, bad_op, bad_entry.
Result<Bytes> emptied(ByteView stored);

// The photos named by all that was ever said about the case.
std::set<Digest> photos_of(const Case& one);

Op erase_operation(const Case& one, const EraseCase& record, TimeMs now);

}  // namespace gezhi
