#include "web/app/view/data_report.h"

#include <cmath>

#include "core/base/json.h"

namespace gezhi::app {
namespace {

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

}  // namespace

void DataReport::read() {
  language_ = texts_.language();
  defects_.clear();
  const auto json = parse_json(text_);
  const Json* features = json ? json->find("features") : nullptr;
  const bool listed = features != nullptr && features->array() != nullptr;
  state_ = listed ? ReportState::ready : ReportState::failed;
  if (!listed) return;
  const std::string suffix = language_ == Language::zh ? "_zh" : "_en";
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
    defects_.push_back(std::move(defect));
  }
}

const std::vector<DataDefect>& DataReport::defects() {
  if (state_ == ReportState::ready && language_ != texts_.language()) read();
  return defects_;
}

void DataReport::ask() {
  if (state_ == ReportState::asking) return;
  state_ = ReportState::asking;
  defects_.clear();
  HttpRequest request;
  request.path = "/api/grid-report";
  const auto answered = [this](const HttpReply& reply) {
    state_ = reply.status == 404   ? ReportState::none
             : reply.status == 403 ? ReportState::not_allowed
                                   : ReportState::failed;
    if (reply.ok()) {
      text_ = reply.text();
      read();
    }
    ports_.page.wake();
  };
  ports_.network.http(request, alive_.guard(answered));
}

}  // namespace gezhi::app
