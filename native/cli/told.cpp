#include "native/cli/told.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

#include "core/base/json.h"

namespace gezhi {

extern const char* const kCliTexts[2];  // made by CMake from assets/i18n, by Language

namespace {

constexpr int kPartsDeep = 6;  // file, row, what stands there, why

// "row {0}: '{1}' is no date", cut where names stand.
struct Sentence {
  std::vector<std::string> pieces;  // what stands around the names
  std::vector<std::size_t> names;   // the number of the name behind each piece but the last
  std::string in_chinese;
  std::size_t letters = 0;  // of the pieces: the closest sentence is the one with most of them
};

Sentence sentence_of(const std::string& english, std::string in_chinese) {
  Sentence sentence;
  sentence.in_chinese = std::move(in_chinese);
  sentence.pieces.emplace_back();
  for (std::size_t at = 0; at < english.size(); ++at) {
    if (english[at] == '{' && at + 2 < english.size() && english[at + 2] == '}') {
      sentence.names.push_back(static_cast<std::size_t>(english[at + 1] - '0'));
      sentence.pieces.emplace_back();
      at += 2;
    } else {
      sentence.pieces.back() += english[at];
      ++sentence.letters;
    }
  }
  return sentence;
}

const std::vector<Sentence>& sentences() {
  static const std::vector<Sentence> all = [] {
    const Json english = *parse_json(kCliTexts[0]), chinese = *parse_json(kCliTexts[1]);
    std::vector<Sentence> list;
    for (const auto& [key, text] : *english.object()) {
      const Json* translated = chinese.find(key);
      if (translated != nullptr) list.push_back(sentence_of(*text.string(), *translated->string()));
    }
    std::stable_sort(list.begin(), list.end(),
                     [](const Sentence& a, const Sentence& b) { return a.letters > b.letters; });
    return list;
  }();
  return all;
}

// The names in a text that is this sentence, each as short as it can be. What stands in front of a colon is
// no part of a name that begins the sentence: it says what the sentence is about.
std::optional<std::vector<std::string>> names_in(const Sentence& sentence, std::string_view text) {
  const std::string& first = sentence.pieces.front();
  if (text.substr(0, first.size()) != first) return std::nullopt;
  text.remove_prefix(first.size());
  std::vector<std::string> names(10);
  for (std::size_t i = 0; i < sentence.names.size(); ++i) {
    const std::string& piece = sentence.pieces[i + 1];
    const bool last = i + 1 == sentence.names.size();
    const bool to_the_end = last && piece.empty();
    const std::size_t end = to_the_end ? text.size()
                            : last     ? text.rfind(piece)
                                       : text.find(piece, 1);
    if (end == std::string_view::npos || end == 0 || end > text.size()) return std::nullopt;
    const bool begins = i == 0 && first.empty();
    if (begins && text.substr(0, end).find(": ") != std::string_view::npos) return std::nullopt;
    names[sentence.names[i]] = text.substr(0, end);
    text.remove_prefix(end + piece.size());
  }
  return text.empty() ? std::optional(std::move(names)) : std::nullopt;
}

std::optional<std::string> in_parts(const std::string& english, int deep);

std::optional<std::string> as_a_whole(const std::string& english, int deep) {
  for (const Sentence& sentence : sentences()) {
    const auto names = names_in(sentence, english);
    if (!names) continue;
    std::string text;
    for (std::size_t at = 0; at < sentence.in_chinese.size(); ++at) {
      const bool named = sentence.in_chinese.compare(at, 1, "{") == 0 &&
                         at + 2 < sentence.in_chinese.size() && sentence.in_chinese[at + 2] == '}';
      if (!named) {
        text += sentence.in_chinese[at];
        continue;
      }
      const std::string& name =
          (*names)[static_cast<std::size_t>(sentence.in_chinese[at + 1] - '0')];
      const auto inner = deep > 0 ? in_parts(name, deep - 1) : std::nullopt;
      text += inner.value_or(name);
      at += 2;
    }
    return text;
  }
  return std::nullopt;
}

std::optional<std::string> in_parts(const std::string& english, int deep) {
  if (auto whole = as_a_whole(english, deep)) return whole;
  if (deep == 0) return std::nullopt;
  struct Joint {
    std::string_view english, chinese;
  };
  constexpr Joint kJoints[] = {{": ", "："}, {"; ", "；"}};
  for (const Joint& joint : kJoints) {
    const std::size_t at = english.find(joint.english);
    if (at == std::string::npos) continue;
    const std::string head = english.substr(0, at);
    const std::string tail = english.substr(at + joint.english.size());
    const auto head_told = in_parts(head, deep - 1), tail_told = in_parts(tail, deep - 1);
    if (!head_told && !tail_told) continue;
    return head_told.value_or(head) + std::string(joint.chinese) + tail_told.value_or(tail);
  }
  return std::nullopt;
}

}  // namespace

std::string told(Language language, const std::string& english) {
  if (language == Language::en || english.size() > kToldBytesMax) return english;
  return in_parts(english, kPartsDeep).value_or(english);
}

std::string told_line(Language language, const std::string& english) {
  if (language == Language::en || english.size() > kToldBytesMax) return english;
  return as_a_whole(english, 1).value_or(english);
}

}  // namespace gezhi
