// What is looked at again after closing: the cases drawn for a sample (抽查, supervision squad) and the
// appeals of reporters (申诉). /sampling and /appeals, the same on phone and desktop.
#pragma once

namespace gezhi::screens {

void draw_sampling();
void draw_appeals();

// How many wait for this person: samples and appeals that may be decided.
int open_reviews();

// Whether the lists are this person's work.
bool may_review();

}  // namespace gezhi::screens
