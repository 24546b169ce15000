// Every code that people can meet has a text in both languages.
#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "core/base/json.h"
#include "core/cases/clock_rules.h"
#include "core/cases/joint_dispatch.h"
#include "core/cases/ops.h"
#include "core/cases/refusal.h"
#include "core/cases/similar.h"
#include "core/cases/told_by.h"
#include "core/cases/triage.h"
#include "core/district/handover.h"
#include "core/grid/tree.h"
#include "core/road/tour.h"

using namespace gezhi;

namespace {

struct Texts {
  std::vector<Json> files;  // of one language

  bool has(const std::string& key) const {
    return std::any_of(files.begin(), files.end(),
                       [&](const Json& file) { return file.find(key) != nullptr; });
  }

  std::string text(const std::string& key) const {
    for (const Json& file : files) {
      const Json* found = file.find(key);
      if (found != nullptr && found->string() != nullptr) return *found->string();
    }
    return {};
  }
};

Texts texts(const std::string& language) {
  Texts all;
  for (const char* name : {"core", "life", "field", "road"}) {
    std::ifstream file(GEZHI_SOURCE_DIR "/assets/i18n/" + language + "/" + name + ".json");
    std::stringstream text;
    text << file.rdbuf();
    auto json = parse_json(text.str());
    REQUIRE(json.ok());
    all.files.push_back(std::move(*json));
  }
  return all;
}

template <class E>
void check_all(const Texts& json, const std::string& prefix, E) {
  for (const std::string_view name : names_of(E{})) {
    CAPTURE(prefix);
    CAPTURE(name);
    CHECK(json.has(prefix + "." + std::string(name)));
  }
}

struct FieldNames {
  const Texts& json;
  template <class T>
  void operator()(std::uint32_t, const char* name, T&, std::uint64_t = 0) {
    CAPTURE(name);
    CHECK(json.has("field." + std::string(name)));
  }
};

template <class T>
void check_fields_of(FieldNames names) {
  T op;
  op.fields(names);
}

template <template <class...> class Family, class... Ts>
void check_fields(const Texts& json, Family<Ts...>*) {
  (check_fields_of<Ts>(FieldNames{json}), ...);
}

}  // namespace

TEST_SUITE("i18n") {
  TEST_CASE("every state, action, refusal and field has its text in Chinese and English") {
    for (const char* language : {"zh", "en"}) {
      CAPTURE(language);
      const Texts json = texts(language);
      check_all(json, "state", CaseState{});
      check_all(json, "task_state", TaskState{});
      check_all(json, "task_kind", TaskKind{});
      check_all(json, "action", OpKind{});
      check_all(json, "refusal", Refusal{});
      check_all(json, "role", Role{});
      check_all(json, "nature", Nature{});
      check_all(json, "unit_kind", UnitKind{});
      check_all(json, "source", Source{});
      check_all(json, "danger", Danger{});
      check_all(json, "photo_kind", PhotoKind{});
      check_all(json, "verified", Verified{});
      check_all(json, "result", ResultKind{});
      check_all(json, "return_reason", ReturnReason{});
      check_all(json, "rework_reason", ReworkReason{});
      check_all(json, "transfer_to", TransferTo{});
      check_all(json, "contact", ContactResult{});
      check_all(json, "satisfaction", Satisfaction{});
      check_all(json, "clock", ClockKind{});
      check_all(json, "presence", Presence{});
      check_all(json, "triage_level", TriageLevel{});
      check_all(json, "call_result", CallResult{});
      check_all(json, "restricted", Restricted{});
      check_all(json, "rung", Rung{});
      check_all(json, "measure", Measure{});
      check_all(json, "disposition", Disposition{});
      check_all(json, "relation", Relation{});
      check_all(json, "case_field", CaseField{});
      check_all(json, "sample", Sample{});
      check_all(json, "appeal", Appeal{});
      check_all(json, "rectify_state", RectifyState{});
      check_all(json, "delivery", Delivery{});
      check_all(json, "reinspected", Reinspected{});
      check_all(json, "mediate_state", MediateState{});
      check_all(json, "tier", Tier{});
      check_all(json, "unfit", Unfit{});
      check_all(json, "investigate_state", InvestigateState{});
      check_all(json, "urgency", Urgency{});
      check_all(json, "alarm", Alarm{});
      check_all(json, "tier_reason", TierReason{});
      check_all(json, "passed_over", PassedOver{});
      check_all(json, "done", OpKind{});
      check_all(json, "told_by", ToldBy{});
      check_all(json, "likeness", Likeness{});
      check_all(json, "level", GridLevel{});
      check_all(json, "layer", GridLayer{});
      check_all(json, "outside_map", OutsideMap{});
      check_all(json, "profile", Profile{});
      check_all(json, "turn", TurnKind{});
      check_all(json, "tour_drop", TourDrop{});
      for (const Passage passage : {Passage::steps, Passage::underpass, Passage::footbridge}) {
        CHECK(json.has(passage_text_key(passage)));
      }
      check_fields(json, static_cast<CaseOp*>(nullptr));
    }
  }

  TEST_CASE("a line of the timeline is told as a past fact, its button as what to do") {
    const Texts json = texts("en");
    for (const std::string_view name : names_of(OpKind{})) {
      CAPTURE(name);
      const std::string done = json.text("done." + std::string(name));
      const std::string action = json.text("action." + std::string(name));
      // These are facts in both: nobody presses them, or a button may be named for a fact.
      constexpr std::string_view kFacts[] = {"draw_sample", "erase_case", "tell_progress"};
      if (std::find(std::begin(kFacts), std::end(kFacts), name) == std::end(kFacts))
        CHECK(done != action);
      // The imperative of the button never begins the line.
      const std::string verb = action.substr(0, action.find(' '));
      constexpr std::string_view kNouns[] = {"The",      "Return",   "Drawn",     "Content",
                                             "Progress", "Evidence", "Recurrence"};
      if (std::find(std::begin(kNouns), std::end(kNouns), verb) == std::end(kNouns))
        CHECK_FALSE(done.substr(0, done.find(' ')) == verb);
    }
    CHECK(json.text("done.report_case") == "Reported");
    CHECK(json.text("done.file_case") == "Filed");
    for (const char* language : {"zh", "en"})
      CHECK(texts(language).text("role.system").find(language[0] == 'z' ? "系统" : "System") ==
            std::string::npos);
  }
}
