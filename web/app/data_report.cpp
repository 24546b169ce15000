#include "web/app/data_report.h"

#include <cmath>

#include "core/base/json.h"
#include "web/platform/frame.h"
#include "web/platform/net.h"
#include "web/platform/session.h"
#include "web/widgets/i18n.h"

namespace gezhi::app {
namespace {

struct Report {
  ReportState state = ReportState::unasked;
  std::string text;  // says all in both languages
  ui::Language language{};
  std::vector<DataDefect> defects;
};

Report& report() {
  static Report& one = platform::of_session<Report>();
  return one;
}

std::string text_in(const Json* object, const std::string& key) {
  const Json* found = object == nullptr ? nullptr : object->find(key);
  return found != nullptr && found->string() != nullptr ? *found->string() : std::string();
}

bool is_position(const Json& json) {
  const Json::Array* array = json.array();
  return array != nullptr && array->size() >= 2 && (*array)[0].number() && (*array)[1].number();
}

// The first line of positions in a geometry's coordinates, however deep it lies.
void take_line(const Json& coordinates, std::vector<PointE7>& line, int depth = 0) {
  const Json::Array* array = coordinates.array();
  if (array == nullptr || array->empty() || depth > 4) return;
  if (is_position(coordinates)) {
    const auto e7 = [&](std::size_t i) {
      const double degrees = *(*array)[i].number();
      return static_cast<std::int32_t>(std::lround(std::fmin(std::fmax(degrees, -180), 180) * 1e7));
    };
    line.push_back({e7(0), e7(1)});
    return;
  }
  if (!is_position(array->front())) return take_line(array->front(), line, depth + 1);
  for (const Json& position : *array) take_line(position, line, depth + 1);
}

void read() {
  Report& r = report();
  r.language = ui::language();
  r.defects.clear();
  const auto json = parse_json(r.text);
  const Json* features = json ? json->find("features") : nullptr;
  r.state = features != nullptr && features->array() != nullptr ? ReportState::ready
                                                                : ReportState::failed;
  if (r.state != ReportState::ready) return;
  const std::string suffix = r.language == ui::Language::zh ? "_zh" : "_en";
  for (const Json& feature : *features->array()) {
    const Json* properties = feature.find("properties");
    DataDefect defect{text_in(properties, "what" + suffix),
                      text_in(properties, "act" + suffix),
                      text_in(properties, "done" + suffix),
                      text_in(properties, "detail"),
                      {}};
    const Json* geometry = feature.find("geometry");
    const Json* coordinates = geometry == nullptr ? nullptr : geometry->find("coordinates");
    if (coordinates != nullptr) take_line(*coordinates, defect.line);
    r.defects.push_back(std::move(defect));
  }
}

}  // namespace

ReportState report_state() { return report().state; }

const std::vector<DataDefect>& data_defects() {
  Report& r = report();
  if (r.state == ReportState::ready && r.language != ui::language()) read();
  return r.defects;
}

void ask_data_report() {
  Report& r = report();
  if (r.state == ReportState::asking) return;
  r = {};
  r.state = ReportState::asking;
  platform::HttpRequest request;
  request.path = "/api/grid-report";
  platform::http(request, [](const platform::HttpReply& reply) {
    Report& got = report();
    if (reply.ok()) {
      got.text = reply.text();
      read();
    } else {
      got.state = reply.status == 404   ? ReportState::none
                  : reply.status == 403 ? ReportState::not_allowed
                                        : ReportState::failed;
    }
    platform::wake();
  });
}

}  // namespace gezhi::app
