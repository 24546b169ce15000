// A database whose pages were changed under it is mended or refused, never served as it is.
#include <doctest/doctest.h>

#include "native/cli/data_folder.h"
#include "native/server/backup.h"
#include "native/store/file.h"
#include "tests/native/store/store_contract.h"
#include "tests/support/temp_folder.h"

using namespace gezhi;
namespace fs = std::filesystem;

namespace {

constexpr ShardId kShard{7};
constexpr std::uint64_t kEntries = 400;
constexpr std::size_t kPage = 4096;

// A store of several pages of index, closed: its log is empty.
struct Data {
  Data() {
    auto store = std::move(*make_data_folder(path));
    std::vector<StoredEntry> entries;
    for (std::uint64_t seq = 1; seq <= kEntries; ++seq) {
      entries.push_back(made_entry(7, seq, seq, 300));
    }
    REQUIRE(store->append(entries).ok());
    store.reset();
    whole = *read_file(path + "/gezhi.db", 1 << 26);
  }

  // The first page of a table or index.
  std::size_t root(const std::string& name) const {
    SqliteConnection connection(path + "/gezhi.db", SqliteConnection::Mode::beside);
    auto row = connection.prepare("SELECT rootpage FROM sqlite_schema WHERE name = ?1");
    REQUIRE(row.bind(1, std::string_view(name)).step());
    return static_cast<std::size_t>(row.integer(0));
  }

  void flip(std::size_t page, std::size_t at) {
    Bytes bytes = whole;
    bytes[(page - 1) * kPage + at] ^= 0x10;
    fs::remove(path + "/gezhi.db-wal");  // of a store that was not opened
    fs::resize_file(path + "/gezhi.db", whole.size());
    REQUIRE(overwrite_file(path + "/gezhi.db", bytes).ok());
  }

  Result<Done> look() {
    auto store = read_data_folder(path);
    return store ? (*store)->check_pages() : Result<Done>(store.error());
  }

  TempFolder folder;
  std::string path = folder.path() + "/data";
  Bytes whole;
};

void check_works(SqliteStore& store) {
  CHECK(store.check_pages().ok());
  for (std::uint64_t seq = 1; seq <= kEntries; ++seq) {
    const StoredEntry expected = made_entry(7, seq, seq, 300);
    const auto found = store.find(kShard, expected.op);
    REQUIRE(found.ok());
    CHECK(*found == seq);
  }
  CHECK(store.append(std::vector{made_entry(7, kEntries + 1, kEntries + 1)}).ok());
}

}  // namespace

TEST_SUITE("store/damage") {
  TEST_CASE(
      "a byte flipped in an index is seen, and the index is made anew when the store is opened") {
    Data data;
    // The root, and what of its page is in use: cells lie at its end.
    const std::size_t root = data.root("entry_op");
    std::uint64_t mended = 0;
    for (const std::size_t at : {kPage - 1, kPage - 9, kPage - 20, kPage - 33, kPage - 50}) {
      CAPTURE(at);
      data.flip(root, at);
      if (data.look()) continue;
      const auto store = open_data_folder(data.path);
      if (!store) continue;  // refused in words: its own pages can't be found any more
      check_works(**store);
      ++mended;
    }
    CHECK(mended >= 2);
  }

  TEST_CASE("property: whichever page is hit, what is opened is whole") {
    Data data;
    std::uint64_t seen = 0, opened = 0, refused = 0;
    for (std::size_t page = 1; page <= data.whole.size() / kPage; ++page) {
      for (const std::size_t at : {std::size_t{3}, std::size_t{8}, kPage / 2, kPage - 30}) {
        CAPTURE(page);
        CAPTURE(at);
        data.flip(page, at);
        if (!data.look()) ++seen;
        const auto store = open_data_folder(data.path);
        ++(store ? opened : refused);
        if (store) CHECK((*store)->check_pages().ok());
      }
    }
    CHECK(seen > 20);
    CHECK(opened > 20);
    CHECK(refused > 5);
  }

  TEST_CASE("a backup of a damaged store is none") {
    Data data;
    data.flip(data.root("entry_op"), kPage - 20);
    REQUIRE_FALSE(data.look().ok());
    const auto backup = back_up(data.path, data.folder.path() + "/backup", TimeMs{1});
    REQUIRE_FALSE(backup.ok());
    CHECK_FALSE(fs::exists(data.folder.path() + "/backup"));
  }
}
