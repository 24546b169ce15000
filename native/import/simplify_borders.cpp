// Rings are cut where borders meet; each piece is kept once, whoever has it and whichever way round,
// simplified, and put together again.
#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>

#include "native/import/borders.h"

namespace gezhi {
namespace {

using PointKey = std::uint64_t;
PointKey key_of(PointE7 p) {
  return static_cast<std::uint64_t>(static_cast<std::uint32_t>(p.lon)) << 32 |
         static_cast<std::uint32_t>(p.lat);
}

bool less(PointE7 a, PointE7 b) { return a.lon != b.lon ? a.lon < b.lon : a.lat < b.lat; }

// On which side of a-b the point is: exact, since areas span at most 20 degrees.
std::int64_t side(PointE7 a, PointE7 b, PointE7 p) {
  return (std::int64_t{b.lon} - a.lon) * (std::int64_t{p.lat} - a.lat) -
         (std::int64_t{b.lat} - a.lat) * (std::int64_t{p.lon} - a.lon);
}
int sign(std::int64_t value) { return value > 0 ? 1 : value < 0 ? -1 : 0; }

bool between(PointE7 a, PointE7 b, PointE7 p) {
  return side(a, b, p) == 0 && p.lon >= std::min(a.lon, b.lon) && p.lon <= std::max(a.lon, b.lon) &&
         p.lat >= std::min(a.lat, b.lat) && p.lat <= std::max(a.lat, b.lat);
}

// Whether two pieces have a point in common that is no end of both.
bool conflict(PointE7 a, PointE7 b, PointE7 c, PointE7 d) {
  const auto inner = [](PointE7 p, PointE7 q, PointE7 r) {
    return p != q && p != r && between(q, r, p);
  };
  if (inner(a, c, d) || inner(b, c, d) || inner(c, a, b) || inner(d, a, b)) return true;
  if ((a == c && b == d) || (a == d && b == c)) return true;  // the same piece twice
  return sign(side(a, b, c)) * sign(side(a, b, d)) < 0 &&
         sign(side(c, d, a)) * sign(side(c, d, b)) < 0;
}

struct Arc {
  Ring whole;  // from end to end, the smaller direction first
  Ring less;
  bool kept_whole = false;
};

struct Use {
  std::uint32_t arc = 0;
  bool backwards = false;
};

// Where borders meet: points whose neighbours over all rings are not exactly two.
class Meetings {
 public:
  explicit Meetings(const std::vector<Parts*>& areas) {
    for (const Parts* parts : areas) {
      for (const Part& part : *parts) {
        for (const Ring& ring : part) {
          for (std::size_t i = 0; i < ring.size(); ++i) {
            add(ring[i], ring[(i + 1) % ring.size()]);
            add(ring[(i + 1) % ring.size()], ring[i]);
          }
        }
      }
    }
  }

  bool at(PointE7 p) const {
    const auto it = around_.find(key_of(p));
    return it == around_.end() || it->second.count != 2;
  }

 private:
  struct Around {
    PointE7 points[2];
    std::uint32_t count = 0;
  };

  void add(PointE7 p, PointE7 neighbour) {
    Around& around = around_[key_of(p)];
    for (std::uint32_t i = 0; i < std::min(around.count, 2U); ++i) {
      if (around.points[i] == neighbour) return;
    }
    if (around.count < 2) around.points[around.count] = neighbour;
    ++around.count;
  }

  std::unordered_map<PointKey, Around> around_;
};

class Simplifier {
 public:
  Simplifier(const std::vector<Parts*>& areas, const Frame& frame, std::int64_t tolerance_mm)
      : areas_(areas), frame_(frame), tolerance_mm_(tolerance_mm) {}

