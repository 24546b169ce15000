// Real data beside the repository (../shared/data, or GEZHI_SHARED_DATA). It is not part of the
// project: a test that needs it says so in one line and returns when it is not there.
#pragma once

#include <optional>
#include <string>

namespace gezhi {

// The folder, whether or not it exists; ends with "/".
std::string shared_data_folder();

// The path of a file, or none with one line on stdout.
std::optional<std::string> shared_data_path(const std::string& name);

// A file's bytes, or none with one line on stdout.
std::optional<std::string> shared_data(const std::string& name);

}  // namespace gezhi
