#include "core/cases/op_photos.h"

namespace gezhi {

void find_photos(const CaseOp& op, std::set<Digest>& found) {
  CaseOp read = op;  // fields() hands out members of what may be changed
  read.visit([&](auto& one) { FindPhotos{found}.find(one); });
}

}  // namespace gezhi
