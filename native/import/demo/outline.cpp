#include "native/import/demo/outline.h"

#include <algorithm>
#include <map>

#include "core/base/check.h"

namespace gezhi::demo {
namespace {

constexpr int kSmoothRounds = 4;
constexpr std::int64_t kThinCm = 350;

std::int32_t label_at(const Labels& labels, std::int32_t column, std::int32_t row) {
  if (column < 0 || row < 0 || column >= Mesh::kSide || row >= Mesh::kSide) return kNobody;
  return labels[static_cast<std::size_t>(row * Mesh::kSide + column)];
}

// A mesh side from corner a to corner b, with the cells left and right of it.
struct Side {
  std::int32_t a, b, left, right;
};

template <class Visit>
void each_side(const Labels& labels, Visit visit) {
  for (std::int32_t row = 0; row <= Mesh::kSide; ++row) {
    for (std::int32_t column = 0; column <= Mesh::kSide; ++column) {
      const std::int32_t here = label_at(labels, column, row);
      if (column < Mesh::kSide) {  // eastward
        visit(Side{Mesh::corner(column, row), Mesh::corner(column + 1, row), here,
                   label_at(labels, column, row - 1)});
      }
      if (row < Mesh::kSide) {  // northward
        visit(Side{Mesh::corner(column, row), Mesh::corner(column, row + 1),
                   label_at(labels, column - 1, row), here});
      }
    }
  }
}

std::int64_t off_line(Spot p, Spot a, Spot b) {
  const std::int64_t dx = b.x - a.x, dy = b.y - a.y;
  std::int64_t length = 1;
  while (length * length < dx * dx + dy * dy) length += 1 + length / 16;
  const std::int64_t cross = (p.x - a.x) * dy - (p.y - a.y) * dx;
  return (cross < 0 ? -cross : cross) / length;
}

}  // namespace

Outline::Outline(const Mesh& mesh, const Labels& finest)
    : spots_(mesh.corners), neighbours_(mesh.corners.size()), kept_(mesh.corners.size(), 0) {
  each_side(finest, [&](const Side& side) {
    if (side.left == side.right) return;
    neighbours_[static_cast<std::size_t>(side.a)].push_back(side.b);
    neighbours_[static_cast<std::size_t>(side.b)].push_back(side.a);
  });
  smooth();
  trace(finest);
  thin();
}

// Each corner goes half way to the middle of its border neighbours: stairs become slants.
void Outline::smooth() {
  for (int round = 0; round < kSmoothRounds; ++round) {
    std::vector<Spot> next = spots_;
    for (std::size_t i = 0; i < spots_.size(); ++i) {
      if (neighbours_[i].size() < 2) continue;
      Spot sum;
      for (const std::int32_t n : neighbours_[i]) {
        sum.x += spots_[static_cast<std::size_t>(n)].x;
        sum.y += spots_[static_cast<std::size_t>(n)].y;
      }
      const auto count = static_cast<std::int64_t>(neighbours_[i].size());
      next[i] = {(spots_[i].x + sum.x / count) / 2, (spots_[i].y + sum.y / count) / 2};
    }
    spots_ = std::move(next);
  }
}

// Lines from junction to junction; closed borders without a junction start anywhere.
void Outline::trace(const Labels& finest) {
  std::map<std::pair<std::int32_t, std::int32_t>, std::pair<std::int32_t, std::int32_t>> sides;
  each_side(finest, [&](const Side& side) {
    if (side.left == side.right) return;
    sides[{side.a, side.b}] = {side.left, side.right};
    sides[{side.b, side.a}] = {side.right, side.left};
  });
  const auto is_junction = [&](std::int32_t corner) {
    return neighbours_[static_cast<std::size_t>(corner)].size() != 2;
  };
  std::map<std::pair<std::int32_t, std::int32_t>, bool> done;
  const auto follow = [&](std::int32_t from, std::int32_t to) {
    if (done[{from, to}]) return;
    Line line;
    line.left = sides[{from, to}].first;
    line.right = sides[{from, to}].second;
    line.corners = {from, to};
    done[{from, to}] = done[{to, from}] = true;
    while (!is_junction(line.corners.back()) && line.corners.back() != from) {
      const auto& next = neighbours_[static_cast<std::size_t>(line.corners.back())];
      const std::int32_t before = line.corners[line.corners.size() - 2];
      const std::int32_t on = next[0] == before ? next[1] : next[0];
      done[{line.corners.back(), on}] = done[{on, line.corners.back()}] = true;
      line.corners.push_back(on);
    }
    lines_.push_back(std::move(line));
  };
  for (const bool junctions : {true, false}) {
    for (std::int32_t corner = 0; corner < static_cast<std::int32_t>(neighbours_.size());
         ++corner) {
      if (is_junction(corner) != junctions) continue;
      for (const std::int32_t next : neighbours_[static_cast<std::size_t>(corner)])
        follow(corner, next);
    }
  }
}

// Drops points that the line hardly needs; the ends stay. A closed line keeps four at least.
void Outline::thin() {
  for (Line& line : lines_) {
    std::vector<std::uint8_t> keep(line.corners.size(), 0);
    keep.front() = keep.back() = 1;
    const auto split = [&](auto&& self, std::size_t first, std::size_t last) -> void {
      std::int64_t farthest = kThinCm;
      std::size_t at = 0;
      for (std::size_t i = first + 1; i < last; ++i) {
        const std::int64_t off =
            off_line(spot(line.corners[i]), spot(line.corners[first]), spot(line.corners[last]));
        if (off > farthest) {
          farthest = off;
          at = i;
        }
      }
      if (at == 0) return;
      keep[at] = 1;
      self(self, first, at);
      self(self, at, last);
    };
    const std::size_t last = line.corners.size() - 1;
    if (line.corners.front() == line.corners.back()) {
      for (std::size_t quarter = 1; quarter < 4; ++quarter) {
        keep[last * quarter / 4] = 1;
        split(split, last * (quarter - 1) / 4, last * quarter / 4);
      }
      split(split, last * 3 / 4, last);
    } else {
      split(split, 0, last);
    }
    std::vector<std::int32_t> thinned;
    for (std::size_t i = 0; i <= last; ++i) {
      if (keep[i] == 0) continue;
      thinned.push_back(line.corners[i]);
      kept_[static_cast<std::size_t>(line.corners[i])] = 1;
    }
    line.corners = std::move(thinned);
  }
}

std::vector<Ring> Outline::rings(const Labels& labels, std::int32_t label) const {
  std::map<std::int32_t, std::vector<std::int32_t>> next;  // directed with the area on the left
  each_side(labels, [&](const Side& side) {
    if ((side.left == label) == (side.right == label)) return;
    const bool forward = side.left == label;
    next[forward ? side.a : side.b].push_back(forward ? side.b : side.a);
  });
  std::vector<Ring> rings;
  while (!next.empty()) {
    const std::int32_t start = next.begin()->first;
    Ring ring;
    std::int32_t at = start;
    do {
      auto it = next.find(at);
      GEZHI_CHECK(it != next.end());
      if (kept_[static_cast<std::size_t>(at)] != 0) ring.push_back(point(at));
      at = it->second.back();
      it->second.pop_back();
      if (it->second.empty()) next.erase(it);
    } while (at != start);
    rings.push_back(std::move(ring));
  }
  return rings;
}

}  // namespace gezhi::demo
