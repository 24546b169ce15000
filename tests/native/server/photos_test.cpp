// Photos over the real server process: who may bring one, who gets it, and what a broken one does.
#include <doctest/doctest.h>

#include <filesystem>

#include "core/base/hex.h"
#include "core/cases/ops.h"
#include "native/server/now.h"
#include "native/store/file.h"
#include "tests/native/cli/program.h"
#include "tests/native/server/served_street.h"
#include "tests/native/server/test_photos.h"
#include "tests/support/street.h"

using namespace gezhi;

namespace {

std::string blob_path(const std::string& content) {
  return "/api/blob/" + to_hex(sha256(view_of(content)));
}

HttpAnswer put_piece(HttpClient& client, const std::string& photo, std::size_t from,
                     std::size_t size, const std::string& bytes = {}) {
  const std::string piece = bytes.empty() ? photo.substr(from, size) : bytes;
  const std::string range = "bytes " + std::to_string(from) + "-" +
                            std::to_string(from + piece.size() - 1) + "/" +
                            std::to_string(photo.size());
  return client.request("PUT", blob_path(photo), piece, {{"Content-Range", range}});
}

// Two grid workers and the clerk; the first has reported something in another grid, which the second
// does not see, and names photos in notes.
struct PhotoStreet : ServedStreet {
  PhotoStreet() {
    REQUIRE(by.exchange(reporter, {by.report(now_ms(), test::kGridB1)}).status == 200);
    subject = by.last_case();
  }

  bool name(HttpClient& client, SyncDevice& device, const std::string& photo) {
    Photo named;
    named.digest = sha256(view_of(photo));
    const auto done =
        device.exchange(client, {device.make(now_ms(), subject, AddNote{"见照片", {named}})});
    REQUIRE(done.response.receipts.size() == 1);
    return done.response.receipts[0].outcome.applied();
  }

  std::size_t files() const {
    std::size_t found = 0;
    std::error_code none;
    for (const auto& file : std::filesystem::recursive_directory_iterator(data + "/blobs", none)) {
      if (file.is_regular_file()) ++found;
    }
    return found;
  }

  HttpClient reporter = signed_in(1);
  HttpClient neighbour = signed_in(2);
  HttpClient clerk = signed_in("clerk");
  SyncDevice by = device(1, 21);
  SyncDevice other = device(2, 22);
  CaseId subject;
};

}  // namespace

