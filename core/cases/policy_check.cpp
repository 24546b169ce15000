// What a policy must be before a street takes it: every message begins with the field, and the place
// in it, that makes no sense.
#include <algorithm>

#include "core/cases/policy.h"

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
  static std::string at(const char* field, std::size_t index) {
    return std::string(field) + "[" + std::to_string(index) + "]";
  }

  void work_time();
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
  work_time();
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
  for (std::size_t i = 0; i < policy_.extra_workdays.size(); ++i) {
    const auto& holidays = policy_.holidays;
    const bool both =
        std::find(holidays.begin(), holidays.end(), policy_.extra_workdays[i]) != holidays.end();
    want(!both, at("extra_workdays", i), "is a holiday too");
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
    want(!code.empty() && code.size() <= 20, at("police_codes", i), "not a category code");
  }
  for (std::size_t i = 0; i < policy_.boilerplate.size(); ++i) {
    want(!policy_.boilerplate[i].empty(), at("boilerplate", i), "is empty");
  }
  for (std::size_t i = 0; i < policy_.filler.size(); ++i) {
    want(!policy_.filler[i].empty(), at("filler", i), "is empty");
  }
}

void Checker::triage_rules() {
  const auto& rules = policy_.triage_rules;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const TriageRule& rule = rules[i];
    const std::string where = at("triage_rules", i);
    want(!rule.id.empty(), where + ".id", "is empty");
    const auto same = [&](const TriageRule& other) { return other.id == rule.id; };
    const auto here = rules.begin() + static_cast<std::ptrdiff_t>(i);
    want(std::none_of(rules.begin(), here, same), where + ".id", "stands there twice");
    want(!rule.why.empty(), where + ".why", "is empty: the desk must see why");
    const bool everything = rule.words.empty() && rule.sources.empty() && rule.grid.is_none();
    want(!everything, where + ".words", "fits every report: name words, sources or a grid");
    for (const std::string& word : rule.words) want(!word.empty(), where + ".words", "is empty");
  }
}

void Checker::joint_template(const JointTemplate& one, const std::string& where) {
  want(!one.id.empty(), where + ".id", "is empty");
  want(!one.name.empty(), where + ".name", "is empty");
  want(one.orders.size() >= 2, where + ".orders", "a joint dispatch has two orders or more");
  std::size_t leads = 0;
  for (std::size_t i = 0; i < one.orders.size(); ++i) {
    const TemplateOrder& order = one.orders[i];
    const std::string here = where + "." + at("orders", i);
    want(order.unit_kind != UnitKind::none, here + ".unit_kind", "is missing");
    want(!order.order.empty(), here + ".order", "is empty");
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
    want(!all[i].id.empty(), where + ".id", "is empty");
    const auto same = [&](const RestrictRule& other) { return other.id == all[i].id; };
    const auto here = all.begin() + static_cast<std::ptrdiff_t>(i);
    want(std::none_of(all.begin(), here, same), where + ".id", "stands there twice");
    want(!all[i].words.empty() || !all[i].codes.empty(), where + ".words",
         "name nothing to look for");
    want(std::find(all[i].words.begin(), all[i].words.end(), "") == all[i].words.end(),
         where + ".words", "hold an empty word");
    want(all[i].restricted != Restricted::none, where + ".restricted", "names no class");
    want(!all[i].why.empty(), where + ".why", "is empty");
  }
}

}  // namespace

Result<Done> check_policy(const Policy& policy) { return Checker(policy).run(); }

}  // namespace gezhi
