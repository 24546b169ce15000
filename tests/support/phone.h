// A device of one of the Street's people with lossy storage, talking to a HostBed by hand: every
// request, answer and crash is one call of the test.
#pragma once

#include <memory>

#include "core/sync/device.h"
#include "tests/support/fake_signatures.h"
#include "tests/support/host_bed.h"
#include "tests/support/lossy_store.h"

namespace gezhi::test {

class Phone {
 public:
  Phone(Person person, std::uint64_t seed);

  // Switched on: reads its storage.
  void start(TimeMs now);
  // Everything in memory is gone; storage keeps what it must and perhaps more.
  void crash();
  bool is_on() const { return device_ != nullptr; }

  template <class T>
  Device::Sent submit(CaseId subject, const T& payload, TimeMs now) {
    return device_->submit(kStreet, subject, person_.grant, payload, now);
  }

  // Exchanges until nothing is wanted any more; storage answers at once.
  void sync(HostBed& bed, TimeMs now) { sync(bed, now, now); }
  void sync(HostBed& bed, TimeMs now, TimeMs server_now);
  void settle();

  Device& device() { return *device_; }
  FakeSigner& signer() { return signer_; }
  const Replica& replica() const { return device_->replica(); }
  const Case* find(CaseId id) const { return device_->replica().find_case({kStreet, id}); }
  const Person& person() const { return person_; }
  void set_person(const Person& person) { person_ = person; }
  Principal principal() const { return principal_of(person_); }

  LossyStore strict{LossyStore::Kind::strict};
  LossyStore ordinary{LossyStore::Kind::ordinary};

 private:
  Person person_;
  FakeSigner signer_;
  Prng prng_;
  std::unique_ptr<Device> device_;
};

}  // namespace gezhi::test
