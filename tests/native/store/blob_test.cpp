#include <doctest/doctest.h>
#include <spdlog/spdlog.h>
#include <sys/resource.h>

#include <csignal>
#include <filesystem>

#include "core/base/hex.h"
#include "native/store/blob_files.h"
#include "native/store/file.h"
#include "tests/support/temp_folder.h"

using namespace gezhi;

namespace {

constexpr ActorId kOwner{17};

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
  TEST_CASE("who brought a photo is written down, and goes with it") {
    TempFolder folder;
    BlobFiles blobs(folder.path(), 1000);
    const Bytes photo = photo_of(700);
    const Digest name = sha256(photo);
    const ActorId other{170};  // begins as the owner's number does
    CHECK(blobs.put(kOwner, name, 0, 700, photo)->complete);
    CHECK(blobs.brought(name, kOwner));
    CHECK_FALSE(blobs.brought(name, other));
    CHECK_FALSE(blobs.brought(name, ActorId{7}));
    CHECK_FALSE(blobs.state(name, other)->complete);
    CHECK(blobs.whole(name)->complete);
    CHECK(blobs.put(other, name, 0, 700, Bytes(700, 1)).error().code == "blob_mismatch");
    CHECK(*blobs.get(name) == photo);  // nobody's wrong bytes cost it
    CHECK(blobs.put(other, name, 0, 700, part_of(photo, 0, 300))->have == 300);
    CHECK_FALSE(blobs.brought(name, other));
    CHECK(blobs.put(other, name, 300, 700, part_of(photo, 300, 700))->complete);
    CHECK(blobs.brought(name, other));
    CHECK(blobs.brought(name, kOwner));
    CHECK(BlobFiles(folder.path(), 1000).brought(name, other));
    CHECK(blobs.names()->size() == 1);
    // Of a folder from before this was written down all have brought all.
    REQUIRE(std::filesystem::remove_all(folder.path() + "/by") > 0);
    CHECK(blobs.brought(name, ActorId{3}));
    CHECK(blobs.state(name, ActorId{3})->complete);
    CHECK(blobs.erase(name));
    CHECK_FALSE(blobs.whole(name)->complete);
    CHECK_FALSE(std::filesystem::exists(folder.path() + "/by/" + to_hex(name)));
  }

  TEST_CASE("a photo put in one piece comes back the same") {
    TempFolder folder;
    BlobFiles blobs(folder.path(), 1000);
    const Bytes photo = photo_of(700);
    const Digest name = sha256(photo);
    CHECK(blobs.get(name).error().code == "not_found");
    CHECK(blobs.put(kOwner, name, 0, 700, photo)->complete);
    CHECK(*blobs.get(name) == photo);
    CHECK(blobs.put(kOwner, name, 0, 700, photo)->complete);  // once more does no harm
  }

  TEST_CASE("a photo put in pieces goes on where it stopped, also in a new process") {
    TempFolder folder;
    const Bytes photo = photo_of(700);
    const Digest name = sha256(photo);
    {
      BlobFiles blobs(folder.path(), 1000);
      CHECK(blobs.put(kOwner, name, 0, 700, part_of(photo, 0, 300))->have == 300);
      CHECK(blobs.get(name).error().code == "not_found");
    }
    BlobFiles blobs(folder.path(), 1000);
    CHECK(blobs.state(name, kOwner)->have == 300);
    CHECK(blobs.put(kOwner, name, 301, 700, part_of(photo, 301, 700)).error().code ==
          "blob_offset");
    CHECK(blobs.put(kOwner, name, 100, 700, part_of(photo, 100, 150))->have == 150);
    CHECK(blobs.state(name, kOwner)->have == 150);
    const auto whole = blobs.put(kOwner, name, 120, 700, part_of(photo, 120, 700));
    REQUIRE(whole.ok());
    CHECK(whole->complete);
    CHECK(*blobs.get(name) == photo);
  }

