// Where in the app one is: what follows # in the address. "/report?place=MQ-0012", "/case/<uuid>".
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace gezhi::app {

struct Address {
  std::string screen;  // "home", "report", "case", ...
  std::string argument;
  std::map<std::string, std::string> query;
};

// Whatever stands there is an address.
Address read_address(std::string_view route);

}  // namespace gezhi::app
