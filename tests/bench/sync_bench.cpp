// The real `gezhi serve` process over loopback: durable operations per second from 200 devices at
// once, and cases per second to one device that starts from nothing; each beside SQLite alone doing
// the bare minimum of the same work on the same disk.
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>

#include "native/server/now.h"
#include "native/store/sqlite_store.h"
#include "tests/bench/bench.h"
#include "tests/native/server/server_process.h"
#include "tests/native/server/sync_device.h"
#include "tests/support/street.h"
#include "tests/support/temp_folder.h"

namespace gezhi {
namespace {

constexpr int kDevices = 200;
constexpr int kPushesEach = 50;  // requests
constexpr int kOutbox = 5;  // operations in a request of `sync.push`: what a visit leaves behind
constexpr int kCases = 20000;
constexpr int kBareInserts = 300;

// Many devices on one thread: each sends its next request as soon as its answer is in.
class Crowd {
 public:
  Crowd(std::uint16_t port, const std::string& cookie) {
    poll_ = epoll_create1(EPOLL_CLOEXEC);
    for (int i = 0; i < kDevices; ++i) {
      members_.push_back(
          {open_socket(port), SyncDevice(ActorId{1001}, volunteer(), seed_++), {}, {}});
      epoll_event event{};
      event.events = EPOLLIN;
      event.data.u32 = static_cast<std::uint32_t>(i);
      epoll_ctl(poll_, EPOLL_CTL_ADD, members_.back().socket, &event);
    }
    head_ =
        "POST /api/sync HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: " + cookie + "\r\nContent-Length: ";
  }
  ~Crowd() {
    for (const Member& member : members_) close(member.socket);
    close(poll_);
  }
  Crowd(const Crowd&) = delete;
  Crowd& operator=(const Crowd&) = delete;

  static Grant volunteer() { return {Role::volunteer, {}, test::kGridA1, test::kStreet}; }

  // What the devices have done and not yet sent; made before the clock runs.
  void prepare(int pushes_each, int outbox) {
    for (Member& member : members_) {
      member.pushes.assign(static_cast<std::size_t>(pushes_each), {});
      for (auto& push : member.pushes) {
        for (int i = 0; i < outbox; ++i)
          push.push_back(member.device.report(now_ms(), test::kGridA1));
      }
    }
  }

  // Sends it all; operations with a receipt.
  std::uint64_t run() {
    std::uint64_t receipts = 0;
    std::size_t busy = members_.size();
    for (Member& member : members_) send_next(member);
    epoll_event events[64];
    while (busy > 0) {
      const int count = epoll_wait(poll_, events, 64, 10000);
      GEZHI_CHECK(count > 0);
      for (int i = 0; i < count; ++i) {
        Member& member = members_[events[i].data.u32];
        if (!receive(member, receipts)) continue;
        if (!member.pushes.empty()) {
          send_next(member);
        } else {
          --busy;
        }
      }
    }
    return receipts;
  }

 private:
  struct Member {
    int socket;
    SyncDevice device;
    std::string pending;
    std::vector<std::vector<PushItem>> pushes;
  };

