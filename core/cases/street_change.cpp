#include "core/cases/street_change.h"

#include <algorithm>
#include <bitset>

#include "core/cases/clocks.h"

namespace gezhi {
namespace {

struct Amount {
  const char* name;
  std::int32_t Policy::*member;
};

// 0 = kept for ever.
constexpr Amount kKept[] = {
    {"restricted_retention_days", &Policy::restricted_retention_days},
    {"contact_retention_days", &Policy::contact_retention_days},
    // After a restore it comes back from there.
    {"closed_days_on_device", &Policy::closed_days_on_device},
};
constexpr Amount kNotLess[] = {
    {"sample_percent", &Policy::sample_percent},
    {"sample_simple_percent", &Policy::sample_simple_percent},
    {"sample_days", &Policy::sample_days},
    {"text_min", &Policy::text_min},
    {"recurrence_days", &Policy::recurrence_days},
    {"recurrence_radius_m", &Policy::recurrence_radius_m},
};
constexpr Amount kNotMore[] = {
    {"suspend_days_max", &Policy::suspend_days_max},
    {"rectify_extend_days", &Policy::rectify_extend_days},
    {"merge_radius_m", &Policy::merge_radius_m},
    {"merge_window_days", &Policy::merge_window_days},
};
// 0 = nothing of the kind is asked, or no end.
constexpr Amount kNotMoreNorNone[] = {
    {"arrive_radius_m", &Policy::arrive_radius_m},
    {"late_report_hours", &Policy::late_report_hours},
    {"returns_to_supervisor", &Policy::returns_to_supervisor},
    {"reworks_to_supervisor", &Policy::reworks_to_supervisor},
    {"suspend_days_total", &Policy::suspend_days_total},
    {"suspend_times_max", &Policy::suspend_times_max},
    {"warn_percent", &Policy::warn_percent},
    {"tier_sessions_max", &Policy::tier_sessions_max},
    {"restricted_days_on_device", &Policy::restricted_days_on_device},
};

struct Time {
  const char* name;
  Limit Policy::*member;
};
constexpr Time kTimes[] = {
    {"sign", &Policy::sign},
    {"depart", &Policy::depart},
    {"contact", &Policy::contact},
    {"arrive", &Policy::arrive},
    {"verify", &Policy::verify},
    {"handle", &Policy::handle},
    {"return_visit", &Policy::return_visit},
    {"arrive_police", &Policy::arrive_police},
    {"rectify", &Policy::rectify},
    {"investigate", &Policy::investigate},
    {"first_session", &Policy::first_session},
    {"second_session", &Policy::second_session},
    {"check_in", &Policy::check_in},
    {"appeal", &Policy::appeal},
};

bool is_kept_shorter(std::int32_t before, std::int32_t after) {
  return after != 0 && (before == 0 || after < before);
}

// 0 = no limit. Another way of counting may be longer or shorter, by the day: a second person says which.
bool is_longer(const Limit& before, const Limit& after) {
  const bool limited = before.amount != 0;
  return limited && (after.amount == 0 || after.how != before.how || after.amount > before.amount);
}

bool is_slower_by_nature(const Policy& before, const Policy& after) {
  for (std::size_t i = 0; i < names_of(Nature{}).size(); ++i) {
    const auto nature = static_cast<Nature>(i);
    if (is_longer(handle_limit(before, nature), handle_limit(after, nature))) return true;
  }
  return false;
}

template <class T>
bool has_all(const std::vector<T>& all, const std::vector<T>& wanted) {
  return std::all_of(wanted.begin(), wanted.end(), [&](const T& one) {
    return std::find(all.begin(), all.end(), one) != all.end();
  });
}

template <class E>
bool has_all(SetOf<E> all, SetOf<E> wanted) {
  return (all & wanted) == wanted;
}

bool ladder_stands(const Policy& before, const Policy& after) {
  return std::all_of(before.ladder.begin(), before.ladder.end(), [&](const LadderRule& was) {
    return std::any_of(after.ladder.begin(), after.ladder.end(), [&](const LadderRule& now) {
      return now.rung == was.rung && now.percent <= was.percent;
    });
  });
}

// The first rule that fits is asked: what stood stands in its place, and what is new comes behind it.
bool restricting_stands(const Policy& before, const Policy& after) {
  for (std::size_t i = 0; i < before.restrict_rules.size(); ++i) {
    if (i >= after.restrict_rules.size()) return false;
    const RestrictRule& was = before.restrict_rules[i];
    const RestrictRule& now = after.restrict_rules[i];
    const bool strong = now.restricted == was.restricted && has_all(now.words, was.words) &&
                        has_all(now.codes, was.codes);
    if (!strong) return false;
  }
  return true;
}

bool is_as_wide(const TriageRule& was, const TriageRule& now) {
  const bool sources =
      now.sources.empty() || (!was.sources.empty() && has_all(now.sources, was.sources));
  return now.to == was.to && now.grid == was.grid && sources && has_all(now.words, was.words);
}

bool calling_stands(const Policy& before, const Policy& after) {
  const auto& rules = before.triage_rules;
  std::size_t last = 0;  // behind the last rule that calls the police
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (rules[i].to == TransferTo::police_110) last = i + 1;
  }
  for (std::size_t i = 0; i < last; ++i) {
    if (i >= after.triage_rules.size()) return false;
    const TriageRule& now = after.triage_rules[i];
    const bool calls = rules[i].to == TransferTo::police_110;
    if (calls ? !is_as_wide(rules[i], now) : encode(rules[i]) != encode(now)) return false;
  }
  return true;
}

// A template may be added; what stood orders the same units, by the same time.
bool templates_stand(const Policy& before, const Policy& after) {
  const auto stands = [&](const JointTemplate& was) {
    return std::any_of(
        after.joint_templates.begin(), after.joint_templates.end(),
        [&](const JointTemplate& now) { return now.id == was.id && encode(now) == encode(was); });
  };
  return std::all_of(before.joint_templates.begin(), before.joint_templates.end(), stands);
}

// What a stretch of a day or week covers, counted once however often it is named.
template <std::size_t N>
void cover(std::bitset<N>& minutes, std::int64_t from, std::int64_t to) {
  for (std::int64_t at = from; at < to; ++at) minutes.set(static_cast<std::size_t>(at) % N);
}

constexpr std::size_t kMinutesInDay = 24 * 60;

std::size_t minutes_worked(const Policy& policy) {
  std::bitset<kMinutesInDay> minutes;
  for (const WorkPeriod& period : policy.work_periods) cover(minutes, period.from, period.to);
  return minutes.count();
}

std::int32_t year_of(CivilDay day) { return date_of(day).year; }

bool has_day_of(const std::vector<CivilDay>& days, std::int32_t year) {
  return std::any_of(days.begin(), days.end(), [&](CivilDay day) { return year_of(day) == year; });
}

// Fewer days are worked in a year whose list stood, or a new year has more days off than any ever had.
constexpr std::ptrdiff_t kHolidaysMax = 40;
bool calendar_stands(const Policy& before, const Policy& after) {
  if (!has_all(after.extra_workdays, before.extra_workdays)) return false;
  for (const CivilDay day : after.holidays) {
    const std::int32_t year = year_of(day);
    if (has_day_of(before.holidays, year) && !has_all(before.holidays, {day})) return false;
    const auto of_year = [&](CivilDay other) { return year_of(other) == year; };
    if (std::count_if(after.holidays.begin(), after.holidays.end(), of_year) > kHolidaysMax)
      return false;
  }
  return true;
}

std::size_t minutes_on_duty(const Unit& unit) {
  std::bitset<7 * kMinutesInDay> minutes;
  if (unit.duty.empty()) return minutes.size();
  for (const DutyHours& hours : unit.duty) {
    const std::int64_t length = std::int64_t{hours.to_minute} - hours.from_minute;
    for (std::uint32_t day = 0; day < 7; ++day) {
      if ((hours.days >> day & 1u) == 0) continue;
      const std::int64_t from = std::int64_t{day} * 24 * 60 + hours.from_minute;
      cover(minutes, from, from + (length > 0 ? length : length + 24 * 60));  // over midnight
    }
  }
  return minutes.count();
}

// What is no ground of the street any more can't be kept.
bool keeps_ground(const GridTree& grids, const Unit& was, const Unit& now) {
  return now.area.is_none() || grids.find(was.area) == nullptr ||
         grids.contains(now.area, was.area);
}

}  // namespace

