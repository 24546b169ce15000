#include "native/import/defects.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <optional>

#include "core/base/utf8.h"

namespace gezhi {

extern const char* const kImportTexts[2];  // made by CMake from assets/i18n, by Language

namespace {

const Json& texts(Language language) {
  static const Json tables[2] = {*parse_json(kImportTexts[0]), *parse_json(kImportTexts[1])};
  return tables[static_cast<std::size_t>(language)];
}

// What stands between the braces of a place in a sentence.
std::optional<std::size_t> number_in(std::string_view text) {
  std::size_t number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

std::string said(Language language, const std::string& key,
                 const std::vector<std::string>& values) {
  const Json* entry = texts(language).find(key);
  if (entry == nullptr || entry->string() == nullptr) return key;
  const std::string& sentence = *entry->string();
  std::string text;
  for (std::size_t at = 0; at < sentence.size(); ++at) {
    const std::size_t end = sentence[at] == '{' ? sentence.find('}', at) : std::string::npos;
    const auto number =
        end == std::string::npos ? std::nullopt : number_in(sentence.substr(at + 1, end - at - 1));
    if (number && *number < values.size()) {
      text += values[*number];
      at = end;
    } else {
      text += sentence[at];
    }
  }
  return text;
}

namespace {

std::string kind_name(DefectKind kind) { return std::string(name_of(kind)); }

std::string degrees(PointE7 place) {
  char text[40];
  std::snprintf(text, sizeof text, "%.6f,%.6f", place.lon * 1e-7, place.lat * 1e-7);
  return text;
}

std::string square_metres(double area) {
  char text[40];
  std::snprintf(text, sizeof text, area < 100 ? "%.1f" : "%.0f", area);
  return text;
}

std::string base_name(const std::string& path) { return path.substr(path.rfind('/') + 1); }

std::string row_text(Language language, const RowName& row) {
  const std::string file = base_name(row.file);
  if (row.row == 0) return file;
  std::string text = said(language, "import.row", {file, std::to_string(row.row)});
  if (!row.code.empty()) text += " " + repaired_utf8(row.code);
  if (!row.name.empty() && row.name != row.code) text += " " + repaired_utf8(row.name);
  return text;
}

// "overlap with units.geojson row 4 …: 33113 m² at 120.1,30.2. Kept: …"
std::string line_of(Language language, const Defect& defect) {
  std::string text = row_text(language, defect.at);
  if (!defect.other.file.empty())
    text += said(language, "import.with", {row_text(language, defect.other)});
  if (defect.area_m2 > 0) text += said(language, "import.area", {square_metres(defect.area_m2)});
  if (!defect.place.is_none()) text += said(language, "import.place", {degrees(defect.place)});
  if (!defect.detail.empty())
    text += said(language, "import.detail." + kind_name(defect.kind), {defect.detail});
  return text;
}

std::string action_text(Language language, const Defect& defect) {
  const std::string action(name_of(defect.action));
  const std::string own = "import.done." + kind_name(defect.kind) + "." + action;
  const bool special = texts(language).find(own) != nullptr;
  return said(language, special ? own : "import.done." + action);
}

Json ring_json(const Ring& ring) {
  Json::Array list;
  for (std::size_t i = 0; i <= ring.size(); ++i) {
    const PointE7 p = ring[i % ring.size()];
    list.push_back(Json(Json::Array{Json(p.lon * 1e-7), Json(p.lat * 1e-7)}));
  }
  return Json(std::move(list));
}

Json geometry_json(const Defect& defect) {
  Json geometry;
  if (!defect.line.empty()) {
    Json::Array points;
    for (const PointE7 p : defect.line)
      points.push_back(Json(Json::Array{Json(p.lon * 1e-7), Json(p.lat * 1e-7)}));
    geometry.set("type", "LineString");
    geometry.set("coordinates", Json(std::move(points)));
    return geometry;
  }
  if (defect.outline.empty() && defect.place.is_none()) return geometry;
  if (defect.outline.empty()) {
    geometry.set("type", "Point");
    geometry.set("coordinates",
                 Json(Json::Array{Json(defect.place.lon * 1e-7), Json(defect.place.lat * 1e-7)}));
    return geometry;
  }
  Json::Array parts;
  for (const Part& part : defect.outline) {
    Json::Array rings;
    for (const Ring& ring : part) rings.push_back(ring_json(ring));
    parts.push_back(Json(std::move(rings)));
  }
  geometry.set("type", "MultiPolygon");
  geometry.set("coordinates", Json(std::move(parts)));
  return geometry;
}

Json row_json(const RowName& row) {
  Json json;
  json.set("file", base_name(row.file));
  json.set("row", static_cast<std::int64_t>(row.row));
  json.set("code", repaired_utf8(row.code));
  json.set("name", repaired_utf8(row.name));
  return json;
}

}  // namespace

std::vector<std::string> defect_lines(const std::vector<Defect>& defects, Language language,
                                      std::size_t each_max) {
  std::array<std::size_t, 3> done{};
  for (const Defect& defect : defects) ++done[static_cast<std::size_t>(defect.action)];
  if (defects.empty()) return {said(language, "import.sound")};
  std::vector<std::string> lines{said(language, "import.sum",
                                      {std::to_string(defects.size()), std::to_string(done[0]),
                                       std::to_string(done[1]), std::to_string(done[2])})};
  for (std::size_t kind = 0; kind < names_of(DefectKind{}).size(); ++kind) {
    std::vector<const Defect*> of_kind;
    for (const Defect& defect : defects) {
      if (static_cast<std::size_t>(defect.kind) == kind) of_kind.push_back(&defect);
    }
    if (of_kind.empty()) continue;
    const std::string name = kind_name(static_cast<DefectKind>(kind));
    lines.push_back(said(language, "import.kind." + name) + " × " + std::to_string(of_kind.size()) +
                    said(language, "import.dash") + said(language, "import.act." + name));
    for (std::size_t i = 0; i < std::min(each_max, of_kind.size()); ++i) {
      lines.push_back("  " + std::to_string(i + 1) + ". " + line_of(language, *of_kind[i]) +
                      said(language, "import.dash") + action_text(language, *of_kind[i]));
    }
    if (of_kind.size() > each_max)
      lines.push_back("  " +
                      said(language, "import.more", {std::to_string(of_kind.size() - each_max)}));
  }
  return lines;
}

Json defects_geojson(const std::vector<Defect>& defects) {
  Json::Array features;
  for (const Defect& defect : defects) {
    Json properties;
    properties.set("kind", kind_name(defect.kind));
    properties.set("done", std::string(name_of(defect.action)));
    properties.set("layer", std::string(name_of(defect.layer)));
    properties.set("level", std::string(name_of(defect.level)));
    properties.set("at", row_json(defect.at));
    if (!defect.other.file.empty()) properties.set("other", row_json(defect.other));
    if (!defect.place.is_none()) properties.set("place", degrees(defect.place));
    if (defect.area_m2 > 0) properties.set("area_m2", defect.area_m2);
    if (!defect.detail.empty()) properties.set("detail", repaired_utf8(defect.detail));
    for (const Language language : {Language::zh, Language::en}) {
      const std::string suffix(name_of(language));
      properties.set("what_" + suffix, said(language, "import.kind." + kind_name(defect.kind)));
      properties.set("act_" + suffix, said(language, "import.act." + kind_name(defect.kind)));
      properties.set("done_" + suffix, action_text(language, defect));
    }
    Json feature;
    feature.set("type", "Feature");
    feature.set("geometry", geometry_json(defect));
    feature.set("properties", std::move(properties));
    features.push_back(std::move(feature));
  }
  Json json;
  json.set("type", "FeatureCollection");
  json.set("features", Json(std::move(features)));
  return json;
}

}  // namespace gezhi
