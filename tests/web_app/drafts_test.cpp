// What is typed and not handed in: kept, found again, gone when it is sent; never another person's.
#include "web/app/drafts.h"

#include <doctest/doctest.h>

#include "tests/web_app/device.h"

using namespace gezhi;
using namespace gezhi::test;

namespace {

struct Form {
  std::string text;
  std::vector<Photo> photos;

  template <class V>
  void fields(V& v) {
    v(1, "text", text, app::kTypedMax);
    v(2, "photos", photos);
  }
};

app::BookOf<Form>& book(TestDevice& device) {
  return device.session()->drafts().book<Form>("visit");
}

// Draws the form of `subject`, in which a person types `text` unless it is empty.
void draw(TestDevice& device, const std::string& subject, const std::string& text = {}) {
  device.frame([&] {
    Form& form = book(device).of(subject);
    if (!text.empty()) form.text = text;
  });
}

// As a person does it: the form is opened, then typed in, then rests.
void type(TestDevice& device, const std::string& subject, const std::string& text) {
  draw(device, subject);
  draw(device, subject, text);
  device.pass(2000);
  draw(device, subject);
  device.settle();
}

std::string text_of_draft(TestDevice& device, const std::string& subject) {
  std::string text;
  device.frame([&] { text = book(device).of(subject).text; });
  return text;
}

struct Phone1 {
  Phone1() { REQUIRE(phone.sign_in("worker").empty()); }
  TestServer server;
  TestDevice phone{server};
};

}  // namespace

TEST_SUITE_BEGIN("web/drafts");

TEST_CASE(
    "what rests for a second survives a kill, says when it was written, and goes when it is sent") {
  Phone1 p;
  type(p.phone, "a", "门口有积水");
  const TimeMs written = p.server.now;
  p.phone.kill();
  p.phone.pass(kHourMs);
  p.phone.start();
  CHECK(text_of_draft(p.phone, "a") == "门口有积水");
  CHECK(written - book(p.phone).found("a") <= 2000);
  CHECK(book(p.phone).found("b").is_none());

  book(p.phone).discard("a");
  CHECK(text_of_draft(p.phone, "a").empty());
  CHECK(book(p.phone).found("a").is_none());
  p.phone.settle();
  p.phone.kill();
  p.phone.start();
  CHECK(text_of_draft(p.phone, "a").empty());
}

TEST_CASE("what is still being typed is kept when the page may end") {
  Phone1 p;
  draw(p.phone, "a");
  draw(p.phone, "a", "一");
  p.phone.settle();
  draw(p.phone, "a", "一半");
  p.phone.say(app::Event::visible, false);
  p.phone.settle();
  p.phone.kill();
  p.phone.start();
  CHECK(text_of_draft(p.phone, "a") == "一半");
}

TEST_CASE("a form that was only looked at, or emptied again, is no draft") {
  Phone1 p;
  const auto of_drafts = [&] {
    std::size_t count = 0;
    for (const auto& [name, record] : p.phone.kept) count += name.first == app::Store::drafts;
    return count;
  };
  type(p.phone, "a", "");
  CHECK(of_drafts() == 0);
  type(p.phone, "b", "写了又删");
  CHECK(of_drafts() == 1);
  p.phone.frame([&] { book(p.phone).of("b").text.clear(); });
  p.phone.pass(2000);
  draw(p.phone, "b");
  p.phone.settle();
  CHECK(of_drafts() == 0);
}

TEST_CASE("the next person on the device finds none, and its author finds it again") {
  Phone1 p;
  type(p.phone, "a", "KANARI-DRAFT");
  p.phone.app().sign_out();
  p.phone.frame();
  p.phone.settle();
  CHECK_FALSE(p.phone.holds("KANARI-DRAFT"));
  REQUIRE(p.phone.sign_in("desk").empty());
  CHECK(text_of_draft(p.phone, "a").empty());
  type(p.phone, "a", "另一个人的草稿");
  p.phone.app().sign_out();
  p.phone.frame();
  p.phone.settle();
  REQUIRE(p.phone.sign_in("worker").empty());
  CHECK(text_of_draft(p.phone, "a") == "KANARI-DRAFT");
}

TEST_CASE("what is typed in the last moment before signing out is kept too") {
  Phone1 p;
  draw(p.phone, "a");
  p.phone.app().sign_out();
  draw(p.phone, "a", "刚写下");
  p.phone.settle();
  REQUIRE(p.phone.sign_in("worker").empty());
  CHECK(text_of_draft(p.phone, "a") == "刚写下");
}