std::vector<std::string> weakened(const Policy& before, const Policy& after) {
  std::vector<std::string> names;
  if (before.version == Policy::kNone) return names;
  const auto when = [&](bool weak, const char* name) {
    if (weak) names.emplace_back(name);
  };
  for (const auto& [name, member] : kKept) {
    when(is_kept_shorter(before.*member, after.*member), name);
  }
  for (const auto& [name, member] : kNotLess) when(after.*member < before.*member, name);
  for (const auto& [name, member] : kNotMore) when(after.*member > before.*member, name);
  for (const auto& [name, member] : kNotMoreNorNone) {
    const bool asked = before.*member != 0;
    when(asked && (after.*member == 0 || after.*member > before.*member), name);
  }
  for (const auto& [name, member] : kTimes) when(is_longer(before.*member, after.*member), name);
  when(is_slower_by_nature(before, after), "handle_by_nature");
  when(minutes_worked(after) < minutes_worked(before), "work_periods");
  when(!calendar_stands(before, after), "holidays");
  when(!before.chain_from_previous && after.chain_from_previous, "chain_from_previous");
  when(before.recurrence_reopens && !after.recurrence_reopens, "recurrence_reopens");
  const bool tier_asked = before.tier_amount_fen != 0;
  when(tier_asked && (after.tier_amount_fen == 0 || after.tier_amount_fen > before.tier_amount_fen),
       "tier_amount_fen");
  when(!templates_stand(before, after), "joint_templates");
  when(!ladder_stands(before, after), "ladder");
  when(!has_all(after.photo_natures, before.photo_natures), "photo_natures");
  when(!has_all(before.simple_natures, after.simple_natures), "simple_natures");
  when(after.notice_units != before.notice_units, "notice_units");
  when(after.police_units != before.police_units, "police_units");
  when(!has_all(after.police_codes, before.police_codes), "police_codes");
  when(!has_all(after.boilerplate, before.boilerplate), "boilerplate");
  when(!has_all(after.filler, before.filler), "filler");
  when(!restricting_stands(before, after), "restrict_rules");
  when(!calling_stands(before, after), "triage_rules");
  return names;
}

std::vector<std::string> weakened(const std::map<UnitId, Unit>& known, const GridTree& grids,
                                  const std::vector<Unit>& units) {
  std::vector<std::string> names;
  for (const Unit& now : units) {
    const auto at = known.find(now.id);
    if (at == known.end()) continue;
    const Unit& was = at->second;
    const bool less = now.kind != was.kind || !has_all(now.powers, was.powers) ||
                      minutes_on_duty(now) < minutes_on_duty(was) || !keeps_ground(grids, was, now);
    if (less) names.push_back(was.name);
  }
  return names;
}

}  // namespace gezhi
