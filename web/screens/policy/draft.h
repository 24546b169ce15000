// Rules being edited: the values, beside them what was typed where it is not a value (yet), and what
// is wrong with it. One draft a street (drafts.h); nothing of it is kept until something was changed.
#pragma once

#include <map>
#include <set>
#include <string>

#include "core/cases/policy.h"
#include "web/here.h"

namespace gezhi::screens {

struct PolicyDraft {
  std::uint32_t based_on = 0;  // the version it began with
  Policy policy;
  std::map<std::string, std::string> typed;     // by the field's path
  std::map<std::string, std::string> problems;  // likewise, in words: of what was not understood
  std::set<std::string> open;                   // items of lists that are unfolded
  std::string json;                             // the text of the whole; empty: written anew
  bool json_unread = false;                     // it is not understood: `policy` stays as before
  std::string problem;                          // of the whole, in words
  int mode = 0;                                 // of the page in which it was written
  bool resumed = false;                         // its page knows `mode`
  bool changed = false;

  // An item of a list goes: what was typed in those behind it moves up with them.
  void drop_item(const std::string& list, std::size_t gone);

  template <class V>
  void fields(V& v) {
    v(1, "changed", changed);
    PolicyDraft none;
    PolicyDraft& kept = changed ? *this : none;
    v(2, "based_on", kept.based_on);
    v(3, "json_unread", kept.json_unread);
    // One of both: a text that is understood is written anew from the values.
    v(4, "policy", kept.json_unread ? none.policy : kept.policy);
    v(5, "json", kept.json_unread ? kept.json : none.json, app::kTypedMax);
    app::in_pairs(v, 6, "typed", kept.typed);
    app::in_pairs(v, 7, "problems", kept.problems);
    v(8, "mode", kept.mode);
  }
};

}  // namespace gezhi::screens
