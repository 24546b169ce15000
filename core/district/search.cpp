#include "core/district/search.h"

#include <algorithm>

#include "core/base/fold.h"
#include "core/base/utf8.h"

namespace gezhi {
namespace {

constexpr std::uint32_t kPlane = 0x10000;

bool is_latin(std::uint32_t c) { return c >= 'a' && c <= 'z'; }

}  // namespace

NameMatcher::NameMatcher(std::string_view typed, const Readings& readings) : readings_(readings) {
  make_plain(typed, typed_);
  if (typed_.size() > kTypedMax) typed_.resize(kTypedMax);
  is_latin_ = typed_.size() > 1 && std::all_of(typed_.begin(), typed_.end(), is_latin);
  if (!is_latin_) return;
  begins_.resize(kPlane, false);
  begins_[typed_[0]] = true;
  for (const Reading& one : readings) {
    if (one.character < kPlane) begins_[one.character] = hear(one.character, 1) != 0;
  }
}

void NameMatcher::make_plain(std::string_view text, Characters& characters) {
  characters.clear();
  for (std::uint32_t at = 0; at < text.size();) {
    const std::uint32_t c = searched_point(next_code_point(text, at));
    if (c != kNoPoint) characters.push_back(c);
  }
}

// What lies beyond the first plane is looked up each time: it is rare.
bool NameMatcher::may_begin(std::uint32_t character) const {
  return character < kPlane ? begins_[character] : hear(character, 1) != 0;
}

Match NameMatcher::part_of(const Characters& name) const {
  const auto at = std::search(name.begin(), name.end(), typed_.begin(), typed_.end());
  if (at == name.end()) return Match::none;
  if (at != name.begin()) return Match::holds;
  return name.size() == typed_.size() ? Match::whole : Match::begins;
}

Match NameMatcher::match(std::string_view name) const {
  make_plain(name, compared_);
  if (typed_.empty() || compared_.empty()) return Match::none;
  if (const Match part = part_of(compared_); part != Match::none) return part;
  if (!is_latin_) return is_scattered(compared_) ? Match::scattered : Match::none;
  for (std::size_t at = 0; at < compared_.size(); ++at) {
    if (may_begin(compared_[at]) && sounds(compared_, at))
      return at == 0 ? Match::sounds_from_start : Match::sounds;
  }
  return Match::none;
}

Match NameMatcher::match_code(std::string_view code) const {
  make_plain(code, compared_);
  return typed_.empty() || compared_.empty() ? Match::none : part_of(compared_);
}

// How far what is typed may be heard when one more character is read, as bits: bit i = the first i
// letters. Any beginning of any syllable will do.
std::uint64_t NameMatcher::hear(std::uint32_t character, std::uint64_t heard) const {
  const auto reading = std::lower_bound(
      readings_.begin(), readings_.end(), character,
      [](const Reading& known, std::uint32_t wanted) { return known.character < wanted; });
  const bool is_known = reading != readings_.end() && reading->character == character;
  std::uint64_t next = 0;
  for (std::size_t from = 0; from < typed_.size(); ++from) {
    if ((heard >> from & 1) == 0) continue;
    if (typed_[from] == character) next |= std::uint64_t{2} << from;
    std::string_view syllables = is_known ? std::string_view(reading->syllables) : "";
    while (!syllables.empty()) {
      const std::string_view syllable = syllables.substr(0, syllables.find(' '));
      syllables.remove_prefix(std::min(syllable.size() + 1, syllables.size()));
      for (std::size_t i = 0; i < syllable.size() && from + i < typed_.size(); ++i) {
        if (static_cast<std::uint32_t>(syllable[i]) != typed_[from + i]) break;
        next |= std::uint64_t{2} << (from + i);
      }
    }
  }
  return next;
}

bool NameMatcher::sounds(const Characters& name, std::size_t at) const {
  std::uint64_t heard = 1;
  for (; at < name.size() && heard != 0; ++at) {
    heard = hear(name[at], heard);
    if ((heard >> typed_.size() & 1) != 0) return true;
  }
  return false;
}

bool NameMatcher::is_scattered(const Characters& name) const {
  std::size_t found = 0;
  for (const std::uint32_t c : name) {
    if (found < typed_.size() && c == typed_[found]) ++found;
  }
  return typed_.size() > 1 && found == typed_.size();
}

}  // namespace gezhi
