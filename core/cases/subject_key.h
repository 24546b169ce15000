// Which case (SubjectKey, core/base/ids.h), as screens and addresses name it: whoever knows an id can report
// under it in another street, so who follows both streets has two cases of one id.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/ids.h"

namespace gezhi {

struct Case;

SubjectKey subject_key(const Case& one);

// As it stands in an address: "<id>" where no street is said, else "<street>/<id>".
std::string to_text(const SubjectKey& key);

// Takes it off the front of a path, and the '/' behind it; nothing when it does not begin so.
std::optional<SubjectKey> take_subject_key(std::string_view& path);

// Of several cases of one id the one that a server received first: whoever copied an id came later.
// What no server has numbered yet comes last. nullptr only when there are none.
const Case* received_first(const std::vector<const Case*>& of_one_id);

}  // namespace gezhi
