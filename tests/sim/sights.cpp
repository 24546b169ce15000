#include "tests/sim/sights.h"

#include <algorithm>

#include "core/cases/visibility.h"

namespace gezhi::sim {

bool shows(const Scope& scope, const std::vector<Channel>& channels) {
  return scope.whole_street || std::any_of(channels.begin(), channels.end(),
                                           [&](Channel channel) { return scope.sees(channel); });
}

void Sights::sent(std::size_t person, const Response& response) {
  Person& to = people_[person];
  for (const ShardPage& page : response.pages) {
    for (const PageItem& item : page.items) {
      const auto entry = read_entry(item.entry);
      const auto op = entry ? read_op(entry->op) : Result<Op>(entry.error());
      // Of one that touches two cases who sees the other has it too.
      if (!op || touched_cases(*op, read_payload(*op)).size() != 1) continue;
      if (!(op->actor == to.actor)) to.got.insert(op->subject);
    }
  }
}

void Sights::note_case(const World& world, const Case& one) {
  const auto channels = channels_of(world, one);
  const auto sees = [&](const Scope& scope) { return shows(scope, channels); };
  for (Person& person : people_) {
    if (std::any_of(person.been.begin(), person.been.end(), sees))
      person.may_have_got.insert(one.id);
  }
}

void Sights::note(const Ledger& ledger, const Entry& entry, const Op& op) {
  if (!entry.outcome.applied()) return;
  const World& world = ledger.world();
  if (op.subject.is_nil()) {
    for (const auto& [id, one] : world.own_cases()) note_case(world, one);
  }
  for (const CaseId id : touched_cases(op, read_payload(op))) {
    const Case* one = world.find(id);
    if (one == nullptr) continue;
    note_case(world, *one);
    for (const CaseId part : one->children) {
      if (const Case* found = world.find(part)) note_case(world, *found);
    }
  }
}

std::vector<std::string> Sights::wronged() const {
  std::vector<std::string> names;
  for (const Person& person : people_) {
    if (!std::includes(person.may_have_got.begin(), person.may_have_got.end(), person.got.begin(),
                       person.got.end()))
      names.push_back(person.name);
  }
  return names;
}

}  // namespace gezhi::sim
