#include "core/journal/device_chains.h"

#include <algorithm>

namespace gezhi {

const PublicKey* DeviceChains::key_of(ActorId actor, DeviceId device) const {
  const auto at = devices_.find({actor, device});
  return at == devices_.end() ? nullptr : &at->second.keys[at->second.enrolled].key;
}

std::uint64_t DeviceChains::enrolled_since(ActorId actor, TimeMs since) const {
  const auto at = enrolled_.find(actor);
  if (at == enrolled_.end()) return 0;
  return static_cast<std::uint64_t>(std::count_if(at->second.begin(), at->second.end(),
                                                  [&](TimeMs when) { return since < when; }));
}

DeviceLink DeviceChains::link_of(const Op& op, const Signature& signature) const {
  if (signature.is_none()) return DeviceLink::none;
  const auto at = devices_.find({op.actor, op.device});
  if (at == devices_.end()) return DeviceLink::gap;
  const Device& device = at->second;
  if (device.keys[device.enrolled].named.contains(signature.prev)) return DeviceLink::fork;
  if (signature.prev == Digest{}) return DeviceLink::first;
  return device.signed_here.contains(signature.prev) ? DeviceLink::follows : DeviceLink::gap;
}

void DeviceChains::add(const Op& op, const Signature& signature, const Digest& digest,
                       std::uint64_t seq) {
  const auto at = devices_.find({op.actor, op.device});
  if (signature.is_none() || at == devices_.end()) return;
  const DeviceLink link = link_of(op, signature);
  Device& device = at->second;
  device.signed_here.insert(digest);
  device.missing.erase(digest);
  device.keys[device.enrolled].named.insert(signature.prev);
  if (link == DeviceLink::fork) device.forks.push_back(seq);
  if (link == DeviceLink::gap) device.missing[signature.prev].push_back(seq);
}

void DeviceChains::enroll(const EnrollKey& enrolled, TimeMs when) {
  Device& device = devices_[{enrolled.actor, enrolled.device}];
  const auto known = std::find_if(device.keys.begin(), device.keys.end(),
                                  [&](const KeyChain& chain) { return chain.key == enrolled.key; });
  device.enrolled = static_cast<std::size_t>(known - device.keys.begin());
  if (known == device.keys.end()) device.keys.push_back({enrolled.key, {}});
  enrolled_[enrolled.actor].push_back(when);
}

std::vector<ChainBreak> DeviceChains::breaks() const {
  std::vector<ChainBreak> found;
  for (const auto& each : devices_) {
    const Device& device = each.second;
    const auto note = [&](std::uint64_t seq, DeviceLink link) {
      found.push_back({seq, each.first.first, each.first.second, link});
    };
    for (const std::uint64_t seq : device.forks) note(seq, DeviceLink::fork);
    for (const auto& [prev, entries] : device.missing) {
      for (const std::uint64_t seq : entries) note(seq, DeviceLink::gap);
    }
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const ChainBreak& a, const ChainBreak& b) { return a.seq < b.seq; });
  return found;
}

}  // namespace gezhi
