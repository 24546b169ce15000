// The stage of the demo: people with devices who do things at given moments, in the order of time,
// through the host that serves. Everything random comes from one seed.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "core/base/prng.h"
#include "core/sync/host.h"
#include "native/store/server_store.h"

namespace gezhi {

class Theatre {
 public:
  Theatre(Host& host, const std::vector<Account>& accounts, std::uint64_t seed);

  Prng& random() { return random_; }
  Uuid new_id(TimeMs at);
  const Case* find(ShardId shard, CaseId id) const;

  // Plans something for a moment; run() does all that was planned, in order.
  void at(TimeMs moment, std::function<void(TimeMs)> action);
  Result<Done> run();

  // One operation, by the account's first grant. A refusal ends the play, unless it was meant.
  template <class T>
  void act(const std::string& login, CaseId subject, const T& payload, TimeMs now,
           Refusal expected = Refusal::none, const SealedFields* fields = nullptr) {
    Op op = begin(login, subject, now);
    set_payload(op, payload);
    send(login, std::move(op), now, expected, fields);
  }

  std::vector<StoredEntry> entries;
  std::vector<SealedItem> sealed;
  std::vector<Bytes> photos;

 private:
  struct Player {
    const Account* account = nullptr;
    DeviceId device;
    std::uint64_t made = 0;
  };
  struct Planned {
    TimeMs moment;
    std::function<void(TimeMs)> action;
  };

  Op begin(const std::string& login, CaseId subject, TimeMs now);
  void send(const std::string& login, Op op, TimeMs now, Refusal expected,
            const SealedFields* fields);

  Host& host_;
  Prng random_;
  std::map<std::string, Player> players_;
  std::vector<Planned> planned_;
  std::string failure_;
};

}  // namespace gezhi
