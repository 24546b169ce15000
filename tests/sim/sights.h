// Whether anybody was ever sent an entry of a case that was never theirs to see.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "core/journal/ledger.h"
#include "core/sync/message.h"
#include "core/sync/scope.h"

namespace gezhi::sim {

bool shows(const Scope& scope, const std::vector<Channel>& channels);

class Sights {
 public:
  void add_person(std::string name, ActorId actor) { people_.push_back({std::move(name), actor}); }
  // From now on; what there was before counts too.
  void has_duty(std::size_t person, const Scope& scope) { people_[person].been.push_back(scope); }

  // Entries of others that came with an answer.
  void sent(std::size_t person, const Response& response);
  // After each entry of the journal, with the ledger after it: of the cases that it touches, or of all
  // when the street changes.
  void note(const Ledger& ledger, const Entry& entry, const Op& op);
  // Who was sent what was not theirs.
  std::vector<std::string> wronged() const;

 private:
  struct Person {
    std::string name;
    ActorId actor;
    std::vector<Scope> been = {};
    std::set<CaseId> got = {};
    std::set<CaseId> may_have_got = {};
  };
  void note_case(const World& world, const Case& one);

  std::vector<Person> people_;
};

}  // namespace gezhi::sim
