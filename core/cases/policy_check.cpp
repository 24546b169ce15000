// What a policy must be before a street takes it: every message begins with the field, and the place
// in it, that makes no sense.
#include <algorithm>

#include "core/cases/holidays.h"
#include "core/cases/policy.h"
#include "core/cases/wording.h"

namespace gezhi {
namespace {

constexpr std::int32_t kAmountMax = 100000;

// Collects the first problem only: the rest of the checks then do nothing.
class Checker {
 public:
  explicit Checker(const Policy& policy) : policy_(policy) {}

  Result<Done> run();

 private:
  void want(bool fine, const std::string& where, const char* what) {
    if (!fine && problem_.empty()) problem_ = where + ": " + what;
  }
  void within(std::int64_t value, std::int64_t least, std::int64_t most, const std::string& where) {
    if (value >= least && value <= most) return;
    const std::string range = std::to_string(least) + ".." + std::to_string(most);
    want(false, where, ("not within " + range).c_str());
  }
  static std::string at(const std::string& field, std::size_t index) {
    return field + "[" + std::to_string(index) + "]";
  }

  // A text of blanks or signs is found in every report, or in none.
  void said(const std::string& text, const std::string& where) {
    want(is_said(text), where, "is empty");
  }
  void all_said(const std::vector<std::string>& texts, const std::string& where) {
    for (std::size_t i = 0; i < texts.size(); ++i) said(texts[i], at(where, i));
  }

  void work_time();
  void days();
  void limits();
  void numbers();
  void powers();
  void triage_rules();
  void joint_templates();
  void joint_template(const JointTemplate& one, const std::string& where);
  void ladder();
  void restrict_rules();

