#include "native/server/sync_service.h"

#include <spdlog/spdlog.h>

#include <condition_variable>
#include <mutex>
#include <thread>

#include "native/server/erasure.h"
#include "native/server/load_host.h"
#include "native/server/now.h"
#include "native/server/sealing.h"
#include "native/server/server_ground.h"

namespace gezhi {

namespace {

// After a failed commit, pushes are refused this long: a full disk must not make the server read its
// journal over and over.
constexpr std::int64_t kPauseAfterFailureMs = 2 * kSecondMs;
constexpr std::int64_t kStewardEveryMs = 10 * kSecondMs;
constexpr std::int64_t kEraseEveryMs = kHourMs;

struct Job {
  const Request* request = nullptr;
  const Principal* principal = nullptr;
  Signatures signatures;
  SyncService::Answered answered;
  Pushed pushed;
};

struct Batch {
  std::vector<StoredEntry> entries;
  SealedBatch sealed;
};

}  // namespace

class SyncService::Impl {
 public:
  Impl(ServerStore& store, BlobStore& blobs, const std::string& pack, std::uint32_t queue_max,
       Committed committed)
      : store_(store),
        blobs_(blobs),
        map_(pack),
        queue_max_(queue_max),
        committed_(std::move(committed)) {}

  Result<Done> load();
  void start() {
    thread_ = std::thread([this] { run(); });
  }
  void stop();
  void submit(Job job);
  Health health() const {
    std::lock_guard lock(health_mutex_);
    return health_;
  }

 private:
  void run();
  bool wait_for_jobs(std::vector<Job>& jobs);
  void process(std::vector<Job>& jobs);
  void take_map();
  Result<Batch> admit(std::vector<Job>& jobs);
  void erase();
  void recover(const Error& cause);
  void publish(const std::map<ShardId, std::uint64_t>& seqs);
  TimeMs next_moment();

  ServerStore& store_;
  BlobStore& blobs_;
  ServerGround map_;                // of the sequencer's thread only
  const Ground* ground_ = nullptr;  // what the host was given
  const std::uint32_t queue_max_;
  const Committed committed_;

  std::mutex queue_mutex_;
  std::condition_variable queue_filled_;
  std::vector<Job> queue_;
  bool stopping_ = false;
  std::thread thread_;

  // Of the sequencer's thread only, after load().
  std::shared_ptr<Host> host_;  // nullptr: the store is not usable
  Error failure_;
  TimeMs refuse_until_;
  TimeMs last_moment_;
  TimeMs erase_at_;  // at the first turn after starting, then by the hour

