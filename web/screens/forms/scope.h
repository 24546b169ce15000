// What a form of an operation stands on while it is drawn: the case, the permission, and the draft
// that keeps what was typed until it is handed in.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/cases/judge.h"
#include "web/screens/parts/place_form.h"

namespace gezhi::screens {

struct OpDraft {
  CaseOp op;
  std::map<std::string, std::string> typed;   // numbers and times as typed, by path
  std::map<std::string, std::int64_t> known;  // the value that `typed` stands for
  std::map<std::string, int> answers;         // yes or no questions: 0 no, 1 yes, absent: open
  std::vector<std::string> required;          // names of members that must be filled
  PlaceForm place;                            // where a place is set
  std::string problem;                        // why the last try was not taken
  std::string missing;                        // the member that it missed, if it was that
};

struct FormScope {
  const Case& one;
  const World& world;
  const Permission& permission;
  OpDraft& draft;
  std::string path = {};

  OpKind kind() const { return permission.kind; }
  bool needs(std::string_view name) const;
  // The label of a member: the operation's own text where it has one, else the field's.
  std::string label(std::string_view name) const;
  // What stands below a member that was missing; empty otherwise.
  std::string error(std::string_view name) const;
};

// Everything below it carries this in its path and identity.
class Nested {
 public:
  Nested(FormScope& scope, std::string_view name);
  Nested(const Nested&) = delete;
  Nested& operator=(const Nested&) = delete;
  ~Nested();

 private:
  FormScope& scope_;
  std::size_t length_;
};

}  // namespace gezhi::screens
