// The three forms in which areas are delivered, written here by the formats' own libraries, and files
// of each that are broken as a whole.
#include <shapefil.h>
#include <sqlite3.h>

#include <doctest/doctest.h>

#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>

#include "core/base/prng.h"
#include "core/grid/locate.h"
#include "core/grid/street.h"
#include "tests/native/import/ground.h"

using namespace gezhi;
using namespace gezhi::test;

namespace {

const std::string kPackage = "/tmp/gezhi-formats.gpkg";
const std::string kShapes = "/tmp/gezhi-formats";

void put(const std::string& path, const std::string& content) {
  std::ofstream(path, std::ios::binary) << content;
}
std::string content_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

template <class T>
void append(std::string& bytes, T value) {
  char raw[sizeof value];
  std::memcpy(raw, &value, sizeof value);
  bytes.append(raw, sizeof value);
}

// A GeoPackage's blob: its head without an envelope, then a polygon in well-known binary.
std::string blob_of(const std::vector<Line>& rings) {
  std::string bytes("GP\0\1", 4);
  append(bytes, std::int32_t{4326});
  bytes += '\1';
  append(bytes, std::uint32_t{3});
  append(bytes, static_cast<std::uint32_t>(rings.size()));
  for (const Line& ring : rings) {
    append(bytes, static_cast<std::uint32_t>(ring.size()));
    for (const XY p : ring) {
      append(bytes, 120.1 + p.x * 1e-5);
      append(bytes, 30.3 + p.y * 1e-5);
    }
  }
  return bytes;
}

struct Package {
  sqlite3* database = nullptr;

  explicit Package(const std::string& srs = "EPSG") {
    std::remove(kPackage.c_str());
    REQUIRE(sqlite3_open(kPackage.c_str(), &database) == SQLITE_OK);
    run("CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER PRIMARY KEY, "
        "organization TEXT, organization_coordsys_id INTEGER, definition TEXT)");
    run("INSERT INTO gpkg_spatial_ref_sys VALUES ('', 4326, '" + srs +
        "', 4326, ''), ('', 25833, 'EPSG', 25833, '')");
    run("CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, "
        "geometry_type_name TEXT, srs_id INTEGER, z INTEGER, m INTEGER)");
  }
  ~Package() { close(); }
  Package(const Package&) = delete;
  Package& operator=(const Package&) = delete;

