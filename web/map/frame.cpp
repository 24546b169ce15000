#include "web/map/frame.h"

namespace gezhi::app {
namespace {

constexpr float kBeyondPx = 24;

}  // namespace

MapFrame::MapFrame(const Box& where, PointE7 centre, double metres_per_px)
    : box(where),
      window{centre, metres_per_px, where.w, where.h},
      projection(window),
      view(projection.box(kBeyondPx)) {}

}  // namespace gezhi::app
