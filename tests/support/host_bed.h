// A server without a network: the Host, a journal store in memory, and the four steps between them
// (core/sync/host.h). Restarting it rebuilds everything from the store.
#pragma once

#include <memory>

#include "core/sync/host.h"
#include "tests/support/memory_journal_store.h"
#include "tests/support/street.h"

namespace gezhi::test {

class HostBed {
 public:
  // The street's own entries (policy, grids, units) are in the journal already.
  HostBed();

  // One exchange: admitted, stored, answered. A request that brings no key is one of the server's own,
  // unless `asks_signatures`: a test's that is about something else than these. Errors: the store's; the
  // owner then restarts.
  Result<Bytes> exchange(ByteView request, const Principal& principal, TimeMs now);
  Result<Response> exchange(const Request& request, const Principal& principal, TimeMs now);

  // The steward's turn without a request.
  Result<Done> tick(TimeMs now);

  // Everything in memory is gone; what the store has is read again.
  void restart();
  void set_epoch(std::string epoch) { epoch_ = std::move(epoch); }  // at the next restart

  // From the next restart on: what the store has now is what was left.
  void heal(TimeMs since, TimeMs until);
  // Stored, with their entries: a restart knows them by that.
  void note_given_back(const std::vector<GivenBack>& list);

  // What its street does by itself has ids from this.
  static StreetSecret server_secret() { return {{1}}; }
  void set_mark(Bytes mark) { mark_ = std::move(mark); }  // of every answer
  void hold_back(PushProblem why) { held_back_ = why; }   // none: takes in again
  const std::vector<GivenBack>& given_back() const { return given_back_; }

  bool asks_signatures = false;

  Host& host() { return *host_; }
  MemoryJournalStore& store() { return store_; }
  const World& world() { return host_->ledger(kStreet)->world(); }

 private:
  Result<Done> commit(std::vector<StoredEntry> entries);

  std::string epoch_ = "epoch-1";
  HostHealing healing_;
  Bytes mark_;
  PushProblem held_back_ = PushProblem::none;
  std::vector<GivenBack> given_back_;
  MemoryJournalStore store_;
  JournalReader reader_{store_};
  std::unique_ptr<Host> host_;
};

// A person of the Street as the server knows them, with one grant.
Principal principal_of(const Person& person);

}  // namespace gezhi::test
