#include "core/journal/signature.h"

namespace gezhi {

Bytes signed_message(std::uint8_t algorithm, const Digest& prev, const Digest& op) {
  CborWriter out;
  out.array(4);
  out.text("gezhi operation");
  out.unsigned_number(algorithm);
  out.bytes(prev);
  out.bytes(op);
  return out.take();
}

}  // namespace gezhi
