#include "native/cli/import_shared.h"

#include <cstdlib>

#include "core/base/read.h"
#include "native/cli/data_folder.h"
#include "native/cli/told.h"
#include "native/import/pack_file.h"
#include "native/import/readings.h"
#include "native/store/file.h"

namespace gezhi {

Result<DistrictPack> open_pack(const std::string& data) {
  if (auto there = check_data_folder(data); !there) return there.error();
  return load_pack(data);
}

int save_import(const std::string& data, DistrictPack pack, const Output& output, Json json,
                std::vector<std::string> notes, const std::string& line) {
  if (auto read = add_readings(pack); !read)
    notes.push_back(said(output.language, "import.note.no_pinyin",
                         {told(output.language, read.error().message)}));
  const auto size = save_pack(data, pack);
  if (!size) return output.fail(size.error());
  Json::Array list;
  for (const std::string& note : notes) {
    output.say("  " + note);
    list.push_back(Json(note));
  }
  json.set("notes", Json(std::move(list)));
  json.set("pack_bytes", static_cast<std::int64_t>(*size));
  output.give(json);
  output.say(line + said(output.language, "import.done.pack", {std::to_string(*size)}));
  return 0;
}

void say_codes_end(const GridHistory& history, CivilDay today, const Output& output, Json& json) {
  const auto until = codes_known_until(history);
  if (!until) return;
  const bool soon = codes_end_soon(history, today);
  json.set("codes_until", to_date_text(*until));
  json.set("codes_end_soon", Json(soon));
  output.say(said(output.language, soon ? "cli.codes.end_soon" : "cli.codes.end",
                  {to_date_text(*until), to_date_text(CivilDay{until->value + 1})}));
}

Result<Done> write_defects(const std::string& path, const std::vector<Defect>& defects) {
  const std::string text = to_text(defects_geojson(defects), 1);
  return replace_file(path, view_of(text));
}

Result<CivilDay> day_option(const std::string& text) {
  if (text.empty()) return CivilDay{};
  const auto day = read_day(text);
  if (!day) return Error{"bad_option", "'" + text + "' is no date: YYYY-MM-DD"};
  return *day;
}

}  // namespace gezhi