  const Policy& policy_;
  std::string problem_;
};

Result<Done> Checker::run() {
  want(policy_.version != Policy::kNone, "version", "must be 1 or more");
  want(policy_.name.empty() || is_said(policy_.name), "name", "is blank");
  work_time();
  days();
  limits();
  numbers();
  powers();
  triage_rules();
  joint_templates();
  ladder();
  restrict_rules();
  if (!problem_.empty()) return Error{"bad_policy", problem_};
  return Done{};
}

void Checker::work_time() {
  want(!policy_.work_periods.empty(), "work_periods", "must name at least one period");
  std::int32_t before = 0;
  for (std::size_t i = 0; i < policy_.work_periods.size(); ++i) {
    const WorkPeriod& period = policy_.work_periods[i];
    const bool fine = period.from >= before && period.to > period.from && period.to <= 24 * 60;
    want(fine, at("work_periods", i),
         "must ascend, in minutes of one day, each longer than nothing");
    before = period.to;
  }
}

void Checker::days() {
  const auto& holidays = policy_.holidays;
  for (std::size_t i = 0; i < holidays.size(); ++i) {
    const auto here = holidays.begin() + static_cast<std::ptrdiff_t>(i);
    want(std::find(holidays.begin(), here, *here) == here, at("holidays", i), "stands there twice");
  }
  if (const auto stray = stray_holiday(policy_)) {
    want(false, "holidays",
         (to_date_text(*stray) + " is of a year that is not listed whole").c_str());
  }
  for (std::size_t i = 0; i < policy_.extra_workdays.size(); ++i) {
    const CivilDay day = policy_.extra_workdays[i];
    const bool both = std::find(holidays.begin(), holidays.end(), day) != holidays.end();
    want(!both, at("extra_workdays", i), "is a holiday too");
    want(weekday_of(day) > 5, at("extra_workdays", i), "is worked anyway");
  }
}

void Checker::limits() {
  const Policy& p = policy_;
  const std::pair<const char*, const Limit*> all[] = {
      {"sign", &p.sign},
      {"depart", &p.depart},
      {"contact", &p.contact},
      {"arrive", &p.arrive},
      {"verify", &p.verify},
      {"handle", &p.handle},
      {"return_visit", &p.return_visit},
      {"arrive_police", &p.arrive_police},
      {"rectify", &p.rectify},
      {"investigate", &p.investigate},
      {"first_session", &p.first_session},
      {"second_session", &p.second_session},
      {"check_in", &p.check_in},
      {"appeal", &p.appeal},
  };
  for (const auto& [name, limit] : all) within(limit->amount, 0, kAmountMax, name);
  SetOf<Nature> seen;
  for (std::size_t i = 0; i < p.handle_by_nature.size(); ++i) {
    const NatureLimit& one = p.handle_by_nature[i];
    within(one.limit.amount, 1, kAmountMax, at("handle_by_nature", i) + ".limit");
    want(!seen.has(one.nature), at("handle_by_nature", i) + ".nature", "stands there twice");
    seen.add(one.nature);
  }
}

void Checker::numbers() {
  const Policy& p = policy_;
  within(p.warn_percent, 0, 100, "warn_percent");
  within(p.text_min, 0, 200, "text_min");
  within(p.arrive_radius_m, 0, 100000, "arrive_radius_m");
  within(p.late_report_hours, 0, 8760, "late_report_hours");
  within(p.merge_radius_m, 0, 100000, "merge_radius_m");
  within(p.merge_window_days, 0, 3650, "merge_window_days");
  within(p.suspend_days_max, 0, 3650, "suspend_days_max");
  within(p.suspend_days_total, 0, 3650, "suspend_days_total");
  want(p.suspend_days_total == 0 || p.suspend_days_total >= p.suspend_days_max,
       "suspend_days_total", "must be 0 or not less than suspend_days_max");
  within(p.suspend_times_max, 0, 100, "suspend_times_max");
  within(p.round_day_start, 0, 24 * 60 - 1, "round_day_start");
  within(p.returns_to_supervisor, 0, 100, "returns_to_supervisor");
  within(p.reworks_to_supervisor, 0, 100, "reworks_to_supervisor");
  within(p.closed_days_on_device, 0, 3650, "closed_days_on_device");
  within(p.rectify_extend_days, 0, 365, "rectify_extend_days");
  within(p.recurrence_days, 0, 3650, "recurrence_days");
  within(p.recurrence_radius_m, 0, 100000, "recurrence_radius_m");
  within(p.sample_percent, 0, 100, "sample_percent");
  within(p.sample_simple_percent, 0, 100, "sample_simple_percent");
  within(p.sample_days, 0, 365, "sample_days");
  within(p.tier_sessions_max, 0, 100, "tier_sessions_max");
  within(p.tier_amount_fen, 0, 1'000'000'000'000, "tier_amount_fen");
  within(p.restricted_days_on_device, 0, 3650, "restricted_days_on_device");
  within(p.restricted_retention_days, 0, 36500, "restricted_retention_days");
  within(p.contact_retention_days, 0, 36500, "contact_retention_days");
  const bool samples = p.sample_percent > 0 || p.sample_simple_percent > 0;
  want(!samples || p.sample_days > 0, "sample_days", "must be 1 or more when a sample is drawn");
  want(p.simple_natures.empty() || p.sample_simple_percent > 0, "sample_simple_percent",
       "what is settled on the spot must be sampled (S3-20a)");
}

void Checker::powers() {
  want(!policy_.notice_units.has(UnitKind::village_grid), "notice_units",
       "grid staff may propose, not order (S3-09)");
  for (std::size_t i = 0; i < policy_.police_codes.size(); ++i) {
    const std::string& code = policy_.police_codes[i];
    want(is_said(code) && code.size() <= 20, at("police_codes", i), "not a category code");
  }
  all_said(policy_.boilerplate, "boilerplate");
  all_said(policy_.filler, "filler");
}

void Checker::triage_rules() {
  const auto& rules = policy_.triage_rules;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const TriageRule& rule = rules[i];
    const std::string where = at("triage_rules", i);
    said(rule.id, where + ".id");
    const auto same = [&](const TriageRule& other) { return other.id == rule.id; };
    const auto here = rules.begin() + static_cast<std::ptrdiff_t>(i);
    want(std::none_of(rules.begin(), here, same), where + ".id", "stands there twice");
    want(is_said(rule.why), where + ".why", "is empty: the desk must see why");
    const bool everything = rule.words.empty() && rule.sources.empty() && rule.grid.is_none();
    want(!everything, where + ".words", "fits every report: name words, sources or a grid");
    all_said(rule.words, where + ".words");
  }
}

void Checker::joint_template(const JointTemplate& one, const std::string& where) {
  said(one.id, where + ".id");
  said(one.name, where + ".name");
  all_said(one.codes, where + ".codes");
  want(one.orders.size() >= 2, where + ".orders", "a joint dispatch has two orders or more");
  std::size_t leads = 0;
  for (std::size_t i = 0; i < one.orders.size(); ++i) {
    const TemplateOrder& order = one.orders[i];
    const std::string here = where + "." + at("orders", i);
    want(order.unit_kind != UnitKind::none, here + ".unit_kind", "is missing");
    said(order.order, here + ".order");
    want(order.unit_name.empty() || is_said(order.unit_name), here + ".unit_name", "is blank");
    within(order.limit.amount, 0, kAmountMax, here + ".limit");
    if (order.lead) ++leads;
  }
  want(leads == 1, where + ".orders", "must have exactly one lead");
}

void Checker::joint_templates() {
  const auto& all = policy_.joint_templates;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::string where = at("joint_templates", i);
    joint_template(all[i], where);
    const auto same = [&](const JointTemplate& other) { return other.id == all[i].id; };
    const auto here = all.begin() + static_cast<std::ptrdiff_t>(i);
    want(std::none_of(all.begin(), here, same), where + ".id", "stands there twice");
  }
}

// One rung after the other (guard rung_skipped), each later than the one before.
void Checker::ladder() {
  std::int32_t before = 0;
  for (std::size_t i = 0; i < policy_.ladder.size(); ++i) {
    const LadderRule& rule = policy_.ladder[i];
    const bool next = static_cast<std::size_t>(rule.rung) == i + 1;
    want(next, at("ladder", i) + ".rung", "must be remind, supervise, record, refer in this order");
    within(rule.percent, 1, 1000, at("ladder", i) + ".percent");
    want(rule.percent > before, at("ladder", i) + ".percent", "must be more than the one before");
    before = rule.percent;
  }
}

void Checker::restrict_rules() {
  const auto& all = policy_.restrict_rules;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::string where = at("restrict_rules", i);
    said(all[i].id, where + ".id");
    const auto same = [&](const RestrictRule& other) { return other.id == all[i].id; };
    const auto here = all.begin() + static_cast<std::ptrdiff_t>(i);
    want(std::none_of(all.begin(), here, same), where + ".id", "stands there twice");
    want(!all[i].words.empty() || !all[i].codes.empty(), where + ".words",
         "name nothing to look for");
    all_said(all[i].words, where + ".words");
    all_said(all[i].codes, where + ".codes");
    want(all[i].restricted != Restricted::none, where + ".restricted", "names no class");
    said(all[i].why, where + ".why");
  }
}

}  // namespace

Result<Done> check_policy(const Policy& policy) { return Checker(policy).run(); }

}  // namespace gezhi