  mutable std::mutex health_mutex_;
  Health health_;
};

Result<Done> SyncService::Impl::load() {
  host_.reset();
  {
    std::lock_guard lock(health_mutex_);
    health_.serving = false;
  }
  if (auto made = ensure_secret(store_); !made) return made;
  auto host = load_host(store_);
  if (!host) return host.error();
  Health health{true, (*host)->epoch(), {}};
  for (const ShardId shard : (*host)->streets()) health.seqs[shard] = (*host)->committed_seq(shard);
  host_ = std::move(*host);
  ground_ = nullptr;
  std::lock_guard lock(health_mutex_);
  health_ = std::move(health);
  return Done{};
}

void SyncService::Impl::submit(Job job) {
  const char* code = "busy";
  {
    std::lock_guard lock(queue_mutex_);
    if (stopping_) {
      code = "stopping";
    } else if (queue_.size() < queue_max_) {
      queue_.push_back(std::move(job));
      queue_filled_.notify_one();
      return;
    }
  }
  job.answered(Error{code, "the server cannot take this now; try again"});
}

void SyncService::Impl::stop() {
  {
    std::lock_guard lock(queue_mutex_);
    stopping_ = true;
  }
  queue_filled_.notify_one();
  if (thread_.joinable()) thread_.join();
}

// False: stopping, and nothing is left. An empty batch is the steward's turn.
bool SyncService::Impl::wait_for_jobs(std::vector<Job>& jobs) {
  std::unique_lock lock(queue_mutex_);
  queue_filled_.wait_for(lock, std::chrono::milliseconds(kStewardEveryMs),
                         [this] { return stopping_ || !queue_.empty(); });
  if (queue_.empty() && stopping_) return false;
  jobs.swap(queue_);
  return true;
}

void SyncService::Impl::run() {
  for (;;) {
    std::vector<Job> jobs;
    if (!wait_for_jobs(jobs)) return;
    if (host_ == nullptr && next_moment() >= refuse_until_) recover(failure_);
    process(jobs);
    if (host_ != nullptr && next_moment() >= erase_at_) erase();
  }
}

void SyncService::Impl::erase() {
  erase_at_ = last_moment_ + kEraseEveryMs;
  const auto erased = erase_overdue(*host_, store_, blobs_, last_moment_);
  if (!erased) return recover(erased.error());
  std::map<ShardId, std::uint64_t> seqs;
  for (const Erased& one : *erased) {
    spdlog::info("street {}: entry {} records that {} entries and {} photos of a case were erased",
                 one.subject.shard.value, one.seq, one.entries, one.photos);
    seqs[one.subject.shard] = one.seq;
  }
  if (!seqs.empty()) publish(seqs);
  const auto contacts = erase_due_contacts(*host_, store_, last_moment_);
  if (!contacts) return recover(contacts.error());
  if (*contacts > 0) spdlog::info("the contacts of {} cases and their keys were erased", *contacts);
}

// The journal's times never run backwards, whatever the machine's clock does.
TimeMs SyncService::Impl::next_moment() {
  const TimeMs now = now_ms();
  if (now > last_moment_) last_moment_ = now;
  return last_moment_;
}

void SyncService::Impl::take_map() {
  const Ground* now = map_.now();
  if (now == ground_) return;
  ground_ = now;
  host_->set_ground(now);
}

Result<Batch> SyncService::Impl::admit(std::vector<Job>& jobs) {
  Batch batch;
  const TimeMs now = next_moment();
  take_map();
  for (Job& job : jobs) {
    job.pushed = host_->push(*job.request, *job.principal, now, job.signatures);
    for (StoredEntry& entry : job.pushed.entries) batch.entries.push_back(std::move(entry));
    job.pushed.entries.clear();
    if (auto sealed = seal_into(batch.sealed, store_, job.pushed.sealed); !sealed) {
      return sealed.error();
    }
    job.pushed.sealed.clear();
  }
  for (StoredEntry& entry : host_->steward(now)) batch.entries.push_back(std::move(entry));
  return batch;
}

void SyncService::Impl::process(std::vector<Job>& jobs) {
  if (host_ == nullptr) {
    for (Job& job : jobs) job.answered(failure_);
    return;
  }
  if (last_moment_ < refuse_until_) {
    std::vector<Job> pulls;
    for (Job& job : jobs) {
      if (!job.request->push.empty()) {
        job.answered(failure_);
      } else {
        pulls.push_back(std::move(job));
      }
    }
    jobs = std::move(pulls);
  }
  auto batch = admit(jobs);
  Result<Done> stored = Done{};
  if (!batch) {
    stored = batch.error();
  } else if (!batch->entries.empty()) {
    stored = store_.commit(batch->entries, batch->sealed.boxes, batch->sealed.keys);
  }
  if (!stored) {
    recover(stored.error());
    for (Job& job : jobs) job.answered(failure_);
    return;
  }
  host_->committed(batch->entries);
  const auto just_stored =
      std::make_shared<const std::vector<StoredEntry>>(std::move(batch->entries));
  for (Job& job : jobs) {
    PullPlan plan = host_->plan(*job.request, *job.principal);
    job.answered(Admitted{host_, std::move(job.pushed), std::move(plan), just_stored});
  }
  std::map<ShardId, std::uint64_t> seqs;
  for (const StoredEntry& entry : *just_stored) seqs[entry.shard] = entry.seq;
  if (!seqs.empty()) publish(seqs);
}

void SyncService::Impl::recover(const Error& cause) {
  spdlog::error("the store failed, reading it again: {}", cause.message);
  failure_ = cause;
  const auto reopened = store_.reopen();
  const auto loaded = reopened ? load() : reopened;
  if (!loaded) {
    spdlog::error("the store is not usable: {}", loaded.error().message);
    failure_ = loaded.error();
  }
  refuse_until_ = next_moment() + kPauseAfterFailureMs;
}

void SyncService::Impl::publish(const std::map<ShardId, std::uint64_t>& seqs) {
  {
    std::lock_guard lock(health_mutex_);
    for (const auto& [shard, seq] : seqs) health_.seqs[shard] = seq;
  }
  committed_(seqs);
}

Result<Done> AdmittedReader::read(ShardId shard, std::span<const std::uint64_t> seqs,
                                  const EntryVisitor& visitor) {
  // Entries of one shard lie in ascending order among those just stored.
  std::vector<const StoredEntry*> found;
  auto from = admitted_.just_stored->begin();
  for (const std::uint64_t seq : seqs) {
    while (from != admitted_.just_stored->end() && !(from->shard == shard && from->seq == seq)) {
      ++from;
    }
    if (from == admitted_.just_stored->end()) return store_.read(shard, seqs, visitor);
    found.push_back(&*from);
  }
  for (std::size_t i = 0; i < found.size(); ++i) visitor(i, found[i]->bytes);
  return Done{};
}

SyncService::SyncService(ServerStore& store, BlobStore& blobs, const std::string& pack,
                         std::uint32_t queue_max, Committed committed)
    : impl_(std::make_unique<Impl>(store, blobs, pack, queue_max, std::move(committed))) {}
SyncService::~SyncService() { impl_->stop(); }

Result<Done> SyncService::load() { return impl_->load(); }
void SyncService::start() { impl_->start(); }
void SyncService::stop() { impl_->stop(); }
void SyncService::submit(const Request& request, const Principal& principal, Signatures signatures,
                         Answered answered) {
  impl_->submit({&request, &principal, std::move(signatures), std::move(answered), {}});
}
SyncService::Health SyncService::health() const { return impl_->health(); }

}  // namespace gezhi
