// Small delivered files for tests: a village of nine square units, to be spoiled in one place.
//
// Units: hundred-thousandths of a degree from 120.10 E 30.30 N; a unit square is 1000 wide, some 962 m by
// 1112 m. Row i (from 1) is the square (i - 1) % 3, (i - 1) / 3 from the south-west.
#pragma once

#include <string>
#include <vector>

#include "core/grid/coords.h"
#include "native/import/grids.h"

namespace gezhi::test {

// A file with this content in the folder for temporary ones, gone with the object.
struct TempFile {
  std::string path;
  TempFile(const std::string& name, const std::string& content);
  TempFile(const TempFile&) = delete;
  TempFile& operator=(const TempFile&) = delete;
  ~TempFile();
};

struct XY {
  double x = 0;
  double y = 0;
};
using Line = std::vector<XY>;

// Counter-clockwise, closed.
Line box(double x0, double y0, double x1, double y1);
Line closed(Line line);

struct Row {
  std::string properties;                // JSON
  std::vector<std::vector<Line>> parts;  // none = no geometry
};

std::string row_properties(const std::string& code, const std::string& name);

// A place, moved as a wrong coordinate system would (none by default).
using Move = Wgs84 (*)(Wgs84);
Wgs84 stay(Wgs84 place);

std::string geojson_of(const std::vector<Row>& rows, Move move = stay);

// The nine sound units with codes 330105001051001 to …009.
std::vector<Row> nine_units();
// The village around them, 330105001051.
std::vector<Row> one_village();

struct Delivery {
  std::vector<Row> villages = one_village();
  std::vector<Row> units = nine_units();
  Move move_units = stay;
  std::string unit_system{};
  std::string unit_zone{};  // the property that marks zones
  DistrictPack pack{};

  // Imports villages and units; the report must be there.
  GridImportReport import();
};

// "gap kept 5": kind, what was done, row; in the report's order.
std::vector<std::string> found(const GridImportReport& report);

// Square metres of a box in the units above.
double square_metres(double width, double height);
PointE7 at(double x, double y);

// The governance grid that answers there, and its name; "" = none.
GridId unit_at(const DistrictPack& pack, double x, double y);
std::string name_at(const DistrictPack& pack, double x, double y);

}  // namespace gezhi::test
