// Made-up names that sound like the region's. Every name is given once.
#pragma once

#include <string>
#include <vector>

#include "core/base/prng.h"

namespace gezhi::demo {

class Names {
 public:
  explicit Names(Prng& prng);

  std::string road(bool wide);  // …路, …街, …大道
  std::string lane();           // …巷, …弄
  std::string estate();         // …花苑, …新村
  std::string with(const char* ending);

 private:
  std::string next();

  std::vector<std::string> stems_;
  std::size_t at_ = 0;
};

}  // namespace gezhi::demo
