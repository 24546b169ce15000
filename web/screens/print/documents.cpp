#include "web/screens/print/documents.h"

#include "web/here.h"
#include "web/screens/print/money.h"
#include "web/widgets/i18n.h"

namespace gezhi::screens {
namespace {

using platform::PrintBlock;
using platform::PrintDocument;
using ui::tr;

bool in_chinese() { return ui::language() == ui::Language::zh; }

std::string date_words(TimeMs at) {
  if (at.is_none()) return tr("doc.date_blank");
  const CivilDate date = date_of(civil_day_of(at));
  return tr("doc.date", std::to_string(date.year), std::to_string(date.month),
            std::to_string(date.day));
}

std::string sum_words(std::int64_t fen) {
  if (fen == 0) return "—";
  const std::string sum = tr("doc.yuan", yuan_text(fen));
  return in_chinese() ? sum + tr("doc.capitals", yuan_capitals(fen)) : sum;
}

class Composer {
 public:
  explicit Composer(std::string title) {
    doc_.title = std::move(title);
    doc_.language = in_chinese() ? "zh-CN" : "en";
  }
  void add(const char* kind, std::string text) {
    doc_.blocks.push_back({kind, std::move(text), {}, {}});
  }
  void pair(std::string_view key, std::string value = {}) {
    doc_.blocks.push_back({"pair", tr(key), std::move(value), {}});
  }
  void blank(std::string name) { doc_.blocks.push_back({"pair", std::move(name), {}, {}}); }
  void row(const char* kind, std::vector<std::string> cells) {
    doc_.blocks.push_back({kind, {}, {}, std::move(cells)});
  }
  PrintDocument done() {
    if (!in_chinese()) add("note", tr("doc.legal_form"));
    return std::move(doc_);
  }

