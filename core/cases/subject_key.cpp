#include "core/cases/subject_key.h"

#include <algorithm>
#include <tuple>

#include "core/cases/case.h"

namespace gezhi {
namespace {

bool has_number(const Case& one) { return !one.history.empty() && one.history.front().seq != 0; }

std::string_view take_step(std::string_view& path) {
  const std::string_view step = path.substr(0, path.find('/'));
  path.remove_prefix(std::min(path.size(), step.size() + 1));
  return step;
}

ShardId street_of(std::string_view step) {
  constexpr std::size_t kDigitsMax = 9;
  std::uint32_t value = 0;
  for (const char c : step) {
    if (c < '0' || c > '9' || step.size() > kDigitsMax) return {};
    value = value * 10 + static_cast<std::uint32_t>(c - '0');
  }
  return ShardId{value};
}

}  // namespace

SubjectKey subject_key(const Case& one) { return {one.shard, one.id}; }

std::string to_text(const SubjectKey& key) {
  const std::string id = to_text(key.id.value);
  return key.shard.is_none() ? id : std::to_string(key.shard.value) + "/" + id;
}

std::optional<SubjectKey> take_subject_key(std::string_view& path) {
  std::string_view rest = path;
  SubjectKey key;
  std::string_view step = take_step(rest);
  key.shard = street_of(step);
  if (!key.shard.is_none()) step = take_step(rest);
  const auto id = parse_uuid(step);
  if (!id.ok()) return std::nullopt;
  key.id = CaseId{*id};
  path = rest;
  return key;
}

const Case* received_first(const std::vector<const Case*>& of_one_id) {
  const auto before = [](const Case* a, const Case* b) {
    const auto rank = [](const Case& one) {
      return std::tuple(!has_number(one), one.reported.received.value, one.shard.value);
    };
    return rank(*a) < rank(*b);
  };
  const auto first = std::min_element(of_one_id.begin(), of_one_id.end(), before);
  return first == of_one_id.end() ? nullptr : *first;
}

}  // namespace gezhi
