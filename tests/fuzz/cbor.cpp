// Any bytes through the CBOR reader: what it accepts as a whole item lies inside the input.
#include "core/base/cbor.h"

#include "core/base/check.h"
#include "tests/fuzz/fuzz.h"

GEZHI_FUZZ_TARGET(cbor) {
  gezhi::CborReader reader(input);
  while (reader.ok() && !reader.at_end()) {
    const std::uint64_t start = reader.position();
    reader.skip();
    if (reader.ok()) GEZHI_CHECK(reader.position() > start && reader.position() <= input.size());
  }
}
