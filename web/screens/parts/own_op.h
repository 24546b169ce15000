// An operation of this device in words: what was done to which case, and what was written in it.
#pragma once

#include <string>

#include "web/here.h"

namespace gezhi::screens {

// "结案 · 安全隐患 · 面馆后厨…"
std::string own_op_title(const app::OwnOp& own);

// What its author wrote, so that it can be used again; empty when nothing was.
std::string own_op_words(const app::OwnOp& own);

}  // namespace gezhi::screens
