// Any bytes as a district pack: refused, or a district that answers and writes the same pack again. So
// that the fuzzer gets behind the checksums, they are made right first.
#include "core/district/pack.h"

#include <algorithm>

#include "core/base/check.h"
#include "core/base/sha256.h"
#include "core/district/district.h"
#include "tests/fuzz/fuzz.h"

namespace {

constexpr std::size_t kHead = 16, kEntry = 44;

gezhi::Bytes with_right_checksums(gezhi::ByteView input) {
  gezhi::Bytes bytes(input.begin(), input.end());
  if (bytes.size() < kHead) return bytes;
  const std::size_t count = bytes[12];
  std::size_t at = kHead + kEntry * count;
  for (std::size_t i = 0; i < count && at <= bytes.size(); ++i) {
    const auto entry = bytes.begin() + static_cast<std::ptrdiff_t>(kHead + kEntry * i);
    const std::size_t size = entry[4] + std::size_t{256} * entry[5] + std::size_t{65536} * entry[6];
    if (size > bytes.size() - at) return bytes;
    gezhi::Sha256 hash;
    hash.update(gezhi::ByteView(bytes).subspan(kHead + kEntry * i, 4));
    hash.update(gezhi::ByteView(bytes).subspan(at, size));
    const gezhi::Digest digest = hash.finish();
    std::copy(digest.begin(), digest.end(), entry + 12);
    at += size;
  }
  return bytes;
}

}  // namespace

GEZHI_FUZZ_TARGET(pack) {
  using namespace gezhi;
  const auto pack = read_pack(with_right_checksums(input));
  if (!pack.ok()) return;
  const auto again = read_pack(write_pack(*pack));
  GEZHI_CHECK(again.ok());
  GEZHI_CHECK(write_pack(*again) == write_pack(*pack));
  // Far-flung areas make large cells; a fuzzer's time goes further on small ones.
  const District district(*pack);
  const PointE7 middle = district.box().is_empty() ? PointE7{} : district.box().middle();
  district.locator().locate(middle);
  RouteQuery query(district.road_index(), &district.hierarchies());
  Route route;
  query.route(middle, pack->meta.centre, Profile::foot, route);
}
