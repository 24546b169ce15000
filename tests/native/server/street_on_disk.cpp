#include "tests/native/server/street_on_disk.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <thread>

#include "core/base/hex.h"
#include "core/cases/ops.h"
#include "native/cli/data_folder.h"
#include "native/server/now.h"
#include "native/server/verify.h"
#include "native/store/file.h"
#include "tests/native/cli/program.h"
#include "tests/native/server/test_photos.h"
#include "tests/support/street.h"

namespace gezhi {

int power_cuts(int usual) {
  const char* wanted = std::getenv("GEZHI_POWER_CUTS");
  return wanted != nullptr ? std::stoi(wanted) : usual;
}

Pusher::Pusher(int number)
    : login_("person" + std::to_string(number)),
      device_(ActorId{1000 + static_cast<std::uint64_t>(number)}, test_grant(),
              static_cast<std::uint64_t>(number)) {}

void Pusher::go_to(std::uint16_t port) {
  client_.reconnect(port);
  if (client_.cookie.empty()) REQUIRE(client_.sign_in(login_, kTestPassword) == 200);
}

void Pusher::make(int operations) {
  for (int i = 0; i < operations; ++i) {
    waiting_.push_back(device_.sign({device_.report(now_ms(), test::kGridA1)})[0]);
  }
}

namespace {

// A refusal of the whole exchange.
Pusher::Said said_by(const HttpAnswer& answer) {
  return answer.status >= 500 && !answer.code().empty() ? Pusher::Said::error
                                                        : Pusher::Said::silent;
}

}  // namespace

Pusher::Said Pusher::push() {
  const Bytes body = device_.request(waiting_, kPullBytesMin);
  const HttpAnswer answer = client_.request("POST", "/api/sync", text_of(body));
  if (answer.status != 200) return said_by(answer);
  const auto response = device_.take(view_of(answer.body));
  if (!response || response->receipts.size() + response->problems.size() != waiting_.size()) {
    return Said::silent;
  }
  for (const Receipt& receipt : response->receipts) {
    received_[receipt.op] = receipt.seq;
    std::erase_if(waiting_, [&](const PushItem& item) {
      const Op op = *read_op(item.op);
      if (op.id == receipt.op) reported_ = op.subject;
      return op.id == receipt.op;
    });
  }
  return response->problems.empty() ? Said::received : Said::held_back;
}

Pusher::Said Pusher::push_photo(std::uint32_t seed) {
  const std::string photo = test::jpeg_photo(seed);
  Photo named;
  named.digest = sha256(view_of(photo));
  const AddNote note{"见照片", {named}};
  waiting_.push_back(device_.sign({device_.make(now_ms(), reported_, note)})[0]);
  if (const Said said = push(); said != Said::received) return said;
  const std::string hex = to_hex(named.digest);
  const HttpAnswer answer = client_.request("PUT", "/api/blob/" + hex, photo);
  if (answer.status != 200) return said_by(answer);
  photos_.insert(hex);
  return Said::received;
}

StreetOnDisk::StreetOnDisk(LoopDisk& on, int count)
    : disk(on), server(GEZHI_PROGRAM, on.path() + "/data", {"--keep-free", "0"}) {
  make_test_data(data(), count);
  disk.flush();
  for (int number = 1; number <= count; ++number) people.emplace_back(number);
}

bool StreetOnDisk::start() {
  if (!server.try_start()) return false;
  for (Pusher& person : people) person.go_to(server.port());
  return true;
}

void StreetOnDisk::push_until_broken(std::atomic<int>& exchanges) {
  std::vector<std::thread> threads;
  for (Pusher& person : people) {
    threads.emplace_back([&person, &exchanges] {
      for (std::uint32_t turn = 1;; ++turn) {
        person.make(3);
        auto said = person.push();
        if (said == Pusher::Said::received && turn % 4 == 0) {
          said = person.push_photo(static_cast<std::uint32_t>(person.received().size()));
        }
        if (said != Pusher::Said::received) return;
        ++exchanges;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

void StreetOnDisk::cut() {
  disk.keep("cut");
  server.kill();
  REQUIRE(disk.turn_on("cut"));
}

std::size_t StreetOnDisk::received() const {
  std::size_t count = 0;
  for (const Pusher& person : people) count += person.received().size();
  return count;
}

std::size_t StreetOnDisk::waiting() const {
  std::size_t count = 0;
  for (const Pusher& person : people) count += person.waiting();
  return count;
}

Loss StreetOnDisk::loss(const std::string& folder) const {
  Loss loss;
  const test::Ran verified = test::run("verify --data " + folder);
  if (verified.status != 0) loss.words = verified.output;
  const auto store = read_data_folder(folder);
  for (const Pusher& person : people) {
    for (const auto& [op, seq] : person.received()) {
      const auto found = store ? (*store)->find(test::kStreet, op) : store.error();
      if (!found || *found != seq) ++loss.operations;
    }
    for (const std::string& hex : person.photos()) {
      const auto photo = read_file(folder + "/blobs/" + hex.substr(0, 2) + "/" + hex, 1 << 20);
      if (!photo || to_hex(sha256(*photo)) != hex) ++loss.photos;
    }
  }
  const auto healing = store ? (*store)->healing() : store.error();
  loss.healing = healing ? std::string(name_of(healing->cause)) : healing.error().message;
  const auto streets = store ? verify_journal(**store) : store.error();
  if (!streets) return loss;
  for (const VerifiedStreet& street : *streets) loss.breaks += street.breaks.size();
  return loss;
}

std::uint64_t StreetOnDisk::last_seq() const {
  const auto store = read_data_folder(data());
  REQUIRE(store.ok());
  return *(*store)->last_seq(test::kStreet);
}

void StreetOnDisk::check_goes_on() {
  std::set<std::uint64_t> seqs;
  for (Pusher& person : people) {
    const std::size_t before = person.received().size();
    const std::size_t waited = person.waiting();
    person.make(1);
    CHECK(person.push() == Pusher::Said::received);
    CHECK(person.received().size() == before + waited + 1);
    for (const auto& [op, seq] : person.received()) CHECK(seqs.insert(seq).second);
  }
  CHECK(*seqs.rbegin() <= last_seq());
}

void StreetOnDisk::settle() {
  for (int turn = 0; turn < 200 && (turn == 0 || waiting() > 0); ++turn) {
    if (turn > 0) usleep(50000);
    for (Pusher& person : people) person.push();
  }
  CHECK(waiting() == 0);
}

}  // namespace gezhi
