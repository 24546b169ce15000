#include "native/cli/change_words.h"

#include "native/cli/told.h"

namespace gezhi {

namespace {

std::string listed(const std::vector<std::string>& names, Json& json, const char* key) {
  std::string all;
  Json::Array list;
  for (const std::string& name : names) {
    all += (all.empty() ? "" : ", ") + name;
    list.push_back(Json(name));
  }
  json.set(key, std::move(list));
  return all;
}

}  // namespace

void say_changes(ShardId street, const StreetChanges& changes, const Output& output, Json& json) {
  const std::string number = std::to_string(street.value);
  if (!changes.proposed.empty()) {
    output.say(said(output.language, "cli.change.proposed",
                    {number, listed(changes.proposed, json, "proposed")}));
  }
  if (!changes.put_off.empty()) {
    output.say(said(output.language, "cli.change.put_off",
                    {number, listed(changes.put_off, json, "put_off"),
                     told(output.language, change_pending(street).message)}));
  }
}

Error change_pending(ShardId street) {
  return {"change_pending", "street " + std::to_string(street.value) +
                                ": another change is pending; have it confirmed or withdrawn in "
                                "the app (Settings, Rules) first"};
}

}  // namespace gezhi
