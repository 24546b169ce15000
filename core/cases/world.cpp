#include "core/cases/world.h"

#include <algorithm>
#include <cstdio>

namespace gezhi {

const Task* Case::find_task(TaskId task) const {
  for (const Task& one : tasks) {
    if (one.id == task) return &one;
  }
  return nullptr;
}

Task* Case::find_task(TaskId task) {
  return const_cast<Task*>(static_cast<const Case*>(this)->find_task(task));
}

const Task* Case::live_lead() const {
  for (const Task& one : tasks) {
    if (one.lead && kLiveTaskStates.has(one.state)) return &one;
  }
  return nullptr;
}

bool Case::works(UnitId unit) const {
  return std::any_of(tasks.begin(), tasks.end(), [&](const Task& task) {
    return task.unit == unit &&
           (kLiveTaskStates.has(task.state) || task.state == TaskState::submitted);
  });
}

bool Case::had_order(UnitId unit) const {
  return std::any_of(tasks.begin(), tasks.end(),
                     [&](const Task& task) { return task.unit == unit; });
}

const Footage* Case::open_footage() const {
  const auto open = std::find_if(footage.begin(), footage.end(),
                                 [](const Footage& one) { return !one.answered; });
  return open == footage.end() ? nullptr : &*open;
}

std::vector<const HistoryLine*> Case::timeline() const {
  std::vector<const HistoryLine*> lines;
  for (const HistoryLine& line : history) lines.push_back(&line);
  for (const HistoryLine& line : refused) lines.push_back(&line);
  // 0, not numbered yet, becomes the greatest.
  std::stable_sort(lines.begin(), lines.end(), [](const HistoryLine* a, const HistoryLine* b) {
    return a->seq - 1 < b->seq - 1;
  });
  return lines;
}

std::uint64_t Case::last_seq() const {
  const std::uint64_t done = history.empty() ? 0 : history.back().seq;
  return std::max(done, refused.empty() ? 0 : refused.back().seq);
}

bool Case::visit_confirmed() const { return visited && !second_opinion; }

const Thing* Case::find_thing(std::uint32_t thing) const {
  for (const Thing& one : things) {
    if (one.id == thing) return &one;
  }
  return nullptr;
}

std::int64_t Thing::settled() const {
  std::int64_t sum = 0;
  for (const Disposed& one : disposed) sum += one.amount;
  return sum;
}

const Unit* World::find_unit(UnitId id) const {
  const auto at = units().find(id);
  return at == units().end() ? nullptr : &at->second;
}

const StreetChange* World::find_change(OpId proposal) const {
  const auto& all = changes();
  const auto at = std::find_if(all.begin(), all.end(),
                               [&](const StreetChange& one) { return one.op == proposal; });
  return at == all.end() ? nullptr : &*at;
}

const StreetChange* World::open_change() const {
  const auto& all = changes();
  const auto at =
      std::find_if(all.begin(), all.end(), [](const StreetChange& one) { return one.is_open(); });
  return at == all.end() ? nullptr : &*at;
}

void World::add_change(StreetChange change) {
  if (changes_.size() == kChangesMax) changes_.erase(changes_.begin());
  changes_.push_back(std::move(change));
}

StreetChange* World::change(OpId proposal) {
  return const_cast<StreetChange*>(static_cast<const World*>(this)->find_change(proposal));
}

const Case* World::find(CaseId id) const {
  const auto at = cases_.find(id);
  if (at != cases_.end()) return &at->second;
  return base_ ? base_->find(id) : nullptr;
}

Case& World::edit(CaseId id) {
  const auto at = cases_.find(id);
  if (at != cases_.end()) return at->second;
  GEZHI_CHECK(base_ != nullptr);
  const Case* below = base_->find(id);
  GEZHI_CHECK(below != nullptr);
  return cases_[id] = *below;
}

Case& World::add(CaseId id) {
  Case& added = cases_[id];
  added.id = id;
  added.shard = shard_;
  return added;
}

std::string World::next_number(CivilDay today) const {
  const std::uint32_t sequence = (number_day_ == today ? numbers_given_ : 0) + 1;
  const CivilDate date = date_of(today);
  char text[64];
  std::snprintf(text, sizeof text, "%09u%02d%02d%02d%04u", shard_.value, date.year % 100,
                date.month, date.day, sequence);
  return text;
}

void World::take_number(CivilDay today) {
  if (!(number_day_ == today)) numbers_given_ = 0;
  number_day_ = today;
  ++numbers_given_;
}

Digest World::hash() const {
  Sha256 hash;
  const auto add = [&](const Bytes& bytes) { hash.update(bytes); };
  add(encode(policy()));
  for (const auto& [id, unit] : units()) add(encode(unit));
  for (const auto& [id, node] : grids().nodes()) add(encode(node));
  for (const StreetChange& one : changes()) add(encode(one));
  for (const auto& [id, one] : cases_) add(encode(one));
  return hash.finish();
}

}  // namespace gezhi
