// Operations that a device could not send itself, carried in as the file that the app's sync page
// exports (core/sync/outbox.h, OutboxFile): the phone is broken, or its account was closed.
#pragma once

#include "core/sync/outbox.h"
#include "native/store/server_store.h"

namespace gezhi {

struct ImportedOp {
  enum class Fate : std::uint8_t {
    taken,        // in the journal, with its outcome
    known,        // was there already
    unreadable,   // not an operation
    no_account,   // its author never had an account here
    not_taken_in  // `problem` says why
  };

  std::uint64_t number = 0;  // in the file, from 1
  Fate fate = Fate::taken;
  Op op;
  bool after_closing = false;  // made after its author's account was closed: refused
  // Its author's account did not hold what it was made as, neither when it was made nor now: refused. It may be
  // from before the account was opened, or from between a closing and the opening after it.
  bool not_held = false;
  // No longer held when it came in: that it was made before is the device's word alone.
  bool by_claim = false;
  Outcome outcome;
  PushProblem problem = PushProblem::none;
};

// Takes in what fits, each with the grant that its author's account holds, or held when it was made, by the
// history that `gezhi verify` asks too (holders.h). What was made without one, after the closing or before the
// opening, has no authority: it stands in the journal, refused.
// When it was made is the device's word, of a closed account too: nothing in the journal proves the time
// of what nobody had received, so it is taken in and said (`by_claim`, here and by `gezhi verify`). One commit; repeating it changes nothing.
// `host`: as load_host() gives it; used up by an error.
// Errors: `bad_outbox` (not such a file, or of a newer app), `closing_unknown` (a closed account of
// which the moment was not noted), those of the store.
Result<std::vector<ImportedOp>> import_outbox(ServerStore& store, Host& host, ByteView file,
                                              TimeMs now);

}  // namespace gezhi
