#include "native/cli/closed_streets.h"

#include "native/cli/import_shared.h"

namespace gezhi {

std::string closed_line(const ClosedStreet& street, const std::string& data, Language language) {
  return said(
      language, "cli.street_closed",
      {std::to_string(street.shard.value), std::to_string(street.bad), street.why.code, data});
}

void warn_of_closed(const Host& host, const std::string& data, const Output& output) {
  for (const auto& [shard, street] : host.closed()) {
    output.warn(closed_line(street, data, output.language));
  }
}

}  // namespace gezhi
