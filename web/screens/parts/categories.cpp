#include "web/screens/parts/categories.h"

#include <algorithm>

#include "web/widgets/i18n.h"

namespace gezhi::screens {
namespace {

constexpr std::string_view kOther[] = {"other.other"};
constexpr std::string_view kDispute[] = {
    "dispute.neighbour", "dispute.leak",   "dispute.wage",     "dispute.lease",  "dispute.property",
    "dispute.consumer",  "dispute.family", "dispute.violence", "dispute.injury", "dispute.medical",
    "dispute.school",    "dispute.land",   "dispute.economic", "dispute.other"};
constexpr std::string_view kHazard[] = {
    "hazard.gas",           "hazard.ebike", "hazard.blocked_exit", "hazard.three_in_one",
    "hazard.group_lodging", "hazard.wire",  "hazard.structure",    "hazard.water",
    "hazard.dangerous",     "hazard.other"};
constexpr std::string_view kHelp[] = {"help.elderly", "help.lost_person", "help.trapped",
                                      "help.other"};
constexpr std::string_view kDisorder[] = {"disorder.vending", "disorder.crowd", "disorder.alcohol",
                                          "disorder.other"};
constexpr std::string_view kFacility[] = {"facility.road", "facility.manhole", "facility.light",
                                          "facility.pipe", "facility.tree",    "facility.other"};
constexpr std::string_view kWelfare[] = {"welfare.living_alone", "welfare.disabled",
                                         "welfare.hardship", "welfare.other"};
constexpr std::string_view kLead[] = {"lead.fraud", "lead.illegal_agency", "lead.extreme_threat",
                                      "lead.other"};
constexpr std::string_view kLostFound[] = {"lost_found.lost", "lost_found.found",
                                           "lost_found.other"};
constexpr std::string_view kNoise[] = {"noise.square_dance", "noise.building_site", "noise.shop",
                                       "noise.household", "noise.other"};
constexpr std::string_view kTraffic[] = {"traffic.parking", "traffic.blocked", "traffic.signal",
                                         "traffic.other"};

constexpr std::string_view kScheme = "LOCAL-SG";
constexpr std::string_view kVersion = "1.0";
constexpr std::string_view kPoliceScheme = "110";

}  // namespace

std::span<const std::string_view> category_codes(Nature nature) {
  switch (nature) {
    case Nature::other: return kOther;
    case Nature::dispute: return kDispute;
    case Nature::hazard: return kHazard;
    case Nature::help: return kHelp;
    case Nature::disorder: return kDisorder;
    case Nature::facility: return kFacility;
    case Nature::welfare: return kWelfare;
    case Nature::lead: return kLead;
    case Nature::lost_found: return kLostFound;
    case Nature::noise: return kNoise;
    case Nature::traffic: return kTraffic;
  }
  return kOther;
}

std::vector<std::string> category_words(Nature nature) {
  std::vector<std::string> words;
  for (const std::string_view code : category_codes(nature)) {
    words.push_back(ui::tr("category." + std::string(code)));
  }
  return words;
}

Category category_of(Nature nature, int chosen) {
  const auto codes = category_codes(nature);
  const auto index = chosen < 0 ? codes.size() - 1 : static_cast<std::size_t>(chosen);
  return {std::string(kScheme), std::string(kVersion),
          std::string(codes[std::min(index, codes.size() - 1)])};
}

int category_index(Nature nature, const Category& category) {
  const auto codes = category_codes(nature);
  const auto found = std::find(codes.begin(), codes.end(), category.code);
  if (category.scheme != kScheme || found == codes.end()) return -1;
  return static_cast<int>(found - codes.begin());
}

std::string code_text(const std::string& code) {
  const std::string key = "category." + code;
  return ui::has_text(key) ? ui::tr(key) : ui::tr("ui.policy.other_code", code);
}

std::string category_text(const Category& category) {
  const std::string key = "category." + category.code;
  const bool named = category.scheme == kScheme || category.scheme == kPoliceScheme;
  if (named && ui::has_text(key)) return ui::tr(key);
  return category.code.empty() ? std::string() : category.scheme + " " + category.code;
}

}  // namespace gezhi::screens
