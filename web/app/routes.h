// Where in the app one is: what follows # in the address. "/report?place=MQ-0012", "/case/<uuid>".
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "core/cases/subject_key.h"

namespace gezhi::app {

struct Address {
  std::string screen;  // "home", "report", "case", ...
  std::string argument;
  std::map<std::string, std::string> query;
};
const Address& address();
void open(std::string_view route);      // a new page, back returns
void replace(std::string_view route);   // in place
void back(std::string_view otherwise);  // to where one came from, else to `otherwise`
void open_case(const SubjectKey& key);
void open_case(const Case& one);

}  // namespace gezhi::app
