#include <string>
#include <tuple>

#include "core/grid/street.h"
#include "web/here.h"
#include "web/map/style.h"
#include "web/platform/session.h"
#include "web/screens/map/sections.h"
#include "web/screens/parts/case_parts.h"
#include "web/widgets/ui.h"

namespace gezhi::screens {
namespace {

using ui::Icon;
using ui::Tone;
using ui::tr;

constexpr std::uint32_t kLimitsMin[] = {5, 8, 15};
constexpr int kNow = 0;  // of the times offered; then the hours of today
constexpr std::size_t kRowsMax = 40;

struct Asked {
  int limit = 1;
  int time = kNow;
};

Asked& asked = platform::of_session<Asked>();

std::uint32_t limit_ms() {
  return kLimitsMin[static_cast<std::size_t>(asked.limit)] * static_cast<std::uint32_t>(kMinuteMs);
}

// Whole minutes: who is on duty changes with them, and nothing is counted anew in every frame.
TimeMs asked_time() {
  const TimeMs now = app::now();
  if (asked.time > kNow) return start_of(civil_day_of(now)) + (asked.time - 1) * kHourMs;
  return TimeMs{now.value - now.value % kMinuteMs};
}

bool is_late(const app::Coverage::Grid& grid) {
  return !grid.covered.reached || grid.covered.duration_ms > limit_ms();
}

std::string minutes_of(const app::Coverage::Grid& grid) {
  if (!grid.covered.reached) return tr("ui.cover.nobody");
  const auto minutes = (grid.covered.duration_ms + kMinuteMs - 1) / kMinuteMs;
  return tr("ui.cover.minutes", std::to_string(minutes));
}

void choose() {
  std::vector<std::string> limits;
  for (const std::uint32_t limit : kLimitsMin) {
    limits.push_back(tr("ui.cover.minutes", std::to_string(limit)));
  }
  ui::segmented(tr("ui.cover.limit"), limits, asked.limit);
  std::vector<std::string> times = {tr("ui.cover.now")};
  const std::vector<int>& hours = app::uncovered_by_hour(civil_day_of(app::now()), limit_ms());
  for (std::size_t hour = 0; hour < hours.size(); ++hour) {
    times.push_back(tr("ui.cover.hour", std::to_string(hour), std::to_string(hours[hour])));
  }
  ui::select(tr("ui.cover.when"), times, asked.time);
}

std::string team_of(const app::Coverage::Grid& grid) {
  for (const ShardId street : app::streets()) {
    const World* world = app::street_world(street);
    if (world != nullptr && world->find_unit(grid.team) != nullptr)
      return app::unit_name(*world, grid.team);
  }
  return {};
}

}  // namespace

const MapLayer& coverage_layer() {
  using Made = std::tuple<std::uint64_t, ui::Scheme, ui::Language>;
  static MapLayer& layer = platform::of_session<MapLayer>();
  static Made& of = platform::of_session<Made>();
  const app::Coverage& coverage = app::coverage_at(asked_time(), limit_ms());
  const std::tuple now(coverage.number, ui::theme().scheme, ui::language());
  if (of == now) return layer;
  of = now;
  layer = {};
  const ui::Colour late = app::map_style().heat[3];
  for (const app::Coverage::Grid& grid : coverage.grids) {
    layer.shades.push_back(
        {grid.grid, is_late(grid) ? ui::faded(late, 0.6f) : 0, minutes_of(grid)});
  }
  for (const auto& ring : coverage.reached) {
    layer.strokes.push_back(app::stroke_of(ring, app::map_style().route, 3, true));
  }
  return layer;
}

std::optional<PointE7> coverage_section() {
  ui::heading(tr("ui.map.layer_cover"));
  choose();
  const app::Coverage& coverage = app::coverage_at(asked_time(), limit_ms());
  if (coverage.grids.empty()) {
    ui::small_text(tr("ui.cover.no_map"));
    return std::nullopt;
  }
  ui::paragraph(
      tr(coverage.uncovered > 0 ? "ui.cover.some" : "ui.cover.all", std::to_string(coverage.teams),
         std::to_string(coverage.uncovered), std::to_string(coverage.grids.size())),
      coverage.uncovered > 0 ? Tone::warning : Tone::success);
  std::optional<PointE7> pressed;
  if (coverage.uncovered == 0) return pressed;
  ui::list_begin(tr("ui.cover.list"));
  for (std::size_t i = 0; i < std::min(coverage.grids.size(), kRowsMax); ++i) {
    const app::Coverage::Grid& grid = coverage.grids[i];
    if (!is_late(grid)) break;
    ui::push_id(static_cast<int>(i));
    const ui::Row row{.icon = Icon::warning,
                      .icon_tone = Tone::warning,
                      .title = full_name(app::district()->tree(), grid.grid),
                      .subtitle = team_of(grid),
                      .trailing = minutes_of(grid)};
    if (ui::list_row(row)) pressed = grid.middle;
    ui::pop_id();
  }
  ui::list_end();
  return pressed;
}

}  // namespace gezhi::screens
