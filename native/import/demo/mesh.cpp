#include "native/import/demo/mesh.h"

#include <algorithm>
#include <array>
#include <map>

namespace gezhi::demo {
namespace {

constexpr int kRounds = 40;

// Smooth noise in -1000..1000: random values on a coarse lattice, blended.
class Noise {
 public:
  Noise(std::int64_t wave_cm, Prng& prng) : wave_(wave_cm) {
    for (auto& value : values_) value = prng.between(-1000, 1000);
  }
  std::int64_t at(Spot s) const {
    const std::int64_t u = s.x + kFar;
    const std::int64_t v = s.y + kFar;
    const std::int64_t i = u / wave_, j = v / wave_;
    const std::int64_t a = eased(u % wave_), b = eased(v % wave_);
    const std::int64_t low = value(i, j) * (1024 - a) + value(i + 1, j) * a;
    const std::int64_t high = value(i, j + 1) * (1024 - a) + value(i + 1, j + 1) * a;
    return (low * (1024 - b) + high * b) / (1024 * 1024);
  }

 private:
  static constexpr std::int64_t kFar = 2000000;
  static constexpr std::size_t kLattice = 64;
  std::int64_t eased(std::int64_t part) const {
    const std::int64_t t = part * 1024 / wave_;
    return t * t * (3 * 1024 - 2 * t) / (1024 * 1024);
  }
  std::int64_t value(std::int64_t i, std::int64_t j) const {
    return values_[static_cast<std::size_t>(j) % kLattice * kLattice +
                   static_cast<std::size_t>(i) % kLattice];
  }