TEST_SUITE("server/photos") {
  TEST_CASE(
      "the bytes of a photo come from who named it, and go to whoever sees a case that does") {
    PhotoStreet street;
    const std::string photo = test::jpeg_photo(1);
    const std::string path = blob_path(photo);
    const auto put = [&](HttpClient& client) { return client.request("PUT", path, photo); };
    CHECK(put(street.reporter).code() == "photo_not_named");
    CHECK_FALSE(
        street.name(street.neighbour, street.other, photo));  // what is refused names nothing
    CHECK(put(street.neighbour).code() == "photo_not_named");
    CHECK(street.files() == 0);
    CHECK(street.name(street.reporter, street.by, photo));
    CHECK(put(street.neighbour).status == 404);
    CHECK(street.reporter.request("HEAD", path, "").status == 404);
    CHECK(put(street.reporter).status == 200);
    CHECK(put(street.reporter).status == 200);  // once more does no harm
    CHECK(street.reporter.request("HEAD", path, "").status == 200);
    CHECK(street.neighbour.request("HEAD", path, "").status == 404);
    const HttpAnswer got = street.reporter.get(path);
    CHECK(got.body == photo);
    CHECK(got.headers.at("content-type") == "image/jpeg");
    CHECK(got.headers.at("cache-control") == "no-store");
    CHECK(street.clerk.get(path).body == photo);
    CHECK(street.neighbour.get(path).status == 404);
    HttpClient stranger(street.server.port());
    CHECK(put(stranger).status == 401);
    CHECK(stranger.get(path).status == 401);
  }

  TEST_CASE("who names somebody else's photo has to have its bytes before it is shown for that") {
    PhotoStreet street;
    const std::string photo = test::jpeg_photo(7);
    const std::string path = blob_path(photo);
    REQUIRE(street.name(street.reporter, street.by, photo));
    REQUIRE(street.reporter.request("PUT", path, photo).status == 200);
    // The neighbour knows the digest, from wherever, and names it in an own report.
    REQUIRE(street.other.exchange(street.neighbour, {street.other.report(now_ms(), test::kGridA1)})
                .status == 200);
    Photo named;
    named.digest = sha256(view_of(photo));
    const auto said = street.other.exchange(
        street.neighbour,
        {street.other.make(now_ms(), street.other.last_case(), AddNote{"见照片", {named}})});
    REQUIRE(said.response.receipts.at(0).outcome.applied());
    CHECK(street.neighbour.get(path).status == 404);
    CHECK(street.neighbour.request("HEAD", path, "").status == 404);
    CHECK(street.neighbour.request("HEAD", path, "").headers.at("upload-offset") == "0");
    // A guess brings nothing either; the same picture, forwarded to both, does, also after a restart.
    CHECK(put_piece(street.neighbour, photo, 0, 0, std::string(photo.size(), 'x')).code() ==
          "blob_mismatch");
    CHECK(street.neighbour.get(path).status == 404);
    CHECK(street.reporter.get(path).body == photo);
    CHECK(street.neighbour.request("PUT", path, photo).status == 200);
    CHECK(street.neighbour.get(path).body == photo);
    street.server.stop();
    street.server.start();
    for (HttpClient* client : {&street.neighbour, &street.reporter, &street.clerk}) {
      client->reconnect(street.server.port());
      CHECK(client->get(path).body == photo);
    }
  }

  TEST_CASE("a photo that the disk changed or lost is brought again by whoever may bring it") {
    PhotoStreet street;
    const std::string photo = test::jpeg_photo(9);
    const std::string path = blob_path(photo);
    const std::string hex = to_hex(sha256(view_of(photo)));
    const std::string file = street.data + "/blobs/" + hex.substr(0, 2) + "/" + hex;
    REQUIRE(street.name(street.reporter, street.by, photo));
    std::string changed = photo;
    changed[45] ^= 1;
    for (const std::string& damaged : {changed, photo.substr(0, 10), std::string()}) {
      CAPTURE(damaged.size());
      REQUIRE(street.reporter.request("PUT", path, photo).status == 200);
      REQUIRE(overwrite_file(file, view_of(damaged)).ok());
      std::filesystem::resize_file(file, damaged.size());
      CHECK(street.clerk.get(path).status == 404);
      CHECK(street.clerk.get(path).status == 404);
      CHECK(street.reporter.request("HEAD", path, "").status == 404);
      CHECK(*street.reporter.request("PUT", path, photo).json().find("complete")->boolean());
      CHECK(street.clerk.get(path).body == photo);
      // Nobody looked at it in between.
      REQUIRE(overwrite_file(file, view_of(damaged)).ok());
      std::filesystem::resize_file(file, damaged.size());
      CHECK(*street.clerk.request("PUT", path, photo).json().find("complete")->boolean());
      CHECK(street.reporter.get(path).body == photo);
    }
    // It is said, and keeps nobody from a backup.
    std::filesystem::remove(file);
    const std::string backup = street.folder.path() + "/backup";
    const std::string lost = "photo " + hex + " had been brought and is not here any more";
    const test::Ran verified = test::run("verify --data " + street.data);
    CHECK(verified.status == 1);
    CHECK_MESSAGE(test::says(verified, lost), verified.output);
    const test::Ran kept = test::run("backup " + backup + " --data " + street.data);
    CHECK_MESSAGE(kept.status == 0, kept.output);
    CHECK(test::says(kept, lost));
    CHECK(street.reporter.request("PUT", path, photo).status == 200);
    CHECK(test::run("verify --data " + street.data).status == 0);
  }

  TEST_CASE("an interrupted photo goes on where it stopped, also after a restart") {
    PhotoStreet street;
    const std::string photo = test::jpeg_photo(2);
    REQUIRE(photo.size() > 1000);
    REQUIRE(street.name(street.reporter, street.by, photo));
    CHECK(*put_piece(street.reporter, photo, 0, 600).json().find("have")->integer() == 600);
    street.server.stop();
    street.server.start();
    street.reporter.reconnect(street.server.port());
    const HttpAnswer head = street.reporter.request("HEAD", blob_path(photo), "");
    CHECK(head.status == 404);
    CHECK(head.headers.at("upload-offset") == "600");
    const HttpAnswer gap = put_piece(street.reporter, photo, 700, 100);
    CHECK(gap.status == 409);
    CHECK(*gap.json().find("have")->integer() == 600);
    // From any offset that is there: who does not know where it stood begins earlier.
    CHECK(*put_piece(street.reporter, photo, 200, 100).json().find("have")->integer() == 300);
    const HttpAnswer rest = put_piece(street.reporter, photo, 250, photo.size());
    CHECK(*rest.json().find("complete")->boolean());
    CHECK(street.reporter.get(blob_path(photo)).body == photo);
  }

  TEST_CASE("nobody's broken part stands in another's way, nor in the own") {
    PhotoStreet street;
    const std::string photo = test::jpeg_photo(3);
    REQUIRE(street.name(street.reporter, street.by, photo));
    // Who sees the case may bring its photo too, and brings something else, up to the last byte but one.
    const std::string junk(photo.size() - 1, 'x');
    CHECK(put_piece(street.clerk, photo, 0, 0, junk).status == 200);
    CHECK(put_piece(street.reporter, photo, 0, 500, std::string(500, 'y')).status == 200);
    CHECK(put_piece(street.reporter, photo, 500, photo.size()).code() == "blob_mismatch");
    CHECK(street.reporter.request("HEAD", blob_path(photo), "").headers.at("upload-offset") == "0");
    CHECK(put_piece(street.reporter, photo, 0, photo.size()).status == 200);
    CHECK(street.clerk.get(blob_path(photo)).body == photo);
    CHECK(*put_piece(street.clerk, photo, 0, 10).json().find("complete")->boolean());
  }

  TEST_CASE("only photos, without what a camera tells, under their own name are kept") {
    PhotoStreet street;
    const auto answer = [&](const std::string& bytes) {
      REQUIRE(street.name(street.reporter, street.by, bytes));
      return street.reporter.request("PUT", blob_path(bytes), bytes);
    };
    CHECK(answer("<script>alert(1)</script>").code() == "blob_not_photo");
    const std::string photo = test::jpeg_photo(4);
    CHECK(answer(test::with_segment(photo, 0xE1, "Exif and where it was")).code() ==
          "blob_tells_more");
    CHECK(answer(test::with_size(photo, 60000, 60000)).status == 413);
    CHECK(street.files() == 0);
    CHECK(answer(photo).status == 200);
    CHECK(street.reporter.request("PUT", "/api/blob/abc", photo).status == 404);
    CHECK(
        street.reporter.request("PUT", blob_path(photo), photo, {{"Content-Range", "bytes 5-2/10"}})
            .status == 400);
    CHECK(street.reporter.request("PUT", blob_path(photo), std::string(4000000, 'x')).status ==
          413);
  }
}
