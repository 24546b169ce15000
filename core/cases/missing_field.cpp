// What an operation must say to be worth judging: one line a rule, the first that fails is named. A text
// of blanks or signs alone says nothing, wherever it stands: it is missing like one that is empty, and so is
// a list of such texts. What no such number or time can be is as good as none (bounds.h).
#include <algorithm>
#include <set>

#include "core/cases/bounds.h"
#include "core/cases/guards.h"
#include "core/cases/wording.h"

namespace gezhi {
namespace {

// Finds the first member with such a text, for fields(). In a list it is the list that is named; there an
// empty text is one too: who lists nothing leaves the line out.
class MuteText {
 public:
  template <class T>
  void operator()(std::uint32_t, const char* name, T& value, std::uint64_t = kLengthMax) {
    if (!found_.empty()) return;
    if constexpr (std::is_same_v<T, std::vector<std::string>>) {
      if (!std::all_of(value.begin(), value.end(), is_said)) found_ = name;
    } else if constexpr (codec::IsVector<T>::value && !std::is_same_v<T, Bytes>) {
      for (auto& item : value) look(item, name);
      if (!found_.empty()) found_ = name;
    } else {
      look(value, name);
    }
  }
  std::string take() { return std::move(found_); }

 private:
  template <class T>
  void look(T& value, const char* name) {
    if constexpr (std::is_same_v<T, std::string>) {
      if (!value.empty() && !is_said(value)) found_ = name;
    } else if constexpr (codec::IsOptional<T>::value) {
      if (value) look(*value, name);
    } else if constexpr (std::is_same_v<T, Photo>) {
      // It names no picture: none can ever be shown.
      if (value.digest == Digest{}) found_ = name;
    } else if constexpr (codec::Fielded<T>) {
      value.fields(*this);
    }
  }