  void close() {
    sqlite3_close(database);
    database = nullptr;
  }
  void run(const std::string& sql) {
    REQUIRE(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
  }
  void table(const std::string& name, int srs = 4326) {
    run("CREATE TABLE \"" + name +
        "\" (fid INTEGER PRIMARY KEY, geom BLOB, bm TEXT, mc TEXT, area REAL)");
    run("INSERT INTO gpkg_geometry_columns VALUES ('" + name + "', 'geom', 'POLYGON', " +
        std::to_string(srs) + ", 0, 0)");
  }
  void add(const std::string& table, const std::string& code, const std::string& name,
           const std::string& blob) {
    sqlite3_stmt* insert = nullptr;
    const std::string sql =
        "INSERT INTO \"" + table + "\" (geom, bm, mc, area) VALUES (?, ?, CAST(? AS TEXT), 1.5)";
    REQUIRE(sqlite3_prepare_v2(database, sql.c_str(), -1, &insert, nullptr) == SQLITE_OK);
    if (!blob.empty())
      sqlite3_bind_blob(insert, 1, blob.data(), static_cast<int>(blob.size()), SQLITE_TRANSIENT);
    sqlite3_bind_text(insert, 2, code.c_str(), -1, SQLITE_TRANSIENT);
    sqlite3_bind_blob(insert, 3, name.data(), static_cast<int>(name.size()), SQLITE_TRANSIENT);
    REQUIRE(sqlite3_step(insert) == SQLITE_DONE);
    sqlite3_finalize(insert);
  }
};

// A shapefile of polygons; rings as they are given (sound outer rings run clockwise there).
void write_shapes(const std::vector<std::vector<Line>>& rows, const std::vector<std::string>& names,
                  int type = SHPT_POLYGON) {
  for (const char* ending : {".cpg", ".prj"}) std::remove((kShapes + ending).c_str());
  SHPHandle shapes = SHPCreate(kShapes.c_str(), type);
  DBFHandle table = DBFCreateEx(kShapes.c_str(), nullptr);
  REQUIRE(shapes != nullptr);
  REQUIRE(table != nullptr);
  DBFAddField(table, "bm", FTString, 20, 0);
  DBFAddField(table, "mc", FTString, 40, 0);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    std::vector<int> starts;
    std::vector<double> x, y;
    for (const Line& ring : rows[i]) {
      starts.push_back(static_cast<int>(x.size()));
      for (const XY p : ring) {
        x.push_back(120.1 + p.x * 1e-5);
        y.push_back(30.3 + p.y * 1e-5);
      }
    }
    SHPObject* shape =
        SHPCreateObject(type, -1, static_cast<int>(starts.size()), starts.data(), nullptr,
                        static_cast<int>(x.size()), x.data(), y.data(), nullptr, nullptr);
    SHPWriteObject(shapes, -1, shape);
    SHPDestroyObject(shape);
    DBFWriteStringAttribute(table, static_cast<int>(i), 0,
                            ("33010500105100" + std::to_string(i + 1)).c_str());
    DBFWriteStringAttribute(table, static_cast<int>(i), 1, names[i].c_str());
  }
  SHPClose(shapes);
  DBFClose(table);
}

Line clockwise(const Line& line) { return {line.rbegin(), line.rend()}; }

Result<GridImportReport> import_one(const std::string& path, DistrictPack& pack,
                                    const std::string& table = "") {
  GridImport options;
  options.files.resize(1);
  options.files[0].file = path;
  options.files[0].table = table;
  options.files[0].level = GridLevel::unit;
  options.files[0].code = "bm";
  options.files[0].name = "mc";
  return import_grids(options, pack, [](const std::string&) {});
}

// The sentence after the file's name.
std::string refusal(const std::string& path, const std::string& table = "") {
  DistrictPack pack;
  const auto report = import_one(path, pack, table);
  REQUIRE_FALSE(report.ok());
  CHECK(report.error().code == "bad_import");
  CHECK(pack.tree.nodes().empty());
  return report.error().message.substr(report.error().message.find(": ") + 2);
}

const GridNode* unit(const DistrictPack& pack, const char* code) {
  return find_code(pack.tree, kUnitScheme, code);
}

}  // namespace

