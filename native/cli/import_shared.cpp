#include "native/cli/import_shared.h"

#include "native/cli/data_folder.h"
#include "native/import/pack_file.h"
#include "native/import/readings.h"

namespace gezhi {

Result<DistrictPack> open_pack(const std::string& data) {
  if (auto there = check_data_folder(data); !there) return there.error();
  return load_pack(data);
}

int save_import(const std::string& data, DistrictPack pack, const Output& output, Json json,
                std::vector<std::string> notes, const std::string& line) {
  if (auto read = add_readings(pack); !read)
    notes.push_back("no search by pinyin: " + read.error().message);
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
  output.say(line + " The pack has " + std::to_string(*size) + " bytes.");
  return 0;
}

Result<CivilDay> day_option(const std::string& text) {
  if (text.empty()) return CivilDay{};
  const auto day = parse_date(text);
  if (!day) return Error{"bad_option", "'" + text + "' is no date: YYYY-MM-DD"};
  return *day;
}

}  // namespace gezhi
