// Where the reported matter is, and which street takes the report when the place does not tell.
#pragma once

#include "web/screens/parts/place_form.h"

namespace gezhi::screens {

struct Where {
  PlaceForm place;
  ShardId street;  // said by the person; counts while the place does not tell

  template <class V>
  void fields(V& v) {
    v(1, "place", place);
    v(2, "street", street);
  }
};

// `tried`: what is missing is said. A desk that takes a call is not where the caller is.
void where_card(Where& where, bool tried);

// The street that takes the report, by the place as it is known now. None: not known, not said.
ShardId street_of(Where& where);

bool is_complete(Where& where);

}  // namespace gezhi::screens
