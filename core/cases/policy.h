// What differs between cities: limits, working hours, holidays, texts that say nothing. Versioned
// data set by an operation, never code; changing it never changes the past, because every clock
// keeps the due time it was started with. The default of a Chinese street is
// assets/policy/street-default.json.
#pragma once

#include <string>
#include <vector>

#include "core/base/codec.h"
#include "core/cases/vocabulary.h"
#include "core/people/unit.h"

namespace gezhi {

// `amount` counts seconds (urgent), minutes inside work periods (work_hour), working days
// (work_day: to the end of work of the last one, the first day not counted) or days of 24 hours
// (natural_day). 0 = no clock.
struct Limit {
  ClockClass how = ClockClass::urgent;
  std::int32_t amount = 0;

  template <class V>
  void fields(V& v) {
    v(1, "how", how);
    v(2, "amount", amount);
  }
};

struct NatureLimit {
  Nature nature = Nature::other;
  Limit limit;

  template <class V>
  void fields(V& v) {
    v(1, "nature", nature);
    v(2, "limit", limit);
  }
};

// Minutes of the civil day, from included, to excluded.
struct WorkPeriod {
  std::int32_t from = 0;
  std::int32_t to = 0;

  template <class V>
  void fields(V& v) {
    v(1, "from", from);
    v(2, "to", to);
  }
};

struct Policy {
  static constexpr std::uint32_t kNone = 0;

  std::uint32_t version = kNone;  // ascends; 0 = none set yet
  std::string name;
  Limit sign;          // C01
  Limit depart;        // C02
  Limit contact;       // C03
  Limit arrive;        // C04
  Limit verify;        // C06
  Limit handle;        // C07, when no nature below has its own
  Limit return_visit;  // C12
  std::vector<NatureLimit> handle_by_nature;
  std::int32_t warn_percent = 0;  // of the limit used up
  std::vector<WorkPeriod> work_periods;
  std::vector<CivilDay> holidays;        // statutory
  std::vector<CivilDay> extra_workdays;  // 调休: weekend days that are worked
  std::int32_t text_min = 0;             // G17: characters of a result or closing text
  std::vector<std::string> boilerplate;  // G17: texts that say nothing
  std::int32_t arrive_radius_m = 0;
  std::int32_t late_report_hours = 0;  // G23
  std::int32_t merge_radius_m = 0;
  std::int32_t merge_window_days = 0;
  std::int32_t suspend_days_max = 0;
  std::int32_t returns_to_supervisor = 0;  // the n-th returned order goes to the duty supervisor
  std::int32_t reworks_to_supervisor = 0;
  std::int32_t closed_days_on_device = 0;

  template <class V>
  void fields(V& v) {
    v(1, "version", version);
    v(2, "name", name, 120);
    v(3, "sign", sign);
    v(4, "depart", depart);
    v(5, "contact", contact);
    v(6, "arrive", arrive);
    v(7, "verify", verify);
    v(8, "handle", handle);
    v(9, "return_visit", return_visit);
    v(10, "handle_by_nature", handle_by_nature, 32);
    v(11, "warn_percent", warn_percent);
    v(12, "work_periods", work_periods, 8);
    v(13, "holidays", holidays, 400);
    v(14, "extra_workdays", extra_workdays, 100);
    v(15, "text_min", text_min);
    v(16, "boilerplate", boilerplate, 100);
    v(17, "arrive_radius_m", arrive_radius_m);
    v(18, "late_report_hours", late_report_hours);
    v(19, "merge_radius_m", merge_radius_m);
    v(20, "merge_window_days", merge_window_days);
    v(21, "suspend_days_max", suspend_days_max);
    v(22, "returns_to_supervisor", returns_to_supervisor);
    v(23, "reworks_to_supervisor", reworks_to_supervisor);
    v(24, "closed_days_on_device", closed_days_on_device);
  }
};

// Errors: `bad_policy` names the first field that makes no sense (no work period, from >= to, …).
Result<Done> check_policy(const Policy& policy);

bool is_working_day(const Policy& policy, CivilDay day);

// When a limit that starts at `start` is due. Cost: linear in the days that pass.
TimeMs due_after(const Policy& policy, Limit limit, TimeMs start);

// What is left between two instants in the clock's own counting (ms of work time for the working
// classes), and the instant at which so much has passed: a pause loses nothing and gives nothing.
std::int64_t counted_between(const Policy& policy, ClockClass how, TimeMs from, TimeMs to);
TimeMs after_counted(const Policy& policy, ClockClass how, TimeMs from, std::int64_t counted_ms);

}  // namespace gezhi
