// What this device knows: cases, units, grids of every street it follows, with its own unsent
// operations already applied. Read by screens in every frame; cheap. A pointer holds until the next
// change (generation() moves), so it is not kept over frames.
#pragma once

#include <string>
#include <vector>

#include "core/base/fold.h"
#include "core/cases/clocks.h"
#include "core/cases/judge.h"
#include "core/cases/subject_key.h"
#include "core/cases/world.h"

namespace gezhi::app {

// Counts every change of anything below: screens cache by it.
std::uint64_t generation();

const std::vector<ShardId>& streets();
const World* street_world(ShardId street);  // nullptr: not followed

// In the street that is named. Where none is: in whichever has it, and of several the one that a server
// received first, for an id can be used in another street by whoever knows it.
const Case* find_case(const SubjectKey& key);
const World* world_of(const Case& one);

// What follows "/case/": the id, with the street before it when this device knows several of that id.
std::string path_of(const SubjectKey& key);
std::string path_of(const Case& one);

// Every case this device may see, newest first. Cached per generation.
const std::vector<const Case*>& all_cases();

// What this person may do with it (judge.h), with the reasons why not. Cached per generation.
const std::vector<Permission>& permissions(const Case& one);
// The permission for one operation (and task), or nullptr when the role never may.
const Permission* permission(const Case& one, OpKind kind, TaskId task = {},
                             When when = When::always);

// Live tasks of this person's units, and visits and verifications waiting for this person's grid.
struct Duty {
  enum class Kind : std::uint8_t { task, verification, visit };
  Kind kind = Kind::task;
  const Case* subject = nullptr;
  const Task* task = nullptr;     // for Kind::task
  const Clock* clock = nullptr;   // the one that is due first, if any
  std::int64_t distance_mm = -1;  // from the last known position; -1 unknown
};
// What cannot wait for the way to be the nearest, the more the higher: minutes that can still be
// kept, an order nobody signed, what is late; 0 = can.
int pressing(const Duty& duty);
// The pressing ones first, by due time; then the nearest when a position is known, else by due time.
const std::vector<Duty>& duties();

// Whether this person has orders of that unit; whether two wrote what only this person, or a desk,
// can settle.
bool is_my_unit(UnitId unit);
bool concerns_me(const Conflict& conflict);

// Cases of this reporter.
std::vector<const Case*> my_reports();

// The time as the server would say it (device clock by the measured offset).
TimeMs now();

// --- words ---
std::string unit_name(const World& world, UnitId id);
std::string grid_name(const World& world, GridId id);
std::string place_text(const World& world, const Place& place);  // address, else grid names
// What lists, boards and the map may say of a case: its words, its place; of the restricted class
// (G20) only that it is one and in which grid.
std::string open_text(const Case& one);
std::string open_place_text(const World& world, const Case& one);
// Whether a search finds it: by its number, or by what lists may say of it and of nothing else.
bool is_found_by(const TextMatcher& words, const Case& one);
std::string case_title(const Case& one);  // nature and the first words
// The number; else that it has none yet (待编号), or, ended unfiled, that it gets none (未编号).
std::string number_text(const std::string& number, CaseState state);
std::string number_text(const Case& one);
std::string refusal_text(const World& world, const Outcome& outcome);  // with {0} put into words
std::string time_text(TimeMs at);            // "今天 09:48", "昨天 …", else the date
std::string short_time_text(TimeMs at);      // for a phone: past days without hour and this year
std::string left_text(const Clock& clock);   // "还剩 3 分钟", "已超时 2 小时"
std::string size_text(std::int64_t bytes);   // "388 KB", "1.2 MB"
std::string length_text(std::int64_t mm);    // "320 米", "1.2 公里"
std::string duration_text(std::int64_t ms);  // "6 分钟"
// "网格员 · 甲社区网格": roles and units, not people.
std::string actor_text(const World& world, Role role, UnitId unit);
// One line of the timeline in words: what was done, with its texts.
struct HistoryText {
  std::string title;
  std::string detail;
};
HistoryText history_text(const World& world, const HistoryLine& line);

}  // namespace gezhi::app
