// What the rules know, in words: names, times, lengths, lines of the timeline.
#pragma once

#include <string>

#include "core/base/fold.h"
#include "core/cases/clocks.h"
#include "core/cases/ranking.h"
#include "core/cases/world.h"
#include "core/road/route.h"
#include "web/app/texts.h"
#include "web/app/view/news.h"

namespace gezhi::app {

class Session;
struct Candidates;

// One line of the timeline in words: what was done, with its texts.
struct HistoryText {
  std::string title;
  std::string detail;
};

class Words {
 public:
  // For one person; both must live longer.
  Words(const Texts& texts, const Session& session) : texts_(texts), session_(session) {}

  // --- names ---
  std::string unit_name(const World& world, UnitId id) const;
  std::string grid_name(const World& world, GridId id) const;
  std::string place_text(const World& world, const Place& place) const;  // address, else grid names
  // "网格员 · 甲社区网格": roles and units, not people.
  std::string actor_text(const World& world, Role role, UnitId unit) const;
  // By the map, else by what the street sent, else its number.
  std::string street_name(ShardId street) const;
  std::string district_name() const;  // "拱墅区"; words for it before the map is here

  // --- cases ---
  // What lists, boards and the map may say of a case: its words, its place; of the restricted class
  // (G20) only that it is one and in which grid.
  std::string open_text(const Case& one) const;
  std::string open_place_text(const World& world, const Case& one) const;
  // Whether a search finds it: by its number, or by what lists may say of it and of nothing else.
  bool is_found_by(const TextMatcher& words, const Case& one) const;
  std::string case_title(const Case& one) const;  // nature and the first words
  // The number; else that it has none yet (待编号), or, ended unfiled, that it gets none (未编号).
  std::string number_text(const std::string& number, CaseState state) const;
  std::string number_text(const Case& one) const { return number_text(one.number, one.state); }
  std::string refusal_text(const Outcome& outcome) const;
  HistoryText history_text(const World& world, const HistoryLine& line) const;
  std::string news_text(const News& news) const;

  // --- times and amounts ---
  std::string time_text(TimeMs at) const;  // "今天 09:48", "昨天 …", else the date
  std::string short_time_text(
      TimeMs at) const;  // for a phone: past days without hour and this year
  std::string left_text(const Clock& clock) const;   // "还剩 3 分钟", "已超时 2 小时"
  std::string size_text(std::int64_t bytes) const;   // "388 KB", "1.2 MB"
  std::string length_text(std::int64_t mm) const;    // "320 米", "1.2 公里"
  std::string duration_text(std::int64_t ms) const;  // "6 分钟"

  // --- units and ways ---
  // "职权相符,辖区覆盖,骑行约6分钟": what the desk saw, kept with the order; "" for an unknown unit.
  std::string reason(const World& world, const Candidates& all, UnitId unit) const;
  // The same for an order, with those that are nearer and why they were not sent: what the detail of the
  // case shows afterwards, when duty and orders are others.
  std::string order_reason(const World& world, const Candidates& all, const Case& subject,
                           UnitId unit) const;
  // "现不在岗,2026-11-30 08:30 到岗": of a unit that is off duty.
  std::string off_duty_text(const RankedUnit& unit) const;
  // "无此项职权 · 骑行约6分钟，1.2公里": what speaks against a unit that is passed over, and how near it is.
  std::string against_text(const RankedUnit& unit) const;
  std::string turn_text(const Turn& turn) const;

 private:
  friend struct Telling;

  template <class E>
  std::string name_text(const char* prefix, E value) const {
    return texts_.tr(std::string(prefix) + "." + std::string(name_of(value)));
  }
  std::string count_text(const char* key, std::int64_t count) const;
  std::string span_text(std::int64_t ms) const;
  std::string detail_text(const Outcome& outcome) const;
  std::string state_or_task_text(const std::string& detail) const;
  std::string track_state_text(const std::string& detail) const;
  std::string kind_and_grid(const Case& one) const;
  std::string standing_text(const World& world, const RankedUnit& one, bool leads) const;
  std::string reach_text(const UnitReach& reach) const;
  std::string distance_text(const World& world, const RankedUnit& one) const;
  std::string why_text(const RankedUnit& one) const;

  const Texts& texts_;
  const Session& session_;
};

}  // namespace gezhi::app
