#include "web/screens/forms/things.h"

#include <algorithm>

#include "web/here.h"
#include "web/screens/forms/enum_words.h"
#include "web/screens/parts/case_parts.h"
#include "web/widgets/ui.h"

namespace gezhi::screens {
namespace {

using ui::tr;

std::string money_text(std::int64_t fen) {
  const std::int64_t rest = fen % 100;
  std::string text = std::to_string(fen / 100);
  if (rest != 0) text += (rest < 10 ? ".0" : ".") + std::to_string(rest);
  return text;
}

// How people write what they counted.
Units units_of(Measure measure) {
  switch (measure) {
    case Measure::piece: return {"件 个 只 把 张 份 项 pieces piece pcs"};
    case Measure::bottle: return {"瓶 只 个 罐 bottles bottle"};
    case Measure::premises: return {"处 户 家 间 个 premises"};
    case Measure::machine: return {"台 辆 部 个 machines machine"};
    case Measure::square_metre: return {"平方米 平米 平方 ㎡ m2 m² sqm"};
    case Measure::fen: return {};
  }
  return {};
}

NumberOptions amount_options(Measure measure) {
  return {.fen = measure == Measure::fen, .stated = true, .units = units_of(measure)};
}

bool is_open(const Thing& thing) { return thing.settled() < thing.most || !thing.counted; }

// Those that this operation can still be about.
std::vector<Numbered> things_for(const FormScope& scope) {
  std::vector<Numbered> list;
  for (const Thing& thing : scope.one.things) {
    const bool fits = scope.kind() == OpKind::count_thing     ? !thing.counted
                      : scope.kind() == OpKind::confirm_thing ? thing.child && !thing.confirmed
                                                              : is_open(thing);
    if (fits) list.push_back({thing.id, thing_text(thing)});
  }
  return list;
}

std::vector<Numbered> hops_for(const FormScope& scope) {
  std::vector<Numbered> list;
  for (std::size_t i = 0; i < scope.one.chain.size(); ++i) {
    if (scope.one.chain[i].answered) continue;
    list.push_back({static_cast<std::uint32_t>(i + 1), scope.one.chain[i].who});
  }
  return list;
}

std::vector<Numbered> obligations_for(const FormScope& scope) {
  std::vector<Numbered> list;
  if (!scope.one.mediate) return list;
  const std::vector<Obligation>& all = scope.one.mediate->obligations;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].performed) continue;
    std::string words = all[i].who + " · " + all[i].what;
    if (all[i].amount_fen > 0) {
      const std::int64_t rest = all[i].amount_fen - all[i].paid_fen;
      words += " · " + tr("ui.act.left_yuan", money_text(rest));
    }
    list.push_back({static_cast<std::uint32_t>(i + 1), words});
  }
  return list;
}

}  // namespace

std::string amount_text(Measure measure, std::int64_t amount) {
  const std::string number = measure == Measure::fen ? money_text(amount) : std::to_string(amount);
  return tr("ui.act.amount", number, word("measure", measure));
}

std::string thing_text(const Thing& thing) {
  const std::string most = amount_text(thing.measure, thing.most);
  if (thing.counted || thing.least == thing.most) return thing.what + " · " + most;
  return thing.what + " · " + tr("ui.act.about", amount_text(thing.measure, thing.least), most);
}

std::string left_text(const Thing& thing) {
  return amount_text(thing.measure, std::max<std::int64_t>(0, thing.most - thing.settled()));
}

bool form_numbered(FormScope& scope, std::string_view name, std::uint32_t& value) {
  if (name == "thing") {
    form_one_of(scope, name, things_for(scope), value);
  } else if (name == "hop") {
    form_one_of(scope, name, hops_for(scope), value);
  } else if (name == "obligation") {
    form_one_of(scope, name, obligations_for(scope), value);
  } else {
    return false;
  }
  return true;
}

void form_conflict(FormScope& scope, std::string_view name, OpId& value) {
  std::vector<std::string> words;
  std::vector<OpId> ids;
  int chosen = -1;
  for (const Conflict& one : scope.one.conflicts) {
    if (one.settled) continue;
    if (one.op == value) chosen = static_cast<int>(ids.size());
    if (one.field == CaseField::place) continue;  // settled where conflicts are shown
    ids.push_back(one.op);
    words.push_back(word("case_field", one.field) + " · " + one.yours);
  }
  if (ids.empty()) return ui::paragraph(tr("refusal.conflict_unknown"));
  if (form_choice(scope, name, words, chosen)) value = ids[static_cast<std::size_t>(chosen)];
}

void form_count_thing(FormScope& scope, CountThing& op) {
  std::vector<Numbered> known = things_for(scope);
  if (!known.empty()) {
    known.insert(known.begin(), {0, tr("ui.act.new_thing")});
    form_one_of(scope, "thing", known, op.thing);
  }
  if (const Thing* thing = scope.one.find_thing(op.thing)) {
    op.what = thing->what;
    op.measure = thing->measure;
    op.child = thing->child;
  } else {
    form_text(scope, "what", op.what, 120);
    // Nobody said that it is counted in pieces until somebody does.
    int measure = scope.is_chosen("measure") ? static_cast<int>(op.measure) : -1;
    if (form_choice(scope, "measure", words_from("measure", Measure::piece), measure)) {
      op.measure = static_cast<Measure>(measure);
      scope.chosen("measure");
    }
    if (measure < 0) scope.draft.unstated.emplace_back("measure");
  }
  const NumberOptions number = amount_options(op.measure);
  int counted = op.counted ? 1 : 0;
  const std::vector<std::string> ways = {tr("ui.act.estimated"), tr("ui.act.counted")};
  if (ui::segmented(tr("ui.act.how_known"), ways, counted)) op.counted = counted == 1;
  if (op.counted) {
    form_number(scope, "amount", op.most, number);
    op.least = op.most;
  } else {
    ui::row_begin({1, 1});
    form_number(scope, "least", op.least, number);
    ui::next_cell();
    form_number(scope, "most", op.most, number);
    ui::row_end();
  }
  if (op.thing == 0) form_flag(scope, "child", op.child);
  form_text(scope, "text", op.text, kTextMax);
}

void form_place(FormScope& scope, PlaceCase& op) {
  ui::key_values({{tr("field.place"), app::place_text(scope.world, scope.one.place)}});
  place_form(scope.draft.place, scope.error("place"));
  form_text(scope, "text", op.text, kTextMax);
}

void form_dispose_thing(FormScope& scope, DisposeThing& op) {
  const std::uint32_t before = op.thing;
  form_one_of(scope, "thing", things_for(scope), op.thing);
  if (op.thing != before) op.amount = 0;  // of another thing
  const Thing* thing = scope.one.find_thing(op.thing);
  if (thing == nullptr) return;
  op.measure = thing->measure;
  std::vector<std::string> words = words_from("disposition", Disposition::recovered);
  int chosen = static_cast<int>(op.how) - 1;
  if (form_choice(scope, "how", words, chosen)) op.how = static_cast<Disposition>(chosen + 1);
  const std::string left = tr("ui.act.left_over", left_text(*thing));
  NumberOptions number = amount_options(op.measure);
  number.help = left;
  form_number(scope, "amount", op.amount, number);
  form_text(scope, "to", op.to, 120);
  form_text(scope, "receipt", op.receipt, 200);
  form_photos(scope, "photos", op.photos);
}

}  // namespace gezhi::screens
