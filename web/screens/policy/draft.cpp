#include "web/screens/policy/draft.h"

#include <charconv>
#include <optional>

namespace gezhi::screens {
namespace {

// Where what stood at `path` stands when item `gone` of `list` has left; nothing of that item itself.
std::optional<std::string> moved(const std::string& path, const std::string& list,
                                 std::size_t gone) {
  const std::string items = list + "/";
  if (path.rfind(items, 0) != 0) return path;
  std::size_t index = 0;
  const char* end = path.data() + path.size();
  const auto number = std::from_chars(path.data() + items.size(), end, index);
  if (number.ec != std::errc{} || index < gone) return path;
  if (index == gone) return std::nullopt;
  return items + std::to_string(index - 1) + std::string(number.ptr, end);
}

void drop(std::map<std::string, std::string>& all, const std::string& list, std::size_t gone) {
  std::map<std::string, std::string> left;
  for (const auto& [path, text] : all) {
    if (auto at = moved(path, list, gone)) left[*at] = text;
  }
  all = std::move(left);
}

}  // namespace

void PolicyDraft::drop_item(const std::string& list, std::size_t gone) {
  drop(typed, list, gone);
  drop(problems, list, gone);
  std::set<std::string> left;
  for (const std::string& path : open) {
    if (auto at = moved(path, list, gone)) left.insert(*at);
  }
  open = std::move(left);
}

}  // namespace gezhi::screens
