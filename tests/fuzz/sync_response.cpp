// Any bytes as the server's answer to a device that has something pending: it must stand, and
// whatever it then holds must be encodable and survive a restart. An odd first byte makes the rest an
// answer to the very request, so that its pages are looked into.
#include "tests/fuzz/fuzz.h"
#include "tests/support/phone.h"

namespace {

using namespace gezhi;
using namespace gezhi::test;

Bytes fitted(ByteView input, ByteView request_bytes) {
  const auto request = read_request(request_bytes);
  auto response = decode<Response>(input);
  if (!request || !response) return Bytes(input.begin(), input.end());
  response->protocol = kProtocol;
  response->number = request->number;
  response->epoch = request->epoch;
  response->scope = request->scope;
  return encode(*response);
}

}  // namespace

GEZHI_FUZZ_TARGET(sync_response) {
  if (input.empty()) return;
  static Street street;
  static HostBed bed;
  static const CaseId subject = street.new_case();
  const TimeMs now = street.now();
  Phone phone(street.person("supervisor"), 1);
  phone.start(now);
  phone.sync(bed, now);
  static_cast<void>(phone.submit(subject, Street::report(), now));
  phone.settle();
  const auto request = phone.device().next_request(now);
  GEZHI_CHECK(request.has_value());
  const ByteView rest = input.subspan(1);
  const Bytes answer = input[0] % 2 == 1 ? fitted(rest, *request) : Bytes(rest.begin(), rest.end());
  const auto taken = phone.device().receive(answer, now);
  phone.settle();
  phone.ordinary.flush();
  for (const Case* one : phone.replica().cases(kStreet))
    GEZHI_CHECK(decode<Case>(encode(*one)).ok());
  if (!taken) return;
  const World* before = phone.replica().confirmed(kStreet);
  const Digest hash = before != nullptr ? before->hash() : Digest{};
  phone.start(now);
  const World* after = phone.replica().confirmed(kStreet);
  GEZHI_CHECK((after != nullptr ? after->hash() : Digest{}) == hash);
}
