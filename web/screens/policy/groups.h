// The rules in groups, as people look for them. A field that is named nowhere here stands in the last
// group: nothing of the policy is hidden.
#pragma once

#include <array>
#include <string_view>

#include "core/base/names.h"

namespace gezhi::screens {

enum class PolicyGroup : std::uint8_t {
  general,
  limits,
  work_time,
  triage,
  dispatch,
  quality,
  tracks,
  restricted,
  other
};
constexpr std::array<std::string_view, 9> names_of(PolicyGroup) {
  return {"general", "limits", "work_time",  "triage", "dispatch",
          "quality", "tracks", "restricted", "other"};
}

struct PolicyField {
  std::string_view name;
  PolicyGroup group = PolicyGroup::other;
};

inline constexpr PolicyField kPolicyFields[] = {
    {"version", PolicyGroup::general},
    {"name", PolicyGroup::general},
    {"sign", PolicyGroup::limits},
    {"depart", PolicyGroup::limits},
    {"contact", PolicyGroup::limits},
    {"arrive", PolicyGroup::limits},
    {"arrive_police", PolicyGroup::limits},
    {"verify", PolicyGroup::limits},
    {"handle", PolicyGroup::limits},
    {"handle_by_nature", PolicyGroup::limits},
    {"return_visit", PolicyGroup::limits},
    {"check_in", PolicyGroup::limits},
    {"appeal", PolicyGroup::limits},
    {"warn_percent", PolicyGroup::limits},
    {"chain_from_previous", PolicyGroup::limits},
    {"late_report_hours", PolicyGroup::limits},
    {"suspend_days_max", PolicyGroup::limits},
    {"suspend_days_total", PolicyGroup::limits},
    {"suspend_times_max", PolicyGroup::limits},
    {"round_day_start", PolicyGroup::limits},
    {"work_periods", PolicyGroup::work_time},
    {"holidays", PolicyGroup::work_time},
    {"extra_workdays", PolicyGroup::work_time},
    {"triage_rules", PolicyGroup::triage},
    {"police_codes", PolicyGroup::triage},
    {"merge_radius_m", PolicyGroup::triage},
    {"merge_window_days", PolicyGroup::triage},
    {"recurrence_days", PolicyGroup::triage},
    {"recurrence_radius_m", PolicyGroup::triage},
    {"recurrence_reopens", PolicyGroup::triage},
    {"joint_templates", PolicyGroup::dispatch},
    {"returns_to_supervisor", PolicyGroup::dispatch},
    {"reworks_to_supervisor", PolicyGroup::dispatch},
    {"ladder", PolicyGroup::dispatch},
    {"arrive_radius_m", PolicyGroup::dispatch},
    {"text_min", PolicyGroup::quality},
    {"boilerplate", PolicyGroup::quality},
    {"filler", PolicyGroup::quality},
    {"sample_percent", PolicyGroup::quality},
    {"sample_simple_percent", PolicyGroup::quality},
    {"sample_days", PolicyGroup::quality},
    {"simple_natures", PolicyGroup::quality},
    {"photo_natures", PolicyGroup::quality},
    {"rectify", PolicyGroup::tracks},
    {"rectify_extend_days", PolicyGroup::tracks},
    {"notice_units", PolicyGroup::tracks},
    {"investigate", PolicyGroup::tracks},
    {"police_units", PolicyGroup::tracks},
    {"first_session", PolicyGroup::tracks},
    {"second_session", PolicyGroup::tracks},
    {"tier_sessions_max", PolicyGroup::tracks},
    {"tier_amount_fen", PolicyGroup::tracks},
    {"restrict_rules", PolicyGroup::restricted},
    {"restricted_days_on_device", PolicyGroup::restricted},
    {"restricted_retention_days", PolicyGroup::restricted},
    {"contact_retention_days", PolicyGroup::restricted},
    {"closed_days_on_device", PolicyGroup::restricted},
};

constexpr PolicyGroup group_of(std::string_view field) {
  for (const PolicyField& one : kPolicyFields) {
    if (one.name == field) return one.group;
  }
  return PolicyGroup::other;
}

}  // namespace gezhi::screens
