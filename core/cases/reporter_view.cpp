#include "core/cases/reporter_view.h"

#include <algorithm>

namespace gezhi {
namespace {

using O = OpKind;

// What the reporter is told or asked, or has a right to know the words of: the decisions on the report, and
// where it went.
constexpr SetOf<OpKind> kForTheReporter(O::report_case, O::settle_on_spot, O::file_case,
                                        O::reject_case, O::merge_case, O::transfer_case,
                                        O::answer_transfer, O::bounce_transfer, O::place_case,
                                        O::give_fast_lane, O::close_case, O::void_case,
                                        O::tell_merged, O::reporter_word, O::appeal_case,
                                        O::decide_appeal, O::erase_case);

// The report itself is the reporter's to read and to write; what the street makes of its cause is not.
bool is_of_report(const CaseOp& op, const Case& after) {
  if (const auto* edit = op.get<EditField>()) return edit->field != CaseField::root_cause;
  const auto* settled = op.get<SettleConflict>();
  return settled != nullptr &&
         std::any_of(after.conflicts.begin(), after.conflicts.end(), [&](const Conflict& one) {
           return one.op == settled->conflict && one.field != CaseField::root_cause;
         });
}

}  // namespace

ForReporter for_reporter(const CaseOp& op, const Case& after, bool moved) {
  if (kForTheReporter.has(kind_of(op)) || is_of_report(op, after)) return ForReporter::words;
  return moved ? ForReporter::progress : ForReporter::nothing;
}

CaseOp words_for_reporter(CaseOp op) {
  if (auto* close = op.get<CloseCase>()) close->late_reason.clear();
  if (auto* file = op.get<FileCase>()) file->text.clear();
  if (auto* place = op.get<PlaceCase>()) place->text.clear();
  return op;
}

}  // namespace gezhi
