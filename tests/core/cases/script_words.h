// The words of a script's line that both the player and its payloads read.
#pragma once

#include <string>
#include <vector>

#include "core/base/ids.h"

namespace gezhi::test {

using Words = std::vector<std::string>;

// "key=value" among the words.
std::string option(const Words& args, const std::string& key, const std::string& otherwise = {});
UnitId unit_named(const std::string& name);

// "+3d", "-2h", "+10m" in milliseconds.
bool is_offset(const std::string& text);
std::int64_t offset_ms(const std::string& text);

}  // namespace gezhi::test
