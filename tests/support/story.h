// A story of the field as a test: who does what, in order, and what became of it. The people are called
// as they are called there; every step that is told is really taken by the rules. At its end a story
// is compared with tests/golden/stories/<name>.md, where an official reads it as a table in Chinese,
// printed from the operations themselves with the app's own texts.
//
//   Story s("gas_bottles", "武林路133号的燃气瓶", "S1-22..28");
//   s.does("网格员", s.report(Nature::hazard, "店内有五六个煤气瓶"));
//   s.refused("执法队员", s.hand_in("综合执法中队", "…"), Refusal::things_unsettled);
//   s.check("六个瓶子都有去向", …);
//   s.ends();
#pragma once

#include <map>
#include <string>

#include "tests/support/street.h"

namespace gezhi::test {

class Story {
 public:
  Story(std::string name, std::string title, std::string rows);

  // A step that is taken; one that the rules refuse, and why. About the case told of last.
  void does(const std::string& who, const CaseOp& op);
  void refused(const std::string& who, const CaseOp& op, Refusal why);
  // What is not an operation: a heading of the table, a fact that must hold.
  void tells(const std::string& text);
  void check(const std::string& fact, bool holds);
  void ends();

  // Time.
  void at(const std::string& date, std::int64_t hour, std::int64_t minute = 0);
  void after_minutes(std::int64_t minutes) { street_.pass(minutes * kMinuteMs); }
  void after_days(std::int64_t days) { street_.pass(days * kDayMs); }
  TimeMs now() const { return street_.now(); }
  TimeMs in_days(std::int64_t days) const { return now() + days * kDayMs; }

  // Cases: the story is about one until it turns to another.
  void turns_to(const std::string& label);
  CaseId id() const { return subject_; }
  CaseId id_of(const std::string& label) const { return labels_.at(label); }
  const Case& it() const { return street_.at(subject_); }
  const Case& it(const std::string& label) const { return street_.at(labels_.at(label)); }
  const Clock* clock(ClockKind kind) const;  // the last of the kind
  Street& street() { return street_; }
  Person person(const std::string& who) const;

  // Orders by the units' names. The last order of a unit is the one that is meant.
  TaskOrder lead(const std::string& unit, const std::string& order);
  TaskOrder helper(const std::string& unit, const std::string& order, bool mandatory = true);
  TaskId task(const std::string& unit) const;

  // Ready-made operations.
  ReportCase report(Nature nature, const std::string& text, Source source = Source::app) const;
  SubmitTask hand_in(const std::string& unit, const std::string& text,
                     ResultKind result = ResultKind::resolved) const;
  VisitResult confirms(const std::string& text) const;

  // Several steps that every story has.
  void files(Nature nature);                                   // the clerk
  void goes(const std::string& who, const std::string& unit);  // sign, depart, call, arrive
  void visits_and_closes(const std::string& seen, const std::string& closing);

 private:
  void step(const std::string& who, const CaseOp& op, Refusal expected);

  std::string name_;
  std::string text_;
  Street street_;
  CaseId subject_;
  std::map<std::string, CaseId> labels_;
};

}  // namespace gezhi::test
