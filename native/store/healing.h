// What a store says of having lost something: since when, how it was found, how far each street had
// come. It begins a new epoch; devices then offer again what they hold (core/sync/PROTOCOL.md).
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/ids.h"
#include "core/base/time.h"

namespace gezhi {

// How it was found. Stored by name: append only. Texts: `cli.healing.<name>` in assets/i18n.
enum class HealCause : std::uint8_t {
  none,
  restored,  // `gezhi restore`
  cut,       // the store has less than it had acknowledged (witness.h)
  other,     // at the last number stands another entry than was acknowledged
  copied,    // the store is a copy: another may have gone on from the same entries
  told,      // a device showed that more had been acknowledged (native/server/marks.h)
};
constexpr std::array<std::string_view, 6> names_of(HealCause) {
  return {"none", "restored", "cut", "other", "copied", "told"};
}

struct HealStreet {
  ShardId shard;
  std::uint64_t had = 0;  // the last number that was acknowledged, as far as known
  std::uint64_t has = 0;

  template <class V>
  void fields(V& v) {
    v(1, "shard", shard);
    v(2, "had", had);
    v(3, "has", has);
  }
};

struct Healing {
  HealCause cause = HealCause::none;  // none: it has never lost anything
  TimeMs since;                       // first served after it; none = not yet
  TimeMs until;                       // so long what builds on more than is here waits
  std::vector<HealStreet> streets;

  template <class V>
  void fields(V& v) {
    v(1, "cause", cause);
    v(2, "since", since);
    v(3, "until", until);
    v(4, "streets", streets, 100000);
  }
};

// One line of the report: who gave back how much to which street.
struct GivenBackCount {
  ShardId shard;
  ActorId actor;
  std::uint64_t operations = 0;
  TimeMs last;
};

}  // namespace gezhi
