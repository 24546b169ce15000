#include "tests/support/phone.h"

namespace gezhi::test {

Phone::Phone(Person person, std::uint64_t seed) : person_(person), signer_(seed), prng_(seed) {}

void Phone::start(TimeMs now) {
  Device::Setup setup;
  setup.strict = &strict;
  setup.ordinary = &ordinary;
  setup.actor = person_.actor;
  setup.signer = &signer_;
  setup.seed = prng_.next();
  setup.random = [this] {
    std::array<std::uint8_t, 10> random{};
    for (std::uint8_t& byte : random) byte = static_cast<std::uint8_t>(prng_.below(256));
    return random;
  };
  device_ = std::make_unique<Device>(std::move(setup));
  device_->load(now, [](const Result<Done>& result) { GEZHI_CHECK(result.ok()); });
}

void Phone::crash() {
  device_.reset();
  strict.crash(prng_);
  ordinary.crash(prng_);
}

void Phone::settle() {
  strict.settle();
  ordinary.settle();
}

void Phone::sync(HostBed& bed, TimeMs now, TimeMs server_now) {
  settle();
  device_->wake(now);
  for (int round = 0; round < 10000; ++round) {
    const auto request = device_->next_request(now);
    if (!request) return;
    const auto answer = bed.exchange(*request, principal(), server_now);
    GEZHI_CHECK(answer.ok());
    GEZHI_CHECK(device_->receive(*answer, now).ok());
    settle();
  }
  GEZHI_CHECK(false);  // it never comes to rest
}

}  // namespace gezhi::test
