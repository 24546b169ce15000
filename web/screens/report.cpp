#include "web/screens/report.h"

#include <algorithm>
#include <string>
#include <vector>

#include "core/base/read.h"
#include "core/cases/lifecycle.h"
#include "core/cases/ops.h"
#include "core/cases/wording.h"
#include "web/here.h"
#include "web/platform/frame.h"
#include "web/platform/session.h"
#include "web/screens/parts/acting.h"
#include "web/screens/parts/case_parts.h"
#include "web/screens/parts/categories.h"
#include "web/screens/parts/draft_note.h"
#include "web/screens/parts/nearby.h"
#include "web/screens/parts/on_the_spot.h"
#include "web/screens/parts/photo_field.h"
#include "web/screens/parts/sent_page.h"
#include "web/screens/parts/urgent.h"
#include "web/screens/parts/where_card.h"
#include "web/screens/shell.h"

namespace gezhi::screens {
namespace {

using ui::Icon;
using ui::Tone;
using ui::tr;

// Natures in the order in which people look for them; the code's own order is by age.
constexpr Nature kNatures[] = {Nature::hazard,   Nature::dispute, Nature::noise,
                               Nature::facility, Nature::traffic, Nature::disorder,
                               Nature::help,     Nature::welfare, Nature::lost_found,
                               Nature::lead,     Nature::other};
// Where a child or a family may be behind it.
constexpr SetOf<Nature> kMaybeRestricted(Nature::dispute, Nature::help, Nature::welfare,
                                         Nature::disorder, Nature::lead, Nature::other);
constexpr std::size_t kNearbyShown = 3;
constexpr Source kDeskSources[] = {Source::call_110,       Source::hotline_12345, Source::walk_in,
                                   Source::four_platforms, Source::petition,      Source::assigned};
constexpr Source kFieldSources[] = {Source::patrol, Source::visit, Source::meeting, Source::app};

struct Draft {
  int danger = -1;  // 0 none, 1 some
  std::vector<bool> dangers;
  int nature = -1;  // index into kNatures
  int category = -1;
  int source = -1;  // index into sources(): whether it must be verified hangs on it
  Where where;
  std::string code_seen;  // of the address
  std::string text;
  std::vector<Photo> photos;
  int restricted = 0;  // Restricted
  OnTheSpot spot;
  bool leaves_contact = false;
  app::Contact contact;
  bool tried = false;
  std::string problem;

  template <class V>
  void fields(V& v) {
    app::from_minus_one(v, 1, "danger", danger);
    SetOf<Danger> which = chosen_dangers();
    v(2, "dangers", which);
    take_dangers(which);
    app::from_minus_one(v, 3, "nature", nature);
    app::from_minus_one(v, 4, "category", category);
    v(6, "code_seen", code_seen);
    v(7, "text", text, app::kTypedMax);
    v(8, "photos", photos);
    v(9, "restricted", restricted);
    v(10, "spot", spot);
    v(11, "leaves_contact", leaves_contact);
    v(12, "contact_name", contact.name, app::kTypedMax);
    v(13, "contact_phone", contact.phone, app::kTypedMax);
    Where none;
    v(14, "where", is_untouched() ? none : where);
    app::from_minus_one(v, 15, "source", source);
  }

  // The position that the app has found by itself is no draft; it belongs to one that is begun.
  bool is_untouched() const {
    return where.place.way == kByPosition && danger < 0 && nature < 0 && code_seen.empty() &&
           source < 0 && text.empty() && photos.empty() && !spot.on && !leaves_contact;
  }

  SetOf<Danger> chosen_dangers() const {
    SetOf<Danger> all;
    for (std::size_t i = 0; i < dangers.size(); ++i) {
      if (dangers[i]) all = all | SetOf<Danger>(static_cast<Danger>(i));
    }
    return all;
  }

