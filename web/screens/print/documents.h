// The official documents of a case, composed from what it holds: the rectification notice
// (责令整改通知书) and the mediation agreement (调解协议书). Names, numbers and signatures of people are
// blanks to be filled by hand: the system holds roles only.
//
// The Chinese text is the legal form; another language says so at its foot.
// Source: DOMAIN 2.5 (notice), 2.8 and 人民调解法 articles 28-33 (agreement, three copies, judicial
// confirmation within thirty days).
#pragma once

#include "core/cases/world.h"
#include "web/platform/print.h"

namespace gezhi::screens {

bool has_notice(const Case& one);
bool has_agreement(const Case& one);

// Only when the case has one.
platform::PrintDocument notice_document(const World& world, const Case& one);
platform::PrintDocument agreement_document(const World& world, const Case& one);

}  // namespace gezhi::screens
