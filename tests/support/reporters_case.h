// What somebody who sees a case only because it is the own report must know of it, and must not.
#pragma once

#include <algorithm>

#include "core/cases/visibility.h"

namespace gezhi::test {

// Whether there is anything but the own report that shows it.
inline bool is_only_reported(const Scope& scope, const World& truth, const Case& one) {
  const auto channels = channels_of(truth, one);
  return !scope.whole_street &&
         std::none_of(channels.begin(), channels.end(), [&](Channel channel) {
           return channel.kind != ChannelKind::reporter && scope.sees(channel);
         });
}

// How it stands, and what is for its reporter.
inline Case as_reporter_knows(const Case& one) {
  Case known;
  known.id = one.id;
  known.shard = one.shard;
  known.number = one.number;
  known.state = one.state;
  known.source = one.source;
  known.reporter = one.reporter;
  known.nature = one.nature;
  known.category = one.category;
  known.place = one.place;
  known.text = one.text;
  known.dangers = one.dangers;
  known.photos = one.photos;
  known.outcome = one.outcome;
  known.transferred_to = one.transferred_to;
  known.receipt = one.receipt;
  known.transfers = one.transfers;
  known.reporter_says = one.reporter_says;
  known.appeal = one.appeal;
  known.fast_lane = one.fast_lane;
  known.appointment = one.appointment;
  known.told = one.told;
  known.closed = one.closed;
  return known;
}

inline bool has_inner_record(const Case& held) {
  return !held.tasks.empty() || !held.visits.empty() || held.verification || !held.things.empty() ||
         held.mediate || held.rectify || held.investigate || !held.triages.empty() ||
         !held.calls.empty() || !held.escalations.empty() || !held.consultations.empty() ||
         !held.footage.empty() || !held.chain.empty();
}

}  // namespace gezhi::test