  std::string found_;
};

template <class T>
std::string mute_field(const T& op) {
  MuteText mute;
  const_cast<T&>(op).fields(mute);  // fields() only hands the members out
  return mute.take();
}

template <class E>
std::string unless_set(E value, const char* field) {
  return static_cast<int>(value) == 0 ? field : "";
}
std::string unless_said(const std::string& value, const char* field) {
  return says_none(value) ? field : "";
}

// Most operations need their reason, if they have one, and nothing else.
template <class T>
std::string missing(const T&) {
  return "";
}
template <class T>
requires requires(const T& op) { std::string_view(op.reason); }
std::string missing(const T& op) { return unless_said(op.reason, "reason"); }

std::string missing(const ReportCase& op) { return unless_said(op.text, "text"); }
std::string missing(const SettleOnSpot& op) { return missing(op.report); }
std::string missing(const VerifyResult& op) { return unless_set(op.found, "found"); }
std::string missing(const TransferCase& op) { return unless_set(op.to, "to"); }
std::string missing(const AnswerTransfer& op) {
  return op.answered == TransferAnswer::none ? "answered" : unless_said(op.text, "text");
}
// Whoever is sent is told what to do; a whistle, a tier, a reinspection have their reason or their notice.
std::string missing(const DispatchCase& op) {
  const auto says = [](const TaskOrder& order) { return !order.order.empty(); };
  return std::all_of(op.tasks.begin(), op.tasks.end(), says) ? "" : "order";
}
std::string missing(const RedoCase& op) { return unless_said(op.task.order, "order"); }
std::string missing(const RefuseTask& op) { return unless_set(op.reason, "reason"); }
std::string missing(const ContactParty& op) { return unless_set(op.result, "result"); }
std::string missing(const SubmitTask& op) { return unless_set(op.result, "result"); }
std::string missing(const ReinspectResult& op) { return unless_set(op.result, "result"); }
std::string missing(const ReporterWord& op) { return unless_set(op.satisfaction, "satisfaction"); }
std::string missing(const AddNote& op) {
  return op.text.empty() && op.photos.empty() ? "text" : "";
}
std::string missing(const ArriveTask& op) {
  return op.point.is_none() && op.text.empty() ? "text" : "";
}
std::string missing(const VisitResult& op) {
  return op.confirmed ? "" : unless_set(op.reason, "reason");
}
std::string missing(const SampleResult& op) {
  return op.confirmed ? "" : unless_set(op.reason, "reason");
}
std::string missing(const TriageCase& op) {
  return op.level == TriageLevel::none ? "level" : unless_said(op.reason, "reason");
}
std::string missing(const RecordCall& op) {
  return op.with == TransferTo::none ? "with" : unless_set(op.result, "result");
}
std::string missing(const EditField& op) {
  const bool edits = op.field != CaseField::none && op.field != CaseField::place;
  if (!edits) return "field";
  return holds(op.field, op.value) ? unless_said(op.value, "value") : "value";
}
std::string missing(const CountThing& op) {
  return op.thing == 0 ? unless_said(op.what, "what") : "";
}
// A fine has a decision or a receipt with a number; what is handed to somebody says to whom, or has a
// receipt that does (S1-28).
std::string missing(const DisposeThing& op) {
  constexpr SetOf<Disposition> kHandedOver(Disposition::returned, Disposition::transferred);
  if (op.how == Disposition::fined) return unless_said(op.receipt, "receipt");
  if (kHandedOver.has(op.how) && op.receipt.empty()) return unless_said(op.to, "to");
  return unless_set(op.how, "how");
}
std::string missing(const RelateCases& op) {
  const bool by_people = op.how == Relation::same_place || op.how == Relation::part_of;
  return by_people ? unless_said(op.reason, "reason") : "how";
}
std::string missing(const PlaceCase& op) {
  return op.place.point.is_none() && op.place.code.empty() ? "place" : "";
}
std::string missing(const CallChain& op) { return op.who.empty() ? "who" : ""; }
std::string missing(const AnswerHop& op) { return unless_said(op.text, "text"); }
std::string missing(const AnswerFootage& op) { return unless_said(op.text, "text"); }
std::string missing(const AnswerRefusal& op) { return unless_said(op.text, "text"); }
std::string missing(const LogRound& op) { return unless_said(op.text, "text"); }
std::string missing(const Escalate& op) {
  if (op.rung == Rung::none) return "rung";
  if (op.rung != Rung::refer) return unless_said(op.reason, "reason");
  return op.authority.empty() ? "authority" : unless_said(op.document, "document");
}
std::string missing(const HoldConsultation& op) {
  return op.seats.empty() ? "seats" : unless_said(op.plan, "plan");
}
std::string missing(const ProposeNotice& op) { return op.items.empty() ? "items" : ""; }
std::string missing(const IssueNotice& op) {
  const Notice& n = op.notice;
  if (n.findings.empty()) return "findings";
  if (n.items.empty()) return "items";
  if (n.number.empty()) return "number";
  if (n.addressee.empty()) return "addressee";
  if (n.authority.empty()) return "authority";
  return unless_said(n.basis, "basis");
}
// What is served otherwise than by hand or by leaving it says how: the number of the letter, who carried
// it, that the party agreed, where it was published.
std::string missing(const DeliverNotice& op) {
  constexpr SetOf<Delivery> kTold(Delivery::left_at_place, Delivery::mailed, Delivery::entrusted,
                                  Delivery::electronic, Delivery::announced);
  return kTold.has(op.delivery) ? unless_said(op.text, "text")
                                : unless_set(op.delivery, "delivery");
}
std::string missing(const RecordStatement& op) { return unless_said(op.text, "text"); }
std::string missing(const RaiseTier& op) {
  return op.order.unit.is_none() ? "unit" : unless_said(op.reason, "reason");
}
std::string missing(const LowerTier& op) {
  return op.order.unit.is_none() ? "unit" : unless_said(op.reason, "reason");
}
std::string missing(const ReferEnforcement& op) {
  if (op.office.empty()) return "office";
  return op.decision.empty() ? "decision" : unless_said(op.number, "number");
}
// Parties are told apart by their roles: what one of them owes is written down under it.
std::string missing(const OpenMediation& op) {
  std::set<std::string> roles;
  for (const Party& one : op.parties) {
    if (!roles.insert(folded_words(one.role)).second || says_none(one.role)) return "parties";
  }
  return "";
}
std::string missing(const ScheduleSession& op) { return op.planned.is_none() ? "planned" : ""; }
// One person alone holds no session.
std::string missing(const HoldSession& op) {
  return op.minutes == 0 ? "minutes" : op.attended < 2 ? "attended" : "";
}
std::string missing(const ConcludeAgreement& op) {
  if (op.agreement.empty()) return "agreement";
  if (op.obligations.empty()) return "obligations";
  for (const Obligation& one : op.obligations) {
    const bool said = !says_none(one.who) && !says_none(one.what) && !one.due.is_none();
    if (!said || one.amount_fen < 0 || one.amount_fen > kSumMax) return "obligations";
  }
  return "";
}
std::string missing(const RecordBreach& op) { return unless_said(op.text, "text"); }
std::string missing(const WithdrawMediation& op) {
  return op.by.empty() ? "by" : unless_said(op.reason, "reason");
}
std::string missing(const ReferCourt& op) {
  return op.office.empty() ? "office" : unless_said(op.reason, "reason");
}
std::string missing(const StartInvestigation& op) { return unless_said(op.office, "office"); }
std::string missing(const FinishEvidence& op) { return unless_said(op.text, "text"); }
std::string missing(const ConcludeInvestigation& op) {
  using I = InvestigateState;
  const bool ends =
      op.outcome == I::mediation_closed || op.outcome == I::penalty || op.outcome == I::no_case;
  if (!ends) return "outcome";
  return op.office.empty() ? "office" : unless_said(op.number, "number");
}

}  // namespace

std::string missing_field(const CaseOp& op) {
  std::string lacks = op.visit([](const auto& one) {
    std::string mute = mute_field(one);
    return mute.empty() ? missing(one) : mute;
  });
  return lacks.empty() ? impossible_member(op) : lacks;
}

}  // namespace gezhi