  Simplified run() {
    cut();
    for (Arc& arc : arcs_) {
      arc.less = frame_.simplified(arc.whole, tolerance_mm_);
      if (arc.less.size() < 2 || arc.less.front() != arc.whole.front() ||
          arc.less.back() != arc.whole.back())
        restore(arc);
    }
    bool again = true;
    while (again) again = restore_crossing() || restore_broken();
    Simplified result;
    for (std::size_t i = 0; i < areas_.size(); ++i) {
      for (const Part& part : *areas_[i]) {
        for (const Ring& ring : part) result.points_before += ring.size();
      }
      *areas_[i] = rebuilt(i);
      for (const Part& part : *areas_[i]) {
        for (const Ring& ring : part) result.points += ring.size();
      }
    }
    result.borders = arcs_.size();
    for (const Arc& arc : arcs_) result.borders_kept_whole += arc.kept_whole ? 1U : 0U;
    return result;
  }

 private:
  using Rings = std::vector<std::vector<std::vector<Use>>>;  // parts, rings, arcs

  void cut() {
    const Meetings meetings(areas_);
    for (const Parts* parts : areas_) {
      Rings uses;
      for (const Part& part : *parts) {
        uses.emplace_back();
        for (const Ring& ring : part) uses.back().push_back(cut_ring(ring, meetings));
      }
      uses_.push_back(std::move(uses));
    }
  }

  std::vector<Use> cut_ring(const Ring& ring, const Meetings& meetings) {
    std::vector<std::size_t> ends;
    for (std::size_t i = 0; i < ring.size(); ++i) {
      if (meetings.at(ring[i])) ends.push_back(i);
    }
    if (ends.size() < 2) pin(ring, ends);
    std::vector<Use> uses;
    for (std::size_t i = 0; i < ends.size(); ++i) {
      const std::size_t from = ends[i];
      const std::size_t to = ends[(i + 1) % ends.size()];
      Ring piece{ring[from]};
      for (std::size_t at = from; at != to;) {
        at = (at + 1) % ring.size();
        piece.push_back(ring[at]);
      }
      uses.push_back(use_of(std::move(piece)));
    }
    return uses;
  }

  // A ring with no meeting place, or one: the same places in every ring that goes the same way round.
  static void pin(const Ring& ring, std::vector<std::size_t>& ends) {
    if (ends.empty()) {
      std::size_t lowest = 0;
      for (std::size_t i = 1; i < ring.size(); ++i) {
        if (less(ring[i], ring[lowest])) lowest = i;
      }
      ends.push_back(lowest);
    }
    const PointE7 first = ring[ends[0]];
    std::size_t farthest = ends[0];
    std::int64_t most = 0;
    for (std::size_t i = 0; i < ring.size(); ++i) {
      const std::int64_t x = std::int64_t{ring[i].lon} - first.lon;
      const std::int64_t y = std::int64_t{ring[i].lat} - first.lat;
      const std::int64_t away = x * x + y * y;
      if (away < most || (away == most && !less(ring[i], ring[farthest]))) continue;
      most = away;
      farthest = i;
    }
    if (farthest == ends[0]) return;
    ends.push_back(farthest);
    std::stable_sort(ends.begin(), ends.end());
  }

  Use use_of(Ring piece) {
    const std::size_t n = piece.size();
    const auto forward = std::tuple(key_of(piece[0]), key_of(piece[1]));
    const auto backward = std::tuple(key_of(piece[n - 1]), key_of(piece[n - 2]));
    Use use;
    use.backwards = backward < forward;
    if (use.backwards) std::reverse(piece.begin(), piece.end());
    const auto [at, fresh] =
        known_.emplace(std::min(forward, backward), static_cast<std::uint32_t>(arcs_.size()));
    use.arc = at->second;
    if (fresh) {
      arcs_.push_back({std::move(piece), {}, false});
    } else if (arcs_[use.arc].whole != piece) {
      // Two pieces that begin alike and part later: cannot be, unless a ring is broken. Its own then.
      use.arc = static_cast<std::uint32_t>(arcs_.size());
      arcs_.push_back({std::move(piece), {}, true});
    }
    return use;
  }

