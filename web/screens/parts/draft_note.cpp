#include "web/screens/parts/draft_note.h"

#include <string>

#include "web/here.h"
#include "web/platform/session.h"
#include "web/widgets/ui.h"

namespace gezhi::screens {

using ui::tr;

void draft_note(const app::OpenBook& drafts, std::string_view subject) {
  static std::string& asked = platform::of_session<std::string>();  // about which draft
  const TimeMs written = drafts.found(subject);
  if (written.is_none()) return;
  const std::string key = drafts.key_of(subject);
  if (ui::banner(ui::Tone::info, tr("ui.draft.found", app::time_text(written)),
                 tr("ui.draft.discard"))) {
    asked = key;
  }
  bool asking = asked == key;
  if (!asking) return;
  const int answer =
      ui::confirm("discard_draft", tr("ui.draft.discard"), tr("ui.draft.discard_words"),
                  tr("ui.draft.discard"), tr("ui.common.cancel"), asking, true);
  if (!asking) asked.clear();
  if (answer == 1) drafts.discard(subject);
}

}  // namespace gezhi::screens
