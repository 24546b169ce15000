#include "native/cli/told.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

#include "core/base/json.h"

namespace gezhi {

extern const char* const kCliTexts[2];   // made by CMake from assets/i18n, by Language
extern const char* const kNameTexts[2];  // files in Chinese that have names of values

namespace {

constexpr int kPartsDeep = 8;  // file, row, what stands there, why

// What parts that are told each for itself are joined with.
struct Joint {
  std::string_view english, chinese;
};
constexpr Joint kJoints[] = {{": ", "："}, {"; ", "；"}};

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

bool holds_joint(std::string_view text) {
  return std::any_of(std::begin(kJoints), std::end(kJoints), [&](const Joint& joint) {
    return text.find(joint.english) != std::string_view::npos;
  });
}

// Whether a name that ends the sentence may hold a joint: what follows one is mostly another thing.
enum class Last : bool { to_the_joint, to_the_end };

// The names in a text that is this sentence, each as short as it can be. What stands in front of a joint is
// no part of a name that begins the sentence: it says what the sentence is about, or another thing.
std::optional<std::vector<std::string>> names_in(const Sentence& sentence, std::string_view text,
                                                 Last may_end) {
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
    const bool ends = to_the_end && may_end == Last::to_the_joint;
    if ((begins || ends) && holds_joint(text.substr(0, end))) return std::nullopt;
    names[sentence.names[i]] = text.substr(0, end);
    text.remove_prefix(end + piece.size());
  }
  return text.empty() ? std::optional(std::move(names)) : std::nullopt;
}

std::optional<std::string> in_parts(const std::string& english, int deep);

std::optional<std::string> as_a_whole(const std::string& english, int deep, Last may_end) {
  for (const Sentence& sentence : sentences()) {
    const auto names = names_in(sentence, english, may_end);
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

// Cut at its first joint.
std::optional<std::string> in_two(const std::string& english, int deep) {
  std::size_t at = std::string::npos;
  const Joint* joint = nullptr;
  for (const Joint& one : kJoints) {
    const std::size_t here = english.find(one.english);
    if (here < at) {
      at = here;
      joint = &one;
    }
  }
  if (joint == nullptr) return std::nullopt;
  const std::string head = english.substr(0, at);
  const std::string tail = english.substr(at + joint->english.size());
  const auto head_told = in_parts(head, deep), tail_told = in_parts(tail, deep);
  if (!head_told && !tail_told) return std::nullopt;
  return head_told.value_or(head) + std::string(joint->chinese) + tail_told.value_or(tail);
}

std::optional<std::string> in_parts(const std::string& english, int deep) {
  if (auto whole = as_a_whole(english, deep, Last::to_the_joint)) return whole;
  if (deep > 0) {
    if (auto two = in_two(english, deep - 1)) return two;
  }
  return as_a_whole(english, deep, Last::to_the_end);
}

}  // namespace

std::string told(Language language, const std::string& english) {
  if (language == Language::en || english.size() > kToldBytesMax) return english;
  return in_parts(english, kPartsDeep).value_or(english);
}

std::string name_told(Language language, const std::string& family, std::string_view name) {
  if (language == Language::en) return std::string(name);
  static const Json files[] = {*parse_json(kNameTexts[0]), *parse_json(kNameTexts[1])};
  const std::string key = family + "." + std::string(name);
  for (const Json& file : files) {
    if (const Json* text = file.find(key)) return *text->string();
  }
  return std::string(name);
}

void tell_help(CLI::App& app, Language language) {
  if (language == Language::en) return;
  for (const char* label : {"Usage", "OPTIONS", "SUBCOMMAND", "SUBCOMMANDS", "Positionals",
                            "REQUIRED", "TEXT", "INT", "UINT", "FLOAT"}) {
    app.get_formatter()->label(label, said(language, std::string("cli.help.") + label));
  }
  const auto every = [](const CLI::App*) { return true; };
  app.description(told(language, app.get_description()));
  for (CLI::Option* option : app.get_options()) {
    option->description(told(language, option->get_description()));
    if (option->get_group() == "Options") option->group(said(language, "cli.help.Options"));
  }
  for (CLI::App* command : app.get_subcommands(every)) {
    command->group(said(language, "cli.help.Subcommands"));
    tell_help(*command, language);
  }
}

}  // namespace gezhi
