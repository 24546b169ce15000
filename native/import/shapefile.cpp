// Lines of an ESRI shapefile with the attributes beside it. Source: ESRI Shapefile Technical
// Description (July 1998); dBASE III table layout. Small enough to read here, and so every broken
// file gets its sentence with a position.
#include <algorithm>
#include <cstring>
#include <fstream>
#include <iterator>
#include <map>

#include "core/base/utf8.h"
#include "native/import/roads.h"
#include "native/import/source_file.h"

namespace gezhi {
namespace {

constexpr std::uint32_t kShapeMagic = 9994;
constexpr std::uint32_t kPolyLine = 3;
constexpr std::uint32_t kPolyLineZ = 13;
constexpr std::uint32_t kPolyLineM = 23;

std::uint32_t big(const std::string& bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<std::uint8_t>(bytes[at + i]);
  return value;
}
std::uint32_t little(const std::string& bytes, std::size_t at, std::size_t size = 4) {
  std::uint32_t value = 0;
  for (std::size_t i = size; i > 0; --i)
    value = value << 8 | static_cast<std::uint8_t>(bytes[at + i - 1]);
  return value;
}
double real(const std::string& bytes, std::size_t at) {
  double value = 0;
  std::memcpy(&value, bytes.data() + at,
              sizeof value);  // little-endian, like every machine we run on
  return value;
}

// One column of the table beside the shapes.
class Table {
 public:
  // A missing file or column gives empty texts.
  Result<Done> open(const std::string& path) {
    path_ = path;
    if (!std::ifstream(path)) return Done{};
    auto bytes = read_source(path, kRoadFileBytesMax);
    if (!bytes) return bytes.error();
    bytes_ = *std::move(bytes);
    if (bytes_.size() < 33)
      return import_error(path, "cut short at byte " + std::to_string(bytes_.size()));
    rows_ = little(bytes_, 4);
    head_ = little(bytes_, 8, 2);
    row_ = little(bytes_, 10, 2);
    if (head_ < 33 || row_ < 1 ||
        std::uint64_t{head_} + std::uint64_t{rows_} * row_ > bytes_.size()) {
      return import_error(path, "cut short: its head promises " + std::to_string(rows_) +
                                    " rows of " + std::to_string(row_) + " bytes");
    }
    std::size_t place = 1;
    for (std::size_t at = 32; at + 32 <= head_ && bytes_[at] != '\r'; at += 32) {
      const std::size_t width = static_cast<std::uint8_t>(bytes_[at + 16]);
      if (place + width > row_) return import_error(path, "its columns do not fit its rows");
      columns_[std::string(bytes_.c_str() + at, strnlen(bytes_.c_str() + at, 11))] = {place, width};
      place += width;
    }
    return Done{};
  }

  std::string text(std::uint32_t row, const std::string& column) const {
    const auto it = columns_.find(column);
    if (it == columns_.end() || row >= rows_) return {};
    std::string text =
        bytes_.substr(head_ + std::size_t{row} * row_ + it->second.first, it->second.second);
    const std::size_t first = text.find_first_not_of(std::string_view(" \0", 2));
    const std::size_t last = text.find_last_not_of(std::string_view(" \0", 2));
    return first == std::string::npos ? std::string()
                                      : repaired_utf8(text.substr(first, last - first + 1));
  }
  bool has(const std::string& column) const { return columns_.count(column) != 0; }
  std::uint32_t rows() const { return rows_; }

