// Photos of reports and results: taken, made small, named by their SHA-256, kept strictly until the
// server has them, fetched when looked at.
#pragma once

#include <span>
#include <vector>

#include "core/cases/case.h"
#include "web/widgets/media.h"

namespace gezhi::screens {

// The photos for a strip; bytes arrive later and redraw.
std::vector<ui::Photo> strip_of(std::span<const Photo> photos);

// A strip that edits `photos`: adds and removes by its buttons, and says below it what did not work. The
// same strip on every form. `photos` must lie in a draft (drafts.h): what no draft names is not kept.
void photo_field(std::string_view name, std::vector<Photo>& photos, PhotoKind kind);
// A strip that only shows; a press opens the photo large.
void photo_view(std::string_view name, std::span<const Photo> photos);

}  // namespace gezhi::screens
