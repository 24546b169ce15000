// Which case: an id is one street's own. Whoever knows an id can report under it in another street, so
// who follows both streets has two cases of one id, and what acts or shows names the street too.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/ids.h"

namespace gezhi {

struct Case;

struct CaseRef {
  ShardId street;  // none: not said (a link of before, or one that a person made)
  CaseId id;

  friend bool operator==(const CaseRef& a, const CaseRef& b) {
    return a.street == b.street && a.id == b.id;
  }
  friend bool operator<(const CaseRef& a, const CaseRef& b) {
    return a.id == b.id ? a.street < b.street : a.id < b.id;
  }
  bool is_nil() const { return id.is_nil(); }
};

CaseRef ref_of(const Case& one);

// As it stands in an address: "<id>", or "<street>/<id>" when the street is said.
std::string to_text(const CaseRef& ref);

// Takes it off the front of a path, and the '/' behind it; nothing when it does not begin so.
std::optional<CaseRef> take_case_ref(std::string_view& path);

// Of several cases of one id the one that a server received first: whoever copied an id came later.
// What no server has numbered yet comes last. nullptr only when there are none.
const Case* received_first(const std::vector<const Case*>& of_one_id);

}  // namespace gezhi
