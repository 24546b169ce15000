// One line for each street whose journal can't be read (core/sync/host.h), on standard error: whoever works
// on a data directory has to know that what is shown of it is not all.
#pragma once

#include <string>

#include "core/sync/host.h"
#include "native/cli/command.h"
#include "native/import/defects.h"

namespace gezhi {

std::string closed_line(const ClosedStreet& street, const std::string& data, Language language);

void warn_of_closed(const Host& host, const std::string& data, const Output& output);

}  // namespace gezhi
