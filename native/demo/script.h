// One ordinary case of the demo, from its report to its ending.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "native/demo/casting.h"
#include "native/demo/stories.h"
#include "native/demo/theatre.h"

namespace gezhi {

// How far a case has come. In the order of the way, then the ways aside.
enum class Ending {
  reported,
  verifying,
  verified,
  filed,
  dispatched,
  signed_off,
  on_the_way,
  arrived,
  working,
  return_visit,
  visited,
  closed,
  refused_order,
  suspended,
  rework,
  redone,
  not_filed,
  transferred,
  merged,
  voided,
};

// Needs a report by the public: it goes through verification.
constexpr bool is_public(const Story& story) {
  return story.source == Source::app || story.source == Source::qr;
}

// Of LOCAL-SG 1.0.
Category local_category(const Story& story);
std::string with_place(const char* text, const std::string& place);

// One case from its report to its ending, as steps with the time that passes before each.
class Script {
 public:
  Script(Theatre& theatre, const Casting& casting, const Story& story, const Scene& scene,
         Ending ending)
      : theatre_(theatre), casting_(casting), story_(story), scene_(scene), ending_(ending) {}

  void write(TimeMs now);
  CaseId id() const { return id_; }

 private:
  using Action = std::function<void(TimeMs)>;
  struct Step {
    std::int64_t after_ms;
    Action action;
  };

  template <class T>
  void then(std::int64_t after_ms, const std::string& login, T payload) {
    steps_.push_back({after_ms, [kept = shared(), login, payload](TimeMs now) {
                        kept.theatre->act(login, kept.id, payload, now);
                      }});
  }
  // What a step needs after the script itself is gone.
  struct Kept {
    Theatre* theatre;
    CaseId id;
  };
  Kept shared() const { return {&theatre_, id_}; }

  std::int64_t minutes(std::int64_t low, std::int64_t high) {
    return theatre_.random().between(low * kMinuteMs, high * kMinuteMs);
  }
  std::int64_t seconds(std::int64_t low, std::int64_t high) {
    return theatre_.random().between(low * kSecondMs, high * kSecondMs);
  }
  bool reaches(Ending stage) const {
    return ending_ >= Ending::refused_order || static_cast<int>(ending_) >= static_cast<int>(stage);
  }

  // G21: nowhere but to the police, and not past them.
  bool for_police() const { return story_.fire_danger || story_.restricted != Restricted::none; }

  void steps();
  void report();
  void restrict_it();
  bool triage();
  void dispatch();
  void handle(TaskId task, const std::string& login);
  void assist();
  void visit_and_close();
  void close();

  Theatre& theatre_;
  const Casting& casting_;
  const Story& story_;
  const Scene& scene_;
  Ending ending_;
  CaseId id_;
  TaskId lead_task_, assistant_task_;
  std::string lead_, assistant_;
  bool taken_by_clerk_ = false;
  std::vector<Step> steps_;
};

}  // namespace gezhi
