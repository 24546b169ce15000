#include "tests/support/shared_data.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>

namespace gezhi {

std::string shared_data_folder() {
  const char* folder = std::getenv("GEZHI_SHARED_DATA");
  return folder != nullptr ? std::string(folder) + "/"
                           : std::string(GEZHI_SOURCE_DIR) + "/../shared/data/";
}

std::optional<std::string> shared_data_path(const std::string& name) {
  const std::string path = shared_data_folder() + name;
  if (std::ifstream(path, std::ios::binary)) return path;
  std::printf("SKIPPED: no ../shared/data/%s: set GEZHI_SHARED_DATA\n", name.c_str());
  return std::nullopt;
}

std::optional<std::string> shared_data(const std::string& name) {
  const auto path = shared_data_path(name);
  if (!path) return std::nullopt;
  std::ifstream file(*path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
}

}  // namespace gezhi
