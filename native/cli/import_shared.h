// What the commands under `gezhi import` share.
#pragma once

#include <string>
#include <vector>

#include "core/district/pack.h"
#include "native/cli/command.h"
#include "native/import/defects.h"

namespace gezhi {

// The folder's pack, or an empty one. Errors: the folder is none of ours; `bad_pack`.
Result<DistrictPack> open_pack(const std::string& data);

// Writes the pack with the readings of its names, and says so: notes, then the line; the exit status.
int save_import(const std::string& data, DistrictPack pack, const Output& output, Json json,
                std::vector<std::string> notes, const std::string& line);

// How far the lists of codes reach, when the pack has any, and whether the next is due.
void say_codes_end(const GridHistory& history, CivilDay today, const Output& output, Json& json);

// --date: YYYY-MM-DD; "" = none. Errors: `bad_option`.
Result<CivilDay> day_option(const std::string& text);

template <class E>
bool parse_name(const std::string& text, E& value) {
  const auto names = names_of(E{});
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] != text) continue;
    value = static_cast<E>(i);
    return true;
  }
  return false;
}

// As GeoJSON.
Result<Done> write_defects(const std::string& path, const std::vector<Defect>& defects);

// import_codes_command.cpp, import_lines_command.cpp
void add_import_codes(CLI::App& import, Run& run);
void add_import_lines(CLI::App& import, Run& run);

}  // namespace gezhi
