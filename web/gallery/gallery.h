// Every widget of the kit on one page (#/gallery): to look at, and for the platform's browser tests.
#pragma once

namespace gezhi::gallery {

void draw();

}  // namespace gezhi::gallery
