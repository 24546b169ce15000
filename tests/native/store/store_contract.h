// What every journal store must do, as one function that each implementation's test calls.
#pragma once

#include "core/ports/journal_store.h"

namespace gezhi {

// A made-up entry: `number` makes its operation's id, `size` its bytes.
StoredEntry made_entry(std::uint32_t shard, std::uint64_t seq, std::uint64_t number,
                       std::size_t size = 40);

// `store` is empty.
void check_journal_contract(JournalStore& store);

}  // namespace gezhi
