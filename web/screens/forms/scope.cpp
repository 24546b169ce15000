#include "web/screens/forms/scope.h"

#include <algorithm>
#include <span>

#include "web/screens/forms/begin.h"
#include "web/widgets/fields.h"
#include "web/widgets/i18n.h"
#include "web/widgets/kit.h"

namespace gezhi::screens {

using ui::tr;

namespace {

struct Member {
  OpKind kind = OpKind::unknown;
  std::string_view name;
};

bool is_listed(std::span<const Member> members, OpKind kind, std::string_view name) {
  return std::any_of(members.begin(), members.end(), [&](const Member& listed) {
    return listed.kind == kind && listed.name == name;
  });
}

}  // namespace

Op OpDraft::as_stored() const {
  Op stored;
  stored.kind = static_cast<std::uint32_t>(kind_of(op));
  stored.payload = op.visit([](const auto& one) { return encode_draft(one); });
  return stored;
}

void OpDraft::take(const Op& stored) {
  std::optional<CaseOp> blank = blank_op(static_cast<OpKind>(stored.kind));
  if (!blank) return;
  op = *std::move(blank);
  op.visit([&](auto& one) {
    auto read = decode_draft<std::decay_t<decltype(one)>>(stored.payload);
    if (read) one = *std::move(read);
  });
}

bool FormScope::needs(std::string_view name) const {
  return std::find(draft.required.begin(), draft.required.end(), name) != draft.required.end();
}

ui::Asked FormScope::asked(std::string_view name) const {
  const bool question = name == "confirmed" || name == "approved";
  return question || must_choose(name) || needs(name) ? ui::Asked::required : ui::Asked::freely;
}

bool FormScope::must_say(std::string_view name) const {
  constexpr Member kMembers[] = {{OpKind::open_mediation, "role"},
                                 {OpKind::blow_whistle, "order"},
                                 {OpKind::raise_tier, "order"},
                                 {OpKind::lower_tier, "order"},
                                 {OpKind::order_reinspection, "order"},
                                 {OpKind::issue_notice, "authority"},
                                 {OpKind::refer_enforcement, "office"},
                                 {OpKind::start_investigation, "office"},
                                 {OpKind::conclude_investigation, "office"}};
  return is_listed(kMembers, kind(), name);
}

bool FormScope::must_choose(std::string_view name) const {
  constexpr Member kMembers[] = {
      {OpKind::open_mediation, "tier"},      {OpKind::raise_tier, "tier"},
      {OpKind::lower_tier, "tier"},          {OpKind::escalate, "rung"},
      {OpKind::restrict_case, "restricted"}, {OpKind::count_thing, "measure"},
      {OpKind::dispose_thing, "thing"},      {OpKind::confirm_thing, "thing"},
      {OpKind::answer_hop, "hop"},           {OpKind::record_performance, "obligation"},
      {OpKind::record_breach, "obligation"}, {OpKind::conclude_agreement, "who"},
      {OpKind::withdraw_mediation, "by"},    {OpKind::blow_whistle, "kind"}};
  return is_listed(kMembers, kind(), name);
}

bool FormScope::is_chosen(std::string_view name) const {
  return draft.answers.count(path + "." + std::string(name)) > 0;
}

void FormScope::chosen(std::string_view name, bool yes) const {
  if (!must_choose(name)) return;
  const std::string key = path + "." + std::string(name);
  if (yes)
    draft.answers[key] = 1;
  else
    draft.answers.erase(key);
}

std::string FormScope::label(std::string_view name) const {
  const std::string own =
      "ui.act." + std::string(name_of(permission.kind)) + "." + std::string(name);
  if (ui::has_text(own)) return tr(own);
  const std::string common = "ui.act.field." + std::string(name);
  return tr(ui::has_text(common) ? common : "field." + std::string(name));
}

std::string FormScope::error(std::string_view name) const {
  const auto& missing = draft.missing;
  if (std::find(missing.begin(), missing.end(), name) == missing.end()) return {};
  return tr("ui.act.missing", label(name));
}

std::string FormScope::refusal(std::string_view name) const {
  return draft.refused == name ? draft.problem : std::string();
}

void FormScope::given(std::string_view name) const {
  if (draft.refused == name) {
    draft.refused.clear();
    draft.problem.clear();
  }
  std::erase_if(draft.missing, [&](const std::string& gap) { return gap == name; });
}

std::string FormScope::unread(std::string_view name, const Error& why,
                              std::string_view typed) const {
  draft.unread.emplace_back(name);
  return ui::not_read_words(why, typed);
}

Nested::Nested(FormScope& scope, std::string_view name)
    : scope_(scope), length_(scope.path.size()) {
  scope_.path += "." + std::string(name);
  ui::push_id(name);
}

Nested::~Nested() {
  ui::pop_id();
  scope_.path.resize(length_);
}

}  // namespace gezhi::screens
