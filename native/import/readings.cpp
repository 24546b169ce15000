#include "native/import/readings.h"

#include <bzlib.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

#include "core/base/utf8.h"
#include "native/store/file.h"

namespace gezhi {
namespace {

constexpr std::uint64_t kPackedMax = 16 << 20;
constexpr unsigned kPlainMax = 32 << 20;

struct Accented {
  const char* letters;
  char plain;
};
constexpr Accented kAccented[] = {{"āáǎàɑ", 'a'}, {"ēéěèê", 'e'}, {"īíǐì", 'i'}, {"ōóǒò", 'o'},
                                  {"ūúǔù", 'u'},  {"üǖǘǚǜ", 'v'}, {"ńňǹ", 'n'},  {"ḿ", 'm'}};

char plain_letter(std::uint32_t c) {
  if (c >= 'a' && c <= 'z') return static_cast<char>(c);
  for (const Accented& one : kAccented) {
    const std::string_view letters = one.letters;
    for (std::uint32_t at = 0; at < letters.size();) {
      if (next_code_point(letters, at) == c) return one.plain;
    }
  }
  return 0;  // a combining mark
}

Result<std::string> unpacked(const std::string& path) {
  const Error none{"no_readings", path + " (Debian package unicode-data) cannot be read"};
  auto packed = read_file(path, kPackedMax);
  if (!packed) return none;
  std::string text(kPlainMax, '\0');
  unsigned size = kPlainMax;
  const int code =
      BZ2_bzBuffToBuffDecompress(text.data(), &size, reinterpret_cast<char*>(packed->data()),
                                 static_cast<unsigned>(packed->size()), 0, 0);
  if (code != BZ_OK) return none;
  text.resize(size);
  return text;
}

std::set<std::uint32_t> characters_of(const DistrictPack& pack) {
  std::set<std::uint32_t> all;
  const auto add = [&](const std::string& name) {
    for (std::uint32_t at = 0; at < name.size();) all.insert(next_code_point(name, at));
  };
  for (const MapPlace& place : pack.places) add(place.name);
  for (const auto& [id, node] : pack.tree.nodes()) add(node.name);
  return all;
}

// "0121.040:cháng 1456.020:zhǎng" or "zhǎng": the syllables, without what stands before a colon.
void add_syllables(std::string_view field, std::string& syllables) {
  while (!field.empty()) {
    std::string_view one = field.substr(0, field.find(' '));
    field.remove_prefix(std::min(one.size() + 1, field.size()));
    one.remove_prefix(one.find(':') == std::string_view::npos ? 0 : one.find(':') + 1);
    const std::string plain = plain_syllable(one);
    const std::string around = " " + syllables + " ";
    if (plain.empty() || around.find(" " + plain + " ") != std::string::npos) continue;
    syllables += (syllables.empty() ? "" : " ") + plain;
  }
}

// "U+957F\tkMandarin\tzhǎng"
void take_line(std::string_view line, const std::set<std::uint32_t>& wanted,
               std::map<std::uint32_t, std::string>& readings) {
  const std::size_t tab = line.find('\t');
  if (line.substr(0, 2) != "U+" || tab == std::string_view::npos) return;
  const std::string_view rest = line.substr(tab + 1);
  const std::string_view key = rest.substr(0, rest.find('\t'));
  if (key != "kMandarin" && key != "kXHC1983") return;
  std::uint32_t character = 0;
  std::from_chars(line.data() + 2, line.data() + tab, character, 16);
  if (wanted.count(character) == 0 || rest.size() == key.size()) return;
  add_syllables(rest.substr(key.size() + 1), readings[character]);
}

}  // namespace

std::string plain_syllable(std::string_view syllable) {
  std::string plain;
  for (std::uint32_t at = 0; at < syllable.size();) {
    if (const char letter = plain_letter(next_code_point(syllable, at)); letter != 0)
      plain.push_back(letter);
  }
  return plain;
}

Result<Done> add_readings(DistrictPack& pack, const std::string& unihan) {
  const auto text = unpacked(unihan);
  if (!text) return text.error();
  const std::set<std::uint32_t> wanted = characters_of(pack);
  std::map<std::uint32_t, std::string> readings;
  for (std::string_view rest = *text; !rest.empty();) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    take_line(line, wanted, readings);
  }
  if (readings.empty() && !wanted.empty() && *wanted.rbegin() >= 0x4E00)
    return Error{"no_readings", unihan + " holds no readings"};
  pack.readings.clear();
  for (const auto& [character, syllables] : readings)
    pack.readings.push_back({character, syllables});
  return Done{};
}

}  // namespace gezhi