 private:
  PrintDocument doc_;
};

// --- the notice -----------------------------------------------------------------------------------

void numbered(Composer& doc, const std::vector<std::string>& items) {
  for (std::size_t i = 0; i < items.size(); ++i)
    doc.add("item", tr("doc.item", std::to_string(i + 1), items[i]));
}

void notice_body(Composer& doc, const World& world, const Case& one) {
  const Notice& notice = one.rectify->notice;
  doc.add("to", tr("doc.to", notice.addressee));
  // A notice of before says what must be done, and not apart from it what was found.
  const bool apart = !notice.findings.empty();
  doc.add("text",
          tr(apart ? "doc.notice.found" : "doc.notice.must", app::place_text(world, one.place)));
  numbered(doc, notice.findings);
  if (apart) doc.add("text", tr("doc.notice.items"));
  numbered(doc, notice.items);
  doc.add("text", tr("doc.notice.order", notice.basis, date_words(notice.due)));
  doc.add("text", tr("doc.notice.after"));
  doc.add("text", tr("doc.notice.heard"));
}

void notice_delivery(Composer& doc, const Rectify& rectify) {
  doc.add("head", tr("doc.notice.delivery"));
  const bool delivered = rectify.delivery != Delivery::none;
  doc.pair("doc.notice.how",
           delivered ? tr("delivery." + std::string(name_of(rectify.delivery))) : std::string());
  doc.pair("doc.notice.when", delivered ? date_words(rectify.delivered.at) : std::string());
  const bool refused =
      rectify.delivery == Delivery::refused || rectify.delivery == Delivery::left_at_place;
  if (!rectify.delivery_text.empty())
    doc.pair(refused ? "doc.notice.left" : "doc.notice.served", rectify.delivery_text);
  if (!rectify.witness.empty()) doc.pair("doc.notice.witness_role", rectify.witness);
  if (!rectify.delivery_photos.empty()) {
    doc.pair("doc.notice.photos",
             tr("doc.notice.photo_count", std::to_string(rectify.delivery_photos.size())));
  }
  doc.pair("doc.notice.receiver");
  doc.pair("doc.notice.deliverers");
  doc.pair("doc.notice.witness");
}

// --- the agreement --------------------------------------------------------------------------------

void agreement_parties(Composer& doc, const Mediate& mediate) {
  for (const Party& party : mediate.parties) {
    doc.add("head", tr("doc.agreement.party", party.role));
    doc.pair("doc.agreement.name");
    doc.pair("doc.agreement.identity");
    doc.pair("doc.agreement.phone");
    if (party.minor) doc.pair("doc.agreement.guardian");
  }
}

void agreement_duties(Composer& doc, const Mediate& mediate) {
  if (mediate.obligations.empty()) return;
  doc.row("row_head", {tr("doc.agreement.no"), tr("doc.agreement.who"), tr("doc.agreement.what"),
                       tr("doc.agreement.sum"), tr("doc.agreement.due")});
  int i = 0;
  for (const Obligation& duty : mediate.obligations) {
    doc.row("row", {std::to_string(++i), duty.who, duty.what, sum_words(duty.amount_fen),
                    date_words(duty.due)});
  }
}

void agreement_body(Composer& doc, const Case& one) {
  const Mediate& mediate = *one.mediate;
  doc.add("head", tr("doc.agreement.facts"));
  doc.add("text", one.text);
  doc.add("head", tr("doc.agreement.terms"));
  doc.add("text", tr("doc.agreement.willing"));
  doc.add("text", mediate.agreement);
  agreement_duties(doc, mediate);
  doc.add("head", tr("doc.agreement.effect"));
  doc.add("text", tr("doc.agreement.from"));
  doc.add("text", tr("doc.agreement.court"));
  doc.add("text", tr("doc.agreement.copies"));
  if (mediate.oral) doc.add("note", tr("doc.agreement.oral"));
}

}  // namespace

// A proposal is not a notice (S3-09): nobody may carry one to a shop as if it were.
bool has_notice(const Case& one) {
  constexpr SetOf<RectifyState> kNone(RectifyState::none, RectifyState::proposed,
                                      RectifyState::declined);
  return one.rectify && !kNone.has(one.rectify->state);
}

bool has_agreement(const Case& one) { return one.mediate && !one.mediate->agreement.empty(); }

PrintDocument notice_document(const World& world, const Case& one) {
  const Rectify& rectify = *one.rectify;
  const Notice& notice = rectify.notice;
  Composer doc(tr("doc.notice.title") + " " + notice.number);
  doc.add("office", notice.authority);
  doc.add("title", tr("doc.notice.title"));
  doc.add("number", notice.number);
  if (rectify.state == RectifyState::revoked) {
    doc.add("head", tr("doc.notice.revoked", date_words(rectify.ended.at)));
    doc.pair("doc.notice.reason", rectify.ended_reason);
  }
  notice_body(doc, world, one);
  doc.add("sign", tr("doc.seal", notice.authority));
  if (!notice.co_signer.empty()) doc.add("sign", tr("doc.seal", notice.co_signer));
  doc.add("sign", date_words(rectify.issued.at));
  notice_delivery(doc, rectify);
  doc.add("note", tr("doc.notice.copies", app::number_text(one)));
  return doc.done();
}

PrintDocument agreement_document(const World& world, const Case& one) {
  const Mediate& mediate = *one.mediate;
  Composer doc(tr("doc.agreement.title") + " " + app::number_text(one));
  doc.add("title", tr("doc.agreement.title"));
  doc.add("number", tr("doc.agreement.number", app::number_text(one)));
  agreement_parties(doc, mediate);
  agreement_body(doc, one);
  for (const Party& party : mediate.parties) doc.blank(tr("doc.agreement.signs", party.role));
  doc.pair("doc.agreement.mediator");
  doc.pair("doc.agreement.recorder");
  doc.add("sign", tr("doc.seal", app::unit_name(world, mediate.unit)));
  doc.add("sign", date_words(mediate.agreed.at));
  return doc.done();
}

}  // namespace gezhi::screens
