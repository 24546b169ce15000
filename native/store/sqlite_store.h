// The server store in one SQLite file: write-ahead log, synchronous=FULL, exactly one connection
// that writes and checkpoints (Debian 12's 3.40.1 can corrupt a log that two connections reset;
// NORMAL loses acknowledged commits in a power cut, FULL lost none). Readers have connections of
// their own that never checkpoint.
//
// A lock file beside the database keeps a second process from writing.
//
// Threads: any. Writes wait for each other; reads run beside them.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "native/store/server_store.h"
#include "native/store/sqlite.h"

namespace gezhi {

class SqliteStore : public ServerStore {
 public:
  struct Options {
    std::string folder;      // holds gezhi.db and gezhi.lock
    bool read_only = false;  // beside a running server
    bool evidence = false;   // read_only, and nothing in the folder is touched; no server runs
    std::int64_t page_count_max = 0;  // 0 = SQLite's own; tests fill the store with it
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

  Result<std::string> meta(const std::string& key) override;
  Result<Done> set_meta(const std::string& key, const std::string& value) override;

  Result<Done> reopen() override;

 private:
  struct Writer;  // the one writing connection and its statements
  struct Reader;  // a reading connection and its statements
  class Lease;    // a reader taken from the pool

  explicit SqliteStore(Options options);
  void open_writer();
  Result<Done> lock_folder();
  Result<Done> hold_evidence();
  std::string path() const { return (copy_.empty() ? options_.folder : copy_) + "/gezhi.db"; }
  void append_entries(std::span<const StoredEntry> entries);

  Options options_;
  int lock_file_ = -1;
  std::string copy_;  // of evidence that a log lay beside: its own folder, gone with this object
  std::mutex write_mutex_;
  std::unique_ptr<Writer> writer_;
  std::map<ShardId, std::uint64_t> last_seqs_;  // of the writer, dropped on failure
  std::mutex pool_mutex_;
  std::vector<std::unique_ptr<Reader>> pool_;
  std::uint64_t pool_generation_ = 0;  // readers of an earlier generation are closed, not kept
};

}  // namespace gezhi