  void take_dangers(SetOf<Danger> all) {
    for (std::size_t i = 0; i < names_of(Danger{}).size(); ++i) {
      if (!all.has(static_cast<Danger>(i))) continue;
      if (dangers.size() <= i) dangers.resize(i + 1);
      dangers[i] = true;
    }
  }
};

const app::DraftsOf<Draft> drafts("report");

// What was just handed in.
struct HandedIn {
  app::Sent sent;
  CaseId made;
};

HandedIn& handed_in = platform::of_session<HandedIn>();

// Who scans a code reports about that place: it is another report than the one begun elsewhere.
std::string subject() {
  const auto scanned = app::address().query.find("place");
  return scanned != app::address().query.end() ? scanned->second : std::string();
}

Draft& draft_here() { return drafts.of(subject()); }

std::span<const Source> sources() {
  if (app::acts_as(kDeskRoles)) return kDeskSources;
  if (app::acts_as(kGridRoles)) return kFieldSources;
  return {};
}

// Some danger of no kind would be handed in as none.
bool danger_said(const Draft& d) {
  return d.danger == 0 || (d.danger == 1 && !d.chosen_dangers().empty());
}

// Who wants to be asked leaves a way to be reached.
bool reaches(const Draft& d) {
  return !d.leaves_contact || is_said(d.contact.phone) || is_said(d.contact.name);
}

bool complete(Draft& d) {
  const bool sourced = d.source >= 0 || sources().empty();
  return danger_said(d) && d.nature >= 0 && sourced && is_complete(d.where) && is_said(d.text) &&
         is_complete(d.spot) && reaches(d);
}

const World* world_here(Draft& d) {
  return d.where.place.chosen ? app::street_world(street_of(d.where)) : nullptr;
}

std::string missing(bool filled, std::string_view key) {
  return draft_here().tried && !filled ? tr(key) : std::string();
}

void say_missing(bool filled, std::string_view key) { ui::field_error(missing(filled, key)); }

// A scanned place waits until the map of the district is there.
void take_scanned_place() {
  Draft& d = draft_here();
  const auto asked = app::address().query.find("place");
  if (asked == app::address().query.end() || asked->second == d.code_seen) return;
  if (app::pack_state() != app::PackState::ready) return;
  d.code_seen = asked->second;
  PlaceForm& place = d.where.place;
  place.way = kByCode;
  place.code = asked->second;
  if (!take_place_code(place, asked->second)) place.problem = "ui.place.unknown_code";
}

void danger_card() {
  Draft& d = draft_here();
  ui::card_begin();
  ui::heading(tr("ui.report.danger"), 2, true);
  const std::vector<std::string> answers = {tr("ui.report.no_danger"), tr("ui.report.some_danger")};
  ui::segmented(tr("ui.report.danger"), answers, d.danger, ui::Asked::headed);
  say_missing(d.danger >= 0, "ui.report.danger_missing");
  if (d.danger == 1) {
    ui::banner(Tone::danger, tr("ui.report.call_first"));
    ui::multi_chips(tr("ui.report.which_danger"), words_from("danger", Danger::life), d.dangers,
                    ui::Asked::required);
    say_missing(danger_said(d), "ui.report.which_danger_missing");
  } else {
    ui::small_text(tr("ui.urgent.not_emergency"));
  }
  urgent_numbers();
  ui::card_end();
}

void what_card() {
  Draft& d = draft_here();
  ui::card_begin();
  ui::heading(tr("ui.report.what"));
  std::vector<std::string> natures;
  for (const Nature nature : kNatures) natures.push_back(word("nature", nature));
  if (ui::choice_chips(tr("field.nature"), natures, d.nature, ui::Asked::required)) d.category = -1;
  say_missing(d.nature >= 0, "ui.report.nature_missing");
  if (d.nature >= 0) {
    const Nature nature = kNatures[d.nature];
    if (category_codes(nature).size() > 1) {
      ui::select(tr("field.category"), category_words(nature), d.category,
                 tr("ui.report.category_hint"));
    }
  }
  const auto ways = sources();
  if (!ways.empty()) {
    std::vector<std::string> names;
    for (const Source source : ways) names.push_back(word("source", source));
    ui::choice_chips(tr("ui.report.source"), names, d.source, ui::Asked::required);
    say_missing(d.source >= 0, "ui.report.source_missing");
  }
  ui::text_area("report_text", tr("ui.report.text"), d.text,
                {.hint = tr("ui.report.text_hint"),
                 .help = tr("ui.report.text_help"),
                 .error = missing(is_said(d.text), "ui.report.text_missing"),
                 .required = true,
                 .max_length = 1000,
                 .lines = 4});
  ui::card_end();
}

// Also of a nature that seldom has one: what was chosen stays in sight until it is taken back.
void restricted_card() {
  Draft& d = draft_here();
  const bool asks = d.nature >= 0 && kMaybeRestricted.has(kNatures[d.nature]);
  if (!asks && d.restricted == 0) return;
  ui::card_begin();
  ui::choice_chips(tr("ui.report.restricted"), words_from("restricted", Restricted::none),
                   d.restricted);
  ui::small_text(tr("ui.report.restricted_help"));
  if (d.restricted > 0) ui::banner(Tone::info, tr("ui.report.restricted_words"));
  ui::card_end();
}

// The next report begins at the top of its page.
void begin_anew(HandedIn made = {}) {
  drafts.discard(subject());
  handed_in = std::move(made);
  ui::page_to_top();
}

app::Contact contact_of(const Draft& d) {
  app::Contact contact = d.leaves_contact ? d.contact : app::Contact{};
  if (const auto phone = read_phone(contact.phone)) contact.phone = *phone;
  return contact;
}

// The words, photos and contact of the draft are added to a case that is there already.
void supplement(const Case& same) {
  Draft& d = draft_here();
  const SubjectKey ref = subject_key(same);
  AddNote op;
  op.text = is_said(d.text) ? d.text : tr("ui.nearby.seen_too");
  op.photos = d.photos;
  const app::Contact contact = contact_of(d);
  op.has_contact = !contact.empty();
  d.problem = act_on(same, op, contact);
  if (!d.problem.empty()) return ui::page_to_top();
  begin_anew();
  ui::toast(tr("ui.nearby.added"));
  app::open_case(ref);
}

void nearby_part() {
  Draft& d = draft_here();
  const World* world = world_here(d);
  if (world == nullptr || d.nature < 0 || d.restricted > 0) return;
  const std::vector<SimilarCase> found =
      nearby_cases(*world, kNatures[d.nature], d.where.place.place.point, kNearbyShown);
  if (found.empty()) return;
  ui::heading(tr("ui.nearby.title", std::to_string(found.size())));
  ui::small_text(tr("ui.nearby.words"));
  // What is dangerous is no note in another case: it is looked at by itself, and merged.
  const Case* same = nearby_cards(found, d.danger == 1 ? "ui.nearby.danger" : "");
  if (same != nullptr) supplement(Case(*same));
}

void spot_part() {
  Draft& d = draft_here();
  if (!app::acts_as(kGridRoles) || d.nature < 0) return;
  on_the_spot_card(d.spot,
                   why_not_on_the_spot(world_here(d), kNatures[d.nature],
                                       static_cast<Restricted>(d.restricted), d.danger == 1),
                   d.tried);
}

void photo_card() {
  ui::card_begin();
  ui::heading(tr("ui.report.photos"));
  ui::small_text(tr("ui.report.photos_help"));
  photo_field(tr("ui.report.photos"), draft_here().photos, PhotoKind::other);
  ui::card_end();
}

void contact_card() {
  Draft& d = draft_here();
  ui::card_begin();
  ui::toggle(tr("ui.report.leave_contact"), d.leaves_contact, tr("ui.report.contact_words"));
  if (d.leaves_contact) {
    ui::text_field(
        "contact_name", tr("ui.report.contact_name"), d.contact.name,
        {.hint = tr("ui.report.contact_name_hint"), .autocomplete = "name", .max_length = 20});
    const auto phone = read_phone(d.contact.phone);
    const bool wrong = !phone && phone.error().code != "empty";
    ui::text_field("contact_phone", tr("ui.report.contact_phone"), d.contact.phone,
                   {.error = wrong ? ui::not_read_words(phone.error(), d.contact.phone)
                                   : missing(reaches(d), "ui.report.contact_missing"),
                    .autocomplete = "tel",
                    .input_mode = "tel",
                    .icon = Icon::phone,
                    .max_length = 40,
                    .unread = wrong});
  }
  ui::card_end();
}

ReportCase operation(const Draft& d) {
  ReportCase op;
  op.nature = kNatures[d.nature];
  op.category = category_of(op.nature, d.category);
  op.place = d.where.place.place;
  op.text = d.text;
  op.danger_answered = true;
  if (d.danger == 1) op.dangers = d.chosen_dangers();
  op.photos = d.photos;
  op.restricted = static_cast<Restricted>(d.restricted);
  op.has_contact = !contact_of(d).empty();
  const auto ways = sources();
  if (!ways.empty()) op.source = ways[static_cast<std::size_t>(d.source)];
  if (!op.place.code.empty() && ways.empty()) op.source = Source::qr;
  return op;
}

// The grant for this street, else any that may: its desk settles where it belongs.
const Grant* grant_for(ShardId street, Roles roles) {
  const Grant* any = nullptr;
  for (const Grant& grant : app::account().grants) {
    if (!roles.has(grant.role)) continue;
    if (grant.shard == street) return &grant;
    if (any == nullptr) any = &grant;
  }
  return any;
}

void hand_in() {
  Draft& d = draft_here();
  d.tried = true;
  d.problem.clear();
  if (!complete(d)) return;  // focus goes to the first field that is wrong
  const ShardId street = street_of(d.where);
  const Grant* grant = grant_for(street, d.spot.on ? kGridRoles : lifecycle::kReporters);
  const World* world = app::street_world(street);
  if (grant == nullptr || world == nullptr) {
    d.problem = tr(grant == nullptr ? "refusal.role_not_allowed" : "ui.report.no_street");
    return ui::page_to_top();
  }
  const CaseId made = app::new_case_id();
  const app::Contact contact = contact_of(d);
  const CaseOp op = d.spot.on ? CaseOp{settle_on_spot(d.spot, operation(d))} : operation(d);
  app::Sent sent = app::submit(street, made, *grant, op, contact);
  if (!sent.outcome.applied()) {
    d.problem = app::refusal_text(*world, sent.outcome);
    ui::page_to_top();
    return;
  }
  begin_anew({std::move(sent), made});
  app::replace("/report?sent=1");  // back does not lead to the form again
}

void draw_form() {
  const float footer = ui::kButtonHeight + 2 * ui::kGap;
  page_begin(tr("ui.report.title"), {.footer = footer});
  draft_note(drafts, subject());
  Draft& d = draft_here();
  if (d.tried && !complete(d)) ui::banner(Tone::danger, tr("ui.report.incomplete"));
  if (!d.problem.empty()) ui::banner(Tone::danger, d.problem);
  danger_card();
  what_card();
  where_card(d.where, d.tried);
  nearby_part();
  restricted_card();
  photo_card();
  spot_part();
  contact_card();
  ui::page_footer_begin();
  const bool spot = draft_here().spot.on;
  if (ui::primary_button(tr(spot ? "ui.spot.submit" : "ui.report.submit"), {.icon = Icon::send}))
    hand_in();
  ui::page_footer_end();
  page_end();
}

}  // namespace

void draw_report() {
  if (app::address().query.count("sent") > 0 && !handed_in.made.is_nil()) {
    sent_page({{}, handed_in.made}, handed_in.sent.op);
    return;
  }
  take_scanned_place();
  draw_form();
}

}  // namespace gezhi::screens
