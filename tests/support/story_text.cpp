#include "tests/support/story_text.h"

#include <fstream>
#include <sstream>

#include "core/base/json.h"

namespace gezhi::test {
namespace {

// The prefix of an enum's texts.
constexpr const char* prefix_of(Source) { return "source"; }
constexpr const char* prefix_of(Nature) { return "nature"; }
constexpr const char* prefix_of(Danger) { return "danger"; }
constexpr const char* prefix_of(PhotoKind) { return "photo_kind"; }
constexpr const char* prefix_of(Restricted) { return "restricted"; }
constexpr const char* prefix_of(Verified) { return "verified"; }
constexpr const char* prefix_of(TransferTo) { return "transfer_to"; }
constexpr const char* prefix_of(TriageLevel) { return "triage_level"; }
constexpr const char* prefix_of(CallResult) { return "call_result"; }
constexpr const char* prefix_of(CaseField) { return "case_field"; }
constexpr const char* prefix_of(Measure) { return "measure"; }
constexpr const char* prefix_of(Disposition) { return "disposition"; }
constexpr const char* prefix_of(Relation) { return "relation"; }
constexpr const char* prefix_of(TaskKind) { return "task_kind"; }
constexpr const char* prefix_of(ReturnReason) { return "return_reason"; }
constexpr const char* prefix_of(TransferAnswer) { return "transfer_answer"; }
constexpr const char* prefix_of(CaseState) { return "state"; }
constexpr const char* prefix_of(ContactResult) { return "contact"; }
constexpr const char* prefix_of(ResultKind) { return "result"; }
constexpr const char* prefix_of(ReworkReason) { return "rework_reason"; }
constexpr const char* prefix_of(Satisfaction) { return "satisfaction"; }
constexpr const char* prefix_of(Rung) { return "rung"; }
constexpr const char* prefix_of(ClockKind) { return "clock"; }
constexpr const char* prefix_of(ClockClass) { return "clock_class"; }
constexpr const char* prefix_of(Delivery) { return "delivery"; }
constexpr const char* prefix_of(Reinspected) { return "reinspected"; }
constexpr const char* prefix_of(Tier) { return "tier"; }
constexpr const char* prefix_of(Unfit) { return "unfit"; }
constexpr const char* prefix_of(InvestigateState) { return "investigate_state"; }

template <class E>
std::string text_of(E value) {
  return zh(std::string(prefix_of(value)) + "." + std::string(name_of(value)));
}

bool says_money(std::string_view name) { return name.ends_with("_fen"); }

// Writes one field after the other.
class Teller {
 public:
  Teller(const World& world, const Case* subject, const std::map<std::string, CaseId>& labels)
      : world_(world), subject_(subject), labels_(labels) {}

  template <class T>
  void operator()(std::uint32_t, const char* name, T& value, std::uint64_t = kLengthMax) {
    if (codec::is_empty(value)) return;
    std::string said;
    if constexpr (std::is_same_v<T, std::int64_t>) {
      said = says_money(name) ? std::to_string(value / 100) + " 元" : std::to_string(value);
    } else {
      said = tell(value);
    }
    if (said.empty()) return;
    const std::string key = "field." + std::string(name);
    std::string label = zh(key);
    if (label == key) return;  // no text: not a field that people fill in
    if (const auto at = label.find("（分）"); at != std::string::npos) label.erase(at);
    out_ += (out_.empty() ? "" : ";") + label + (said == "是" ? "" : " " + said);
  }

  std::string take() { return std::move(out_); }

 private:
  template <class T>
  std::string tell(T& value) {
    if constexpr (std::is_same_v<T, bool>) {
      return "是";
    } else if constexpr (NamedEnum<T>) {
      return text_of(value);
    } else if constexpr (std::is_integral_v<T>) {
      return std::to_string(value);
    } else if constexpr (std::is_same_v<T, std::string>) {
      return value;
    } else if constexpr (std::is_same_v<T, TimeMs>) {
      return to_minute_text(value);
    } else if constexpr (std::is_same_v<T, UnitId>) {
      const Unit* unit = world_.find_unit(value);
      return unit != nullptr ? unit->name : "";
    } else if constexpr (std::is_same_v<T, GridId>) {
      const GridNode* node = world_.grids().find(value);
      return node != nullptr ? node->name : "";
    } else if constexpr (std::is_same_v<T, TaskId>) {
      const Task* task = subject_ != nullptr ? subject_->find_task(value) : nullptr;
      return task != nullptr ? world_.find_unit(task->unit)->name : "";
    } else if constexpr (std::is_same_v<T, CaseId>) {
      for (const auto& [label, id] : labels_) {
        if (id == value) return label;
      }
      return "";
    } else {
      return tell_group(value);
    }
  }

  template <class T>
  std::string tell_group(T& value) {
    if constexpr (std::is_same_v<T, Photo>) {
      return text_of(value.kind);
    } else if constexpr (std::is_same_v<T, Category>) {
      return value.code;
    } else if constexpr (codec::IsSet<T>::value) {
      std::string out;
      for (std::size_t i = 0; i < names_of(typename T::Value{}).size(); ++i) {
        const auto one = static_cast<typename T::Value>(i);
        if (value.has(one)) out += (out.empty() ? "" : "、") + text_of(one);
      }
      return out;
    } else if constexpr (codec::IsOptional<T>::value) {
      return tell(*value);
    } else if constexpr (codec::IsVector<T>::value) {
      std::string out;
      for (auto& one : value) out += (out.empty() ? "" : "、") + tell(one);
      return out;
    } else if constexpr (codec::Fielded<T>) {
      Teller inner(world_, subject_, labels_);
      value.fields(inner);
      return "(" + inner.take() + ")";
    } else {
      return "";  // points, digests, ids of operations
    }
  }

  const World& world_;
  const Case* subject_;
  const std::map<std::string, CaseId>& labels_;
  std::string out_;
};

std::map<std::string, std::string> read_texts() {
  std::map<std::string, std::string> all;
  for (const char* name : {"core", "life"}) {
    std::ifstream file(GEZHI_SOURCE_DIR "/assets/i18n/zh/" + std::string(name) + ".json");
    std::stringstream text;
    text << file.rdbuf();
    const auto json = parse_json(text.str());
    GEZHI_CHECK(json.ok() && json->object() != nullptr);
    for (const auto& [key, value] : *json->object()) all[key] = *value.string();
  }
  return all;
}

}  // namespace

std::string zh(const std::string& key) {
  static const std::map<std::string, std::string> kTexts = read_texts();
  const auto at = kTexts.find(key);
  return at != kTexts.end() ? at->second : key;
}

std::string story_text(const CaseOp& op, const World& world, const Case* subject,
                       const std::map<std::string, CaseId>& labels) {
  Teller teller(world, subject, labels);
  op.visit([&](const auto& one) { std::remove_cvref_t<decltype(one)>(one).fields(teller); });
  return teller.take();
}

}  // namespace gezhi::test
