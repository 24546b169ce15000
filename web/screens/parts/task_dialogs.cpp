#include "web/screens/parts/task_dialogs.h"

#include <algorithm>
#include <string>
#include <vector>

#include "core/cases/placing.h"
#include "core/cases/presence.h"
#include "core/cases/suspension.h"
#include "core/cases/wording.h"
#include "web/here.h"
#include "web/platform/frame.h"
#include "web/platform/session.h"
#include "web/screens/parts/acting.h"
#include "web/screens/parts/case_parts.h"
#include "web/screens/parts/contact_dialog.h"
#include "web/screens/parts/draft_note.h"
#include "web/screens/parts/photo_field.h"

namespace gezhi::screens {
namespace {

using ui::Icon;
using ui::Tone;
using ui::tr;

struct Sheet {
  bool open = false;
  int choice = -1;
  std::string text;
  std::string problem;

  template <class V>
  void fields(V& v) {
    app::from_minus_one(v, 1, "choice", choice);
    v(2, "text", text, app::kTypedMax);
  }
};

struct Arrival {
  bool busy = false;
  bool open = false;
  SubjectKey subject;
  TaskId task;
  PointE7 point;
  std::uint32_t accuracy_m = 0;
  std::int64_t away_mm = 0;
  bool again = false;  // located once more in the dialog: what was written there goes along
  std::string problem;
};

// Why somebody is there although the position says otherwise: a draft of the task, so that another try
// to be located does not take it.
struct ArrivalWords {
  std::string text;

  template <class V>
  void fields(V& v) {
    v(1, "text", text, app::kTypedMax);
  }
};

struct Suspension {
  bool open = false;
  int days = -1;  // index into kDays; -1: nobody said
  bool tried = false;
  std::string text;
  std::string document;
  std::vector<Photo> photos;
  std::string problem;

