// 简易程序 (S3-20a): a grid role found it, settled it and reports both in one go. A part of the report
// form: it asks what was done and for photos of before and after.
#pragma once

#include <string>
#include <vector>

#include "core/cases/ops.h"
#include "core/cases/world.h"
#include "web/here.h"

namespace gezhi::screens {

struct OnTheSpot {
  bool on = false;
  std::string text;
  std::vector<Photo> before;
  std::vector<Photo> after;

  template <class V>
  void fields(V& v) {
    v(1, "on", on);
    v(2, "text", text, app::kTypedMax);
    v(3, "before", before);
    v(4, "after", after);
  }
};

// Why this nature can't be settled on the spot, in words; empty when it can.
std::string why_not_on_the_spot(const World* world, Nature nature, Restricted restricted,
                                bool danger);

bool is_complete(const OnTheSpot& form);

// Draws the card; `tried`: what is missing is marked.
void on_the_spot_card(OnTheSpot& form, const std::string& why_not, bool tried);

SettleOnSpot settle_on_spot(const OnTheSpot& form, ReportCase report);

}  // namespace gezhi::screens
