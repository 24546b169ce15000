// A JPEG without what stands beside the picture: where and when it was taken, with what, by whom (EXIF,
// XMP, IPTC, comments). Some browsers write a little of it into what they draw themselves.
//
// Kept is what says how the picture is drawn: JFIF, the colour profile, Adobe's transform (ITU-T T.81,
// B.2). What is no JPEG, or ends before its picture begins, comes back as it is.
// Threads: any. Cost: linear.
#pragma once

#include "core/base/bytes.h"

namespace gezhi {

Bytes without_metadata(ByteView jpeg);

}  // namespace gezhi
