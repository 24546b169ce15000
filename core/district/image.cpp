#include "core/district/image.h"

#include <algorithm>
#include <cstring>

#include "core/base/columns.h"
#include "core/district/pack_parts.h"

namespace gezhi {
namespace {

constexpr std::string_view kMagic = "GEZHIMEM";

struct Head {
  std::array<std::uint8_t, 8> magic{};
  std::uint32_t form = kImageForm;
  std::uint32_t zero = 0;
  Digest pack{};
  std::uint64_t mark = 0;
};
static_assert(sizeof(Head) == kImageHead);

// Tells damage, not intent: eight bytes at a time, many times faster than a digest.
std::uint64_t mark_of(ByteView bytes) {
  std::uint64_t mark = bytes.size();
  for (std::size_t at = 0; at + 8 <= bytes.size(); at += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data() + at, 8);
    mark = (mark ^ word) * 0x9E3779B97F4A7C15U;
    mark ^= mark >> 29;
  }
  return mark;
}

Head head_for(const Digest& pack, ByteView columns) {
  Head head;
  std::copy(kMagic.begin(), kMagic.end(), head.magic.begin());
  head.pack = pack;
  head.mark = mark_of(columns);
  return head;
}

Error bad(const char* what) { return Error{"bad_image", what}; }

}  // namespace

Bytes write_image(const District& district, const Digest& pack) {
  ColumnWriter out;
  district.shapes().to_columns(out);
  district.locator().to_columns(out);
  district.roads().to_columns(out);
  for (const Hierarchy& hierarchy : district.hierarchies()) hierarchy.to_columns(out);
  district.road_index().to_columns(out);
  const Bytes columns = out.take();
  const Head head = head_for(pack, columns);
  Bytes image(sizeof(head) + columns.size());
  std::memcpy(image.data(), &head, sizeof(head));
  std::copy(columns.begin(), columns.end(), image.begin() + sizeof(head));
  return image;
}

Result<std::unique_ptr<District>> open_district(ByteView pack, ByteView image) {
  Head head;
  if (image.size() < sizeof(head)) return bad("it is cut short");
  const ByteView columns = image.subspan(sizeof(head));
  head = head_for(pack_digest(pack), columns);
  if (std::memcmp(image.data(), &head, sizeof(head)) != 0)
    return bad("it is of another pack or program, or damaged");
  return open_columns(pack, columns);
}

Result<std::unique_ptr<District>> open_columns(ByteView pack, ByteView columns) {
  auto rest = read_pack(pack, PackRead::without_ground);
  if (!rest) return rest.error();
  ColumnReader in(columns);
  auto shapes = GridShapes::from_columns(in, rest->tree);
  if (!shapes) return shapes.error();
  auto locator = GridLocator::from_columns(in, rest->tree);
  if (!locator) return locator.error();
  auto roads = RoadGraph::from_columns(in);
  if (!roads) return roads.error();
  for (Hierarchy& hierarchy : rest->hierarchies) {
    auto read = Hierarchy::from_columns(in, *roads);
    if (!read) return read.error();
    hierarchy = *std::move(read);
  }
  auto cells = RoadIndex::from_columns(in, *roads);
  if (!cells) return cells.error();
  if (!in.at_end()) return bad("bytes left over");
  rest->shapes = *std::move(shapes);
  rest->roads = *std::move(roads);
  return std::make_unique<District>(*std::move(rest), *std::move(locator), *std::move(cells));
}

}  // namespace gezhi
