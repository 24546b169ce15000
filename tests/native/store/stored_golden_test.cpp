// What the store keeps beside the journal, as it was written once: tests/golden/store/NAME is read, written
// again and must come out as it went in. GEZHI_WRITE_GOLDEN=1 makes a file that is missing and no other.
#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "core/base/codec.h"
#include "core/base/hex.h"
#include "core/base/json.h"
#include "native/server/backup.h"
#include "native/store/witness.h"
#include "tests/support/specimen.h"

using namespace gezhi;

namespace {

// `again` reads a text and writes what it read; `today` is a full specimen of now.
template <class Again>
void check_golden(const std::string& name, const std::string& today, const Again& again) {
  const std::string path = std::string(GEZHI_SOURCE_DIR "/tests/golden/store/") + name;
  std::stringstream kept;
  kept << std::ifstream(path).rdbuf();
  if (kept.str().empty() && std::getenv("GEZHI_WRITE_GOLDEN") != nullptr) {
    std::ofstream(path) << today << "\n";
    return;
  }
  CAPTURE(path);
  std::string line;
  REQUIRE(std::getline(kept, line));
  CHECK(again(line) == line);
}

template <class T>
std::string json_again(const std::string& line) {
  const auto json = parse_json(line, 16);
  REQUIRE(json.ok());
  const auto value = from_json<T>(*json);
  REQUIRE_MESSAGE(value.ok(), (value.ok() ? "" : value.error().message));
  return to_text(to_json(*value));
}

}  // namespace

TEST_SUITE("store/golden") {
  TEST_CASE("golden: the witness, what was lost, the sheet of a backup") {
    check_golden("witness.hex", to_hex(encode(test::Specimen::of<Witness>())),
                 [](const std::string& line) {
                   const auto value = decode<Witness>(*from_hex(line));
                   REQUIRE_MESSAGE(value.ok(), (value.ok() ? "" : value.error().message));
                   return to_hex(encode(*value));
                 });
    check_golden("healing.json", to_text(to_json(test::Specimen::of<Healing>())),
                 json_again<Healing>);
    check_golden("backup.json", to_text(to_json(test::Specimen::of<BackupSheet>())),
                 json_again<BackupSheet>);
  }
}