TEST_SUITE("import/formats") {
  TEST_CASE("a GeoPackage gives its areas, codes and names, and its dirt is named") {
    Package package;
    package.table("wg");
    package.add("wg", "330105001051001", "网格一", blob_of({box(0, 0, 1000, 1000)}));
    package.add("wg", "330105001051002", "网格二",
                blob_of({box(1000, 0, 2000, 1000), clockwise(box(1400, 400, 1600, 600))}));
    package.add("wg", "330105001051003", "\xC3\xD7\xCA\xD0", blob_of({box(1400, 400, 1600, 600)}));
    package.add("wg", "330105001051004", "无范围", "");
    package.close();
    DistrictPack pack;
    const auto report = import_one(kPackage, pack);
    REQUIRE_MESSAGE(report.ok(), (report.ok() ? "" : report.error().message));
    CHECK(found(*report) ==
          std::vector<std::string>{"broken_name repaired 3", "no_area left_out 4"});
    CHECK(report->grids == 3);
    CHECK(unit(pack, "330105001051003")->name == "米市");
    const GridLocator locator(pack.tree, pack.shapes);
    CHECK(locator.at(GridLayer::governance, at(1500, 500)) == unit(pack, "330105001051003")->id);
    CHECK(locator.at(GridLayer::governance, at(1100, 500)) == unit(pack, "330105001051002")->id);
    std::remove(kPackage.c_str());
  }

  TEST_CASE("of a GeoPackage with several tables one is named, its quotes do no harm") {
    Package package;
    package.table("beats");
    package.table("a\"\"b");
    package.add("beats", "1", "一", blob_of({box(0, 0, 1000, 1000)}));
    package.close();
    DistrictPack pack;
    CHECK(import_one(kPackage, pack, "beats").ok());
    CHECK(refusal(kPackage) == "has several tables: a\"\"b, beats; name one as \"table\"");
    CHECK(refusal(kPackage, "streets") == "has no table \"streets\"; there are: a\"\"b, beats");
    std::remove(kPackage.c_str());
  }

  TEST_CASE("broken GeoPackages are refused in one sentence") {
    {
      Package package;
      package.table("wg", 25833);
    }
    CHECK(refusal(kPackage).find("is in the coordinate system EPSG:25833; convert it first") == 0);
    {
      Package package;
      package.table("wg");
      package.add("wg", "1", "一", "not a geometry");
    }
    CHECK(refusal(kPackage) == "feature 1: its geometry is not a GeoPackage's");
    {
      Package package;
      package.table("wg");
      package.add("wg", "1", "一", blob_of({box(0, 0, 1000, 1000)}).substr(0, 60));
    }
    CHECK(refusal(kPackage) ==
          "feature 1: its geometry is damaged or of a kind that cannot be read");
    {
      Package package;
      package.table("wg");
      package.add("wg", "1", "一", blob_of({box(0, 0, 1e8, 1000)}));
    }
    CHECK(refusal(kPackage).find("feature 1: a point is not a place in degrees") == 0);
    {
      Package package;
      package.run("DROP TABLE gpkg_geometry_columns");
    }
    CHECK(refusal(kPackage) == "is a SQLite database but no GeoPackage");
    { Package package; }
    CHECK(refusal(kPackage) == "has no table with areas");
    const std::string whole = content_of(kPackage);
    put(kPackage, whole.substr(0, 200));
    CHECK(!refusal(kPackage).empty());
    put(kPackage, whole.substr(0, whole.size() / 2));
    CHECK(!refusal(kPackage).empty());
    std::remove(kPackage.c_str());
  }

  TEST_CASE("a shapefile gives its areas, holes and names in the table's code page") {
    write_shapes({{clockwise(box(0, 0, 1000, 1000))},
                  {clockwise(box(1000, 0, 2000, 1000)), box(1400, 400, 1600, 600)},
                  {clockwise(box(1400, 400, 1600, 600))},
                  {box(2000, 0, 3000, 1000)}},
                 {"\xC3\xD7\xCA\xD0", "\xCF\xEF", "\xC9\xE7", "\xC7\xF8"});
    put(kShapes + ".cpg", "GBK");
    put(kShapes + ".prj",
        R"(GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",)");
    DistrictPack pack;
    auto report = import_one(kShapes + ".shp", pack);
    REQUIRE_MESSAGE(report.ok(), (report.ok() ? "" : report.error().message));
    CHECK(found(*report) == std::vector<std::string>{"ring_orientation repaired 4"});
    CHECK(unit(pack, "330105001051001")->name == "米市");
    const GridLocator locator(pack.tree, pack.shapes);
    CHECK(locator.at(GridLayer::governance, at(1500, 500)) == unit(pack, "330105001051003")->id);
    // Without a code page the bytes are found to be GBK, and that is said.
    std::remove((kShapes + ".cpg").c_str());
    report = import_one(kShapes + ".shp", pack);
    REQUIRE(report.ok());
    CHECK(report->defects.size() == 5);
    CHECK(unit(pack, "330105001051001")->name == "米市");
  }

  TEST_CASE("broken shapefiles are refused in one sentence") {
    const std::string path = kShapes + ".shp";
    write_shapes({{clockwise(box(0, 0, 1000, 1000))}}, {"x"});
    put(kShapes + ".prj", R"(PROJCS["CGCS2000_3_Degree_GK_CM_120E",GEOGCS["x"]])");
    CHECK(refusal(path).find(
              "is in the coordinate system PROJCS[\"CGCS2000_3_Degree_GK_CM_120E\"") == 0);
    std::remove((kShapes + ".prj").c_str());
    const std::string whole = content_of(path);
    for (const std::size_t size : {50U, 99U, 110U, 160U}) {
      put(path, whole.substr(0, size));
      CAPTURE(size);
      CHECK(!refusal(path).empty());
    }
    // Counts of rings and points that the record cannot hold.
    std::string lying = whole;
    lying.replace(100 + 8 + 36, 8, std::string("\xFF\xFF\xFF\x7F\xFF\xFF\xFF\x7F", 8));
    put(path, lying);
    CHECK(refusal(path) == "feature 1 is damaged or cut short");
    put(path, whole);
    std::remove((kShapes + ".shx").c_str());
    CHECK(refusal(path) == "there is no " + kShapes + ".shx beside it, which a shapefile needs");
    write_shapes({{{{0, 0}, {1, 1}}}}, {"x"}, SHPT_ARC);
    CHECK(refusal(path) == "holds no areas (shape type 3)");
    for (const char* ending : {".shp", ".shx", ".dbf"}) std::remove((kShapes + ending).c_str());
  }

  TEST_CASE(
      "property: no byte that is changed, lost or added makes a reader crash or take nonsense") {
    // Whatever comes in keeps the promises of a pack: it is refused, or read back whole.
    const auto survives = [](const std::string& path) {
      DistrictPack pack;
      const auto report = import_one(path, pack);
      if (!report.ok()) {
        CHECK(report.error().code == "bad_import");
        CHECK(pack.tree.nodes().empty());
      } else {
        CHECK(read_pack(write_pack(pack)).ok());
      }
    };
    Prng prng(3);
    const auto spoil = [&](std::string bytes) {
      for (std::uint64_t times = prng.below(4) + 1; times > 0; --times) {
        const auto at = static_cast<std::size_t>(prng.below(bytes.size()));
        switch (prng.below(4)) {
          case 0: bytes[at] = static_cast<char>(prng.below(256)); break;
          case 1: bytes.erase(at, static_cast<std::size_t>(prng.below(40))); break;
          case 2: bytes.insert(at, bytes.substr(at / 2, 30)); break;
          case 3: bytes.resize(at + 1); break;
        }
        if (bytes.empty()) bytes = "x";
      }
      return bytes;
    };
    {
      Package package;
      package.table("wg");
      for (int i = 0; i < 3; ++i) {
        package.add("wg", std::to_string(i), "网格",
                    blob_of({box(i * 1000, 0, i * 1000 + 1000, 1000)}));
      }
    }
    const std::string package = content_of(kPackage);
    for (int i = 0; i < 300; ++i) {
      put(kPackage, spoil(package));
      survives(kPackage);
    }
    std::remove(kPackage.c_str());
    write_shapes({{clockwise(box(0, 0, 1000, 1000))},
                  {clockwise(box(1000, 0, 2000, 1000)), box(1400, 400, 1600, 600)}},
                 {"一", "二"});
    for (const char* ending : {".shp", ".shx", ".dbf"}) {
      const std::string whole = content_of(kShapes + ending);
      for (int i = 0; i < 300; ++i) {
        put(kShapes + ending, spoil(whole));
        survives(kShapes + ".shp");
      }
      put(kShapes + ending, whole);
    }
    for (const char* ending : {".shp", ".shx", ".dbf"}) std::remove((kShapes + ending).c_str());
    const std::string text = geojson_of(nine_units());
    for (int i = 0; i < 300; ++i) {
      const TempFile file("spoiled.geojson", spoil(text));
      survives(file.path);
    }
  }
}
