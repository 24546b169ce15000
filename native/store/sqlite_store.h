// The server store in one SQLite file: write-ahead log, synchronous=FULL, exactly one connection
// that writes and checkpoints (Debian 12's 3.40.1 can corrupt a log that two connections reset;
// NORMAL loses acknowledged commits in a power cut, FULL lost none). Readers have connections of
// their own that never checkpoint.
//
// A lock file beside the database keeps a second process from writing; one may read beside it
// (read_gate.h). No memory is a mapped file.
//
// Failures: whatever SQLite says to a write (but for a row that is there already) drops every connection
// at once, and the store is down until reopen(). That one empties the log into the database first: after
// a failed flush the kernel may hold for clean what never reached the disk, and later commits would
// stand behind a hole. When it can't, what was acknowledged may still be read.
//
// Opening for writing reads every page: the start replays the journal, but a page of an index, of contacts
// or of accounts would be met damaged by a write or a sign-in years later. A damaged index is made anew from
// its table; with any other damage the store does not open.
//
// What was acknowledged is witnessed outside the database (witness.h). Opening for writing compares: when
// the database has less, or is a copy, a new epoch begins in which devices give back what they hold.
//
// Threads: any. Writes wait for each other; reads run beside them.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "native/store/read_gate.h"
#include "native/store/server_store.h"
#include "native/store/sqlite.h"
#include "native/store/witness.h"

namespace gezhi {

class SqliteStore : public ServerStore {
 public:
  struct Options {
    std::string folder;               // holds gezhi.db and gezhi.lock
    bool read_only = false;           // beside a running server
    std::int64_t page_count_max = 0;  // 0 = SQLite's own; tests fill the store with it
    const char* vfs = nullptr;        // of the owner's connections; tests let it fail
  };

  // Errors: `store_busy` (another process has it), `store_version` (made by another Gezhi),
  // `not_found` (read_only and nothing there), `store_failed`.
  static Result<std::unique_ptr<SqliteStore>> open(const Options& options);
  ~SqliteStore() override;

  Result<Done> commit(std::span<const StoredEntry> entries, std::span<const SealedBox> sealed,
                      std::span<const CaseKey> keys) override;
  Result<Done> read(ShardId shard, std::uint64_t first, std::uint64_t last,
                    const StoredEntryVisitor& visitor) override;
  Result<Bytes> one(ShardId shard, std::uint64_t seq) override;
  Result<std::uint64_t> find(ShardId shard, OpId op) override;
  Result<std::uint64_t> last_seq(ShardId shard) override;
  Result<std::vector<ShardId>> shards() override;

  Result<std::vector<SealedBox>> sealed_of(const SubjectKey& subject) override;
  Result<std::optional<CaseKey>> case_key(const SubjectKey& subject) override;
  Result<Done> erase(const SubjectKey& subject, std::span<const StoredEntry> emptied,
                     const StoredEntry& record) override;
  Result<std::vector<SubjectKey>> cases_with_key() override;
  Result<std::vector<SubjectKey>> cases_with_sealed() override;
  Result<Done> erase_contacts(std::span<const SubjectKey> subjects) override;

  Result<ActorId> add_account(const Account& account) override;
  Result<Account> account_by_login(const std::string& typed) override;
  Result<Account> account_of(ActorId actor) override;
  Result<std::vector<Account>> accounts() override;
  Result<Done> set_password(ActorId actor, const std::string& password_hash) override;
  Result<Done> close_account(ActorId actor, TimeMs at) override;
  Result<Done> reopen_account(ActorId actor, TimeMs at) override;
  Result<std::vector<HeldGrant>> grant_history() override;

  Result<Done> add_session(const StoredSession& session) override;
  Result<StoredSession> session(const Digest& token_hash) override;
  Result<Done> extend_session(const Digest& token_hash, TimeMs expires) override;
  Result<Done> end_session(const Digest& token_hash) override;
  Result<Done> end_sessions_before(TimeMs now) override;
  Result<std::vector<Digest>> end_sessions_above(ActorId actor, std::size_t most) override;

  Result<std::string> meta(const std::string& key) override;
  Result<Done> set_meta(const std::string& key, const std::string& value) override;

  Result<std::string> begin_healing(const Healing& healing) override;
  Result<Healing> healing() override;
  Result<Done> set_healing(const Healing& healing) override;
  Result<Done> note_given_back(std::span<const GivenBack> list, TimeMs at) override;
  Result<std::vector<GivenBackCount>> given_back() override;
  Result<std::set<std::pair<ShardId, std::uint64_t>>> entries_given_back() override;
  Result<Done> begin_run(const Bytes& id) override;
  Result<std::vector<ServerRun>> runs() override;
  NotedClock clock() const override;
  Result<Done> set_clock(NotedClock clock) override;

  // Whether the database is whole (SqliteConnection::damage); `store_damaged` says what is not.
  Result<Done> check_pages();

  // The store as it is now, as one file of its own at `path`, flushed; also beside a running server.
  Result<Done> copy_to(const std::string& path);

  StoreState state() const override { return state_; }
  Result<Done> reopen() override;

  // Pages in the log from which on it is emptied.
  static constexpr int kLogPagesMax = 4000;

 private:
  struct Writer;  // the one writing connection and its statements
  struct Reader;  // a reading connection and its statements
  class Lease;    // a reader taken from the pool

  explicit SqliteStore(Options options);
  using LastSeqs = std::map<ShardId, std::uint64_t>;

  void open_writer();
  void mend_indexes();
  void close_writer();
  void drop();  // state down, every connection let go of
  Result<Done> lock_folder();
  std::string path() const { return options_.folder + "/gezhi.db"; }
  // Whether readers are to look from beside: no connection of this process writes.
  bool beside() const { return options_.read_only || state_ == StoreState::read_only; }
  void append_entries(std::span<const StoredEntry> entries, LastSeqs& last_seqs);
  void acknowledge(LastSeqs last_seqs);
  // The witness: compared when the store is opened, written after each commit.
  void meet_witness();
  Healing compare(const std::optional<Witness>& witness, const FileBirth& birth) const;
  void witness(std::span<const StoredEntry> entries);
  void start_epoch(const Healing& healing);
  // False: somebody reads; it is tried again after a later commit.
  bool empty_log();
  void settle_log();
  void empty_long_log();
  // Every write is `body`, given the writer: refused unless serving, its failure ends that.
  template <class Body>
  auto write(const Body& body) -> decltype(body(std::declval<Writer&>()));

  Options options_;
  int lock_file_ = -1;
  ReadGate gate_;
  bool log_must_go_ = false;  // it holds what was erased, and somebody was reading
  WitnessFile witness_file_;
  Witness witness_;  // as it was written last
  std::atomic<StoreState> state_ = StoreState::down;
  std::mutex write_mutex_;
  std::unique_ptr<Writer> writer_;
  LastSeqs acknowledged_;  // what commits have said to be durable; all that read_only shows
  mutable std::mutex acknowledged_mutex_;
  std::mutex pool_mutex_;
  std::vector<std::unique_ptr<Reader>> pool_;
  std::uint64_t pool_generation_ = 0;  // readers of an earlier generation are closed, not kept
};

}  // namespace gezhi
