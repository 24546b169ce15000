#include "web/screens/policy/view.h"

#include <string>
#include <type_traits>
#include <vector>

#include "web/here.h"
#include "web/screens/forms/enum_words.h"
#include "web/screens/parts/case_parts.h"
#include "web/screens/parts/categories.h"
#include "web/screens/policy/groups.h"
#include "web/screens/policy/words.h"

namespace gezhi::screens {
namespace {

using ui::tr;

void add(std::string& text, std::string_view part, std::string_view between) {
  if (part.empty()) return;
  if (!text.empty()) text += between;
  text += part;
}

// "关键词：家暴；家庭暴力": a part of a rule on a line of its own, so that no list runs into the next one.
void add_part(std::string& text, const char* key, const std::string& part) {
  if (!part.empty()) add(text, tr("ui.policy.part", tr(key), part), "\n");
}

// One overload for each type that a field of the policy has.
struct Words {
  const World& world;

  std::string of(bool value) const { return tr(value ? "ui.policy.yes" : "ui.policy.no"); }
  std::string of(const std::string& value) const { return value; }
  std::string of(const Limit& value) const { return limit_words(value); }
  template <std::integral T>
  std::string of(T value) const {
    return std::to_string(value);
  }
  template <NamedEnum E>
  std::string of(SetOf<E> set) const {
    std::string text;
    for (std::size_t i = 0; i < names_of(E{}).size(); ++i) {
      const auto value = static_cast<E>(i);
      if (set.has(value)) add(text, word(text_prefix(value), value), tr("ui.policy.and"));
    }
    return text;
  }
  std::string of(const std::vector<std::string>& list) const {
    std::string text;
    for (const std::string& one : list) add(text, one, tr("ui.policy.between"));
    return text;
  }
  std::string of(const std::vector<CivilDay>& days) const { return days_text(days, "\n"); }
  std::string of(const std::vector<WorkPeriod>& all) const {
    return periods_text(all, tr("ui.policy.between"));
  }
  std::string of(const NatureLimit& one) const {
    return tr("ui.policy.part", word("nature", one.nature), limit_words(one.limit));
  }
  std::string of(const LadderRule& one) const {
    return tr("ui.policy.rung", word("rung", one.rung), std::to_string(one.percent));
  }
  std::string of(const TriageRule& one) const {
    std::string text = rule_title(one.why, one.id);
    add_part(text, "ui.policy.part_words", of(one.words));
    add_part(text, "ui.policy.part_sources", of(one.sources));
    add_part(text, "policy.item.grid",
             one.grid.is_none() ? std::string() : app::grid_name(world, one.grid));
    const bool ours = one.to == TransferTo::none;
    add_part(text, "policy.item.to", ours ? tr("ui.policy.ours") : word("transfer_to", one.to));
    add_part(text, "ui.policy.part_category",
             one.code.empty() ? word("nature", one.nature) : code_text(one.code));
    return text;
  }
  std::string of(const RestrictRule& one) const {
    std::string text = rule_title(one.why, one.id);
    add_part(text, "ui.policy.part_words", of(one.words));
    add_part(text, "ui.policy.part_category", codes_words(one.codes));
    add_part(text, "policy.item.restricted", word("restricted", one.restricted));
    return text;
  }
  std::string of(const TemplateOrder& one) const {
    std::string text = word("unit_kind", one.unit_kind);
    if (!one.unit_name.empty()) text += tr("ui.policy.only_named", one.unit_name);
    if (one.lead) text += tr("ui.policy.lead");
    if (one.mandatory && !one.lead) text += tr("ui.policy.mandatory");
    if (one.limit.amount > 0) add(text, limit_words(one.limit), " ");
    const std::string powers = of(one.powers);
    return powers.empty() ? text : text + tr("ui.policy.with_powers", powers);
  }
  std::string of(const JointTemplate& one) const {
    std::string text = rule_title(one.name, one.id);
    add_part(text, "ui.policy.part_natures", of(one.natures));
    add_part(text, "ui.policy.part_category", codes_words(one.codes));
    std::string orders;
    for (const TemplateOrder& order : one.orders) add(orders, of(order), tr("ui.policy.between"));
    add_part(text, "policy.item.orders", orders);
    return text;
  }

  // Lists of structs: one a line; a rule of several lines apart from the next.
  template <class T>
  std::string of(const std::vector<T>& list) const {
    std::string text;
    for (const T& one : list) {
      const std::string words = of(one);
      add(text, words, words.find('\n') == std::string::npos ? "\n" : "\n\n");
    }
    return text;
  }
};

struct Viewer {
  const World& world;
  PolicyGroup group;
  std::vector<ui::Pair>& pairs;
  template <class T>
  void operator()(std::uint32_t, const char* name, T& value, std::uint64_t = 0) {
    if (group_of(name) != group) return;
    std::string text = Words{world}.of(value);
    if constexpr (std::is_same_v<T, std::vector<std::string>>) {
      if (holds_codes(name)) text = codes_words(value);
    }
    pairs.push_back({tr("policy." + std::string(name)), text.empty() ? "—" : text});
  }
};

}  // namespace

void policy_view(const World& world) {
  Policy shown = world.policy();  // fields() only hands the members out
  for (std::size_t i = 0; i < names_of(PolicyGroup{}).size(); ++i) {
    const auto group = static_cast<PolicyGroup>(i);
    std::vector<ui::Pair> pairs;
    Viewer viewer{world, group, pairs};
    shown.fields(viewer);
    if (pairs.empty()) continue;
    ui::heading(word("ui.policy.group", group));
    ui::card_begin();
    ui::key_values(pairs);
    ui::card_end();
  }
}

}  // namespace gezhi::screens
