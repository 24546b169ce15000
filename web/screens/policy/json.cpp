#include "web/screens/policy/json.h"

#include <algorithm>
#include <charconv>
#include <vector>

#include "core/base/json.h"
#include "web/screens/policy/words.h"
#include "web/widgets/i18n.h"

namespace gezhi::screens {
namespace {

using ui::tr;

// Looks for members that no field bears: a misspelt name would otherwise be passed over in silence.
struct Names {
  std::vector<std::string_view> all;
  template <class T>
  void operator()(std::uint32_t, const char* name, T&, std::uint64_t = 0) {
    all.push_back(name);
  }
};

template <class T>
concept HasFields = requires(T value, Names names) {
  value.fields(names);
};

template <HasFields T>
std::string stranger_in(const Json& json, const std::string& path);

struct Strangers {
  const Json& json;
  const std::string& path;
  std::string found;
  template <class T>
  void operator()(std::uint32_t, const char* name, T&, std::uint64_t = 0) {
    const Json* member = json.find(name);
    if (member != nullptr && found.empty()) look<T>(*member, path + "/" + name);
  }
  template <class T>
  void look(const Json& member, const std::string& at) {
    if constexpr (HasFields<T>) {
      found = stranger_in<T>(member, at);
    } else if constexpr (requires { requires HasFields<typename T::value_type>; }) {
      if (member.array() == nullptr) return;
      for (std::size_t i = 0; i < member.array()->size() && found.empty(); ++i) {
        found =
            stranger_in<typename T::value_type>((*member.array())[i], at + "/" + std::to_string(i));
      }
    }
  }
};

template <HasFields T>
std::string stranger_in(const Json& json, const std::string& path) {
  if (json.object() == nullptr) return {};
  T value{};
  Names names;
  value.fields(names);
  for (const auto& [key, member] : *json.object()) {
    const bool known = std::find(names.all.begin(), names.all.end(), key) != names.all.end();
    if (!known && key != "$schema") return path + "/" + key;
  }
  Strangers strangers{json, path, {}};
  value.fields(strangers);
  return strangers.found;
}

// "not JSON at byte 120" as line and column.
std::string place_of_byte(const std::string& text, const std::string& message) {
  const std::size_t at = message.rfind(' ');
  std::size_t byte = 0;
  std::from_chars(message.data() + at + 1, message.data() + message.size(), byte);
  byte = std::min(byte, text.size());
  const auto before = text.begin() + static_cast<std::ptrdiff_t>(byte);
  const auto line = std::count(text.begin(), before, '\n') + 1;
  const std::size_t start = byte == 0 ? 0 : text.rfind('\n', byte - 1) + 1;
  return tr("ui.policy.not_json", std::to_string(line), std::to_string(byte - start + 1));
}

Error bad(std::string words) { return Error{"bad_policy", std::move(words)}; }

}  // namespace

std::string policy_json(const Policy& policy) { return to_text(to_json(policy), 2); }

Result<Policy> read_policy_json(const std::string& text) {
  const auto json = parse_json(text);
  if (!json) return bad(place_of_byte(text, json.error().message));
  const std::string stranger = stranger_in<Policy>(*json, "");
  if (!stranger.empty()) return bad(tr("ui.policy.unknown_member", stranger));
  auto policy = from_json<Policy>(*json);
  if (!policy) return bad(problem_words(policy.error().message));
  const auto checked = check_policy(*policy);
  if (!checked) return bad(problem_words(checked.error().message));
  return policy;
}

}  // namespace gezhi::screens
