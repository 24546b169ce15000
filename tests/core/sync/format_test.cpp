// The tables of core/sync/FORMAT.md are what the code says: printed from fields() and compared.
#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "tests/support/format_table.h"
#include "tests/support/wire_structs.h"

using namespace gezhi;
using namespace gezhi::test;

namespace {

std::string operations(FormatTables& tables) {
  std::string text;
  for_each_op([&](auto one) {
    using T = typename decltype(one)::Type;
    const auto tag = std::to_string(static_cast<unsigned>(T::kKind));
    text += tables.table<T>(std::string("### ") + tag + " `" + one.name + "`");
  });
  return text;
}

std::string envelopes(FormatTables& tables) {
  std::string text;
  for_each_envelope([&](auto one) {
    using T = typename decltype(one)::Type;
    text += tables.table<T>(std::string("### ") + type_name<T>());
  });
  return text;
}

std::string limits() {
  const std::pair<const char*, std::uint64_t> rows[] = {
      {"bytes of an operation", kOpBytesMax},
      {"bytes of its payload", kPayloadBytesMax},
      {"bytes of an entry", kEntryBytesMax},
      {"bytes of sealed fields", kSealedBytesMax},
      {"bytes of a request", kRequestBytesMax},
      {"operations in one request", kPushOpsMax},
      {"bytes of operations and sealed fields in one request", kPushBytesMax},
      {"bytes of a response", kResponseBytesMax},
      {"bytes of entries in one response", kPullBytesMax},
      {"items in one page", kPageItemsMax},
      {"streets in one request", kShardsMax},
      {"levels of nesting", kCborDepthMax},
      {"bytes of a value under a key that the reader does not know", kUnknownBytesMax},
      {"bytes of a text or elements of a list where no table says otherwise", kLengthMax},
  };
  std::string text = "| what | at most |\n|---|---|\n";
  for (const auto& [what, most] : rows) {
    text += std::string("| ") + what + " | " + std::to_string(most) + " |\n";
  }
  return text + "\n";
}

std::string tables_of_today() {
  FormatTables tables;
  const std::string ops = operations(tables);
  const std::string outer = envelopes(tables);
  std::string inner;
  for (const auto& [name, table] : tables.structs()) inner += table;
  return "## Limits\n\n" + limits() + "## Envelopes\n\n" + outer + "## Operations\n\n" +
         "The number is `Op.kind`; the table is what `Op.payload` holds.\n\n" + ops +
         "## Structs inside them\n\n" + inner + "## Named lists\n\n" + tables.names();
}

}  // namespace

TEST_SUITE("sync/format") {
  TEST_CASE("golden: the tables of FORMAT.md") {
    const std::string path = GEZHI_SOURCE_DIR "/core/sync/FORMAT.md";
    std::stringstream stream;
    stream << std::ifstream(path).rdbuf();
    const std::string page = stream.str();
    const std::string begin = "<!-- tables -->\n";
    const std::size_t from = page.find(begin);
    const std::size_t to = page.find("<!-- /tables -->");
    REQUIRE(from != std::string::npos);
    REQUIRE(to != std::string::npos);
    const std::size_t start = from + begin.size();
    const std::string today = tables_of_today();
    if (std::getenv("GEZHI_WRITE_GOLDEN") != nullptr) {
      std::ofstream(path) << page.substr(0, start) << today << page.substr(to);
    } else {
      CHECK(page.substr(start, to - start) == today);
    }
  }
}
