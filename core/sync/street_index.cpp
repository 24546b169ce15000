#include "core/sync/street_index.h"

#include <algorithm>
#include <set>

#include "core/cases/op_photos.h"

namespace gezhi {
namespace {

// These and what was merged into them, as far down as line_of looks up. Whether their own channels
// change says nothing of the parts: a whole outside the known grids has none to change, yet its class
// guards them all the same.
std::vector<std::uint32_t> with_parts(const std::vector<StreetIndex::CaseMark>& cases,
                                      std::vector<std::uint32_t> places) {
  std::size_t begin = 0;
  for (int level = 0; level < 2; ++level) {
    const std::size_t end = places.size();
    for (; begin < end; ++begin) {
      const auto& parts = cases[places[begin]].children;
      places.insert(places.end(), parts.begin(), parts.end());
    }
  }
  return places;
}

// Whose people hear of it. What was refused concerns its subject alone.
std::vector<CaseId> concerned(const World& world, const Entry& entry, const Op& op,
                              const Payload& payload) {
  if (entry.outcome.applied()) return touched_cases(op, payload);
  if (!is_heard(world, act_of(entry, op), entry.outcome)) return {};
  return {op.subject};
}

}  // namespace

const StreetIndex::EntryMark& StreetIndex::mark(std::uint64_t seq) const {
  GEZHI_CHECK(seq >= 1 && seq <= marks_.size());
  return marks_[static_cast<std::size_t>(seq - 1)];
}

std::uint32_t StreetIndex::place_of(CaseId id) const {
  const auto at = places_.find(id);
  return at == places_.end() ? kNobody : at->second;
}

bool StreetIndex::set_channels(CaseMark& one, const std::vector<Channel>& channels,
                               std::uint64_t seq) {
  bool changed = false;
  std::vector<Channel> had;
  for (Span& span : one.spans) {
    if (span.until != kOpen) continue;
    if (std::binary_search(channels.begin(), channels.end(), span.channel)) {
      had.push_back(span.channel);
    } else {
      span.until = seq;
      changed = true;
    }
  }
  for (const Channel channel : channels) {
    if (std::find(had.begin(), had.end(), channel) != had.end()) continue;
    one.spans.push_back({channel, seq, kOpen});
    changed = true;
  }
  return changed;
}

const StreetIndex::End* StreetIndex::end_of(const CaseMark& one, std::uint64_t as_of) {
  for (const End& end : one.ends) {
    if (end.since <= as_of && as_of < end.until) return &end;
  }
  return nullptr;
}

void StreetIndex::note_state(CaseMark& one, const Case& now, const Entry& entry) {
  const bool was_over = end_of(one, entry.seq) != nullptr;
  const bool is_over = kFinalStates.has(now.state);
  if (is_over && !was_over) one.ends.push_back({entry.seq, entry.received_at});
  if (!is_over && was_over) one.ends.back().until = entry.seq;
  one.state = now.state;
  one.restricted = now.restricted;
  if (!now.erased.is_none()) one.erased = std::min(one.erased, entry.seq);
  if (one.parent == kNobody && !now.parent.is_nil()) {
    one.parent = place_of(now.parent);
    if (one.parent != kNobody) cases_[one.parent].children.push_back(place_of(now.id));
  }
}

void StreetIndex::note_photos(std::uint32_t place, ActorId by, TimeMs at, const Payload& payload) {
  const auto* said = std::get_if<CaseOp>(&payload);
  if (said == nullptr || place == kNobody) return;
  std::set<Digest> named;
  find_photos(*said, named);
  for (const Digest& photo : named) {
    std::vector<Naming>& all = photos_[photo];
    const bool known = std::any_of(all.begin(), all.end(), [&](const Naming& one) {
      return one.place == place && one.by == by;
    });
    if (!known) all.push_back({place, by, at});
  }
}

// Before note_state(), which takes over how the case stands now.
void StreetIndex::note_for_reporter(EntryMark& mark, std::uint32_t place, const Payload& payload,
                                    const Case& now) const {
  const CaseMark& before = cases_[place];
  mark.subject = place;
  mark.state = now.state;
  const auto* op = std::get_if<CaseOp>(&payload);
  if (op == nullptr || mark.refused) return;
  mark.for_reporter = for_reporter(*op, now, before.state != now.state);
}

// The case's channels after this entry.
void StreetIndex::touch(EntryMark& mark, std::uint32_t place, std::uint64_t seq,
                        const World& world) {
  CaseMark& one = cases_[place];
  const Case* now = world.find(one.id);
  if (now == nullptr || !set_channels(one, channels_of(world, *now), seq)) return;
  mark.cases.push_back(place);
}

void StreetIndex::add(const Entry& entry, const Op& op, const Payload& payload, std::uint64_t bytes,
                      const World& world) {
  GEZHI_CHECK(entry.seq == marks_.size() + 1);
  EntryMark mark;
  mark.bytes = static_cast<std::uint32_t>(bytes);
  mark.refused = !entry.outcome.applied();
  mark.actor = op.actor;
  mark.received_at = entry.received_at;
  // Keys are for the server and for auditors: a phone would hold those of the whole street.
  mark.street = op.subject.is_nil() && entry.outcome.applied() &&
                op.kind != static_cast<std::uint32_t>(OpKind::enroll_key);
  if (mark.street) street_.push_back(entry.seq);
  for (const CaseId id : concerned(world, entry, op, payload)) {
    std::uint32_t place = place_of(id);
    const Case* now = world.find(id);
    if (now == nullptr) continue;  // an operation on nothing: its author alone hears of it
    if (place == kNobody) {
      place = static_cast<std::uint32_t>(cases_.size());
      places_[id] = place;
      cases_.push_back({});
      cases_.back().id = id;
      cases_.back().first = entry.seq;
    }
    if (std::find(mark.cases.begin(), mark.cases.end(), place) != mark.cases.end()) continue;
    mark.cases.push_back(place);
    cases_[place].seqs.push_back(entry.seq);
    if (id == op.subject) note_for_reporter(mark, place, payload, *now);
    note_state(cases_[place], *now, entry);
  }
  if (entry.outcome.applied())
    note_photos(place_of(op.subject), op.actor, entry.received_at, payload);
  for (const std::uint32_t place : with_parts(cases_, mark.cases)) {
    touch(mark, place, entry.seq, world);
  }
  if (std::holds_alternative<ShardOp>(payload) && entry.outcome.applied() &&
      op.kind == static_cast<std::uint32_t>(OpKind::set_grids)) {
    for (std::uint32_t place = 0; place < cases_.size(); ++place) {
      touch(mark, place, entry.seq, world);
    }
  }
  std::stable_sort(mark.cases.begin(), mark.cases.end());
  mark.cases.erase(std::unique(mark.cases.begin(), mark.cases.end()), mark.cases.end());
  marks_.push_back(std::move(mark));
}

Sees StreetIndex::sees(const Scope& scope, const CaseMark& one, std::uint64_t as_of) const {
  if (one.first > as_of || as_of >= one.erased) return Sees::nothing;
  if (scope.whole_street) return Sees::all;
  Sees most = Sees::nothing;
  for (const Span& span : one.spans) {
    if (span.since > as_of || as_of >= span.until || !scope.sees(span.channel)) continue;
    if (span.channel.kind != ChannelKind::reporter) return Sees::all;
    most = Sees::as_reporter;
  }
  return most;
}

std::vector<StreetIndex::Naming> StreetIndex::photo_seen(const Scope& scope, const Digest& photo,
                                                         std::uint64_t as_of) const {
  std::vector<Naming> seen;
  const auto at = photos_.find(photo);
  if (at == photos_.end()) return seen;
  for (const Naming& one : at->second) {
    const Sees how = sees(scope, cases_[one.place], as_of);
    if (how == Sees::all || (how == Sees::as_reporter && one.by == scope.actor)) {
      seen.push_back(one);
    }
  }
  return seen;
}

std::optional<TimeMs> StreetIndex::photo_first_named(const Digest& photo) const {
  const auto at = photos_.find(photo);
  if (at == photos_.end()) return std::nullopt;
  return at->second.front().at;
}

bool StreetIndex::names_photo(ActorId actor, const Digest& photo, std::uint64_t as_of) const {
  const auto at = photos_.find(photo);
  return at != photos_.end() &&
         std::any_of(at->second.begin(), at->second.end(), [&](const Naming& one) {
           return one.by == actor && cases_[one.place].first <= as_of &&
                  as_of < cases_[one.place].erased;
         });
}

TimeMs StreetIndex::ended_at(const CaseMark& one, std::uint64_t as_of) const {
  const CaseMark& what = one.parent != kNobody ? cases_[one.parent] : one;
  const End* end = end_of(what, as_of);
  return end != nullptr ? end->at : TimeMs{};
}

}  // namespace gezhi
