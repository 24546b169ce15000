// Photos on their way: in pieces, on from where the server stands, one that is not taken holds up no other.
#include "web/app/photo_queue.h"

#include <doctest/doctest.h>

#include "core/base/hex.h"
#include "core/cases/ops.h"
#include "tests/web_app/device.h"

using namespace gezhi;
using namespace gezhi::test;

namespace {

constexpr std::size_t kPiece = 256 * 1024;

struct Sender {
  Sender() {
    REQUIRE(phone.sign_in("worker").empty());
    phone.session()->sync_now();
    phone.settle();
  }

  Photo hold(std::size_t size, std::uint8_t of) {
    Bytes bytes(size, of);
    Photo photo;
    photo.kind = PhotoKind::before;
    photo.digest = sha256(bytes);
    photo.size = static_cast<std::uint32_t>(size);
    phone.session()->photos().hold(photo.digest, std::move(bytes), [](const auto&) {});
    phone.settle();
    return photo;
  }

  // A report that names them.
  void hand_in(const std::vector<Photo>& photos) {
    ReportCase op = Street::report();
    op.photos = photos;
    const app::Sent sent = phone.session()->submit(kStreet, phone.session()->new_case_id(),
                                                   phone.session()->account().grants.front(), op);
    REQUIRE(sent.outcome.applied());
  }

  std::size_t arrived(const Photo& photo) {
    return server.photos["/api/blob/" + to_hex(photo.digest)].size();
  }
  bool keeps(const Photo& photo) {
    for (const auto& [name, record] : phone.kept) {
      const bool is_it = name.second.find(to_hex(photo.digest)) != std::string::npos;
      if (name.first == app::Store::blobs && is_it) return true;
    }
    return false;
  }

  TestServer server;
  TestDevice phone{server};
};

}  // namespace

TEST_SUITE_BEGIN("web/photos");

TEST_CASE(
    "a photo stays until an operation names it, goes in pieces, and is let go when the server has "
    "it") {
  Sender s;
  const Photo photo = s.hold(3 * kPiece + 17, 1);
  s.phone.session()->sync_now();
  s.phone.settle();
  CHECK(s.arrived(photo) == 0);
  CHECK(s.keeps(photo));
  CHECK(s.phone.session()->photos().is_unsent(photo.digest));

  s.hand_in({photo});
  s.phone.settle();
  CHECK(s.arrived(photo) == 3 * kPiece + 17);
  CHECK_FALSE(s.keeps(photo));
  CHECK_FALSE(s.phone.session()->photos().is_unsent(photo.digest));
  CHECK(s.phone.session()->sync_state().unsent_photos == 0);
}

TEST_CASE("after a break, and after a kill, it goes on where the server stands") {
  Sender s;
  const Photo photo = s.hold(3 * kPiece, 2);
  s.hand_in({photo});
  while (s.arrived(photo) == 0) {
    REQUIRE(!s.phone.questions.empty());
    const auto answer = std::move(s.phone.questions.front().answer);
    s.phone.questions.pop_front();
    answer();
    s.phone.frame();
  }
  CHECK(s.arrived(photo) == kPiece);
  s.phone.kill();
  CHECK(s.keeps(photo));
  s.phone.start();
  CHECK(s.arrived(photo) == 3 * kPiece);
  CHECK_FALSE(s.keeps(photo));
}

TEST_CASE("one that the server does not take now waits for the next exchange") {
  Sender s;
  const Photo photo = s.hold(1000, 3);
  const Photo other = s.hold(1000, 4);
  for (const int status : {500, 503, 429, 401}) {
    CAPTURE(status);
    s.server.photo_status = status;
    s.hand_in({photo, other});
    s.phone.settle();
    CHECK(s.keeps(photo));
    CHECK(s.keeps(other));
    if (status == 401) REQUIRE(s.phone.sign_in("worker").empty());
  }
  s.server.photo_status = 0;
  s.phone.session()->sync_now();
  s.phone.settle();
  CHECK(s.arrived(photo) == 1000);
  CHECK(s.arrived(other) == 1000);
  CHECK_FALSE(s.keeps(photo));
}

TEST_SUITE_END();
