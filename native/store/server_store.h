// Everything a server keeps besides photos: the journal, sealed contacts with their keys, accounts,
// sessions, and a few facts about itself. The journal's contract is core/ports/journal_store.h's.
//
// Sealed contacts lie apart from the journal, encrypted under their case's own key. The key lies in
// a table of its own: destroying it makes the contact unreadable everywhere and leaves the chain of
// the journal as it was.
//
// Errors, besides the journal's: `account_exists`, `bad_login`, `not_found`.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/base/sha256.h"
#include "core/base/time.h"
#include "core/people/role.h"
#include "core/ports/journal_store.h"
#include "core/sync/host.h"
#include "native/store/healing.h"
#include "native/store/witness.h"

namespace gezhi {

// A contact as it is stored: nonce and authenticated ciphertext (native/server/sealing.h).
struct SealedBox {
  OpId op;
  SubjectKey subject;
  Bytes box;
};

struct CaseKey {
  SubjectKey subject;
  Bytes key;
};

// Who may sign in. `label` is a work designation ("小河街道网格员 03"), never a private name.
struct Account {
  ActorId actor;
  std::string login;
  std::string password_hash;  // argon2id, in libsodium's text form
  std::string label;
  bool active = true;
  TimeMs opened_at;   // since when it holds its grants
  TimeMs closed_at;   // none: open, or closed by a Gezhi that did not note when
  bool demo = false;  // its password is printed in the README
  std::vector<Grant> grants;
};

// What an account could act as, and when: written with every change of it, never changed itself, so
// that an auditor can ask of each entry whether its author held that.
struct HeldGrant {
  ActorId actor;
  Grant grant;
  TimeMs since;
  TimeMs until;  // none: still
};

struct StoredSession {
  Digest token_hash{};  // SHA-256 of the token: reading the store gives no way in
  ActorId actor;
  TimeMs created;
  TimeMs expires;
};

// One life of a server on the store: the last number of each street when it began.
struct ServerRun {
  Bytes id;
  std::map<ShardId, std::uint64_t> began;
};

// What can be asked of the store now. Every failure of the medium leads to `down`: connections and
// everything read through them are dropped, and nothing is answered until reopen() has said what is
// left. Only reopen() leads out of it.
enum class StoreState : std::uint8_t {
  serving,    // reads and writes
  read_only,  // reads of what was acknowledged; every write is refused
  down,       // nothing
};
constexpr std::array<std::string_view, 3> names_of(StoreState) {
  return {"serving", "read_only", "down"};
}

class ServerStore : public JournalStore {
 public:
  virtual StoreState state() const = 0;

  // Entries with the contacts and new keys that came with them: one commit, all or nothing.
  virtual Result<Done> commit(std::span<const StoredEntry> entries,
                              std::span<const SealedBox> sealed, std::span<const CaseKey> keys) = 0;
  Result<Done> append(std::span<const StoredEntry> entries) final {
    return commit(entries, {}, {});
  }

  virtual Result<std::vector<SealedBox>> sealed_of(const SubjectKey& subject) = 0;
  virtual Result<std::optional<CaseKey>> case_key(const SubjectKey& subject) = 0;

  // One commit: the emptied entries take the place of their old bytes (their numbers must be there),
  // the case's contacts and key go, the record of it is appended. Nothing of what went stays in the
  // store's files.
  virtual Result<Done> erase(const SubjectKey& subject, std::span<const StoredEntry> emptied,
                             const StoredEntry& record) = 0;

  virtual Result<std::vector<SubjectKey>> cases_with_key() = 0;
  virtual Result<std::vector<SubjectKey>> cases_with_sealed() = 0;
  // One commit: the contacts and keys of these cases go, from the files too.
  virtual Result<Done> erase_contacts(std::span<const SubjectKey> subjects) = 0;

  // `account.actor` none: the store gives the next free one. Returns the actor. The name is kept as
  // read_login() reads it; its errors are `bad_login`.
  virtual Result<ActorId> add_account(const Account& account) = 0;
  // As it was typed. One that an earlier server took in as it came is found under just that spelling.
  virtual Result<Account> account_by_login(const std::string& typed) = 0;
  virtual Result<Account> account_of(ActorId actor) = 0;
  virtual Result<std::vector<Account>> accounts() = 0;
  virtual Result<Done> set_password(ActorId actor, const std::string& password_hash) = 0;
  // Also ends its sessions. Closing it twice leaves the first moment.
  virtual Result<Done> close_account(ActorId actor, TimeMs at) = 0;
  virtual Result<Done> reopen_account(ActorId actor, TimeMs at) = 0;
  virtual Result<std::vector<HeldGrant>> grant_history() = 0;

  virtual Result<Done> add_session(const StoredSession& session) = 0;
  virtual Result<StoredSession> session(const Digest& token_hash) = 0;
  virtual Result<Done> extend_session(const Digest& token_hash, TimeMs expires) = 0;
  virtual Result<Done> end_session(const Digest& token_hash) = 0;
  virtual Result<Done> end_sessions_before(TimeMs now) = 0;
  // But for so many of this account, those that were used last. Gives those that ended.
  virtual Result<std::vector<Digest>> end_sessions_above(ActorId actor, std::size_t most) = 0;

  virtual Result<std::string> meta(const std::string& key) = 0;  // "" when never set
  virtual Result<Done> set_meta(const std::string& key, const std::string& value) = 0;

  // A new epoch, in one commit with why; gives the epoch. What opening finds lost begins one by itself.
  virtual Result<std::string> begin_healing(const Healing& healing) = 0;
  virtual Result<Healing> healing() = 0;
  virtual Result<Done> set_healing(const Healing& healing) = 0;
  // For the report; kept until the next healing begins.
  virtual Result<Done> note_given_back(std::span<const GivenBack> list, TimeMs at) = 0;
  virtual Result<std::vector<GivenBackCount>> given_back() = 0;
  virtual Result<std::set<std::pair<ShardId, std::uint64_t>>> entries_given_back() = 0;

  virtual Result<Done> begin_run(const Bytes& id) = 0;
  virtual Result<std::vector<ServerRun>> runs() = 0;  // in order

  virtual NotedClock clock() const = 0;
  virtual Result<Done> set_clock(NotedClock clock) = 0;

  // Lets go of everything and opens the medium again. Success: serving, and all that is there is on
  // the medium for good, what an earlier flush failed to bring there too. Else the error, and the state
  // is read_only or down.
  virtual Result<Done> reopen() = 0;
};

}  // namespace gezhi
