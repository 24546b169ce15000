// Every code that people can meet has a text in both languages.
#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

#include "core/base/json.h"
#include "core/cases/clocks.h"
#include "core/cases/ops.h"
#include "core/cases/refusal.h"
#include "core/grid/tree.h"

using namespace gezhi;

namespace {

Json texts(const std::string& language) {
  std::ifstream file(GEZHI_SOURCE_DIR "/assets/i18n/" + language + "/core.json");
  std::stringstream text;
  text << file.rdbuf();
  auto json = parse_json(text.str());
  REQUIRE(json.ok());
  return std::move(*json);
}

template <class E>
void check_all(const Json& json, const std::string& prefix, E) {
  for (const std::string_view name : names_of(E{})) {
    CAPTURE(prefix);
    CAPTURE(name);
    CHECK(json.find(prefix + "." + std::string(name)) != nullptr);
  }
}

struct FieldNames {
  const Json& json;
  template <class T>
  void operator()(std::uint32_t, const char* name, T&, std::uint64_t = 0) {
    CAPTURE(name);
    CHECK(json.find("field." + std::string(name)) != nullptr);
  }
};

template <class T>
void check_fields_of(FieldNames names) {
  T op;
  op.fields(names);
}

template <class... Ts>
void check_fields(const Json& json, std::variant<Ts...>*) {
  (check_fields_of<Ts>(FieldNames{json}), ...);
}

}  // namespace

TEST_SUITE("i18n") {
  TEST_CASE("every state, action, refusal and field has its text in Chinese and English") {
    for (const char* language : {"zh", "en"}) {
      CAPTURE(language);
      const Json json = texts(language);
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
      check_all(json, "urgency", Urgency{});
      check_all(json, "level", GridLevel{});
      check_all(json, "layer", GridLayer{});
      check_fields(json, static_cast<CaseOp*>(nullptr));
    }
  }
}
