// Any bytes as the columns of a district's image: refused, or a district that answers.
#include "core/district/image.h"

#include "tests/fuzz/fuzz.h"
#include "tests/support/small_district.h"

namespace {

const gezhi::Bytes& pack() {
  static const gezhi::Bytes bytes = [] {
    gezhi::Prng prng(1);
    return write_pack(gezhi::small_district(prng, 6));
  }();
  return bytes;
}

}  // namespace

GEZHI_FUZZ_TARGET(image) {
  using namespace gezhi;
  const auto district = open_columns(pack(), input);
  if (!district.ok()) return;
  Prng prng(2);
  ask_all(**district, prng);
}
