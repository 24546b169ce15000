#include "native/import/shape_file.h"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <optional>

#include "core/base/utf8.h"
#include "native/import/broken_text.h"
#include "native/import/source_file.h"

namespace gezhi {
namespace {

constexpr std::size_t kHeadBytes = 100;
constexpr std::string_view kMagic("\0\0\x27\x0a", 4);

void say_nothing(const char*) {}

SAHooks quiet_hooks() {
  SAHooks hooks;
  SASetupDefaultHooks(&hooks);
  hooks.Error = say_nothing;  // errors become our own sentences
  return hooks;
}

struct FreeShape {
  void operator()(SHPObject* shape) const { SHPDestroyObject(shape); }
};

// The file beside the shapes with another ending, in either case; "" without one.
std::string name_beside(const std::string& stem, std::string ending) {
  for (int i = 0; i < 2; ++i) {
    if (std::ifstream(stem + ending)) return stem + ending;
    for (char& c : ending) c = static_cast<char>(std::toupper(c));
  }
  return {};
}

// Its first bytes; none without such a file.
std::optional<std::string> beside(const std::string& stem, const std::string& ending) {
  const std::string name = name_beside(stem, ending);
  if (name.empty()) return std::nullopt;
  std::string text(10000, '\0');
  std::ifstream file(name, std::ios::binary);
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  return text;
}

// What iconv calls the code page of the table; "" = the bytes are UTF-8 or unknown.
std::string encoding_of(const std::optional<std::string>& page, DBFHandle table) {
  std::string name = page ? *page : std::string();
  if (name.empty() && DBFGetCodePage(table) != nullptr) name = DBFGetCodePage(table);
  const auto has = [&](const char* part) { return name.find(part) != std::string::npos; };
  if (has("936") || has("GB") || has("gb") || name == "LDID/77" || name == "LDID/122") {
    return "GB18030";
  }
  if (has("950") || has("ig5") || name == "LDID/78" || name == "LDID/120") return "BIG5";
  return {};
}

bool is_point(int type) { return type == SHPT_POINT || type == SHPT_POINTZ || type == SHPT_POINTM; }

bool is_kind(int type, ShapeFile::Kind kind) {
  switch (kind) {
    case ShapeFile::Kind::areas:
      return type == SHPT_POLYGON || type == SHPT_POLYGONZ || type == SHPT_POLYGONM;
    case ShapeFile::Kind::lines: return type == SHPT_ARC || type == SHPT_ARCZ || type == SHPT_ARCM;
    case ShapeFile::Kind::places: return is_point(type) || is_kind(type, ShapeFile::Kind::lines);
  }
  return false;
}

const char* words_of(ShapeFile::Kind kind) {
  switch (kind) {
    case ShapeFile::Kind::areas: return "areas";
    case ShapeFile::Kind::lines: return "lines";
    case ShapeFile::Kind::places: return "points or lines";
  }
  return "";
}

std::uint64_t big_endian(const std::string& head, std::size_t at) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<std::uint8_t>(head[at + i]);
  return value;
}

}  // namespace

Error ShapeFile::bad(const std::string& what) const { return import_error(path_, what); }

Result<ShapeFile> ShapeFile::open(const std::string& path, Kind kind, CoordinateSystem system,
                                  const ShapeLimits& limits) {
  ShapeFile file;
  file.path_ = path;
  file.stem_ = path.substr(0, path.rfind('.'));
  file.system_ = system;
  file.limits_ = limits;
  if (auto head = file.check_head(kind); !head) return head.error();
  if (auto shapes = file.open_shapes(kind); !shapes) return shapes.error();
  if (auto table = file.open_table(); !table) return table.error();
  if (auto right = file.check_system(); !right) return right.error();
  return file;
}

// What shapelib would take in silence: a file shorter than it says.
Result<Done> ShapeFile::check_head(Kind kind) const {
  const auto size = source_size(path_, limits_.bytes_max);
  if (!size) return size.error();
  std::string head(kHeadBytes, '\0');
  std::ifstream(path_, std::ios::binary).read(head.data(), kHeadBytes);
  if (*size < kHeadBytes || head.compare(0, kMagic.size(), kMagic) != 0)
    return bad("is not a shapefile, or it is cut short");
  const std::uint64_t promised = big_endian(head, 24) * 2;
  if (promised > *size) {
    return bad("cut short: its head promises " + std::to_string(promised) + " bytes, there are " +
               std::to_string(*size));
  }
  const int type = static_cast<std::uint8_t>(head[32]);
  if (is_kind(type, kind)) return Done{};
  return bad(std::string("holds no ") + words_of(kind) + " (shape type " + std::to_string(type) +
             ")");
}

Result<Done> ShapeFile::open_shapes(Kind kind) {
  if (name_beside(stem_, ".shx").empty())
    return bad("there is no " + stem_ + ".shx beside it, which a shapefile needs");
  SAHooks hooks = quiet_hooks();
  shapes_.reset(SHPOpenLL(path_.c_str(), "rb", &hooks));
  if (!shapes_) return bad("is not a shapefile, or it is cut short");
  int type = 0, count = 0;
  SHPGetInfo(shapes_.get(), &count, &type, nullptr, nullptr);
  if (!is_kind(type, kind) || count < 0) return bad("its head is damaged");
  if (static_cast<std::uint32_t>(count) > limits_.rows_max) {
    return bad("holds " + std::to_string(count) + " rows, more than the limit of " +
               std::to_string(limits_.rows_max));
  }
  rows_ = static_cast<std::uint32_t>(count);
  holds_points_ = is_point(type);
  return Done{};
}

