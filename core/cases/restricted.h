// The restricted class (G20, S4-04): which cases are guarded together, and when what they say is
// erased; and when the contact of any case is destroyed (DOMAIN 6.2, rule 3).
#pragma once

#include "core/cases/world.h"
#include "core/grid/shapes.h"

namespace gezhi {

// The case and what it is part of or was merged into, nearest first: two steps up at most, by the
// guards of merging and relating. They are about one matter.
std::vector<const Case*> line_of(const World& world, const Case& one);

// The case and the reports that were merged into it, as far as they are known here: one matter.
std::vector<const Case*> matter_of(const World& world, const Case& one);

// When any of them is restricted, none is shown more widely or kept for longer.
bool is_guarded(const std::vector<const Case*>& line);

// What a class demands, the gravest last: of a minor that nobody else gets it, of family and sexual violence
// the police.
int weight_of(Restricted value);

// The gravest class of the matter: of the case, of what it is part of, and of its own parts. What is done
// with the whole is done with each of them.
Restricted class_of(const World& world, const Case& one);

// Whether a minor is concerned, in the whole or a part of it, also when it was found to be graver since.
bool concerns_minor(const World& world, const Case& one);

// Where a map that shows all cases has it. What is guarded stands in the middle of its community, never at a
// door. None: its point is not known, or its community has no shape. Cost: linear in the shapes.
PointE7 shown_point(const World& world, const Case& one, const GridTree& tree,
                    const GridShapes& shapes);

// Whether an order for it reaches somebody: nobody of a village's grid or station may see what is
// restricted (R6 and above do).
bool may_get(const World& world, const Case& one, const Unit& unit);

// When the server learned of what ended it; notes after that do not move it. None: it is not over. On the device
// of its reporter, too, which is told of the end and not of what ended it.
TimeMs ended_at(const Case& one);

// When everything personal in this case is to be erased: the policy's `restricted_retention_days`
// after the last of its line ended and was restricted. None: never, as things stand (not guarded, not over, the policy
// keeps it, or it is erased and nothing came in since).
TimeMs erase_due(const World& world, const Case& one);

// When the sealed contacts of this case are to be destroyed: the policy's `contact_retention_days`
// after it ended. None: never, as things stand (it is not over, or the policy keeps them). Whether
// there are any the store knows: Case::has_contact says nothing of those that came with something
// refused.
TimeMs contact_due(const World& world, const Case& one);

}  // namespace gezhi
