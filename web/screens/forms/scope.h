// What a form of an operation stands on while it is drawn: the case, the permission, and the draft
// that keeps what was typed until it is handed in.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/cases/judge.h"
#include "core/journal/op.h"
#include "web/here.h"
#include "web/screens/parts/place_form.h"
#include "web/widgets/buttons.h"

namespace gezhi::screens {

struct OpDraft {
  CaseOp op;
  std::map<std::string, std::string> typed;   // numbers and times as typed, by path
  std::map<std::string, std::int64_t> known;  // the value that `typed` stands for
  std::map<std::string, int> answers;         // yes or no questions: 0 no, 1 yes, absent: open
  std::vector<std::string> required;          // names of members that must be filled
  PlaceForm place;                            // where a place is set
  std::string problem;                        // why the last try was not taken
  std::vector<std::string> missing;           // the members that it missed
  std::string refused;    // the member that `problem` is about, if it is about one
  bool prepared = false;  // `required` is known
  // Gathered anew whenever the form is drawn:
  std::vector<std::string> unread;    // members whose text was not understood
  std::vector<std::string> unstated;  // numbers and times that must be stated and are not

  template <class V>
  void fields(V& v) {
    Op stored = as_stored();
    const Op before = stored;
    v(1, "kind", stored.kind);
    v(2, "op", stored.payload, app::kTypedMax);
    if (stored.kind != before.kind || stored.payload != before.payload) take(stored);
    app::in_pairs(v, 3, "typed", typed);
    app::in_pairs(v, 4, "known", known);
    app::in_pairs(v, 5, "answers", answers);
    v(6, "place", place);
  }
  void find_photos(std::set<Digest>& found) const { gezhi::find_photos(op, found); }

 private:
  Op as_stored() const;
  void take(const Op& stored);
};

struct FormScope {
  const Case& one;
  const World& world;
  const Permission& permission;
  OpDraft& draft;
  std::string path = {};

  OpKind kind() const { return permission.kind; }
  bool needs(std::string_view name) const;
  // The same for what is chosen.
  ui::Asked asked(std::string_view name) const;
  // What nobody has said until somebody does, although its type has a value from the start: it begins
  // unchosen, and is missing until it is chosen.
  bool must_choose(std::string_view name) const;
  bool is_chosen(std::string_view name) const;
  // The same for words: they begin empty, with a suggestion beside them, and are missing until they are
  // said, also where the rules themselves would take none.
  bool must_say(std::string_view name) const;
  void chosen(std::string_view name, bool yes = true) const;
  // The label of a member: the operation's own text where it has one, else the field's.
  std::string label(std::string_view name) const;
  // What stands below a member that was missing; empty otherwise.
  std::string error(std::string_view name) const;
  // What stands below a member that has words and was refused for them; empty otherwise.
  std::string refusal(std::string_view name) const;
  // It was given meanwhile.
  void given(std::string_view name) const;
  // What was typed could not be taken, in words; the value it stands for is then nothing.
  std::string unread(std::string_view name, const Error& why, std::string_view typed) const;
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