TEST_CASE(
    "a form that is opened before the device has answered takes what was kept, unless it is typed "
    "in") {
  Phone1 p;
  type(p.phone, "a", "以前写的");
  type(p.phone, "b", "以前写的");
  p.phone.kill();
  p.phone.start();
  p.phone.app().sign_out();
  p.phone.frame();
  p.phone.settle();
  // The answers of storage wait.
  p.phone.app().sign_in("worker", "worker", [](const Result<Done>&) {});
  REQUIRE(p.phone.deliver("POST /api/login"));
  draw(p.phone, "a");
  draw(p.phone, "a");
  draw(p.phone, "b");
  draw(p.phone, "b", "正在写");
  p.phone.pass(2000);
  draw(p.phone, "b");
  CHECK_FALSE(p.phone.session()->drafts().loaded());
  CHECK_FALSE(p.phone.deliver("put drafts"));  // nothing takes the place of what is not read yet
  p.phone.settle();
  CHECK(text_of_draft(p.phone, "a") == "以前写的");
  CHECK(text_of_draft(p.phone, "b") == "正在写");
}

TEST_CASE(
    "two cases of one id in two streets have two drafts, and so have two orders of one case") {
  const CaseId id{make_uuid_v7(TimeMs{1795312800000}, {1})};
  const SubjectKey here{kStreet, id};
  const SubjectKey there{ShardId{kStreet.value + 1}, id};
  const TaskId task{make_uuid_v7(TimeMs{1795312800000}, {2})};
  CHECK(app::draft_key(here) != app::draft_key(there));
  CHECK(app::draft_key(here) != app::draft_key(here, task));
  CHECK(app::draft_key(here, task) != app::draft_key(there, task));
}

TEST_CASE("of very many the oldest goes; one that is too long is said once not to be kept") {
  Phone1 p;
  for (std::size_t i = 0; i <= app::kDraftsMax; ++i) type(p.phone, std::to_string(i), "草稿");
  p.phone.kill();
  p.phone.start();
  CHECK(text_of_draft(p.phone, "0").empty());
  CHECK(text_of_draft(p.phone, "1") == "草稿");
  CHECK(text_of_draft(p.phone, std::to_string(app::kDraftsMax)) == "草稿");

  const std::string longer(app::kDraftBytesMax + 1, 'x');
  type(p.phone, "long", longer);
  type(p.phone, "long", longer + "y");
  CHECK(p.phone.said == std::vector<app::Saying>{app::Saying::draft_not_kept});
  CHECK(text_of_draft(p.phone, "long") == longer + "y");
}

TEST_CASE("storage that does not take a draft is said once") {
  Phone1 p;
  p.phone.storage_fails = "storage_full";
  type(p.phone, "a", "写不进去");
  type(p.phone, "a", "还是写不进去");
  CHECK(p.phone.said == std::vector<app::Saying>{app::Saying::draft_not_kept});
  CHECK(text_of_draft(p.phone, "a") == "还是写不进去");
}

TEST_CASE(
    "a photo lives as long as a draft names it, and leaves the phone only with an operation") {
  Phone1 p;
  const Bytes jpeg(500, 9);
  Photo photo;
  photo.digest = sha256(jpeg);
  p.phone.session()->photos().hold(photo.digest, jpeg,
                                   [](const Result<Done>& kept) { CHECK(kept.ok()); });
  p.phone.settle();
  draw(p.phone, "a");
  p.phone.frame([&] { book(p.phone).of("a").photos.push_back(photo); });
  p.phone.session()->photos().given(photo.digest);
  p.phone.pass(2000);
  draw(p.phone, "a");
  p.phone.settle();
  p.phone.session()->sync_now();
  p.phone.settle();
  CHECK(p.server.photos.empty());

  p.phone.kill();
  p.phone.start();
  CHECK(p.phone.session()->photos().bytes(photo.digest).size() == jpeg.size());
  p.phone.frame([&] { book(p.phone).of("a").photos.clear(); });
  p.phone.pass(2000);
  draw(p.phone, "a");
  p.phone.settle();
  for (const auto& [name, record] : p.phone.kept) CHECK(name.first != app::Store::blobs);
  CHECK_FALSE(p.phone.session()->photos().is_unsent(photo.digest));
}

TEST_CASE(
    "another tab takes over: what was typed is kept for it, and this one begins anew when it is "
    "back") {
  Phone1 p;
  draw(p.phone, "a");
  draw(p.phone, "a", "在这个标签页写的");
  p.phone.say(app::Event::writer, false);
  p.phone.settle();
  p.phone.say(app::Event::writer, true);
  p.phone.settle();
  CHECK(text_of_draft(p.phone, "a") == "在这个标签页写的");
}

TEST_SUITE_END();