Result<Done> ShapeFile::open_table() {
  const std::string name = name_beside(stem_, ".dbf");
  if (name.empty()) return Done{};
  const auto size = source_size(name, limits_.bytes_max);
  if (!size) return size.error();
  SAHooks hooks = quiet_hooks();
  table_.reset(DBFOpenLL(name.c_str(), "rb", &hooks));
  if (!table_) return import_error(name, "is not a dBASE table");
  const std::int64_t records = DBFGetRecordCount(table_.get());
  const std::int64_t width = table_->nRecordLength;
  if (records < 0 || width < 1 || table_->nHeaderLength < 0 ||
      table_->nHeaderLength + records * width > static_cast<std::int64_t>(*size)) {
    return import_error(name, "cut short: its head promises " + std::to_string(records) +
                                  " rows of " + std::to_string(width) + " bytes");
  }
  for (int field = 0; field < DBFGetFieldCount(table_.get()); ++field) {
    char title[XBASE_FLDNAME_LEN_READ + 1] = {};
    DBFGetFieldInfo(table_.get(), field, title, nullptr, nullptr);
    columns_.emplace_back(title);
  }
  encoding_ = encoding_of(beside(stem_, ".cpg"), table_.get());
  return Done{};
}

// Well-known text: a geographic system on one of the datums that equal WGS-84 within centimetres.
Result<Done> ShapeFile::check_system() const {
  const auto text = beside(stem_, ".prj");
  if (!text) return Done{};
  const std::string name = text->substr(0, std::min(text->find(','), text->size()));
  const auto has = [&](const char* part) { return text->find(part) != std::string::npos; };
  const bool degrees = text->compare(0, 4, "PROJ") != 0 && has("GEOG");
  const bool datum = has("WGS_1984") || has("WGS 84") || has("China_2000") || has("CGCS2000") ||
                     has("China Geodetic Coordinate System 2000");
  if (degrees && datum) return Done{};
  return bad("is in the coordinate system " + name +
             "; convert it first: ogr2ogr -t_srs EPSG:4326 OUT.shp " + path_);
}

std::uint32_t ShapeFile::column(const std::string& name) const {
  return static_cast<std::uint32_t>(std::find(columns_.begin(), columns_.end(), name) -
                                    columns_.begin());
}

std::string ShapeFile::text(std::uint32_t row, std::uint32_t column) const {
  if (!table_ || column >= columns_.size() ||
      row >= static_cast<std::uint32_t>(DBFGetRecordCount(table_.get())))
    return {};
  const int record = static_cast<int>(row), field = static_cast<int>(column);
  if (DBFIsAttributeNULL(table_.get(), record, field) != 0) return {};
  const char* bytes = DBFReadStringAttribute(table_.get(), record, field);
  std::string text = bytes == nullptr ? "" : bytes;
  text.erase(0, std::min(text.find_first_not_of(' '), text.size()));
  return encoding_.empty() ? text : decoded(text, encoding_.c_str()).value_or(text);
}

Json ShapeFile::properties(std::uint32_t row) const {
  Json out{Json::Object{}};
  for (std::uint32_t column = 0; column < columns_.size(); ++column) {
    std::string content = text(row, column);
    if (!content.empty()) out.set(columns_[column], Json(std::move(content)));
  }
  return out;
}

Result<std::vector<Ring>> ShapeFile::parts(std::uint32_t row) {
  const std::string where = "feature " + std::to_string(row + 1);
  const std::unique_ptr<SHPObject, FreeShape> shape(
      SHPReadObject(shapes_.get(), static_cast<int>(row)));
  if (!shape) return bad(where + " is damaged or cut short");
  std::vector<Ring> parts;
  if (shape->nVertices == 0) return parts;
  const int count = holds_points_ ? 1 : shape->nParts;
  for (int part = 0; part < count; ++part) {
    const int first = holds_points_ ? 0 : shape->panPartStart[part];
    const int end = part + 1 < count ? shape->panPartStart[part + 1] : shape->nVertices;
    if (first < 0 || first > end || end > shape->nVertices)
      return bad(where + ": its parts do not fit");
    Ring points;
    for (int i = first; i < end; ++i) {
      if (++points_ > limits_.points_max) return bad("there are too many points in the file");
      const double lon = shape->padfX[i], lat = shape->padfY[i];
      if (!is_in_degrees(lon, lat)) {
        return bad(where +
                   ": a point is not a place in degrees; projected metres must be "
                   "converted first: ogr2ogr -t_srs EPSG:4326 OUT.shp " +
                   path_);
      }
      points.push_back(from_system(lon, lat, system_));
    }
    parts.push_back(std::move(points));
  }
  return parts;
}

std::string readable(const std::string& bytes) {
  if (is_valid_utf8(bytes)) return bytes;
  return as_gbk(bytes).value_or(repaired_utf8(bytes));
}

}  // namespace gezhi
