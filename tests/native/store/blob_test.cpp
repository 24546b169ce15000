#include <doctest/doctest.h>
#include <sys/resource.h>

#include <csignal>
#include <filesystem>

#include "core/base/hex.h"
#include "native/store/blob_files.h"
#include "tests/support/temp_folder.h"

using namespace gezhi;

namespace {

Bytes photo_of(std::size_t size) {
  Bytes bytes(size);
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::uint8_t>(i * 31);
  return bytes;
}

ByteView part_of(const Bytes& bytes, std::size_t from, std::size_t to) {
  return ByteView(bytes).subspan(from, to - from);
}

// No file of this process may grow above so many bytes: writing fails in the middle.
class SmallFiles {
 public:
  explicit SmallFiles(rlim_t bytes) : signal_(std::signal(SIGXFSZ, SIG_IGN)) {
    getrlimit(RLIMIT_FSIZE, &before_);
    rlimit limit = before_;
    limit.rlim_cur = bytes;
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~SmallFiles() {
    setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, signal_);
  }
  SmallFiles(const SmallFiles&) = delete;
  SmallFiles& operator=(const SmallFiles&) = delete;

 private:
  void (*signal_)(int);
  rlimit before_{};
};

}  // namespace

TEST_SUITE("store/blobs") {
  TEST_CASE("a photo put in one piece comes back the same") {
    TempFolder folder;
    BlobFiles blobs(folder.path(), 1000);
    const Bytes photo = photo_of(700);
    const Digest name = sha256(photo);
    CHECK(blobs.get(name).error().code == "not_found");
    CHECK(blobs.put(name, 0, 700, photo)->complete);
    CHECK(*blobs.get(name) == photo);
    CHECK(blobs.put(name, 0, 700, photo)->complete);  // once more does no harm
  }

  TEST_CASE("a photo put in pieces goes on where it stopped, also in a new process") {
    TempFolder folder;
    const Bytes photo = photo_of(700);
    const Digest name = sha256(photo);
    {
      BlobFiles blobs(folder.path(), 1000);
      CHECK(blobs.put(name, 0, 700, part_of(photo, 0, 300))->have == 300);
      CHECK(blobs.get(name).error().code == "not_found");
    }
    BlobFiles blobs(folder.path(), 1000);
    CHECK(blobs.state(name)->have == 300);
    CHECK(blobs.put(name, 200, 700, part_of(photo, 200, 700)).error().code == "blob_offset");
    const auto whole = blobs.put(name, 300, 700, part_of(photo, 300, 700));
    REQUIRE(whole.ok());
    CHECK(whole->complete);
    CHECK(*blobs.get(name) == photo);
  }

  TEST_CASE("content that is not its name is thrown away") {
    TempFolder folder;
    BlobFiles blobs(folder.path(), 1000);
    const Digest name = sha256(photo_of(10));
    CHECK(blobs.put(name, 0, 11, photo_of(11)).error().code == "blob_mismatch");
    CHECK(blobs.state(name)->have == 0);
    CHECK(blobs.put(name, 0, 10, photo_of(10))->complete);
  }

  TEST_CASE("what could not be written to its end is begun anew: a part is what was flushed") {
    TempFolder folder;
    BlobFiles blobs(folder.path(), 1000);
    const Bytes photo = photo_of(700);
    const Digest name = sha256(photo);
    {
      const SmallFiles small(500);
      CHECK(blobs.put(name, 0, 700, part_of(photo, 0, 300))->have == 300);
      CHECK(blobs.put(name, 300, 700, part_of(photo, 300, 700)).error().code == "store_full");
      CHECK(blobs.state(name)->have == 0);
    }
    CHECK(blobs.put(name, 0, 700, photo)->complete);
    CHECK(*blobs.get(name) == photo);
  }

  TEST_CASE("sizes are limited before anything is written") {
    TempFolder folder;
    BlobFiles blobs(folder.path(), 1000);
    const Digest name = sha256(photo_of(10));
    CHECK(blobs.put(name, 0, 1001, photo_of(10)).error().code == "blob_too_large");
    CHECK(blobs.put(name, UINT64_MAX, 1000, photo_of(10)).error().code == "blob_too_large");
    CHECK(blobs.put(name, 0, 5, photo_of(10)).error().code == "blob_too_large");
    CHECK(blobs.put(name, 0, 0, {}).error().code == "blob_too_large");
    CHECK(std::filesystem::is_empty(folder.path()));
  }
}
