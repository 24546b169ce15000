// A server process with the small street, for tests that sign in as its people.
#pragma once

#include <doctest/doctest.h>

#include <string>

#include "tests/native/server/server_process.h"
#include "tests/native/server/sync_device.h"
#include "tests/support/temp_folder.h"

namespace gezhi {

struct ServedStreet {
  explicit ServedStreet(int people = 2)
      : data(folder.path() + "/data"), server(GEZHI_PROGRAM, data) {
    make_test_data(data, people);
    server.start();
  }

  HttpClient signed_in(int person) { return signed_in("person" + std::to_string(person)); }
  HttpClient signed_in(const std::string& name) {
    HttpClient client(server.port());
    REQUIRE(client.sign_in(name, kTestPassword) == 200);
    return client;
  }
  static SyncDevice device(int person, std::uint64_t seed) {
    return SyncDevice(ActorId{1000 + static_cast<std::uint64_t>(person)}, test_grant(), seed);
  }

  TempFolder folder;
  std::string data;
  ServerProcess server;
};

}  // namespace gezhi
