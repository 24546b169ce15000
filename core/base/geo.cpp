#include "core/base/geo.h"

#include "core/base/check.h"

namespace gezhi {
namespace {

// round(cos(d°) × 2^30) for d = 0..90.
constexpr std::int64_t kCosQ30[91] = {
    1073741824, 1073578288, 1073087729, 1072270298, 1071126243, 1069655912, 1067859754, 1065738315,
    1063292242, 1060522280, 1057429273, 1054014162, 1050277989, 1046221891, 1041847103, 1037154959,
    1032146887, 1026824413, 1021189159, 1015242840, 1008987269, 1002424350, 995556083,  988384560,
    980911966,  973140576,  965072759,  956710970,  948057759,  939115760,  929887697,  920376381,
    910584710,  900515665,  890172315,  879557810,  868675383,  857528349,  846120104,  834454122,
    822533958,  810363241,  797945680,  785285058,  772385229,  759250125,  745883746,  732290163,
    718473518,  704438018,  690187940,  675727625,  661061475,  646193961,  631129609,  615873009,
    600428808,  584801711,  568996477,  553017922,  536870912,  520560366,  504091252,  487468587,
    470697435,  453782903,  436730145,  419544355,  402230767,  384794656,  367241333,  349576144,
    331804471,  313931728,  295963357,  277904834,  259761657,  241539355,  223243478,  204879599,
    186453311,  167970228,  149435979,  130856211,  112236583,  93582766,   74900443,   56195305,
    37473049,   18739379,   0,
};

// round(tan(d°) × 2^20) for d = 0..89.
constexpr std::int64_t kTanQ20[90] = {
    0,       18303,   36617,   54954,   73324,   91739,    110210,   128749,   147368,   166078,
    184892,  203823,  222882,  242083,  261439,  280965,   300674,   320582,   340703,   361054,
    381650,  402511,  423652,  445094,  466856,  488959,   511425,   534276,   557538,   581235,
    605396,  630048,  655223,  680953,  707273,  734221,   761835,   790159,   819237,   849120,
    879860,  911513,  944142,  977813,  1012598, 1048576,  1085832,  1124460,  1164562,  1206249,
    1249644, 1294884, 1342116, 1391507, 1443241, 1497522,  1554578,  1614665,  1678072,  1745124,
    1816187, 1891681, 1972085, 2057946, 2149899, 2248678,  2355140,  2470290,  2595317,  2731634,
    2880939, 3045286, 3227185, 3429738, 3656819, 3913339,  4205609,  4541882,  4933162,  5394456,
    5946770, 6620448, 7461006, 8539966, 9976534, 11985279, 14995335, 20008022, 30027288, 60072879,
};

// Millimetres of arc per 1e-7 degree, × 2^20: 6371008.8 m × π/180 × 1e-7 = 11.1195080 mm.
constexpr std::int64_t kMmPerE7Q20 = 11659649;

std::int64_t cos_q30(std::int64_t lat_e7) {
  const std::int64_t a = lat_e7 < 0 ? -lat_e7 : lat_e7;
  const std::int64_t whole = a / 10000000;
  if (whole >= 90) return 0;
  const std::int64_t rest = a % 10000000;
  return kCosQ30[whole] + (kCosQ30[whole + 1] - kCosQ30[whole]) * rest / 10000000;
}

std::int64_t square_root(std::uint64_t value) {
  std::uint64_t root = 0;
  for (std::uint64_t bit = std::uint64_t{1} << 31; bit != 0; bit >>= 1) {
    const std::uint64_t candidate = root | bit;
    if (candidate <= value / candidate) root = candidate;
  }
  return static_cast<std::int64_t>(root);
}

struct Plane {
  std::int64_t east_mm;
  std::int64_t north_mm;
};

Plane plane_of(PointE7 a, PointE7 b) {
  std::int64_t dlon = std::int64_t{b.lon} - a.lon;
  if (dlon > 1800000000) dlon -= 3600000000;
  if (dlon < -1800000000) dlon += 3600000000;
  const std::int64_t dlat = std::int64_t{b.lat} - a.lat;
  const std::int64_t middle = (std::int64_t{a.lat} + b.lat) / 2;
  const std::int64_t east = dlon * kMmPerE7Q20 / (1 << 20);
  return {east * (cos_q30(middle) >> 10) / (1 << 20), dlat * kMmPerE7Q20 / (1 << 20)};
}

}  // namespace

bool is_valid(PointE7 point) {
  return point.lon >= -1800000000 && point.lon <= 1800000000 && point.lat >= -900000000 &&
         point.lat <= 900000000;
}

std::int64_t distance_mm(PointE7 a, PointE7 b) {
  Plane plane = plane_of(a, b);
  // Half the Earth is 2e10 mm; far distances lose their last bits instead of overflowing.
  std::int64_t scale = 1;
  while (plane.east_mm / scale > 2000000000 || plane.east_mm / scale < -2000000000 ||
         plane.north_mm / scale > 2000000000 || plane.north_mm / scale < -2000000000) {
    scale *= 2;
  }
  const std::int64_t x = plane.east_mm / scale;
  const std::int64_t y = plane.north_mm / scale;
  return square_root(static_cast<std::uint64_t>(x * x) + static_cast<std::uint64_t>(y * y)) * scale;
}

std::int32_t bearing_deg(PointE7 a, PointE7 b) {
  const Plane plane = plane_of(a, b);
  const std::int64_t x = plane.east_mm < 0 ? -plane.east_mm : plane.east_mm;
  const std::int64_t y = plane.north_mm < 0 ? -plane.north_mm : plane.north_mm;
  if (x == 0 && y == 0) return 0;
  std::int32_t angle = 0;  // from the north-south axis, 0..90
  while (angle < 89 && x * (1 << 20) > y * kTanQ20[angle + 1]) ++angle;
  if (y == 0) angle = 90;
  if (plane.north_mm >= 0) return plane.east_mm >= 0 ? angle : (360 - angle) % 360;
  return plane.east_mm >= 0 ? 180 - angle : 180 + angle;
}

}  // namespace gezhi
