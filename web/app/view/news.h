// What has come that somebody is to look at now: an order, one that came back, a case at the desk, an order
// that its unit refused or did not sign in time, what waits for an approval, a conflict, an operation of
// one's own that was not accepted. The page shows it, reads it out, sounds and shakes, and the system says
// it when the page is hidden (Page::tell). Codes only: the words are made by who says them, of kind and
// grid, never of a person.
#pragma once

#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "core/cases/case.h"
#include "web/app/own_op.h"
#include "web/app/view/cases.h"

namespace gezhi::app {

enum class About : std::uint8_t {
  order,
  rework,
  verify,
  visit,
  intake,
  passed_by,
  order_refused,
  unsigned_order,
  suspension,
  voiding,
  conflict,
  own_refused
};

// One subject may be news several times, each time about something else: an order that came, came back.
struct NewsSubject {
  About about = About::order;
  ShardId street;
  Uuid id;

  auto tie() const { return std::tie(about, street, id); }
  friend bool operator<(const NewsSubject& a, const NewsSubject& b) { return a.tie() < b.tie(); }
};

struct News {
  NewsSubject subject;
  std::string route;
  bool urgent = false;
  // Valid until anything changes: for the words.
  const Case* one = nullptr;  // nullptr: not known here (of an operation that was refused)
  const gezhi::Clock* clock = nullptr;  // of an order
  OpKind kind = OpKind::unknown;        // of the operation that was refused
  Outcome outcome = {};
};

class NewsWatch {
 public:
  explicit NewsWatch(const Session& session) : session_(session) {}

  // After every change of what this device knows: what is new since the last time. `all_here`: the server
  // had no more to give. The first time nothing is news.
  std::vector<News> look(bool all_here);
  // Nothing is known any more: what comes next is no news.
  void forget();
  // How much there is to look at, as of the last time.
  std::size_t count() const { return known_.size(); }

  // Until time alone brings something: an order that nobody signed. INT64_MAX: nothing.
  std::int64_t ms_to_next() const;

 private:
  std::vector<News> all();
  void add_duty(const Duty& duty, std::vector<News>& list) const;
  void add_orders(const Case& one, std::vector<News>& list);
  void add_approvals(const Case& one, std::vector<News>& list) const;
  void add_conflicts(const Case& one, std::vector<News>& list) const;
  void add_at_desk(const Case& one, std::vector<News>& list) const;
  void add_refusals(std::vector<News>& list) const;
  bool waits_for_me(const Case& one, const Task& task) const;
  News at_desk(const Case& one, About about, const Uuid& id, bool urgent) const;

  const Session& session_;
  bool begun_ = false;
  std::set<NewsSubject> known_;
  TimeMs look_again_;  // when the next order is late for its signature; none: not known of any
};

}  // namespace gezhi::app