  static bool restore(Arc& arc) {
    const bool changed = arc.less.size() != arc.whole.size();
    arc.less = arc.whole;
    arc.kept_whole = arc.kept_whole || changed;
    return changed;
  }

  // Simplified pieces that touch or cross others anywhere but at their ends.
  bool restore_crossing() {
    std::vector<std::uint32_t> owner;
    std::vector<BoxE7> boxes;
    std::vector<std::pair<PointE7, PointE7>> pieces;
    for (std::uint32_t a = 0; a < arcs_.size(); ++a) {
      for (std::size_t i = 0; i + 1 < arcs_[a].less.size(); ++i) {
        pieces.emplace_back(arcs_[a].less[i], arcs_[a].less[i + 1]);
        BoxE7 box;
        box.cover(pieces.back().first);
        box.cover(pieces.back().second);
        boxes.push_back(box);
        owner.push_back(a);
      }
    }
    bool changed = false;
    for (const auto& pair : meeting_pairs(boxes)) {
      Arc& first = arcs_[owner[pair.first]];
      Arc& second = arcs_[owner[pair.second]];
      if (is_whole(first) && is_whole(second)) continue;
      const auto& p = pieces[pair.first];
      const auto& q = pieces[pair.second];
      if (!conflict(p.first, p.second, q.first, q.second)) continue;
      changed = restore(first) || changed;
      changed = restore(second) || changed;
    }
    return changed;
  }

  static bool is_whole(const Arc& arc) { return arc.less.size() == arc.whole.size(); }

  // Areas that were sound and are not any more, such as one whose island is now outside.
  bool restore_broken() {
    bool changed = false;
    for (std::size_t i = 0; i < areas_.size(); ++i) {
      const Parts now = rebuilt(i);
      bool broken = false;
      for (const Part& part : now) {
        for (const Ring& ring : part) broken = broken || ring.size() < 3;
      }
      broken = broken || (frame_.trouble(frame_.polygons(now)).found &&
                          !frame_.trouble(frame_.polygons(*areas_[i])).found);
      if (!broken) continue;
      for (const auto& part : uses_[i]) {
        for (const auto& ring : part) {
          for (const Use& use : ring) changed = restore(arcs_[use.arc]) || changed;
        }
      }
    }
    return changed;
  }

  Parts rebuilt(std::size_t area) const {
    Parts parts;
    for (std::size_t p = 0; p < uses_[area].size(); ++p) {
      parts.emplace_back();
      for (std::size_t r = 0; r < uses_[area][p].size(); ++r) {
        Ring ring;
        for (const Use& use : uses_[area][p][r]) append(use, ring);
        // It begins where it was delivered to begin, if that point is left.
        const auto first = std::find(ring.begin(), ring.end(), (*areas_[area])[p][r][0]);
        if (first != ring.end()) std::rotate(ring.begin(), first, ring.end());
        parts.back().push_back(std::move(ring));
      }
    }
    return parts;
  }

  // Without the last point, which is the next piece's first.
  void append(const Use& use, Ring& ring) const {
    const Ring& line = arcs_[use.arc].less;
    if (use.backwards) {
      ring.insert(ring.end(), line.rbegin(), line.rend() - 1);
    } else {
      ring.insert(ring.end(), line.begin(), line.end() - 1);
    }
  }

  const std::vector<Parts*>& areas_;
  const Frame& frame_;
  std::int64_t tolerance_mm_;
  std::vector<Arc> arcs_;
  std::map<std::tuple<PointKey, PointKey>, std::uint32_t> known_;
  std::vector<Rings> uses_;
};

}  // namespace

Simplified simplify_borders(const std::vector<Parts*>& areas, const Frame& frame,
                            std::int64_t tolerance_mm) {
  return Simplifier(areas, frame, tolerance_mm).run();
}

}  // namespace gezhi
