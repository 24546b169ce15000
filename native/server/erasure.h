// The erase job (DOMAIN 6.2, rule 3): what a restricted case said is erased when its time is up, on
// this server and, with the next sync, from every device (core/journal/erasure.h); and the sealed
// contacts of every case, which are on this server only.
#pragma once

#include "core/ports/blob_store.h"
#include "core/sync/host.h"
#include "native/store/server_store.h"

namespace gezhi {

struct Erased {
  SubjectKey subject;
  std::uint64_t seq = 0;      // of the record in the journal
  std::uint64_t entries = 0;  // emptied
  std::uint64_t photos = 0;   // destroyed; one that another case names too is kept
};

// Everything that is overdue, each case in a commit of its own. The host must hold what is committed
// and nothing more; after an error it holds more than that and must be read again. A crash half-way
// leaves a case that is still overdue. While a street is closed, what is overdue and has photos waits. Cost: linear in all cases; when something is due, in all their
// histories.
// `due_by`: what was due then, not later (server_clock.h); none: by now.
Result<std::vector<Erased>> erase_overdue(Host& host, ServerStore& store, BlobStore& blobs,
                                          TimeMs now, TimeMs due_by = {});

// The contacts that are due, with their keys, in one commit; the journal holds nothing of them and
// stays as it is. Gives the number of cases. Cost: linear in the cases that have a contact.
Result<std::size_t> erase_due_contacts(const Host& host, ServerStore& store, TimeMs now);

}  // namespace gezhi
