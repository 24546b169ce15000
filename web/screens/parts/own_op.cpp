#include "web/screens/parts/own_op.h"

#include "web/here.h"
#include "web/screens/parts/case_parts.h"

namespace gezhi::screens {

std::string own_op_title(const app::OwnOp& own) {
  const Case* one = app::find_case({own.street, own.subject});
  const std::string action = word("action", own.kind);
  return one != nullptr ? action + " · " + app::case_title(*one) : action;
}

std::string own_op_words(const app::OwnOp& own) {
  const World* world = app::street_world(own.street);
  if (world == nullptr) return {};
  HistoryLine line;
  line.kind = static_cast<std::uint32_t>(own.kind);
  line.payload = own.payload;
  return app::history_text(*world, line).detail;
}

}  // namespace gezhi::screens
