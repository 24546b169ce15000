// What differs between cities: limits, working hours, holidays, texts that say nothing. Versioned
// data set by an operation, never code; changing it never changes the past, because every clock
// keeps the due time it was started with. The default of a Chinese street is
// assets/policy/street-default.json.
#pragma once

#include <string>
#include <vector>

#include "core/cases/concern.h"
#include "core/people/unit.h"

namespace gezhi {

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

// One line of the triage list (S2-19): the first whose words, sources and natures fit suggests where
// the matter belongs. A person decides; the rule's id is kept.
struct TriageRule {
  std::string id;
  std::vector<std::string> words;    // any of them in the text; none = every text
  SetOf<Source> sources;             // none = every source
  GridId grid;                       // only inside; none = everywhere
  TransferTo to = TransferTo::none;  // none: ours
  Nature nature = Nature::other;
  std::string code;  // of the category it suggests
  std::string why;

  template <class V>
  void fields(V& v) {
    v(1, "id", id, 40);
    v(2, "words", words, 60);
    v(3, "sources", sources);
    v(4, "grid", grid);
    v(5, "to", to);
    v(6, "nature", nature);
    v(7, "code", code, 20);
    v(8, "why", why, 200);
  }
};

// What proposes a restricted class (G20): the first rule with a word in the text or the category. A
// person decides.
struct RestrictRule {
  std::string id;
  std::vector<std::string> words;
  std::vector<std::string> codes;  // of categories
  Restricted restricted = Restricted::none;
  std::string why;

  template <class V>
  void fields(V& v) {
    v(1, "id", id, 40);
    v(2, "words", words, 60);
    v(3, "codes", codes, 40);
    v(4, "restricted", restricted);
    v(5, "why", why, 200);
  }
};

// One order of a joint dispatch: to the nearest suitable unit of this kind. With `unit_name` only to one
// whose name holds it (the gas company among the utilities): nobody stands in for that. With `powers`
// only to one that has all of these, leading or not (G5).
struct TemplateOrder {
  UnitKind unit_kind = UnitKind::none;
  TaskKind kind = TaskKind::onsite;
  bool lead = false;
  bool mandatory = false;
  std::string order;
  Limit limit;
  std::string unit_name;
  SetOf<Nature> powers;

  template <class V>
  void fields(V& v) {
    v(1, "unit_kind", unit_kind);
    v(2, "kind", kind);
    v(3, "lead", lead);
    v(4, "mandatory", mandatory);
    v(5, "order", order, kTextMax);
    v(6, "limit", limit);
    v(7, "unit_name", unit_name, 40);
    v(8, "powers", powers);
  }
};

// One-key joint dispatch (一键联动, S1-25), by hazard.
struct JointTemplate {
  std::string id;
  std::string name;
  SetOf<Nature> natures;           // none = every nature
  std::vector<std::string> codes;  // of categories; none = every category
  std::vector<TemplateOrder> orders;

  template <class V>
  void fields(V& v) {
    v(1, "id", id, 40);
    v(2, "name", name, 120);
    v(3, "natures", natures);
    v(4, "codes", codes, 40);
    v(5, "orders", orders, 16);
  }
};

// A rung when so much of the handling time is used up (S5-20). The street takes it by itself up to
// kHighestOwnRung; above that it proposes, and a person decides.
inline constexpr Rung kHighestOwnRung = Rung::supervise;

struct LadderRule {
  Rung rung = Rung::none;
  std::int32_t percent = 0;

