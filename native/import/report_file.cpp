#include "native/import/report_file.h"

#include <algorithm>

#include "native/store/file.h"

namespace gezhi {
namespace {

constexpr std::uint64_t kReportBytesMax = std::uint64_t{64} << 20;

std::string import_of(const Json& feature) {
  const Json* properties = feature.find("properties");
  const Json* name = properties == nullptr ? nullptr : properties->find("import");
  return name == nullptr || name->string() == nullptr ? std::string() : *name->string();
}

// The features of other imports.
Json::Array others(const std::string& path, const std::vector<std::string>& replaced) {
  Json::Array kept;
  const auto bytes = read_file(path, kReportBytesMax);
  if (!bytes) return kept;
  const auto json = parse_json(text_of(*bytes));
  const Json* features = json.ok() ? json->find("features") : nullptr;
  if (features == nullptr || features->array() == nullptr) return kept;
  for (const Json& feature : *features->array()) {
    if (std::find(replaced.begin(), replaced.end(), import_of(feature)) == replaced.end())
      kept.push_back(feature);
  }
  return kept;
}

}  // namespace

std::string report_path(const std::string& data) { return data + "/reports/grid-report.json"; }

std::string grid_import_name(GridLayer layer) { return "grids." + std::string(name_of(layer)); }

Result<Done> keep_report(const std::string& data, const ImportFindings& findings, TimeMs at) {
  const std::string path = report_path(data);
  Json::Array all = others(path, findings.imports);
  const Json found = defects_geojson(findings.defects);
  const Json::Array& features = *found.find("features")->array();
  for (std::size_t i = 0; i < features.size(); ++i) {
    Json properties = *features[i].find("properties");
    properties.set("import", findings.imports.size() == 1
                                 ? findings.imports[0]
                                 : grid_import_name(findings.defects[i].layer));
    Json feature = features[i];
    feature.set("properties", std::move(properties));
    all.push_back(std::move(feature));
  }
  const std::size_t left_out = all.size() - std::min(all.size(), kReportFeaturesMax);
  all.resize(all.size() - left_out);
  Json json;
  json.set("type", "FeatureCollection");
  json.set("at", to_iso_text(at));
  json.set("left_out", static_cast<std::int64_t>(left_out));
  json.set("features", Json(std::move(all)));
  if (auto made = make_folder(data + "/reports"); !made) return made;
  return replace_file(path, view_of(to_text(json)));
}

}  // namespace gezhi
