// What is looked at again after closing: the cases drawn for a sample (抽查, supervision squad) and the
// appeals of reporters (申诉); and the visits of restricted cases, which the squad makes where nobody of the
// grid may. /sampling, /squad_visits and /appeals, the same on phone and desktop.
#pragma once

namespace gezhi::screens {

void draw_sampling();
void draw_appeals();
void draw_squad_visits();

// How many wait for this person: samples, visits and appeals.
int open_reviews();

// Whether the lists are this person's work.
bool may_review();

}  // namespace gezhi::screens
