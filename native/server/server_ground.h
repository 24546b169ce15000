// The grids of the district's map as the server looks places up on them (core/cases/placing.h). Read
// from the pack in the data directory, again when that was replaced.
// Threads: one.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "core/cases/placing.h"

namespace gezhi {

class ServerGround {
 public:
  explicit ServerGround(std::string path) : path_(std::move(path)) {}

  // nullptr before a map was imported. Another pointer than before: another map; the one before is
  // gone. A pack that cannot be read is logged, and the map before it stays. Cost: a look at the file.
  const Ground* now();

 private:
  struct Map {
    GridTree tree;
    GridLocator locator;
    Ground ground;
  };

  std::string path_;
  std::filesystem::file_time_type read_at_{};  // the file's own time
  std::unique_ptr<const Map> map_;
};

}  // namespace gezhi