  TEST_CASE(
      "a part is the account's that brings it, and goes when nobody has touched it for long") {
    TempFolder folder;
    BlobFiles blobs(folder.path(), 1000);
    const Bytes photo = photo_of(700);
    const Digest name = sha256(photo);
    constexpr ActorId kOther{18};
    CHECK(blobs.put(kOwner, name, 0, 900, photo_of(800))->have == 800);
    CHECK(blobs.put(kOther, name, 0, 700, part_of(photo, 0, 300))->have == 300);
    CHECK(blobs.state(name, kOwner)->have == 800);
    CHECK(blobs.sweep_parts(kHourMs) == 0);
    const std::string part = folder.path() + "/part/17-" + to_hex(name);
    std::filesystem::last_write_time(
        part, std::filesystem::file_time_type::clock::now() - std::chrono::hours(2));
    CHECK(blobs.sweep_parts(kHourMs) == 1);
    CHECK(blobs.state(name, kOwner)->have == 0);
    CHECK(blobs.put(kOther, name, 300, 700, part_of(photo, 300, 700))->complete);
    CHECK(blobs.whole(name)->complete);
    CHECK(blobs.sweep_parts(0) == 0);
    CHECK(blobs.put(kOwner, sha256(photo_of(5)), 0, 5, part_of(photo_of(5), 0, 2)).ok());
    REQUIRE(blobs.erase(sha256(photo_of(5))).ok());
    CHECK(std::filesystem::is_empty(folder.path() + "/part"));
    REQUIRE(blobs.erase(name).ok());
    CHECK_FALSE(blobs.whole(name)->complete);
  }

  TEST_CASE(
      "parts of all accounts have one bound: those untouched longest go, and nobody's whole") {
    TempFolder folder;
    const Bytes whole = photo_of(900);
    const auto part_path = [&](std::uint64_t owner, const Digest& name) {
      return folder.path() + "/part/" + std::to_string(owner) + "-" + to_hex(name);
    };
    std::vector<Digest> names;
    for (std::size_t i = 0; i < 8; ++i) names.push_back(sha256(photo_of(1000 + i)));
    {
      BlobFiles blobs(folder.path(), 2000);
      CHECK(blobs.put(kOwner, sha256(whole), 0, 900, whole)->complete);
      for (std::size_t i = 0; i < 3; ++i) {  // ten volunteers, who end nothing
        CHECK(blobs.put(ActorId{100 + i}, names[i], 0, 1000, photo_of(300))->have == 300);
        std::filesystem::last_write_time(part_path(100 + i, names[i]),
                                         std::filesystem::file_time_type::clock::now() -
                                             std::chrono::hours(5 - static_cast<int>(i)));
      }
    }
    BlobFiles blobs(folder.path(), 2000);  // what is there counts after a start too
    blobs.limit_parts(1000, 0);
    CHECK(blobs.put(kOwner, names[3], 0, 1003, part_of(photo_of(1003), 0, 100))->have == 100);
    CHECK(blobs.state(names[0], ActorId{100})->have == 300);  // just enough
    CHECK(blobs.put(kOwner, names[3], 100, 1003, part_of(photo_of(1003), 100, 350))->have == 350);
    CHECK(blobs.state(names[0], ActorId{100})->have == 0);
    CHECK(blobs.state(names[1], ActorId{101})->have == 300);
    CHECK(blobs.put(ActorId{100}, names[0], 300, 1000, photo_of(10)).error().code ==
          "blob_offset");  // it begins anew
    // What ends with its piece needs no part; the one under way goes on.
    CHECK(blobs.put(ActorId{5}, names[4], 0, 1004, photo_of(1004))->complete);
    CHECK(blobs.state(names[1], ActorId{101})->have == 300);
    CHECK(blobs.put(kOwner, names[3], 350, 1003, part_of(photo_of(1003), 350, 900))->have == 900);
    CHECK(blobs.state(names[2], ActorId{102})->have == 0);
    CHECK(blobs.put(kOwner, names[3], 900, 1003, part_of(photo_of(1003), 900, 1003))->complete);
    CHECK(blobs.put(ActorId{6}, names[5], 0, 1005, part_of(photo_of(1005), 0, 1000))->have == 1000);
    CHECK(blobs.get(sha256(whole)).ok());
    // Little room on the disk bounds them more than that.
    blobs.limit_parts(1000, UINT64_MAX);
    CHECK(blobs.put(ActorId{7}, names[6], 0, 1006, part_of(photo_of(1006), 0, 10))->have == 10);
    CHECK(blobs.state(names[5], ActorId{6})->have == 0);
  }

