// An ESRI shapefile: its shapes by shapelib, the table, code page and coordinate system beside it.
// What areas (shape_areas.cpp) and roads (shape_lines.cpp) are read through.
//
// Files: NAME.shp and NAME.shx; NAME.dbf, NAME.cpg and NAME.prj when they are there, in small or capital
// letters. Shapes: rows and columns from 0; parts are point lists in WGS-84, as long as the file has them.
// Errors: `bad_import` with file, row and cause: a missing index, another kind of shape, a projected
// system, a file cut short, a limit exceeded. Threads: one at a time.
// Source: ESRI Shapefile Technical Description (July 1998).
#pragma once

#include <shapefil.h>

#include <memory>
#include <string>
#include <vector>

#include "native/import/area_file.h"

namespace gezhi {

struct ShapeLimits {
  std::uint64_t bytes_max = kAreaBytesMax;  // of the shapes, and of the table
  std::uint32_t rows_max = kGridNodesMax;
  std::uint64_t points_max = kShapePointsMax;
};

class ShapeFile {
 public:
  enum class Kind : std::uint8_t { areas, lines, places };  // places: points or lines

  static Result<ShapeFile> open(const std::string& path, Kind kind, CoordinateSystem system,
                                const ShapeLimits& limits);

  std::uint32_t rows() const { return rows_; }
  bool holds_points() const { return holds_points_; }
  bool has_table() const { return table_ != nullptr; }
  const std::vector<std::string>& columns() const { return columns_; }
  // The column with that name, or columns().size().
  std::uint32_t column(const std::string& name) const;

  // Without blanks around it; UTF-8 where the code page is known, else the bytes as they are. "" where
  // there is nothing.
  std::string text(std::uint32_t row, std::uint32_t column) const;

  // Every text of a row by its column.
  Json properties(std::uint32_t row) const;

  // Rings, lines or single points in the file's order; none for an empty shape.
  Result<std::vector<Ring>> parts(std::uint32_t row);

 private:
  struct CloseShapes {
    void operator()(SHPInfo* file) const { SHPClose(file); }
  };
  struct CloseTable {
    void operator()(DBFInfo* file) const { DBFClose(file); }
  };

  Error bad(const std::string& what) const;
  Result<Done> open_shapes(Kind kind);
  Result<Done> check_head(Kind kind) const;
  Result<Done> open_table();
  Result<Done> check_system() const;

  std::string path_;
  std::string stem_;
  CoordinateSystem system_{};
  ShapeLimits limits_;
  std::unique_ptr<SHPInfo, CloseShapes> shapes_;
  std::unique_ptr<DBFInfo, CloseTable> table_;
  std::vector<std::string> columns_;
  std::string encoding_;  // what iconv calls it; "" = UTF-8 or not known
  std::uint32_t rows_ = 0;
  bool holds_points_ = false;
  std::uint64_t points_ = 0;
};

// The text as people read it: UTF-8, or GBK where the bytes are not that; broken bytes show as U+FFFD.
std::string readable(const std::string& bytes);

}  // namespace gezhi
