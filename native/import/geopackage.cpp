// GeoPackage (OGC 12-128r19): a SQLite database; each geometry is a short head and well-known binary.
#include <sqlite3.h>

#include <memory>

#include "native/import/area_file.h"
#include "native/import/overlay.h"
#include "native/import/source_file.h"

namespace gezhi {
namespace {

constexpr int kValueBytesMax = 64 << 20;

struct CloseDatabase {
  void operator()(sqlite3* database) const { sqlite3_close(database); }
};
struct Finalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Database = std::unique_ptr<sqlite3, CloseDatabase>;
using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

std::string text_at(sqlite3_stmt* row, int column) {
  const auto* text = static_cast<const char*>(sqlite3_column_blob(row, column));
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(row, column));
  return text == nullptr ? std::string() : std::string(text, size);
}

std::string quoted(const std::string& name) {
  std::string out = "\"";
  for (const char c : name) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

struct Reader {
  const std::string& path;
  CoordinateSystem system;
  Database database{};
  std::string table;
  std::string geometry{};  // its column
  std::uint64_t points = 0;
  std::string chosen{};

  Error bad(const std::string& what) const { return import_error(path, what); }
  Error damaged() const {
    return bad(std::string("cannot be read: ") + sqlite3_errmsg(&*database));
  }

  // The file is another's: opened for reading only, nothing in it may run functions.
  Result<Done> open() {
    std::string name = "file:";
    for (const char c : path) {
      const bool special = c == '%' || c == '?' || c == '#';
      constexpr const char* kHex = "0123456789ABCDEF";
      const auto byte = static_cast<unsigned char>(c);
      name += special ? std::string{'%', kHex[byte >> 4], kHex[byte & 15]} : std::string(1, c);
    }
    sqlite3* handle = nullptr;
    const int code = sqlite3_open_v2((name + "?immutable=1").c_str(), &handle,
                                     SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, nullptr);
    database.reset(handle);
    if (code != SQLITE_OK) return damaged();
    sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, kValueBytesMax);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    return Done{};
  }

  Result<Statement> prepare(const std::string& sql) const {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(&*database, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK)
      return damaged();
    return Statement(statement);
  }

  // Which table, which column, and whether its coordinates are degrees.
  Result<Done> choose() {
    const auto list = prepare(
        "SELECT g.table_name, g.column_name, upper(coalesce(s.organization, '')) || ':' || "
        "coalesce(s.organization_coordsys_id, ''), g.srs_id FROM gpkg_geometry_columns g LEFT JOIN "
        "gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id ORDER BY g.table_name");
    if (!list) return bad("is a SQLite database but no GeoPackage");
    std::string names, srs;
    std::int64_t srs_id = 0;
    std::uint32_t count = 0;
    int code = SQLITE_ROW;
    while ((code = sqlite3_step(&**list)) == SQLITE_ROW) {
      const std::string name = text_at(&**list, 0);
      names += (names.empty() ? "" : ", ") + name;
      if (!table.empty() && table != name) continue;
      ++count;
      chosen = name;
      geometry = text_at(&**list, 1);
      srs = text_at(&**list, 2);
      srs_id = sqlite3_column_int64(&**list, 3);
    }
    if (code != SQLITE_DONE) return damaged();
    if (count == 0 && names.empty()) return bad("has no table with areas");
    if (count == 0) return bad("has no table \"" + table + "\"; there are: " + names);
    if (count > 1) return bad("has several tables: " + names + "; name one as \"table\"");
    // 0 and -1 are the format's "undefined": then what the caller says holds.
    if (srs_id > 0 && !is_known_system(srs)) {
      return bad("is in the coordinate system " + srs +
                 "; convert it first: ogr2ogr -t_srs EPSG:4326 OUT.gpkg " + path);
    }
    table = chosen;
    return Done{};
  }

  Result<std::vector<AreaRow>> read() {
    const auto list = prepare("SELECT * FROM " + quoted(table));
    if (!list) return list.error();
    std::vector<AreaRow> rows;
    int code = SQLITE_ROW;
    while ((code = sqlite3_step(&**list)) == SQLITE_ROW) {
      if (rows.size() == kGridNodesMax) {
        return bad("holds more rows than the limit of " + std::to_string(kGridNodesMax));
      }
      AreaRow row;
      row.number = static_cast<std::uint32_t>(rows.size() + 1);
      const Result<Done> done = read_row(&**list, row);
      if (!done) return done.error();
      rows.push_back(std::move(row));
    }
    if (code != SQLITE_DONE) return damaged();
    return rows;
  }

 private:
  Result<Done> read_row(sqlite3_stmt* list, AreaRow& row) {
    row.properties = Json(Json::Object{});
    for (int column = 0; column < sqlite3_column_count(list); ++column) {
      const std::string name = sqlite3_column_name(list, column);
      if (name == geometry) {
        const Result<Done> done = read_geometry(text_at(list, column), row);
        if (!done) return done;
        continue;
      }
      switch (sqlite3_column_type(list, column)) {
        case SQLITE_INTEGER:
          // The row's own number says nothing about the area.
          if (name != "fid" && name != "ogc_fid")
            row.properties.set(name, Json(std::int64_t{sqlite3_column_int64(list, column)}));
          break;
        case SQLITE_FLOAT:
          row.properties.set(name, Json(sqlite3_column_double(list, column)));
          break;
        case SQLITE_TEXT: row.properties.set(name, Json(text_at(list, column))); break;
        case SQLITE_BLOB:
        case SQLITE_NULL: break;
      }
    }
    return Done{};
  }

  Result<Done> read_geometry(const std::string& blob, AreaRow& row) {
    constexpr std::size_t kEnvelopes[] = {0, 32, 48, 48, 64};
    if (blob.empty()) return Done{};
    const std::string where = "feature " + std::to_string(row.number);
    if (blob.size() < 8 || blob.compare(0, 2, "GP") != 0)
      return bad(where + ": its geometry is not a GeoPackage's");
    const auto flags = static_cast<unsigned char>(blob[3]);
    const std::size_t kind = (flags >> 1) & 7U;
    if (kind >= std::size(kEnvelopes) || blob.size() < 8 + kEnvelopes[kind])
      return bad(where + ": its geometry is cut short");
    if ((flags & 0x10U) != 0) return Done{};  // empty
    const auto parts =
        parts_of_wkb(std::string_view(blob).substr(8 + kEnvelopes[kind]), system, points);
    if (!parts) return bad(where + ": " + parts.error().message);
    row.parts = *parts;
    return Done{};
  }
};

}  // namespace

Result<std::vector<AreaRow>> read_geopackage(const std::string& path, const std::string& table,
                                             CoordinateSystem system) {
  Reader reader{path, system, {}, table};
  const Result<Done> open = reader.open();
  if (!open) return open.error();
  const Result<Done> found = reader.choose();
  if (!found) return found.error();
  return reader.read();
}

}  // namespace gezhi
