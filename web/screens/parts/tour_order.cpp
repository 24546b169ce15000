#include "web/screens/parts/tour_order.h"

#include <algorithm>

#include "core/road/tour.h"
#include "web/here.h"
#include "web/platform/session.h"
#include "web/screens/parts/case_parts.h"

namespace gezhi::screens {
namespace {

using ui::tr;

constexpr std::int64_t kMovedMm = 150000;
constexpr std::uint32_t kServiceMs = 10 * 60 * 1000;  // on the spot, as a rule

// What is due later is reached before that if it can be; what cannot, and what is late already, is
// gone to all the same.
TourVisit visit_of(const app::Duty& duty, TimeMs now) {
  TourVisit visit;
  visit.place = duty.subject->place.point;
  visit.service_ms = kServiceMs;
  if (duty.clock == nullptr || !duty.clock->running()) return visit;
  const std::int64_t left_ms = duty.clock->due - now;
  if (left_ms > 0 && left_ms < kTourTimeMaxMs)
    visit.latest_ms = static_cast<std::uint32_t>(left_ms);
  return visit;
}

bool has_place(const app::Duty& duty) {
  return duty.subject != nullptr && !duty.subject->place.point.is_none();
}

TourOrder plan(const std::vector<app::Duty>& duties, PointE7 from) {
  TourOrder order;
  TourRequest request;
  request.start = from;
  request.profile = Profile::ebike;
  std::vector<std::size_t> whose;
  for (std::size_t i = 0; i < duties.size() && whose.size() < kTourVisitsMax; ++i) {
    if (!has_place(duties[i])) continue;
    request.visits.push_back(visit_of(duties[i], app::now()));
    whose.push_back(i);
  }
  auto tour = app::plan_visits(request);
  if (tour && !tour->dropped.empty()) {
    for (const Tour::Dropped& dropped : tour->dropped)
      request.visits[dropped.visit].latest_ms = kTourTimeMaxMs;
    tour = app::plan_visits(request);
  }
  if (!tour) return order;
  for (const Tour::Stop& stop : tour->stops) {
    const TimeMs at = app::now() + std::int64_t{stop.arrive_ms};
    order.stops.push_back({whose[stop.visit], tr("ui.tasks.arrive", app::time_text(at))});
  }
  for (const Tour::Dropped& dropped : tour->dropped) {
    order.stops.push_back({whose[dropped.visit], word("tour_drop", dropped.reason)});
  }
  order.travel_ms = tour->travel_ms;
  return order;
}

}  // namespace

const TourOrder& tour_order(const std::vector<app::Duty>& duties) {
  struct Kept {
    std::uint64_t generation = 0;
    const District* district = nullptr;
    PointE7 from;
    TourOrder order;
  };
  static Kept& kept = platform::of_session<Kept>();
  static const TourOrder none;
  const auto here = app::my_position();
  if (!here || app::district() == nullptr) return none;
  const bool same = kept.generation == app::generation() && kept.district == app::district() &&
                    distance_mm(kept.from, *here) < kMovedMm;
  if (!same) kept = {app::generation(), app::district(), *here, plan(duties, *here)};
  return kept.order;
}

}  // namespace gezhi::screens
