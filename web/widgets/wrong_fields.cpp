#include "web/widgets/wrong_fields.h"

#include <map>
#include <vector>

#include "web/platform/frame.h"
#include "web/platform/session.h"
#include "web/widgets/kit.h"
#include "web/widgets/text.h"

namespace gezhi::ui {
namespace {

constexpr int kFramesToLook = 3;  // errors are drawn in the frame after the press

struct Form {
  bool seen = false;  // in this frame
  bool tried = false;
  bool wrong = false;  // something typed can't be taken
  int looking = 0;     // frames in which the first wrong field takes the focus
};

std::map<Id, Form>& forms = platform::of_session<std::map<Id, Form>>();
std::vector<Id> scopes;  // of the device: while a frame is drawn
Id last_control = 0;     // of the device: while a frame is drawn

Form* form_here() { return scopes.empty() ? nullptr : &forms[scopes.back()]; }

}  // namespace

void field_error(std::string_view words) {
  if (words.empty()) return;
  paragraph(words, Tone::danger);
  mark_wrong(last_control, Wrong::missing);
}

bool try_form() {
  Form* form = form_here();
  if (form == nullptr) return true;
  form->tried = true;
  form->looking = kFramesToLook;
  platform::wake();
  return !form->wrong;
}

void form_begin_scope(Id id) {
  scopes.push_back(id);
  Form& form = forms[id];
  form.seen = true;
  form.wrong = false;
}

void form_end_scope() { scopes.pop_back(); }

bool form_tried() {
  const Form* form = form_here();
  return form != nullptr && form->tried;
}

void mark_wrong(Id control, Wrong how) {
  Form* form = form_here();
  if (form == nullptr) return;
  form->wrong = form->wrong || how == Wrong::typed;
  if (form->looking == 0 || control == 0) return;
  form->looking = 0;
  mirror::focus(control);
}

void note_control(Id control) { last_control = control; }

void end_wrong_fields_frame() {
  std::erase_if(forms, [](const auto& one) { return !one.second.seen; });
  for (auto& [id, form] : forms) {
    form.seen = false;
    if (form.looking > 0 && --form.looking > 0) platform::wake();
  }
}

}  // namespace gezhi::ui
