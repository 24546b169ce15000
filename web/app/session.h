// Everything of one account on this device: what it knows, what it did and has not sent, what was typed,
// where it is. Signing out destroys it; what somebody asked for and is answered later finds nobody then
// (lifeline.h). What was sent nowhere stays in the device's storage, sealed.
//
// Threads: one. Cost: what is read in every frame is kept until generation() moves.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "web/app/account.h"
#include "web/app/district_map.h"
#include "web/app/drafts.h"
#include "web/app/exchange.h"
#include "web/app/my_position.h"
#include "web/app/photo_queue.h"
#include "web/app/texts.h"
#include "web/app/view/cases.h"
#include "web/app/view/coverage.h"
#include "web/app/view/data_report.h"
#include "web/app/view/news.h"
#include "web/app/view/places.h"
#include "web/app/view/words.h"

namespace gezhi::app {

class Session {
 public:
  // All but the account are of the device and live longer.
  Session(const Ports& ports, DistrictMap& map, const Texts& texts, Account account);
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  // What was typed is kept.
  ~Session();

  // --- life ---
  // This tab does the work of the account: loads what this device holds, then exchanges by itself. Again
  // does nothing; does nothing either while another tab does.
  void work();
  // Another tab does it from now on.
  void rest();
  void heed(Event event);
  // Every frame, and after every answer: sends what is to be sent now, sets the timer for the next.
  void tick();
  void frame_ended() { drafts_.keep(); }
  // The same person has signed in again.
  void renew(Account account);
  // The server no longer knows the session: work goes on, unsent operations stay, a banner asks to sign in
  // again.
  bool expired() const { return expired_; }

  // --- reading ---
  const Account& account() const { return account_; }
  // Counts every change of anything below.
  std::uint64_t generation() const { return generation_; }
  TimeMs now() const;  // as the server would say it (device clock by the measured offset)
  std::vector<ShardId> streets() const;
  const World* world(ShardId street) const;  // nullptr: not followed
  const std::vector<OwnOp>& own_ops()
      const;  // newest first: everything unsent, and refusals not put aside
  SyncState sync_state() const;
  std::optional<PointE7> position() const { return my_position_.last(); }

  const Cases& cases() const { return cases_; }
  const Words& words() const { return words_; }
  Places& places() { return places_; }
  CoverageSearch& coverage() { return coverage_; }
  DataReport& data_report() { return data_report_; }
  MyPosition& my_position() { return my_position_; }
  PhotoQueue& photos() { return photos_; }
  Drafts& drafts() { return drafts_; }
  DistrictMap& map() const { return map_; }

  // --- doing: one call makes the operation, keeps it safely on this device, shows its effect at once and
  // sends it when there is a network. Nothing is ever taken back out of the outbox by time. ---
  // `grant`: as what (Permission::grant, or *Account::grant_as(...)).
  Sent submit(ShardId street, CaseId subject, const Grant& grant, const CaseOp& op,
              const Contact& contact = {});
  // The same for the street itself (its rules); the new state is seen when the server has taken it.
  Sent submit(ShardId street, const Grant& grant, const ShardOp& op);
  CaseId new_case_id() { return CaseId{fresh_id(ports_.clock)}; }
  TaskId new_task_id() { return TaskId{fresh_id(ports_.clock)}; }
  void put_aside(OpId refused);
  void sync_now();
  // Everything unsent as a file, to be carried in from another device or `gezhi import outbox`.
  void export_outbox();
  // The reporter's contact, read from the server with a reason (logged there as an operation). Errors:
  // no_network, not_found, refused.
  void read_contact(CaseId subject, const Grant& grant, const std::string& reason,
                    std::function<void(Result<Contact>)> done);

 private:
  bool works() const { return exchange_ != nullptr && exchange_->loaded(); }
  void loaded();
  void load_unsent();
  void changed();
  void answered(const Changes* changes);
  void look_for_news(bool all_here);
  Sent made(const Sent& sent);

  Ports ports_;
  DistrictMap& map_;
  Account account_;
  bool expired_ = false;
  std::uint64_t generation_ = 1;
  PhotoQueue photos_;
  Drafts drafts_;
  MyPosition my_position_;
  std::unique_ptr<Exchange> exchange_;  // only while this tab does the work
  Cases cases_;
  Words words_;
  Places places_;
  CoverageSearch coverage_;
  DataReport data_report_;
  NewsWatch news_;
  mutable Memo<std::uint64_t, std::vector<OwnOp>> own_ops_;
  Lifeline alive_;
};

}  // namespace gezhi::app
