// Any bytes through the JSON reader: what it accepts, it writes, and reading that gives the same text.
#include "core/base/json.h"

#include <string>
#include <string_view>

#include "core/base/check.h"
#include "tests/fuzz/fuzz.h"

GEZHI_FUZZ_TARGET(json) {
  const std::string text(input.begin(), input.end());
  const auto first = gezhi::parse_json(text);
  if (!first.ok()) return;
  const std::string written = gezhi::to_text(first.value());
  const auto second = gezhi::parse_json(written);
  GEZHI_CHECK(second.ok());
  GEZHI_CHECK(gezhi::to_text(second.value()) == written);
}
