#include "native/server/witness_check.h"

#include "core/journal/entry.h"

namespace gezhi {

Result<Done> check_witnessed(ServerStore& store, const WitnessedStreet& street) {
  const auto has = store.last_seq(street.shard);
  if (!has) return has.error();
  const std::string where = "street " + std::to_string(street.shard.value) + ": ";
  if (*has < street.seq) {
    return Error{"entries_missing", where + "the store has " + std::to_string(*has) +
                                        " entries, of " + std::to_string(street.seq) +
                                        " that were acknowledged; copy the folder as it is, then "
                                        "start the server on it anew: devices give back what they "
                                        "hold"};
  }
  if (street.seq == 0) return Done{};
  const auto bytes = store.one(street.shard, street.seq);
  if (!bytes) return bytes.error();
  const auto entry = read_entry(*bytes);
  if ((entry && entry->erased) || sha256(*bytes) == street.entry) return Done{};
  return Error{"entries_missing", where + "entry " + std::to_string(street.seq) +
                                      " is not the one that was acknowledged; copy the folder as "
                                      "it is, then start the server on it anew: devices give back "
                                      "what they hold"};
}

Result<Done> check_witness(ServerStore& store, const std::optional<Witness>& witness) {
  if (!witness) return Done{};
  for (const WitnessedStreet& street : witness->streets) {
    if (auto there = check_witnessed(store, street); !there) return there;
  }
  return Done{};
}

}  // namespace gezhi
