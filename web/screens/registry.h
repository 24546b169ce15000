// From the address to the screen: main draws every frame with draw().
#pragma once

namespace gezhi::screens {

// One whole frame: navigation, the screen that the address names (sign-in when nobody is signed
// in; the address stays, so that a scanned place opens afterwards), overlays.
void draw();

}  // namespace gezhi::screens
