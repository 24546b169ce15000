#include <string>
#include <utility>

#include "web/here.h"
#include "web/map/style.h"
#include "web/platform/session.h"
#include "web/screens/map/sections.h"
#include "web/widgets/ui.h"

namespace gezhi::screens {
namespace {

using app::ReportState;
using ui::Icon;
using ui::Tone;
using ui::tr;

constexpr std::size_t kRowsMax = 100;

std::string state_key(ReportState state) {
  switch (state) {
    case ReportState::unasked:
    case ReportState::asking: return "ui.data.asking";
    case ReportState::none: return "ui.data.none";
    case ReportState::not_allowed: return "ui.data.not_allowed";
    case ReportState::failed: return "ui.data.failed";
    case ReportState::ready: return "ui.data.clean";
  }
  return {};
}

std::string title_of(const app::DataDefect& defect) {
  return defect.detail.empty() ? defect.what : defect.what + " · " + defect.detail;
}

}  // namespace

const MapLayer& data_report_layer() {
  using Made = std::pair<ReportState, ui::Scheme>;
  static MapLayer& layer = platform::of_session<MapLayer>();
  static Made& of = platform::of_session<Made>();
  if (app::report_state() == ReportState::unasked) app::ask_data_report();
  const std::pair now(app::report_state(), ui::theme().scheme);
  if (of == now) return layer;
  of = now;
  layer = {};
  const ui::Colour colour = ui::theme().tone(Tone::danger).text;
  for (const app::DataDefect& defect : app::data_defects()) {
    if (defect.line.empty()) continue;
    const float width = defect.line.size() == 1 ? 6.0f : 4.0f;
    layer.strokes.push_back(app::stroke_of(defect.line, colour, width));
  }
  return layer;
}

std::optional<PointE7> data_report_section() {
  ui::heading(tr("ui.map.layer_data"));
  const auto& defects = app::data_defects();
  if (defects.empty()) {
    ui::small_text(tr(state_key(app::report_state())));
    return std::nullopt;
  }
  ui::small_text(tr("ui.data.count", std::to_string(defects.size())));
  std::optional<PointE7> pressed;
  ui::list_begin(tr("ui.map.layer_data"));
  for (std::size_t i = 0; i < std::min(defects.size(), kRowsMax); ++i) {
    const app::DataDefect& defect = defects[i];
    ui::push_id(static_cast<int>(i));
    const ui::Row row{.icon = Icon::warning,
                      .icon_tone = Tone::warning,
                      .title = title_of(defect),
                      .subtitle = defect.act,
                      .note = defect.done};
    if (ui::list_row(row) && !defect.line.empty()) pressed = defect.line.front();
    ui::pop_id();
  }
  ui::list_end();
  return pressed;
}

}  // namespace gezhi::screens
