// `gezhi backup` and `gezhi restore` end at any of their calls into the kernel, and the plug is pulled at
// that moment: what they made is whole or is refused, what they read is untouched, and doing it again works.
// Before that they run once to their end, so that each call from the first that touches their target is known;
// the seed draws among these, and every renaming is tried.
//
// GEZHI_POWER_CUTS=N draws N moments of each.
#include <doctest/doctest.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "core/base/json.h"
#include "core/base/prng.h"
#include "native/store/file.h"
#include "tests/native/cli/program.h"
#include "tests/native/server/injected_faults.h"
#include "tests/native/server/street_on_disk.h"
#include "tests/support/street.h"

using namespace gezhi;
namespace fs = std::filesystem;

namespace {

// The N-th call of that name.
struct NthCall {
  std::string call;
  int number = 0;
};

constexpr const char* kCalls =
    "openat,mkdir,pwrite64,write,fsync,fdatasync,rename,unlink,ftruncate";

// What a traced command did, a line a call, with the paths of what it did it to.
std::vector<std::string> calls_of(const std::string& arguments, const std::string& notes) {
  const std::string command = "strace -f -y -qq -o " + notes + " -e trace=" + kCalls + " " +
                              GEZHI_PROGRAM + " " + arguments + " > /dev/null 2>&1";
  REQUIRE(std::system(command.c_str()) == 0);
  std::ifstream file(notes);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) {
    line.erase(0, line.find_first_not_of(" 0123456789"));
    if (line.find('(') != std::string::npos) lines.push_back(line);
  }
  return lines;
}

std::vector<NthCall> moments_of(const std::vector<std::string>& calls) {
  std::map<std::string, int> counts;
  std::vector<NthCall> moments;
  for (const std::string& line : calls) {
    const std::string call = line.substr(0, line.find('('));
    ++counts[call];
    const bool touches = line.find(".part") != std::string::npos;
    if (touches || !moments.empty()) moments.push_back({call, counts[call]});
  }
  return moments;
}

std::vector<NthCall> draw(const std::vector<NthCall>& moments, int count) {
  std::vector<NthCall> drawn;
  for (const NthCall& moment : moments) {
    if (moment.call == "rename") drawn.push_back(moment);
  }
  Prng random(1);
  for (int i = 0; i < count; ++i) drawn.push_back(random.pick(moments));
  return drawn;
}

void run_until(const NthCall& moment, const std::string& arguments) {
  const std::string command = "strace -f -qq -o /dev/null -e trace=" + moment.call +
                              " -e inject=" + moment.call +
                              ":signal=SIGKILL:when=" + std::to_string(moment.number) + " " +
                              GEZHI_PROGRAM + " " + arguments + " > /dev/null 2>&1";
  CHECK(std::system(command.c_str()) != 0);
}

std::map<std::string, Digest> contents(const std::string& folder) {
  std::map<std::string, Digest> files;
  std::error_code none;
  for (const auto& item : fs::recursive_directory_iterator(folder, none)) {
    if (!item.is_regular_file()) continue;
    const auto bytes = read_file(item.path().string(), 1 << 26);
    files[fs::relative(item.path(), folder).string()] = bytes ? sha256(*bytes) : Digest{};
  }
  return files;
}

// What SQLite and the store make anew whenever they miss it.
bool is_passing(const std::string& name) {
  return name == "gezhi.read" || name == "gezhi.lock" || name == "gezhi.db-wal" ||
         name == "gezhi.db-journal";
}

// Where something was made below `target`, and not flushed with its name afterwards.
std::set<std::string> unflushed(const std::vector<std::string>& calls, const std::string& target) {
  std::set<std::string> folders;
  for (const std::string& line : calls) {
    const auto between = [&](char open, char close) {
      const auto begin = line.find(open) + 1;
      return fs::path(line.substr(begin, line.find(close, begin) - begin));
    };
    const bool makes = line.find("O_CREAT") != std::string::npos || line.rfind("mkdir", 0) == 0;
    const fs::path made = makes && line.find("= -1") == std::string::npos ? between('"', '"') : "";
    if (made.string().rfind(target, 0) == 0 && !is_passing(made.filename().string())) {
      folders.insert(made.parent_path().string());
    }
    const bool flushes = line.rfind("fsync", 0) == 0 || line.rfind("fdatasync", 0) == 0;
    if (flushes) folders.erase(between('<', '>').string());
  }
  return folders;
}

// A street of which a part is in a backup already, on a disk that can be had again as often as wanted.
struct Bed {
  Bed() : disk(64) {
    if (!disk.mounted() || !can_inject_faults()) return;
    street = std::make_unique<StreetOnDisk>(disk, 2);
    REQUIRE(street->start());
    push(6);
  }
  void push(std::uint32_t turns) {
    for (std::uint32_t turn = 0; turn < turns; ++turn) {
      for (Pusher& person : street->people) {
        person.make(2);
        REQUIRE(person.push() == Pusher::Said::received);
        const auto seed = static_cast<std::uint32_t>(person.received().size());
        if (turn % 3 == 0) REQUIRE(person.push_photo(seed) == Pusher::Said::received);
      }
    }
  }
  // The server was killed: its log lies beside the database.
  void keep() {
    street->server.kill();
    disk.flush();
    disk.keep("before");
  }
  std::string at(const char* name) const { return disk.path() + "/" + name; }
  std::string notes() const { return outside.path() + "/calls"; }

  TempFolder outside;
  LoopDisk disk;
  std::unique_ptr<StreetOnDisk> street;
};