  template <class V>
  void fields(V& v) {
    app::from_minus_one(v, 1, "days", days);
    v(2, "text", text, app::kTypedMax);
    v(3, "document", document, app::kTypedMax);
    v(4, "photos", photos);
  }
};

constexpr int kDays[] = {1, 3, 7, 14, 30};

const app::DraftsOf<Sheet> parties("party");
const app::DraftsOf<Sheet> refusals("refusal");
const app::DraftsOf<Suspension> suspensions("suspension");
const app::DraftsOf<ArrivalWords> arrivals("arrival");
Arrival& arrival = platform::of_session<Arrival>();
bool& more_open = platform::of_session<bool>();

void locate_arrival(const SubjectKey& subject, TaskId task, bool again);

void arrive_now(const Case& one, const std::string& text) {
  const std::string key = app::draft_key(arrival.subject, arrival.task);
  ArriveTask op;
  op.task = arrival.task;
  op.point = arrival.point;
  op.accuracy_m = arrival.accuracy_m;
  op.text = text;
  arrival.problem = act_on(one, op);
  arrival.busy = false;
  if (arrival.problem.empty()) {
    arrival = Arrival{};
    arrivals.discard(key);
  } else {
    arrival.open = true;
  }
}

// The position is known (or not): submit, or ask for words.
void settle_arrival() {
  const Case* one = app::find_case(arrival.subject);
  const World* world = app::street_world(arrival.subject.shard);
  arrival.busy = false;
  if (one == nullptr || world == nullptr) return;
  const Whereabouts where =
      whereabouts_of(world->policy(), one->place, arrival.point, arrival.accuracy_m);
  const bool away = where.presence == Presence::away;
  arrival.away_mm = away ? std::int64_t{where.away_m} * 1000 : -1;
  if (away || arrival.point.is_none() || is_rough(arrival.accuracy_m)) {
    arrival.open = true;
    return;
  }
  const Case copy = *one;  // submitting moves what is pointed to
  const std::string key = app::draft_key(arrival.subject, arrival.task);
  arrive_now(copy, arrival.again ? arrivals.of(key).text : std::string());
}

void arrival_dialog(const Case& one) {
  if (!ui::dialog_begin("arrival", tr("action.arrive_task"), arrival.open)) return;
  const std::string key = app::draft_key(arrival.subject, arrival.task);
  ArrivalWords& words = arrivals.of(key);
  draft_note(arrivals, key);
  const std::string away = arrival.away_mm >= 0 ? app::length_text(arrival.away_mm) : std::string();
  const bool rough = is_rough(arrival.accuracy_m);
  ui::banner(Tone::warning, rough          ? tr("ui.task.rough_position",
                                                app::length_text(1000 * std::int64_t{arrival.accuracy_m}))
                            : away.empty() ? tr("ui.task.no_position")
                                           : tr("ui.task.too_far", away));
  ui::text_area("arrival_text", tr("ui.task.arrival_text"), words.text,
                {.hint = tr("ui.task.arrival_hint"),
                 .error = arrival.problem,
                 .required = true,
                 .max_length = 300,
                 .lines = 3});
  ui::row_begin({1, 1});
  if (ui::secondary_button(tr("ui.task.locate_again"), {.icon = Icon::location})) {
    arrival.open = false;
    platform::wake();
    locate_arrival(subject_key(one), arrival.task, true);
  }
  ui::next_cell();
  if (ui::primary_button(tr("ui.task.arrive_anyway"))) {
    if (is_said(words.text))
      arrive_now(one, words.text);
    else
      arrival.problem = tr("ui.task.arrival_missing");
  }
  ui::row_end();
  ui::dialog_end();
}

void locate_arrival(const SubjectKey& subject, TaskId task, bool again) {
  arrival = Arrival{};
  arrival.busy = true;
  arrival.subject = subject;
  arrival.task = task;
  arrival.again = again;
  app::locate_once([](const Result<app::Position>& found) {
    if (!arrival.busy) return;
    if (found.ok()) {
      arrival.point = found->point;
      arrival.accuracy_m = found->accuracy_m;
    }
    settle_arrival();
    platform::wake();
  });
}

void party_dialog(const Case& one, const Task& task) {
  const std::string key = app::draft_key(one, task.id);  // `task` is of before when it is done
  Sheet& party = parties.of(key);
  if (!ui::dialog_begin("party", tr("action.contact_party"), party.open)) return;
  draft_note(parties, key);
  if (one.has_contact) {
    if (ui::secondary_button(tr("action.read_contact"), {.icon = Icon::phone}))
      open_contact(subject_key(one));
  } else {
    ui::banner(Tone::info, tr("refusal.no_contact"));
  }
  ui::choice_chips(tr("ui.task.party_result"), words_from("contact", ContactResult::reached),
                   party.choice, ui::Asked::required);
  ui::text_field("party_text", tr("ui.task.party_text"), party.text,
                 {.hint = tr("ui.task.party_hint"), .max_length = 300});
  if (!party.problem.empty()) ui::banner(Tone::danger, party.problem);
  if (ui::primary_button(tr("ui.task.party_save"))) {
    ContactParty op;
    op.task = task.id;
    op.result = static_cast<ContactResult>(party.choice + 1);
    op.text = party.text;
    party.problem = act_on(one, op);
    if (party.problem.empty()) parties.discard(key);
  }
  ui::dialog_end();
}

void refuse_dialog(const Case& one, const Task& task) {
  const std::string key = app::draft_key(one, task.id);
  Sheet& refusing = refusals.of(key);
  if (!ui::dialog_begin("refuse", tr("action.refuse_task"), refusing.open)) return;
  draft_note(refusals, key);
  ui::paragraph(tr("ui.task.refuse_words"));
  ui::choice_chips(tr("field.reason"), words_from("return_reason", ReturnReason::not_our_duty),
                   refusing.choice, ui::Asked::required);
  ui::text_area("refuse_text", tr("field.text"), refusing.text, {.max_length = 300, .lines = 3});
  if (!refusing.problem.empty()) ui::banner(Tone::danger, refusing.problem);
  if (ui::danger_button(tr("action.refuse_task"))) {
    RefuseTask op;
    op.task = task.id;
    op.reason = static_cast<ReturnReason>(refusing.choice + 1);
    op.text = refusing.text;
    refusing.problem = act_on(one, op);
    if (refusing.problem.empty()) refusals.discard(key);
  }
  ui::dialog_end();
}

void suspend_dialog(const Case& one, const Task& task) {
  const std::string key = app::draft_key(one, task.id);
  Suspension& suspension = suspensions.of(key);
  if (!ui::dialog_begin("suspend", tr("action.ask_suspend"), suspension.open)) return;
  draft_note(suspensions, key);
  ui::paragraph(tr("ui.task.suspend_words"));
  std::vector<std::string> days;
  for (const int n : kDays) days.push_back(tr("ui.task.days", std::to_string(n)));
  ui::choice_chips(tr("ui.task.suspend_for"), days, suspension.days, ui::Asked::required);
  if (suspension.tried && suspension.days < 0)
    ui::field_error(tr("ui.field.missing", tr("ui.task.suspend_for")));
  ui::text_area("suspend_text", tr("field.reason"), suspension.text,
                {.hint = tr("ui.task.suspend_hint"),
                 .error = suspension.problem,
                 .required = true,
                 .max_length = 300,
                 .lines = 3});
  if (const World* world = app::world_of(one)) {
    const SuspensionLeft left = suspension_left(world->policy(), one);
    ui::small_text(
        tr("ui.task.suspend_left", std::to_string(left.ms / kDayMs), std::to_string(left.times)));
  }
  ui::text_field("suspend_document", tr("ui.task.suspend_document"), suspension.document,
                 {.help = tr("ui.task.suspend_evidence"), .max_length = 40});
  photo_field(tr("ui.task.suspend_photos"), suspension.photos, PhotoKind::other);
  const bool pressed = ui::primary_button(tr("action.ask_suspend"));
  suspension.tried = suspension.tried || pressed;
  if (pressed && suspension.days >= 0) {
    AskSuspend op;
    op.document = suspension.document;
    op.photos = suspension.photos;
    op.task = task.id;
    op.reason = suspension.text;
    op.resume_at = app::now() + std::int64_t{kDays[suspension.days]} * kDayMs;
    suspension.problem = act_on(one, op);
    if (suspension.problem.empty()) suspensions.discard(key);
  }
  ui::dialog_end();
}

void more_button(const Case& one, const Task& task, OpKind kind, Icon icon,
                 void (*act)(const Case&, const Task&)) {
  if (app::permission(one, kind, task.id, when_for(task, kind)) == nullptr) return;
  const std::string reason = why_not(one, kind, task.id, when_for(task, kind));
  const bool pressed = ui::secondary_button(
      word("action", kind), {.icon = icon, .enabled = reason.empty(), .why_not = reason});
  if (!pressed) return;
  more_open = false;
  act(one, task);
}

void more_dialog(const Case& one, const Task& task) {
  if (!ui::dialog_begin("more", tr("ui.task.more_title"), more_open)) return;
  more_button(one, task, OpKind::contact_party, Icon::phone, open_party_dialog);
  more_button(one, task, OpKind::arrive_task, Icon::location, begin_arrival);
  more_button(one, task, OpKind::start_task, Icon::person,
              [](const Case& c, const Task& t) { say_or_done(c, StartTask{t.id}); });
  more_button(one, task, OpKind::refuse_task, Icon::back, [](const Case& c, const Task& t) {
    refusals.of(app::draft_key(c, t.id)).open = true;
  });
  more_button(one, task, OpKind::ask_suspend, Icon::stop, [](const Case& c, const Task& t) {
    suspensions.of(app::draft_key(c, t.id)).open = true;
  });
  ui::dialog_end();
}

}  // namespace

When when_for(const Task& task, OpKind step) {
  for (const Move& move : lifecycle::kMoves) {
    if (move.act == step && move.when != When::always) return when_of_task(task);
  }
  return When::always;
}

bool say_or_done(const Case& one, const CaseOp& op) {
  const std::string reason = act_on(one, op);
  if (!reason.empty()) ui::toast(reason, Tone::danger);
  return reason.empty();
}

void open_party_dialog(const Case& one, const Task& task) {
  parties.of(app::draft_key(one, task.id)).open = true;
}
void open_more() { more_open = true; }

void begin_arrival(const Case& one, const Task& task) {
  locate_arrival(subject_key(one), task.id, false);
}

bool arriving() { return arrival.busy; }

void task_dialogs(const Case& one, const Task& task) {
  more_dialog(one, task);
  party_dialog(one, task);
  refuse_dialog(one, task);
  suspend_dialog(one, task);
  if (arrival.subject == subject_key(one)) arrival_dialog(one);
}

}  // namespace gezhi::screens
