#include "native/import/demo/names.h"

#include <array>

namespace gezhi::demo {
namespace {

constexpr std::array kFirst = {"登", "祥", "文", "和", "春", "丰", "安", "永", "长", "德",
                               "信", "康", "平", "瑞", "兴", "锦", "秀", "清", "云", "华",
                               "明", "嘉", "宁", "善", "仁", "溪", "绿", "金", "白", "紫",
                               "东", "西", "南", "北", "新", "古", "青", "荷", "竹", "梅"};
constexpr std::array kSecond = {"云", "晖", "澜", "睦", "泰", "益", "源", "塘", "港", "林",
                                "景", "石", "庆", "福", "乐", "和", "华", "岸", "洲", "池",
                                "渡", "庄", "盛", "里", "莲", "桂", "枫", "松", "月", "星"};

}  // namespace

Names::Names(Prng& prng) {
  for (const char* first : kFirst) {
    for (const char* second : kSecond) {
      if (std::string(first) != second) stems_.push_back(std::string(first) + second);
    }
  }
  prng.shuffle(stems_);
}

std::string Names::next() {
  // After the last stem a number keeps names apart.
  const std::size_t turn = at_ / stems_.size();
  const std::string stem = stems_[at_++ % stems_.size()];
  constexpr std::array kTurn = {"", "东", "西", "南", "北", "中"};
  return turn == 0 ? stem : stem + kTurn[turn % kTurn.size()];
}

std::string Names::road(bool wide) {
  return next() + (wide ? (at_ % 5 == 0 ? "大道" : "路") : at_ % 3 == 0 ? "街" : "路");
}
std::string Names::lane() { return next() + (at_ % 3 == 0 ? "弄" : at_ % 3 == 1 ? "巷" : "里"); }
std::string Names::estate() {
  constexpr std::array kEnd = {"花苑", "新村", "公寓", "家园", "小区", "苑", "名邸", "人家"};
  return next() + kEnd[at_ % kEnd.size()];
}
std::string Names::with(const char* ending) { return next() + ending; }

}  // namespace gezhi::demo
