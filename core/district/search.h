// Whether a name is what somebody types who looks for it: a part of it, its characters with others
// between, or how it sounds, by whole syllables, their beginnings or initials ("changzheng", "czq").
// Capitals, blanks and widths make no difference (core/base/fold.h). Threads: one matcher each.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/codec.h"

namespace gezhi {

inline constexpr std::uint64_t kReadingsMax = 100000;

// How a character may be read: pinyin syllables without tones, v for ü, one space between.
struct Reading {
  std::uint32_t character = 0;  // code point
  std::string syllables;

  template <class V>
  void fields(V& v) {
    v(1, "character", character);
    v(2, "syllables", syllables, 60);
  }
};
using Readings = std::vector<Reading>;  // by character

enum class Match : std::uint8_t {
  whole,
  begins,
  holds,
  sounds_from_start,
  sounds,
  scattered,
  none
};

class NameMatcher {
 public:
  static constexpr std::size_t kTypedMax = 40;  // characters; more are not looked at

  // `readings` must stay.
  NameMatcher(std::string_view typed, const Readings& readings);

  bool empty() const { return typed_.empty(); }

  // Cost: the name's length times what is typed, at most.
  Match match(std::string_view name) const;

  // A code, which nobody reads aloud: whole, begins, holds or none.
  Match match_code(std::string_view code) const;

 private:
  using Characters = std::vector<std::uint32_t>;

  static void make_plain(std::string_view text, Characters& characters);
  bool may_begin(std::uint32_t character) const;
  Match part_of(const Characters& name) const;
  bool sounds(const Characters& name, std::size_t at) const;  // from there on
  std::uint64_t hear(std::uint32_t character, std::uint64_t heard) const;
  bool is_scattered(const Characters& name) const;

  const Readings& readings_;
  Characters typed_;
  bool is_latin_ = false;        // letters alone: may be pinyin
  std::vector<bool> begins_;     // by character: it may be read so that it begins what is typed
  mutable Characters compared_;  // the name of now
};

}  // namespace gezhi
