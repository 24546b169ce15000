// The small records that everything about a case is made of, and the limits of their sizes.
#pragma once

#include <cstdint>

#include "core/base/codec.h"
#include "core/base/sha256.h"
#include "core/cases/vocabulary.h"

namespace gezhi {

inline constexpr std::uint64_t kTextMax = 4000;       // bytes
inline constexpr std::uint64_t kPhotosMax = 12;       // a record
inline constexpr std::uint64_t kTasksMax = 64;        // a case
inline constexpr std::uint64_t kThingsMax = 200;      // a case
inline constexpr std::uint64_t kPartsMax = 1000;      // of a whole
inline constexpr std::uint64_t kRoundsMax = 400;      // days of one order
inline constexpr std::uint64_t kHistoryMax = 5000;    // applied entries of a case
inline constexpr std::uint64_t kLinesOfOneMax = 500;  // of them by one person
inline constexpr std::uint64_t kRefusedMax = 50;      // the latest refused ones, beside them

// Where a device was when its person said to be at the place of a case.
struct Fix {
  PointE7 point;  // none: no position
  std::uint32_t accuracy_m = 0;
  std::string why_away;  // outside the policy's radius all the same, and why

  template <class V>
  void fields(V& v) {
    v(1, "point", point);
    v(2, "accuracy_m", accuracy_m);
    v(3, "why_away", why_away, 300);
  }
};

// A photo by the SHA-256 of its bytes; the bytes travel apart.
struct Photo {
  Digest digest{};
  PhotoKind kind = PhotoKind::other;
  std::uint32_t size = 0;
  std::uint32_t width = 0;
  std::uint32_t height = 0;

  template <class V>
  void fields(V& v) {
    v(1, "digest", digest);
    v(2, "kind", kind);
    v(3, "size", size);
    v(4, "width", width);
    v(5, "height", height);
  }
};

// When something was said to happen and when the server learned of it: every timer stores both.
struct Moment {
  TimeMs at;  // effective: the device's time by its measured offset, never after `received`
  TimeMs received;

  template <class V>
  void fields(V& v) {
    v(1, "at", at);
    v(2, "received", received);
  }
};

// `amount` counts seconds (urgent), minutes inside work periods (work_hour), working days
// (work_day: to the end of work of the last one, the first day not counted) or days of 24 hours
// (natural_day). 0 = no clock.
struct Limit {
  ClockClass how = ClockClass::urgent;
  std::int32_t amount = 0;

  template <class V>
  void fields(V& v) {
    v(1, "how", how);
    v(2, "amount", amount);
  }
};

}  // namespace gezhi
