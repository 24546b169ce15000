// Plays scripts of operations, one a line: who, what, which case, its arguments => what became of it
// [state]. An operation without a verb of its own is named as it is stored and takes its payload as
// JSON, in which some texts stand for what only the run knows:
//
//   "@C2" a case    "#gas" the last task of a unit in this case    "#new" a new task
//   "$gas" a unit   "+3d" "-2h" a time from now                    "!1" the first open conflict
//
// `claimed=-30h` at the end of the words: done then, handed in now; `late` after the outcome: its line
// of the timeline is flagged (G23), every other line must not be. `rule {...}` changes the policy.
#pragma once

#include <map>
#include <set>
#include <string>

#include "core/base/json.h"
#include "core/cases/track_steps.h"
#include "tests/core/cases/script_words.h"
#include "tests/support/street.h"

namespace gezhi::test {

// What was seen to happen: rows and steps that were taken, refusals that were given.
struct Coverage {
  std::set<const Move*> moves;
  std::set<OpKind> task_steps;
  std::set<const void*> track_steps;
  std::set<Refusal> refusals;
};

class ScriptPlayer {
 public:
  explicit ScriptPlayer(Coverage& coverage);

  void play_file(const std::string& path);
  void play(const std::string& line);
  Street& street() { return street_; }

 private:
  Op prepare(const std::string& who, CaseId subject);
  void set_from_json(Op& op, const std::string& name, const std::string& text);
  Json resolved(const Json& json, CaseId subject);
  Json named_thing(const std::string& text, CaseId subject);
  void set_case_op(Op& op, const std::string& verb, const Words& args);
  void set_task_op(Op& op, const std::string& verb, const Words& args, TaskId task);
  void set_report(Op& op, const Words& args);
  void admit(const Op& op, const std::string& expected, const std::string& state);
  void check_late(CaseId subject, bool late) const;
  void set_rule(const std::string& members);
  bool was_offered(const Op& op, const CaseOp& one) const;
  void note_taken(const Case* before, const CaseOp& op);
  std::vector<TaskOrder> orders(const Words& args);
  TaskId task_for(CaseId subject, const std::string& unit);
  CaseId case_named(const std::string& name);
  void fill(CaseId subject);
  void fill_things(CaseId subject);
  // `make handling|feedback|return_visit|closed C1 enforcement nature=noise`: the usual way there.
  void make(const Words& words);

  Coverage& coverage_;
  Street street_;
  std::map<std::string, Person> people_;
  std::map<std::string, CaseId> cases_;
};

}  // namespace gezhi::test