 private:
  std::string path_;
  std::string bytes_;
  std::uint32_t rows_ = 0, head_ = 0, row_ = 0;
  std::map<std::string, std::pair<std::size_t, std::size_t>> columns_;
};

RoadClass class_of(const std::string& text) {
  const auto begins = [&](const char* head) {
    return text.compare(0, std::strlen(head), head) == 0;
  };
  if (begins("motorway")) return RoadClass::motorway;
  if (begins("trunk") || begins("primary")) return RoadClass::primary;
  if (begins("secondary")) return RoadClass::secondary;
  if (begins("tertiary")) return RoadClass::tertiary;
  if (begins("service")) return RoadClass::service;
  if (begins("track")) return RoadClass::track;
  if (begins("steps")) return RoadClass::steps;
  if (begins("cycleway")) return RoadClass::cycleway;
  if (begins("pedestrian")) return RoadClass::pedestrian;
  if (begins("path") || begins("footway")) return RoadClass::path;
  return RoadClass::residential;
}

struct Line {
  std::vector<PointE7> points;
  RoadClass road_class{};
  std::string name;
  bool both = false;
};

struct LineLess {
  bool operator()(const std::vector<PointE7>& a, const std::vector<PointE7>& b) const {
    return std::lexicographical_compare(
        a.begin(), a.end(), b.begin(), b.end(),
        [](PointE7 p, PointE7 q) { return p.lon != q.lon ? p.lon < q.lon : p.lat < q.lat; });
  }
};

struct ShapeReader {
  const RoadImport& options;
  std::string bytes;
  Table table;
  std::vector<Line> lines{};
  RoadData data{};
  std::uint32_t without_length = 0;

  Error bad(std::size_t at, const std::string& what) const {
    return import_error(options.file, what + " at byte " + std::to_string(at));
  }

  Result<Done> read_lines() {
    if (bytes.size() < 100 || big(bytes, 0) != kShapeMagic)
      return import_error(options.file, "is not a shapefile");
    const std::uint32_t type = little(bytes, 32);
    if (type != kPolyLine && type != kPolyLineZ && type != kPolyLineM)
      return import_error(options.file, "holds no lines (shape type " + std::to_string(type) + ")");
    if (std::uint64_t{big(bytes, 24)} * 2 > bytes.size()) {
      return import_error(options.file, "cut short: its head promises " +
                                            std::to_string(std::uint64_t{big(bytes, 24)} * 2) +
                                            " bytes, there are " + std::to_string(bytes.size()));
    }
    std::uint32_t row = 0;
    for (std::size_t at = 100; at < bytes.size(); ++row) {
      if (bytes.size() - at < 12) return bad(at, "cut short");
      const std::uint64_t size = std::uint64_t{big(bytes, at + 4)} * 2;
      if (size < 4 || size > bytes.size() - at - 8)
        return bad(at, "record " + std::to_string(row + 1) + " is cut short");
      const Result<Done> done = read_record(at + 8, static_cast<std::size_t>(size), row);
      if (!done) return done;
      at += 8 + static_cast<std::size_t>(size);
    }
    return Done{};
  }

  Result<Done> read_record(std::size_t at, std::size_t size, std::uint32_t row) {
    if (little(bytes, at) == 0) return Done{};  // no shape
    if (size < 44) return bad(at, "record " + std::to_string(row + 1) + " is too short");
    const std::uint64_t parts = little(bytes, at + 36), count = little(bytes, at + 40);
    if (44 + parts * 4 + count * 16 > size)
      return bad(at, "record " + std::to_string(row + 1) + " does not fit");
    const std::size_t points = at + 44 + static_cast<std::size_t>(parts) * 4;
    for (std::uint64_t part = 0; part < parts; ++part) {
      const std::size_t index = at + 44 + static_cast<std::size_t>(part) * 4;
      const std::uint64_t first = little(bytes, index);
      const std::uint64_t end = part + 1 < parts ? little(bytes, index + 4) : count;
      if (first > end || end > count)
        return bad(index, "record " + std::to_string(row + 1) + " has parts that do not fit");
      Line line;
      for (std::uint64_t i = first; i < end; ++i) {
        const double lon = real(bytes, points + static_cast<std::size_t>(i) * 16);
        const double lat = real(bytes, points + static_cast<std::size_t>(i) * 16 + 8);
        if (!(lon >= -180 && lon <= 180 && lat >= -90 && lat <= 90)) {
          return bad(points + static_cast<std::size_t>(i) * 16,
                     "record " + std::to_string(row + 1) +
                         " has a point that is not in degrees; convert it first with ogr2ogr "
                         "-t_srs EPSG:4326");
        }
        const PointE7 point = from_system(lon, lat, options.system);
        if (line.points.empty() || line.points.back() != point) line.points.push_back(point);
      }
      if (line.points.size() < 2) {
        ++without_length;
        continue;
      }
      line.road_class = class_of(table.text(row, options.class_field));
      line.name = std::string(utf8_prefix(table.text(row, options.name_field), 50));
      lines.push_back(std::move(line));
    }
    return Done{};
  }

