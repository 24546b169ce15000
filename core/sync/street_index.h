// Which entries of a street concern which case, and who could see which case after which entry. It
// is derived from the journal and answers "as of entry n" for every n, so the server remembers
// nothing about devices.
//
// Shapes: marks[n-1] is entry n's. Cases are in the order of their first entry. Costs: add is linear
// in the channels of the cases touched; as-of questions in the channels a case ever had.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "core/cases/reporter_view.h"
#include "core/journal/ledger.h"
#include "core/sync/scope.h"

namespace gezhi {

// How much of a case somebody sees.
enum class Sees : std::uint8_t { nothing, as_reporter, all };

class StreetIndex {
 public:
  static constexpr std::uint64_t kOpen = UINT64_MAX;
  static constexpr std::uint32_t kNobody = UINT32_MAX;

  struct Span {
    Channel channel;
    std::uint64_t since = 0;      // first entry after which the case has this channel
    std::uint64_t until = kOpen;  // first entry after which it has it no more
  };

  // A case may be taken up again: an appeal, a failed sample, a recurrence.
  struct End {
    std::uint64_t since = 0;  // the entry that ended it
    TimeMs at;
    std::uint64_t until = kOpen;  // the entry that took it up again
  };

  struct CaseMark {
    CaseId id;
    std::uint64_t first = 0;                   // the entry that made it
    std::vector<End> ends;                     // each time it ended, ascending
    CaseState state = CaseState::draft;        // by now
    Restricted restricted = Restricted::none;  // by now (G20): kept for a shorter time on devices
    std::uint64_t erased = kOpen;    // the entry that erased it: from there on nobody sees it
    std::uint32_t parent = kNobody;  // merged into
    std::vector<std::uint32_t> children;
    std::vector<std::uint64_t> seqs;  // its history, ascending
    std::vector<Span> spans;
  };

  struct EntryMark {
    std::uint32_t bytes = 0;  // of the encoded entry
    bool street = false;      // the street's own and applied: for everybody
    bool refused = false;
    ForReporter for_reporter = ForReporter::nothing;  // of its subject
    CaseState state = CaseState::draft;               // of its subject, after it
    std::uint32_t subject = kNobody;
    ActorId actor;
    TimeMs received_at;
    std::vector<std::uint32_t> cases;  // touched, or moved to other channels, ascending
  };

  // Takes in the next entry; `world` is the world after it.
  void add(const Entry& entry, const Op& op, const Payload& payload, std::uint64_t bytes,
           const World& world);

  std::uint64_t last() const { return marks_.size(); }
  const EntryMark& mark(std::uint64_t seq) const;
  const std::vector<CaseMark>& cases() const { return cases_; }
  const std::vector<std::uint64_t>& street_entries() const { return street_; }

  Sees sees(const Scope& scope, const CaseMark& one, std::uint64_t as_of) const;
  // Who named the photo and when it was received, in something that was applied, as far as this scope
  // sees the case; of a case seen as its reporter, in what this reporter said. Cost of all three: the
  // operations that name it, one as a rule.
  struct Naming {
    std::uint32_t place = kNobody;  // of the case
    ActorId by;
    TimeMs at;
  };
  std::vector<Naming> photo_seen(const Scope& scope, const Digest& photo,
                                 std::uint64_t as_of) const;
  // By anybody, seen or not; none = never.
  std::optional<TimeMs> photo_first_named(const Digest& photo) const;
  // Whether this account named it so, in a case that was not erased meanwhile.
  bool names_photo(ActorId actor, const Digest& photo, std::uint64_t as_of) const;
  bool is_final(const CaseMark& one, std::uint64_t as_of) const {
    return end_of(one, as_of) != nullptr;
  }
  // When the case, or the one that it was merged into, ended; none = not yet.
  TimeMs ended_at(const CaseMark& one, std::uint64_t as_of) const;

 private:
  static const End* end_of(const CaseMark& one, std::uint64_t as_of);
  std::uint32_t place_of(CaseId id) const;
  void touch(EntryMark& mark, std::uint32_t place, std::uint64_t seq, const World& world);
  bool set_channels(CaseMark& one, const std::vector<Channel>& channels, std::uint64_t seq);
  void note_photos(std::uint32_t place, ActorId by, TimeMs at, const Payload& payload);
  void note_for_reporter(EntryMark& mark, std::uint32_t place, const Payload& payload,
                         const Case& now) const;
  void note_state(CaseMark& one, const Case& now, const Entry& entry);

  std::vector<EntryMark> marks_;
  std::vector<CaseMark> cases_;
  std::map<CaseId, std::uint32_t> places_;
  std::map<Digest, std::vector<Naming>> photos_;
  std::vector<std::uint64_t> street_;
};

}  // namespace gezhi