std::int64_t had(const test::Ran& restored) {
  const auto json = parse_json(restored.output, 16);
  REQUIRE_MESSAGE(json.ok(), restored.output);
  const Json* number = json->find("streets")->array()->at(0).find("had");
  return number == nullptr ? 0 : *number->integer();
}

// What lies there after `gezhi restore` was cut, before it is done again. True: a store stands at `data`.
bool check_left(const Bed& bed, const std::map<std::string, Digest>& stood) {
  const std::string data = bed.street->data();
  const bool there = fs::exists(data);
  CHECK(((there && contents(data) == stood) || contents(bed.at("data.before")) == stood));
  if (there) {
    const test::Ran verified = test::run("verify --data " + data);
    CHECK_MESSAGE(verified.status == 0, verified.output);
  } else {
    CHECK(test::says(test::run("serve --data " + data), "there is no data in"));
    CHECK_FALSE(fs::exists(data));
  }
  return there;
}

}  // namespace

TEST_SUITE("server/backup_cut") {
  TEST_CASE("a backup that ends at any moment is whole or is refused, and its source untouched") {
    Bed bed;
    if (bed.street == nullptr) return;
    bed.keep();
    StreetOnDisk& street = *bed.street;
    const std::string making = "backup " + bed.at("backup") + " --data " + street.data();
    const auto restored_from = [&](const char* name, const char* to) {
      return test::run("restore " + bed.at(name) + " --data " + bed.at(to));
    };
    const auto check_all_in = [&](const char* folder) {
      const Loss loss = street.loss(bed.at(folder));
      CHECK_MESSAGE(loss.words.empty(), loss.words);
      CHECK(loss.operations + loss.photos == 0);
    };
    const auto check_whole = [&] {
      const test::Ran restored = restored_from("backup", "other");
      CHECK_MESSAGE(restored.status == 0, restored.output);
      check_all_in("other");
    };
    const auto calls = calls_of(making, bed.notes());
    street.cut();  // it has said that it is done
    check_whole();
    const auto drawn = draw(moments_of(calls), power_cuts(8));
    int whole = 0;
    for (const NthCall& moment : drawn) {
      CAPTURE(moment.call);
      CAPTURE(moment.number);
      REQUIRE(bed.disk.turn_on("before"));
      const auto before = contents(street.data());
      run_until(moment, making);
      street.cut();
      CHECK(contents(street.data()) == before);
      if (fs::exists(bed.at("backup"))) {
        ++whole;
      } else {
        CHECK(test::says(restored_from("backup", "other"), "is no backup"));
        // What lies under the other name may lack only its own.
        if (restored_from("backup.part", "part").status == 0) check_all_in("part");
        CHECK_FALSE(fs::exists(bed.at("other")));
        CHECK(test::run(making).status == 0);
      }
      check_whole();
    }
    std::printf("FIGURES: backup killed and cut: %zu moments of %zu, %d whole, 0 sources touched\n",
                drawn.size(), moments_of(calls).size(), whole);
  }

  TEST_CASE("a restore that ends at any moment loses neither the backup nor what stood there") {
    Bed bed;
    if (bed.street == nullptr) return;
    StreetOnDisk& street = *bed.street;
    REQUIRE(test::run("backup " + bed.at("backup") + " --data " + street.data()).status == 0);
    REQUIRE(street.loss().none());
    const std::size_t in_backup = street.received();
    bed.push(4);
    const auto last = static_cast<std::int64_t>(street.last_seq());
    bed.keep();
    const auto backup = contents(bed.at("backup"));
    const auto stood = contents(street.data());
    const std::string restoring = "--json restore " + bed.at("backup") + " --data " + street.data();
    const auto calls = calls_of(restoring, bed.notes());
    street.cut();  // it has said that it is done
    CHECK(contents(bed.at("data.before")) == stood);
    const auto drawn = draw(moments_of(calls), power_cuts(8));
    int missing = 0;
    for (const NthCall& moment : drawn) {
      CAPTURE(moment.call);
      CAPTURE(moment.number);
      REQUIRE(bed.disk.turn_on("before"));
      run_until(moment, restoring);
      street.cut();
      CHECK(contents(bed.at("backup")) == backup);
      const bool there = check_left(bed, stood);
      const bool untouched = there && contents(street.data()) == stood;
      if (!there) ++missing;
      const test::Ran again = test::run(restoring);
      CHECK_MESSAGE(again.status == 0, again.output);
      // It knows how far the street had come, wherever the first attempt left that.
      if (untouched || !there) CHECK(had(again) == last);
      const Loss loss = street.loss();
      CHECK_MESSAGE(loss.words.empty(), loss.words);
      CHECK(loss.healing == "restored");
      CHECK(street.received() - loss.operations == in_backup);
    }
    CHECK(missing > 0);  // between its two renamings
    std::printf(
        "FIGURES: restore killed and cut: %zu moments of %zu, %d between the names, 0 lost\n",
        drawn.size(), moments_of(calls).size(), missing);
  }

  TEST_CASE("before it says that it is done, every folder that it made is flushed with its names") {
    Bed bed;
    if (bed.street == nullptr) return;
    bed.street->server.kill();
    const std::string backup = bed.at("backup");
    const std::string data = bed.street->data();
    const auto made = calls_of("backup " + backup + " --data " + data, bed.notes());
    CHECK(unflushed(made, backup) == std::set<std::string>{});
    const auto restored = calls_of("restore " + backup + " --data " + data, bed.notes());
    CHECK(unflushed(restored, data) == std::set<std::string>{});
  }
}