  // Many files hold one line for each direction. If a good part of the lines has its reverse, lines
  // without one are one-way; else every line is both ways.
  void pair_directions() {
    std::map<std::vector<PointE7>, std::size_t, LineLess> known;
    std::vector<Line> kept;
    std::size_t paired = 0;
    for (Line& line : lines) {
      const auto it = known.find({line.points.rbegin(), line.points.rend()});
      if (it != known.end() && !kept[it->second].both) {
        kept[it->second].both = true;
        ++paired;
        continue;
      }
      known.emplace(line.points, kept.size());
      kept.push_back(std::move(line));
    }
    const bool directed = paired * 10 > kept.size();
    if (!directed) {
      for (Line& line : kept) line.both = true;
    } else {
      data.notes.push_back("one line a direction: " + std::to_string(paired) +
                           " roads are two-way, " + std::to_string(kept.size() - paired) +
                           " one-way (for e-bikes)");
    }
    lines = std::move(kept);
  }

  void build() {
    std::map<std::pair<std::int32_t, std::int32_t>, std::uint32_t> nodes;
    std::map<std::string, std::uint32_t> names;
    const auto node = [&](PointE7 p) {
      const auto [it, fresh] = nodes.emplace(std::pair(p.lon, p.lat),
                                             static_cast<std::uint32_t>(data.links.nodes.size()));
      if (fresh) data.links.nodes.push_back(p);
      return it->second;
    };
    for (const Line& line : lines) {
      RoadLinks::Link link;
      link.from = node(line.points.front());
      link.to = node(line.points.back());
      link.road_class = line.road_class;
      link.access = line.both
                        ? kAllAccess
                        : static_cast<std::uint8_t>(kFootForward | kFootBackward | kEbikeForward);
      if (!line.name.empty()) {
        const auto [it, fresh] =
            names.emplace(line.name, static_cast<std::uint32_t>(data.links.names.size()));
        if (fresh) data.links.names.push_back(line.name);
        link.name = it->second;
      }
      data.links.add(link, {line.points.begin() + 1, line.points.end() - 1});
    }
  }
};

}  // namespace

Result<RoadData> read_road_shapefile(const RoadImport& options, const Progress& progress) {
  progress("reading the lines of " + options.file);
  auto bytes =
      read_source(options.file, options.bytes_max == 0 ? kRoadFileBytesMax : options.bytes_max);
  if (!bytes) return bytes.error();
  ShapeReader reader{options, *std::move(bytes), {}};
  const std::string table_file = options.file.substr(0, options.file.size() - 3) + "dbf";
  const Result<Done> table = reader.table.open(table_file);
  if (!table) return table.error();
  const Result<Done> done = reader.read_lines();
  if (!done) return done.error();
  if (!reader.table.has(options.class_field)) {
    const std::string missing = std::ifstream(table_file)
                                    ? "no column \"" + options.class_field + "\""
                                    : "there is no " + table_file;
    reader.data.notes.push_back(missing + ": every road counts as a side street");
  }
  if (reader.without_length > 0) {
    reader.data.notes.push_back(std::to_string(reader.without_length) +
                                " lines without length were left out");
  }
  reader.pair_directions();
  reader.build();
  return std::move(reader.data);
}

}  // namespace gezhi
