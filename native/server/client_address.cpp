#include "native/server/client_address.h"

#include <algorithm>

#include <boost/asio/ip/address_v6.hpp>

namespace gezhi {

namespace {

namespace ip = boost::asio::ip;

std::string_view without_port(std::string_view text) {
  if (!text.empty() && text.front() == '[') return text.substr(1, text.find(']') - 1);
  const std::size_t colon = text.find(':');
  const bool one = colon != std::string_view::npos && text.find(':', colon + 1) == text.npos;
  return one ? text.substr(0, colon) : text;
}

std::string_view without_blanks(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

}  // namespace

IpAddress plain_ip(const IpAddress& address) {
  if (!address.is_v6() || !address.to_v6().is_v4_mapped()) return address;
  return ip::make_address_v4(ip::v4_mapped, address.to_v6());
}

Result<IpAddress> read_ip(std::string_view text) {
  boost::system::error_code problem;
  const auto address = ip::make_address(std::string(without_port(without_blanks(text))), problem);
  if (problem) return Error{"bad_address", "'" + std::string(text) + "' is no IP address"};
  return plain_ip(address);
}

Result<TrustedProxies> TrustedProxies::read(const std::vector<std::string>& addresses) {
  TrustedProxies proxies;
  for (const std::string& text : addresses) {
    const auto address = read_ip(text);
    if (!address) return address.error();
    proxies.addresses_.insert(*address);
  }
  return proxies;
}

IpAddress TrustedProxies::client(const IpAddress& peer, std::string_view forwarded) const {
  IpAddress nearest = peer;
  while (trusts(nearest) && !forwarded.empty()) {
    const std::size_t comma = forwarded.rfind(',');
    const auto before = read_ip(comma == forwarded.npos ? forwarded : forwarded.substr(comma + 1));
    if (!before) break;  // what a proxy of ours did not write as an address tells nothing further
    nearest = *before;
    forwarded = forwarded.substr(0, comma == forwarded.npos ? 0 : comma);
  }
  return nearest;
}

std::string network_of(const IpAddress& address) {
  if (address.is_v4()) return address.to_string();
  auto bytes = address.to_v6().to_bytes();
  std::fill(bytes.begin() + 8, bytes.end(), std::uint8_t{0});
  return ip::address_v6(bytes).to_string() + "/64";
}

}  // namespace gezhi