  static int open_socket(std::uint16_t port) {
    const int handle = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int on = 1;
    setsockopt(handle, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    GEZHI_CHECK(connect(handle, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    return handle;
  }

  void send_next(Member& member) {
    const Bytes body = member.device.request(std::move(member.pushes.back()), kPullBytesMin);
    member.pushes.pop_back();
    std::string text = head_ + std::to_string(body.size()) + "\r\n\r\n";
    text.append(text_of(body));
    GEZHI_CHECK(send(member.socket, text.data(), text.size(), MSG_NOSIGNAL) ==
                static_cast<ssize_t>(text.size()));
  }

  // True when the whole answer is in.
  static bool receive(Member& member, std::uint64_t& receipts) {
    char buffer[64 * 1024];
    const ssize_t got = recv(member.socket, buffer, sizeof buffer, 0);
    GEZHI_CHECK(got > 0);
    member.pending.append(buffer, static_cast<std::size_t>(got));
    const std::size_t end = member.pending.find("\r\n\r\n");
    if (end == std::string::npos) return false;
    const std::size_t length = member.pending.find("Content-Length: ");
    GEZHI_CHECK(length < end && member.pending.compare(9, 3, "200") == 0);
    const std::size_t size = std::stoul(member.pending.substr(length + 16, 12));
    if (member.pending.size() < end + 4 + size) return false;
    const auto response = member.device.take(view_of(member.pending).subspan(end + 4, size));
    GEZHI_CHECK(response.ok());
    receipts += response->receipts.size();
    member.pending.clear();
    return true;
  }

  static inline std::uint64_t seed_ = 1;
  int poll_ = -1;
  std::string head_;
  std::vector<Member> members_;
};

struct Bench {
  // One account stands for the whole crowd: it may bring as much as it likes.
  Bench()
      : data(folder.path() + "/data"),
        server(GEZHI_PROGRAM, data, {"--operations", "0", "--work", "0"}) {
    make_test_data(data, 1);
    // The crowd reports as volunteers: each sees its own reports only.
    {
      SqliteConnection connection(data + "/gezhi.db", SqliteConnection::Mode::write);
      connection.execute(
          "UPDATE account_grant SET role = 'volunteer', unit = 0 WHERE actor = 1001");
    }
    server.start();
    HttpClient client(server.port());
    GEZHI_CHECK(client.sign_in("person1", kTestPassword) == 200);
    crowd_cookie = client.cookie;
    GEZHI_CHECK(client.sign_in("clerk", kTestPassword) == 200);
    clerk_cookie = client.cookie;
  }

  TempFolder folder;
  std::string data;
  ServerProcess server;
  std::string crowd_cookie;
  std::string clerk_cookie;
};

double bare_inserts_per_second() {
  TempFolder folder;
  SqliteConnection connection(folder.path() + "/bare.db", SqliteConnection::Mode::write);
  connection.execute(
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
      "CREATE TABLE entry(seq INTEGER PRIMARY KEY, bytes BLOB)");
  auto insert = connection.prepare("INSERT INTO entry(bytes) VALUES(?1)");
  const Bytes bytes(600, 7);
  return bench::per_second(kBareInserts, [&] {
    for (int i = 0; i < kBareInserts; ++i) insert.start().bind(1, ByteView(bytes)).run();
  });
}

double bare_selects_per_second(const std::string& data, std::int64_t rows) {
  SqliteConnection connection(data + "/gezhi.db", SqliteConnection::Mode::read);
  auto select = connection.prepare("SELECT bytes FROM entry WHERE shard = ?1 ORDER BY seq");
  std::uint64_t sum = 0;
  const double rate = bench::per_second(rows, [&] {
    select.start().bind(1, std::int64_t{test::kStreet.value});
    while (select.step()) sum += select.bytes(0).size();
  });
  bench::keep(sum);
  return rate;
}

// A desk's device that has nothing yet takes everything. Cases per second.
double pull_everything(Bench& bench, std::uint64_t seed, std::int64_t& rows) {
  HttpClient client(bench.server.port());
  client.cookie = bench.clerk_cookie;
  SyncDevice device(ActorId{1002}, clerk_grant(), seed);
  std::int64_t entries = 0;
  const double seconds = bench::seconds_of([&] {
    bool more = true;
    while (more) {
      more = false;
      const auto exchange = device.exchange(client, {});
      GEZHI_CHECK(exchange.status == 200);
      for (const ShardPage& page : exchange.response.pages) {
        entries += static_cast<std::int64_t>(page.items.size());
        more = more || page.more;
      }
    }
  });
  GEZHI_CHECK(entries >= kCases);
  rows = entries;
  return static_cast<double>(entries) / seconds;
}

double push_everything(Bench& bench, int outbox) {
  Crowd crowd(bench.server.port(), bench.crowd_cookie);
  crowd.prepare(1, 1);
  crowd.run();  // takes the street's own entries
  crowd.prepare(kPushesEach, outbox);
  const std::int64_t operations = std::int64_t{kDevices} * kPushesEach * outbox;
  return bench::per_second(
      operations, [&] { GEZHI_CHECK(crowd.run() == static_cast<std::uint64_t>(operations)); });
}

const bench::Registration kSync("sync", [] {
  const double bare = bench::median_of_3(bare_inserts_per_second);
  const char* const rival = "sqlite bare durable insert";
  const auto pushed = [&](const char* name, int outbox) {
    const double rate = bench::median_of_3([&] {
      Bench one;
      return push_everything(one, outbox);
    });
    bench::print({name, rate, "ops/s", bench::Better::kHigher, rival, bare});
  };
  pushed("sync.push", kOutbox);
  pushed("sync.push.single", 1);

  Bench one;
  push_everything(one, kOutbox);
  std::uint64_t seed = 1000;
  std::int64_t rows = 0;
  const double pulled = bench::median_of_3([&] { return pull_everything(one, ++seed, rows); });
  const double selected =
      bench::median_of_3([&] { return bare_selects_per_second(one.data, rows); });
  bench::print(
      {"sync.pull", pulled, "cases/s", bench::Better::kHigher, "sqlite bare select", selected});
});

}  // namespace
}  // namespace gezhi