  std::int64_t wave_;
  std::array<std::int64_t, kLattice * kLattice> values_{};
};

std::int64_t square(Spot a, Spot b) {
  return (a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y);
}

// Keeps the largest connected piece of every part; the other pieces join a neighbouring part.
void join_pieces(const std::vector<std::int32_t>& cells, Labels& labels) {
  std::vector<std::uint8_t> ours(labels.size(), 0);
  for (const std::int32_t cell : cells) ours[static_cast<std::size_t>(cell)] = 1;
  for (int round = 0; round < 8; ++round) {
    std::vector<std::int32_t> piece(labels.size(), -1);
    std::vector<std::vector<std::int32_t>> pieces;
    std::map<std::int32_t, std::size_t> largest;
    for (const std::int32_t start : cells) {
      if (piece[static_cast<std::size_t>(start)] >= 0) continue;
      const std::int32_t label = labels[static_cast<std::size_t>(start)];
      const auto number = static_cast<std::int32_t>(pieces.size());
      std::vector<std::int32_t> found{start};
      piece[static_cast<std::size_t>(start)] = number;
      for (std::size_t i = 0; i < found.size(); ++i) {
        for (std::int32_t d = 0; d < 4; ++d) {
          const std::int32_t next = Mesh::neighbour(found[i], d);
          if (next < 0 || ours[static_cast<std::size_t>(next)] == 0 ||
              piece[static_cast<std::size_t>(next)] >= 0 ||
              labels[static_cast<std::size_t>(next)] != label) {
            continue;
          }
          piece[static_cast<std::size_t>(next)] = number;
          found.push_back(next);
        }
      }
      const auto [it, fresh] = largest.emplace(label, pieces.size());
      if (!fresh && found.size() > pieces[it->second].size()) it->second = pieces.size();
      pieces.push_back(std::move(found));
    }
    if (pieces.size() == largest.size()) return;
    for (std::size_t p = 0; p < pieces.size(); ++p) {
      const std::int32_t label = labels[static_cast<std::size_t>(pieces[p].front())];
      if (largest[label] == p) continue;
      for (const std::int32_t cell : pieces[p]) {
        for (std::int32_t d = 0; d < 4; ++d) {
          const std::int32_t next = Mesh::neighbour(cell, d);
          if (next < 0 || ours[static_cast<std::size_t>(next)] == 0) continue;
          const std::int32_t other = labels[static_cast<std::size_t>(next)];
          if (other == label) continue;
          for (const std::int32_t moved : pieces[p])
            labels[static_cast<std::size_t>(moved)] = other;
          break;
        }
        if (labels[static_cast<std::size_t>(cell)] != label) break;
      }
    }
  }
}

}  // namespace

Spot Mesh::middle(std::int32_t cell) const {
  const std::int32_t c = column_of(cell), r = row_of(cell);
  Spot sum;
  for (const std::int32_t at :
       {corner(c, r), corner(c + 1, r), corner(c, r + 1), corner(c + 1, r + 1)}) {
    sum.x += corners[static_cast<std::size_t>(at)].x;
    sum.y += corners[static_cast<std::size_t>(at)].y;
  }
  return {sum.x / 4, sum.y / 4};
}

std::int32_t Mesh::neighbour(std::int32_t cell, std::int32_t direction) {
  const std::int32_t c = column_of(cell), r = row_of(cell);
  if (direction == 0) return c + 1 < kSide ? cell + 1 : -1;
  if (direction == 1) return r + 1 < kSide ? cell + kSide : -1;
  if (direction == 2) return c > 0 ? cell - 1 : -1;
  return r > 0 ? cell - kSide : -1;
}

Mesh make_mesh(Prng& prng) {
  Mesh mesh;
  const Noise east(300000, prng), north(300000, prng), rim(200000, prng), fine(40000, prng),
      fine_north(40000, prng);
  constexpr std::int64_t kHalf = Mesh::kSide * Mesh::kCellCm / 2;
  for (std::int32_t row = 0; row <= Mesh::kSide; ++row) {
    for (std::int32_t column = 0; column <= Mesh::kSide; ++column) {
      const Spot s{column * Mesh::kCellCm - kHalf, row * Mesh::kCellCm - kHalf};
      mesh.corners.push_back(
          {s.x + east.at(s) * 45 + fine.at(s) * 3 + prng.between(-900, 900),
           s.y + north.at(s) * 45 + fine_north.at(s) * 3 + prng.between(-900, 900)});
    }
  }
  for (std::int32_t cell = 0; cell < Mesh::kSide * Mesh::kSide; ++cell) {
    const std::int64_t x = (2 * Mesh::column_of(cell) + 1 - Mesh::kSide) * 1000 / Mesh::kSide;
    const std::int64_t y = (2 * Mesh::row_of(cell) + 1 - Mesh::kSide) * 1000 / Mesh::kSide;
    const std::int64_t out = x * x + y * y + x * x / 1000 * (y * y) / 1000 / 2;
    if (out < 820000 + rim.at(mesh.middle(cell)) * 150) mesh.cells.push_back(cell);
  }
  Labels whole(static_cast<std::size_t>(Mesh::kSide) * Mesh::kSide, kNobody);
  for (const std::int32_t cell : mesh.cells) whole[static_cast<std::size_t>(cell)] = 0;
  return mesh;
}

PointE7 to_e7(Spot spot) {
  // 1e-7 degree is 1.11195 cm of latitude, and 0.95994 cm of longitude at 30.31 N.
  return {static_cast<std::int32_t>(1201500000 + spot.x * 100000 / 95994),
          static_cast<std::int32_t>(303100000 + spot.y * 100000 / 111195)};
}

void split(const Mesh& mesh, const std::vector<std::int32_t>& cells, std::vector<Spot> centres,
           const std::vector<std::int64_t>& shares, bool settle, std::int32_t first_label,
           Labels& labels) {
  const std::size_t parts = centres.size();
  std::int64_t total = 0;
  for (const std::int64_t share : shares) total += share;
  std::vector<std::int64_t> weight(parts, 0), target(parts), count(parts);
  std::vector<Spot> sum(parts);
  for (std::size_t p = 0; p < parts; ++p) {
    target[p] =
        std::max<std::int64_t>(1, static_cast<std::int64_t>(cells.size()) * shares[p] / total);
  }
  for (int round = 0; round < kRounds; ++round) {
    std::fill(count.begin(), count.end(), 0);
    std::fill(sum.begin(), sum.end(), Spot{});
    for (const std::int32_t cell : cells) {
      const Spot at = mesh.middle(cell);
      std::size_t best = 0;
      std::int64_t least = INT64_MAX;
      for (std::size_t p = 0; p < parts; ++p) {
        const std::int64_t away = square(at, centres[p]) - weight[p];
        if (away < least) {
          least = away;
          best = p;
        }
      }
      labels[static_cast<std::size_t>(cell)] = first_label + static_cast<std::int32_t>(best);
      ++count[best];
      sum[best].x += at.x;
      sum[best].y += at.y;
    }
    if (round + 1 == kRounds) break;
    for (std::size_t p = 0; p < parts; ++p) {
      // A part that is too small grows by a share of its own wanted area.
      weight[p] += (target[p] - count[p]) * Mesh::kCellCm * Mesh::kCellCm / 6;
      if (settle && count[p] > 0) centres[p] = {sum[p].x / count[p], sum[p].y / count[p]};
    }
  }
  join_pieces(cells, labels);
}

std::vector<Spot> random_centres(const Mesh& mesh, const std::vector<std::int32_t>& cells,
                                 std::size_t count, Prng& prng) {
  // Each the farthest from the earlier ones among a few random cells.
  std::vector<Spot> centres;
  while (centres.size() < count) {
    Spot best = mesh.middle(prng.pick(cells));
    std::int64_t far = -1;
    for (int attempt = 0; attempt < 8; ++attempt) {
      const Spot at = mesh.middle(prng.pick(cells));
      std::int64_t nearest = INT64_MAX;
      for (const Spot& other : centres) nearest = std::min(nearest, square(at, other));
      if (nearest > far) {
        far = nearest;
        best = at;
      }
    }
    centres.push_back(best);
  }
  return centres;
}

std::vector<std::int64_t> uneven_shares(std::size_t count, Prng& prng) {
  std::vector<std::int64_t> shares(count);
  for (std::int64_t& share : shares) share = prng.between(65, 140);
  return shares;
}

std::vector<std::int32_t> cells_of(const Labels& labels, std::int32_t label) {
  std::vector<std::int32_t> cells;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (labels[i] == label) cells.push_back(static_cast<std::int32_t>(i));
  }
  return cells;
}

}  // namespace gezhi::demo
