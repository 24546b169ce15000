// Areas of an ESRI shapefile with the table, code page and coordinate system beside it, by shapelib.
#include <shapefil.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>

#include "native/import/area_file.h"
#include "native/import/broken_text.h"
#include "native/import/source_file.h"

namespace gezhi {
namespace {

void say_nothing(const char*) {}

SAHooks quiet_hooks() {
  SAHooks hooks;
  SASetupDefaultHooks(&hooks);
  hooks.Error = say_nothing;  // errors become our own sentences
  return hooks;
}

struct CloseShapes {
  void operator()(SHPInfo* file) const { SHPClose(file); }
};
struct CloseTable {
  void operator()(DBFInfo* file) const { DBFClose(file); }
};
struct FreeShape {
  void operator()(SHPObject* shape) const { SHPDestroyObject(shape); }
};

// The small text beside the shapes with another ending, in either case; none without one.
std::optional<std::string> beside(const std::string& stem, std::string ending) {
  for (int i = 0; i < 2; ++i) {
    std::ifstream file(stem + ending, std::ios::binary);
    if (file) {
      std::string text(std::istreambuf_iterator<char>(file), {});
      return text.substr(0, 10000);
    }
    for (char& c : ending) c = static_cast<char>(std::toupper(c));
  }
  return std::nullopt;
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

struct Reader {
  const std::string& path;
  CoordinateSystem system;
  std::string stem;
  std::unique_ptr<SHPInfo, CloseShapes> shapes{};
  std::unique_ptr<DBFInfo, CloseTable> table{};
  std::string encoding{};
  std::uint64_t points = 0;

  Error bad(const std::string& what) const { return import_error(path, what); }

  Result<Done> open() {
    SAHooks hooks = quiet_hooks();
    shapes.reset(SHPOpenLL(path.c_str(), "rb", &hooks));
    if (!shapes && !beside(stem, ".shx"))
      return bad("there is no " + stem + ".shx beside it, which a shapefile needs");
    if (!shapes) return bad("is not a shapefile, or it is cut short");
    int type = 0, count = 0;
    SHPGetInfo(shapes.get(), &count, &type, nullptr, nullptr);
    if (type != SHPT_POLYGON && type != SHPT_POLYGONZ && type != SHPT_POLYGONM)
      return bad("holds no areas (shape type " + std::to_string(type) + ")");
    if (count > static_cast<int>(kGridNodesMax)) {
      return bad("holds " + std::to_string(count) + " rows, more than the limit of " +
                 std::to_string(kGridNodesMax));
    }
    for (const char* ending : {".dbf", ".DBF"}) {
      if (!source_size(stem + ending, kAreaBytesMax)) continue;
      table.reset(DBFOpenLL((stem + ending).c_str(), "rb", &hooks));
      if (!table) return import_error(stem + ending, "is not a dBASE table");
      encoding = encoding_of(beside(stem, ".cpg"), table.get());
      break;
    }
    return check_system();
  }

  // Well-known text: a geographic system on one of the datums that equal WGS-84 within centimetres.
  Result<Done> check_system() const {
    const auto text = beside(stem, ".prj");
    if (!text) return Done{};
    const std::string name = text->substr(0, std::min(text->find(','), text->size()));
    const auto has = [&](const char* part) { return text->find(part) != std::string::npos; };
    const bool degrees = text->compare(0, 4, "PROJ") != 0 && has("GEOG");
    const bool datum = has("WGS_1984") || has("WGS 84") || has("China_2000") || has("CGCS2000") ||
                       has("China Geodetic Coordinate System 2000");
    if (degrees && datum) return Done{};
    return bad("is in the coordinate system " + name +
               "; convert it first: ogr2ogr -t_srs EPSG:4326 OUT.shp " + path);
  }

  Result<std::vector<AreaRow>> read() {
    std::vector<AreaRow> rows;
    for (int i = 0; i < shapes->nRecords; ++i) {
      AreaRow row;
      row.number = static_cast<std::uint32_t>(i + 1);
      row.properties = properties(i);
      const Result<Done> done = read_shape(i, row);
      if (!done) return done.error();
      rows.push_back(std::move(row));
    }
    return rows;
  }

 private:
  Json properties(int row) const {
    Json out{Json::Object{}};
    if (!table || row >= DBFGetRecordCount(table.get())) return out;
    for (int field = 0; field < DBFGetFieldCount(table.get()); ++field) {
      char name[XBASE_FLDNAME_LEN_READ + 1] = {};
      DBFGetFieldInfo(table.get(), field, name, nullptr, nullptr);
      if (DBFIsAttributeNULL(table.get(), row, field) != 0) continue;
      const char* bytes = DBFReadStringAttribute(table.get(), row, field);
      std::string text = bytes == nullptr ? "" : bytes;
      text.erase(0, std::min(text.find_first_not_of(' '), text.size()));
      if (!encoding.empty()) text = decoded(text, encoding.c_str()).value_or(text);
      if (!text.empty()) out.set(name, Json(std::move(text)));
    }
    return out;
  }

  Result<Done> read_shape(int index, AreaRow& row) {
    const std::string where = "feature " + std::to_string(row.number);
    const std::unique_ptr<SHPObject, FreeShape> shape(SHPReadObject(shapes.get(), index));
    if (!shape) return bad(where + " is damaged or cut short");
    if (shape->nVertices == 0) return Done{};
    std::vector<Ring> rings;
    for (int part = 0; part < shape->nParts; ++part) {
      const int first = shape->panPartStart[part];
      const int end = part + 1 < shape->nParts ? shape->panPartStart[part + 1] : shape->nVertices;
      if (first < 0 || first > end || end > shape->nVertices)
        return bad(where + ": its rings do not fit");
      Ring ring;
      for (int i = end; i-- > first;) {  // turned round: outer rings run clockwise here
        if (++points > kShapePointsMax) return bad("there are too many points in the file");
        if (!is_in_degrees(shape->padfX[i], shape->padfY[i])) {
          return bad(where +
                     ": a point is not a place in degrees; projected metres must be converted "
                     "first: ogr2ogr -t_srs EPSG:4326 OUT.shp " +
                     path);
        }
        ring.push_back(from_system(shape->padfX[i], shape->padfY[i], system));
      }
      if (!ring.empty()) rings.push_back(std::move(ring));
    }
    row.parts = grouped(std::move(rings));
    return Done{};
  }

  // Rings come in no order: one that runs the other way is a hole of the smallest ring around it; with
  // none around it, it is an outer ring that was drawn the wrong way.
  static Parts grouped(std::vector<Ring> rings) {
    Parts parts;
    std::vector<Ring> holes;
    for (Ring& ring : rings) {
      if (doubled_ring_area(ring) < 0 && rings.size() > 1) {
        holes.push_back(std::move(ring));
      } else {
        parts.push_back({std::move(ring)});
      }
    }
    for (Ring& hole : holes) {
      Part* best = nullptr;
      std::int64_t smallest = 0;
      for (Part& part : parts) {
        GridShapes one;
        if (!one.add({1}, {part[0]}).ok() || one.test(0, hole[0]) == Inside::no) continue;
        const std::int64_t area = std::abs(doubled_ring_area(part[0]));
        if (best == nullptr || area < smallest) {
          best = &part;
          smallest = area;
        }
      }
      if (best != nullptr) {
        best->push_back(std::move(hole));
      } else {
        parts.push_back({std::move(hole)});
      }
    }
    return parts;
  }
};

}  // namespace

Result<std::vector<AreaRow>> read_area_shapefile(const std::string& path, CoordinateSystem system) {
  const std::string stem = path.substr(0, path.rfind('.'));
  Reader reader{path, system, stem};
  const Result<Done> open = reader.open();
  if (!open) return open.error();
  return reader.read();
}

}  // namespace gezhi
