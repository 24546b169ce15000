// The bytes of everything that is stored or sent, kept for ever: tests/golden/wire/NAME.json lists
// specimens of one struct as bytes (hex) and JSON. Each is read, printed, written again and must come out
// as it went in. GEZHI_WRITE_GOLDEN=1 only ever adds: a new file for a new struct, a further specimen
// when a struct got a member, a name at the end of a list of names.
#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "core/base/json.h"
#include "core/base/prng.h"
#include "tests/support/named_lists.h"
#include "tests/support/specimen.h"
#include "tests/support/wire_structs.h"

using namespace gezhi;
using namespace gezhi::test;

namespace {

bool writes_golden() { return std::getenv("GEZHI_WRITE_GOLDEN") != nullptr; }

std::string path_of(const std::string& name) {
  return std::string(GEZHI_SOURCE_DIR "/tests/golden/wire/") + name + ".json";
}

Json::Array stored(const std::string& path) {
  std::stringstream stream;
  stream << std::ifstream(path).rdbuf();
  if (stream.str().empty()) return {};
  const auto read = parse_json(stream.str());
  REQUIRE_MESSAGE(read.ok(), path);
  REQUIRE(read->array() != nullptr);
  return *read->array();
}

void store(const std::string& path, const Json::Array& items) {
  std::ofstream(path) << to_text(Json(items), 1) << "\n";
}

template <class T>
Json::Array specimen() {
  const T value = Specimen::of<T>();
  return {Json(to_hex(encode(value))), codec::json_of(value)};
}

template <class T>
void check_specimen(const Json& kept) {
  const Json* bytes_of =
      kept.array() != nullptr && kept.array()->size() == 2 ? &kept.array()->front() : nullptr;
  REQUIRE(bytes_of != nullptr);
  REQUIRE(bytes_of->string() != nullptr);
  const auto bytes = from_hex(*bytes_of->string());
  REQUIRE(bytes.ok());
  const auto value = decode<T>(*bytes);
  REQUIRE_MESSAGE(value.ok(), (value.ok() ? "" : value.error().message));
  CHECK(to_hex(encode(*value)) == *bytes_of->string());
  CHECK(to_text(codec::json_of(*value)) == to_text(kept.array()->back()));
}

struct CheckGolden {
  template <class T>
  void operator()(Named<T> one) const {
    CAPTURE(std::string(one.name));
    const std::string path = path_of(one.name);
    Json::Array kept = stored(path);
    for (const Json& item : kept) check_specimen<T>(item);
    const Json today{specimen<T>()};
    const bool is_there = !kept.empty() && to_text(kept.back()) == to_text(today);
    if (!is_there && writes_golden()) {
      kept.push_back(today);
      store(path, kept);
    } else {
      CHECK_MESSAGE(is_there, "the struct changed: GEZHI_WRITE_GOLDEN=1 adds a specimen");
    }
  }
};

// One value has one encoding: what is taken and has the same length is the same bytes; keys of a newer
// writer, which are dropped, make it shorter.
struct CheckMutations {
  Prng& prng;

  Bytes changed(Bytes bytes) const {
    const auto at = static_cast<std::size_t>(prng.below(bytes.size()));
    switch (prng.below(4)) {
      case 0: bytes[at] = static_cast<std::uint8_t>(prng.next()); break;
      case 1: bytes[at] = static_cast<std::uint8_t>(bytes[at] ^ (1u << prng.below(8))); break;
      case 2: bytes.erase(bytes.begin() + static_cast<std::ptrdiff_t>(at)); break;
      default: bytes.insert(bytes.begin() + static_cast<std::ptrdiff_t>(at), 0xC1); break;
    }
    return bytes;
  }

  template <class T>
  void operator()(Named<T> one) const {
    CAPTURE(std::string(one.name));
    const Bytes good = encode(Specimen::of<T>());
    for (int i = 0; i < 300; ++i) {
      const Bytes bytes = changed(good);
      const auto value = decode<T>(bytes);
      if (!value) continue;
      const Bytes again = encode(*value);
      CHECK(again.size() <= bytes.size());
      if (again.size() == bytes.size()) CHECK(to_hex(again) == to_hex(bytes));
    }
  }
};

void check_names(const NamedLists& lists) {
  const std::string path = path_of("names");
  Json::Array kept = stored(path);
  for (const auto& one : lists.lists()) {
    const std::string& list = one.first;
    const auto& names = one.second;
    CAPTURE(list);
    Json::Array* before = nullptr;
    for (Json& item : kept) {
      const Json* name = item.find("list");
      if (name != nullptr && *name->string() == list) {
        before = const_cast<Json*>(item.find("names"))->array();
      }
    }
    Json::Array now;
    for (const std::string_view name : names) now.push_back(Json(std::string(name)));
    if (before == nullptr) {
      CHECK_MESSAGE(writes_golden(), "a list that was never stored before");
      Json item;
      item.set("list", Json(list));
      item.set("names", Json(now));
      kept.push_back(item);
      continue;
    }
    REQUIRE_MESSAGE(before->size() <= now.size(), "a name was taken away");
    for (std::size_t i = 0; i < before->size(); ++i) {
      CHECK_MESSAGE(*(*before)[i].string() == *now[i].string(), "a number changed its meaning");
    }
    CHECK((writes_golden() || before->size() == now.size()));
    *before = now;
  }
  if (writes_golden()) store(path, kept);
}

}  // namespace

TEST_SUITE("sync/wire") {
  TEST_CASE("golden: what every operation ever stored is read and written as it was") {
    for_each_op(CheckGolden{});
  }

  TEST_CASE("golden: so are entries, requests, answers and what a device stores") {
    for_each_envelope(CheckGolden{});
  }

  TEST_CASE("property: changed bytes are refused or mean exactly what they say") {
    Prng prng(11);
    for_each_op(CheckMutations{prng});
    for_each_envelope(CheckMutations{prng});
  }

  TEST_CASE("golden: a number of a named list never changes its meaning") {
    NamedLists lists;
    const auto collect = [&lists](auto one) { lists.add<typename decltype(one)::Type>(); };
    for_each_op(collect);
    for_each_envelope(collect);
    check_names(lists);
  }
}
