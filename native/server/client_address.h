// Whose request it is: the address at the other end, or, when that is a proxy of our own, the last
// one in X-Forwarded-For that is not. What stands before it was written by whoever asked.
#pragma once

#include <boost/asio/ip/address.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace gezhi {

using IpAddress = boost::asio::ip::address;

// IPv4 stays IPv4 where it comes mapped into IPv6.
IpAddress plain_ip(const IpAddress& address);

// Brackets and a port are left out.
Result<IpAddress> read_ip(std::string_view text);

class TrustedProxies {
 public:
  // Error: `bad_address`.
  static Result<TrustedProxies> read(const std::vector<std::string>& addresses);

  bool trusts(const IpAddress& address) const { return addresses_.contains(address); }
  // `forwarded`: all X-Forwarded-For of the request, in their order, with commas between.
  IpAddress client(const IpAddress& peer, std::string_view forwarded) const;

 private:
  std::set<IpAddress> addresses_;
};

// By what limits count: an IPv4 address, or the /64 that one person has of IPv6.
std::string network_of(const IpAddress& address);

}  // namespace gezhi