  TEST_CASE("what whoever checks does not take is thrown away") {
    TempFolder folder;
    BlobFiles blobs(folder.path(), 1000, [](ByteView bytes) {
      return bytes.size() > 5 ? Result<Done>(Error{"too_fat", ""}) : Result<Done>(Done{});
    });
    CHECK(blobs.put(kOwner, sha256(photo_of(6)), 0, 6, photo_of(6)).error().code == "too_fat");
    CHECK(blobs.state(sha256(photo_of(6)), kOwner)->have == 0);
    CHECK(blobs.put(kOwner, sha256(photo_of(5)), 0, 5, photo_of(5))->complete);
  }

  TEST_CASE("a photo that its disk cut or changed is not given, and can be brought again") {
    const Bytes photo = photo_of(700);
    const Digest name = sha256(photo);
    const std::string hex = to_hex(name);
    spdlog::set_level(spdlog::level::off);
    for (const std::size_t size :
         {std::size_t{0}, std::size_t{10}, std::size_t{700}, std::size_t{1500}}) {
      CAPTURE(size);
      TempFolder folder;
      BlobFiles blobs(folder.path(), 1000);
      const std::string path = folder.path() + "/" + hex.substr(0, 2) + "/" + hex;
      const std::string bad = folder.path() + "/bad/" + hex;
      Bytes changed = photo_of(size);
      if (size > 5) changed[5] ^= 1;
      const auto damage = [&] {
        REQUIRE(blobs.put(kOwner, name, 0, 700, photo)->complete);
        REQUIRE(replace_file(path, changed).ok());
      };
      damage();
      CHECK(blobs.put(kOwner, name, 0, 700, photo)->complete);  // not: it is here already
      CHECK(*blobs.get(name) == photo);
      damage();
      CHECK(blobs.get(name).error().code == "not_found");
      CHECK(std::filesystem::exists(bad));
      CHECK_FALSE(blobs.whole(name)->complete);
      CHECK(blobs.is_lost(name));
      CHECK(blobs.names()->empty());
      CHECK(blobs.put(ActorId{5}, name, 0, 700, photo)->complete);
      CHECK(*blobs.get(name) == photo);
      CHECK_FALSE(blobs.is_lost(name));
      REQUIRE(blobs.erase(name).ok());
      CHECK_FALSE(std::filesystem::exists(bad));
      CHECK_FALSE(blobs.is_lost(name));
    }
    spdlog::set_level(spdlog::level::warn);
  }

  TEST_CASE("content that is not its name is thrown away") {
    TempFolder folder;
    BlobFiles blobs(folder.path(), 1000);
    const Digest name = sha256(photo_of(10));
    CHECK(blobs.put(kOwner, name, 0, 11, photo_of(11)).error().code == "blob_mismatch");
    CHECK(blobs.state(name, kOwner)->have == 0);
    CHECK(blobs.put(kOwner, name, 0, 10, photo_of(10))->complete);
  }

  TEST_CASE("what could not be written to its end is begun anew: a part is what was flushed") {
    TempFolder folder;
    BlobFiles blobs(folder.path(), 1000);
    const Bytes photo = photo_of(700);
    const Digest name = sha256(photo);
    {
      const SmallFiles small(500);
      CHECK(blobs.put(kOwner, name, 0, 700, part_of(photo, 0, 300))->have == 300);
      CHECK(blobs.put(kOwner, name, 300, 700, part_of(photo, 300, 700)).error().code ==
            "store_full");
      CHECK(blobs.state(name, kOwner)->have == 0);
    }
    CHECK(blobs.put(kOwner, name, 0, 700, photo)->complete);
    CHECK(*blobs.get(name) == photo);
  }

  TEST_CASE("sizes are limited before anything is written") {
    TempFolder folder;
    BlobFiles blobs(folder.path(), 1000);
    const Digest name = sha256(photo_of(10));
    CHECK(blobs.put(kOwner, name, 0, 1001, photo_of(10)).error().code == "blob_too_large");
    CHECK(blobs.put(kOwner, name, UINT64_MAX, 1000, photo_of(10)).error().code == "blob_too_large");
    CHECK(blobs.put(kOwner, name, 0, 5, photo_of(10)).error().code == "blob_too_large");
    CHECK(blobs.put(kOwner, name, 0, 0, {}).error().code == "blob_too_large");
    CHECK(std::filesystem::is_empty(folder.path()));
  }
}