  template <class V>
  void fields(V& v) {
    v(1, "rung", rung);
    v(2, "percent", percent);
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
  Limit arrive_police;   // C05, KPI only
  Limit rectify;         // C08
  Limit investigate;     // C09
  Limit first_session;   // C10
  Limit second_session;  // C11
  Limit check_in;        // of a whistle
  Limit appeal;
  bool chain_from_previous = false;  // S2-18: depart, contact, arrive count from the step before
  SetOf<UnitKind> notice_units;      // may issue rectification notices
  SetOf<UnitKind> police_units;      // may investigate
  std::int32_t rectify_extend_days = 0;
  std::int32_t recurrence_days = 0;  // C19
  std::int32_t recurrence_radius_m = 0;
  bool recurrence_reopens = false;         // otherwise linked
  std::int32_t sample_percent = 0;         // C20
  std::int32_t sample_simple_percent = 0;  // of what was settled on the spot
  std::int32_t sample_days = 0;            // after closing
  SetOf<Nature> simple_natures;            // may be settled on the spot (S3-20a)
  std::vector<std::string> police_codes;   // G21: categories that always go to the police
  std::vector<TriageRule> triage_rules;
  std::vector<JointTemplate> joint_templates;
  std::vector<LadderRule> ladder;
  std::int32_t tier_sessions_max = 0;          // failed sessions before a higher tier is proposed
  std::int64_t tier_amount_fen = 0;            // from this sum on, too
  std::int32_t restricted_days_on_device = 0;  // of closed restricted cases
  std::int32_t restricted_retention_days = 0;
  SetOf<Nature> photo_natures;  // T11: the lead's result of these needs a photo of how it is now
  std::int32_t contact_retention_days = 0;  // of sealed contacts, after the case ended; 0 = kept
  std::vector<std::string> filler;          // G17: words that add nothing to what is said
  std::int32_t suspend_days_total = 0;      // T12, of one case; 0 = twice suspend_days_max
  std::int32_t suspend_times_max = 0;       // 0 = kSuspendTimes
  std::int32_t round_day_start = 0;         // minute at which a day of rounds begins
  std::vector<RestrictRule> restrict_rules;

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
    v(25, "arrive_police", arrive_police);
    v(26, "rectify", rectify);
    v(27, "investigate", investigate);
    v(28, "first_session", first_session);
    v(29, "second_session", second_session);
    v(30, "check_in", check_in);
    v(31, "appeal", appeal);
    v(32, "chain_from_previous", chain_from_previous);
    v(33, "notice_units", notice_units);
    v(34, "police_units", police_units);
    v(35, "rectify_extend_days", rectify_extend_days);
    v(36, "recurrence_days", recurrence_days);
    v(37, "recurrence_radius_m", recurrence_radius_m);
    v(38, "recurrence_reopens", recurrence_reopens);
    v(39, "sample_percent", sample_percent);
    v(40, "sample_simple_percent", sample_simple_percent);
    v(41, "sample_days", sample_days);
    v(42, "simple_natures", simple_natures);
    v(43, "police_codes", police_codes, 40);
    v(44, "triage_rules", triage_rules, 200);
    v(45, "joint_templates", joint_templates, 60);
    v(46, "ladder", ladder, 8);
    v(47, "tier_sessions_max", tier_sessions_max);
    v(48, "tier_amount_fen", tier_amount_fen);
    v(49, "restricted_days_on_device", restricted_days_on_device);
    v(50, "restricted_retention_days", restricted_retention_days);
    v(51, "photo_natures", photo_natures);
    v(52, "contact_retention_days", contact_retention_days);
    v(53, "filler", filler, 200);
    v(54, "suspend_days_total", suspend_days_total);
    v(55, "suspend_times_max", suspend_times_max);
    v(56, "round_day_start", round_day_start);
    v(57, "restrict_rules", restrict_rules, 40);
  }
};

// Errors: `bad_policy` names the first field that makes no sense and its place in a list, as in
// "joint_templates[2].orders: must have exactly one lead".
Result<Done> check_policy(const Policy& policy);

bool is_working_day(const Policy& policy, CivilDay day);

// When a limit that starts at `start` is due. Cost: linear in the days that pass.
TimeMs due_after(const Policy& policy, Limit limit, TimeMs start);

// What is left between two instants in the clock's own counting (ms of work time for the working
// classes), and the instant at which so much has passed: a pause loses nothing and gives nothing.
std::int64_t counted_between(const Policy& policy, ClockClass how, TimeMs from, TimeMs to);
TimeMs after_counted(const Policy& policy, ClockClass how, TimeMs from, std::int64_t counted_ms);

}  // namespace gezhi
