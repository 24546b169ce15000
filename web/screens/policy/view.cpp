#include "web/screens/policy/view.h"

#include <string>
#include <vector>

#include "web/screens/forms/enum_words.h"
#include "web/screens/parts/case_parts.h"
#include "web/screens/policy/groups.h"
#include "web/screens/policy/words.h"

namespace gezhi::screens {
namespace {

using ui::tr;

void add(std::string& text, std::string_view part, std::string_view between = "；") {
  if (part.empty()) return;
  if (!text.empty()) text += between;
  text += part;
}

// One overload for each type that a field of the policy has.
std::string words_of(bool value) { return tr(value ? "ui.policy.yes" : "ui.policy.no"); }
std::string words_of(const std::string& value) { return value; }
std::string words_of(const Limit& value) { return limit_words(value); }
template <std::integral T>
std::string words_of(T value) {
  return std::to_string(value);
}
template <NamedEnum E>
std::string words_of(SetOf<E> set) {
  std::string text;
  for (std::size_t i = 0; i < names_of(E{}).size(); ++i) {
    const auto value = static_cast<E>(i);
    if (set.has(value)) add(text, word(text_prefix(value), value), "、");
  }
  return text;
}
std::string words_of(const std::vector<std::string>& list) {
  std::string text;
  for (const std::string& one : list) add(text, one);
  return text;
}
std::string words_of(const std::vector<CivilDay>& days) { return days_text(days, "\n"); }
std::string words_of(const std::vector<WorkPeriod>& all) { return periods_text(all, "，"); }

std::string words_of(const NatureLimit& one) {
  return word("nature", one.nature) + " " + limit_words(one.limit);
}
std::string words_of(const LadderRule& one) {
  return tr("ui.policy.rung", word("rung", one.rung), std::to_string(one.percent));
}
std::string words_of(const TriageRule& one) {
  std::string text = one.id + "：" + words_of(one.words);
  add(text, words_of(one.sources));
  const bool ours = one.to == TransferTo::none;
  add(text, "→ " + (ours ? tr("ui.policy.ours") : word("transfer_to", one.to)), " ");
  add(text, one.why, "，");
  return text;
}
std::string words_of(const RestrictRule& one) {
  std::string text = one.id + "：" + words_of(one.words);
  add(text, words_of(one.codes));
  add(text, "→ " + word("restricted", one.restricted), " ");
  add(text, one.why, "，");
  return text;
}
std::string words_of(const TemplateOrder& one) {
  std::string text = word("unit_kind", one.unit_kind);
  if (!one.unit_name.empty()) text += "·" + one.unit_name;
  add(text, words_of(one.powers), "·");
  if (one.lead) text += tr("ui.policy.lead");
  if (one.mandatory && !one.lead) text += tr("ui.policy.mandatory");
  if (one.limit.amount > 0) add(text, limit_words(one.limit), " ");
  return text;
}
std::string words_of(const JointTemplate& one) {
  std::string text = one.name + "：";
  for (std::size_t i = 0; i < one.orders.size(); ++i)
    text += (i > 0 ? "，" : "") + words_of(one.orders[i]);
  return text;
}

// Lists of structs: one a line.
template <class T>
std::string words_of(const std::vector<T>& list) {
  std::string text;
  for (const T& one : list) add(text, words_of(one), "\n");
  return text;
}

struct Viewer {
  PolicyGroup group;
  std::vector<ui::Pair>& pairs;
  template <class T>
  void operator()(std::uint32_t, const char* name, T& value, std::uint64_t = 0) {
    if (group_of(name) != group) return;
    const std::string text = words_of(value);
    pairs.push_back({tr("policy." + std::string(name)), text.empty() ? "—" : text});
  }
};

}  // namespace

void policy_view(const Policy& policy) {
  Policy shown = policy;  // fields() only hands the members out
  for (std::size_t i = 0; i < names_of(PolicyGroup{}).size(); ++i) {
    const auto group = static_cast<PolicyGroup>(i);
    std::vector<ui::Pair> pairs;
    Viewer viewer{group, pairs};
    shown.fields(viewer);
    if (pairs.empty()) continue;
    ui::heading(word("ui.policy.group", group));
    ui::card_begin();
    ui::key_values(pairs);
    ui::card_end();
  }
}

}  // namespace gezhi::screens
