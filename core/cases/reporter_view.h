// What of a case its reporter gets, who sees it only because it is the own report: what was said to and by
// the reporter, and how it goes on; not the inner record (who was ordered what, notes, visits, tracks,
// counts). A report that was merged stays apart: it hears of the whole by tell_merged.
#pragma once

#include "core/cases/case.h"
#include "core/cases/ops.h"

namespace gezhi {

enum class ForReporter : std::uint8_t {
  nothing,
  progress,  // that the case stands otherwise by now (TellProgress)
  words,     // what it says to the reporter (words_for_reporter)
};

// Of an operation that was applied; `after` is its subject after it, `moved` whether its state is another
// than before. The class is not told (G20): who reported a noise need not know what it was found to be.
ForReporter for_reporter(const CaseOp& op, const Case& after, bool moved);

// The operation without what the desk wrote in it for itself.
CaseOp words_for_reporter(CaseOp op);

}  // namespace gezhi
