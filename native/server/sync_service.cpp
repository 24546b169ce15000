#include "native/server/sync_service.h"

#include <spdlog/spdlog.h>

#include <condition_variable>
#include <mutex>
#include <thread>

#include "native/server/clock_note.h"
#include "native/server/erasure.h"
#include "native/server/load_host.h"
#include "native/server/marks.h"
#include "native/server/now.h"
#include "native/server/sealing.h"
#include "native/server/server_ground.h"
#include "native/store/room.h"

namespace gezhi {

namespace {

constexpr std::int64_t kStewardEveryMs = 10 * kSecondMs;
constexpr std::int64_t kEraseEveryMs = kHourMs;
constexpr std::int64_t kPartsKeptMs = 7 * kDayMs;  // a phone may be in a drawer over the holidays
constexpr std::int64_t kNoteClockEveryMs = kMinuteMs;

struct Job {
  const Request* request = nullptr;
  const Principal* principal = nullptr;
  Signatures signatures;
  SyncService::Answered answered;
  Pushed pushed;
  std::optional<Digest> photo = {};  // asked for
};

// Asks for no entries: of a version that none are given to.
const Request kNothing;

struct Batch {
  std::vector<StoredEntry> entries;
  SealedBatch sealed;
};

}  // namespace

class SyncService::Impl {
 public:
  Impl(ServerStore& store, BlobStore& blobs, Setup setup)
      : store_(store),
        blobs_(blobs),
        map_(setup.pack),
        setup_(std::move(setup)),
        room_(setup_.data, setup_.free_bytes_min, setup_.reserve_bytes),
        clock_(setup_.clock != nullptr ? *setup_.clock : own_clock_) {}

  Result<Done> begin();
  void start() {
    thread_ = std::thread([this] { run(); });
  }
  void stop();
  void submit(Job job);
  Health health() const {
    std::lock_guard lock(health_mutex_);
    Health health = health_;
    // The store may have failed since the sequencer looked.
    if (store_.state() == StoreState::down) health.state = StoreState::down;
    health.clock_doubted = clock_.is_doubted();
    health.clock_ahead_ms = clock_.ahead_ms();
    if (health.healing.until <= clock_.now()) health.healing = {};
    return health;
  }

 private:
  void run();
  Result<Done> load();
  Result<Done> begin_clock();
  Result<Done> note_clock();
  void note_clock_by_and_by();
  void look_at_clock();
  void look_for_room();
  Result<Done> take_healing();
  Result<Done> tell_healing();
  void heal_on();
  bool notice_loss(const std::vector<Job>& jobs);
  void note_given_back(const std::vector<GivenBack>& list);
  void mark(Job& job) const;
  bool wait_for_jobs(std::vector<Job>& jobs);
  void process(std::vector<Job>& jobs);
  void take_map();
  Result<Batch> admit(std::vector<Job>& jobs);
  void answer(std::vector<Job>& jobs,
              const std::shared_ptr<const std::vector<StoredEntry>>& stored);
  void answer_held(std::vector<Job>& jobs);
  void erase();
  void recover(const Error& cause);
  void drop(const Error& cause);
  void open_again();
  void read_again();
  void tell_closed() const;
  void set_state(StoreState state);
  bool holds_back() const { return state_ != StoreState::serving; }
  void publish(const std::map<ShardId, std::uint64_t>& seqs);
  TimeMs next_moment();

  ServerStore& store_;
  BlobStore& blobs_;
  ServerGround map_;                // of the sequencer's thread only
  const Ground* ground_ = nullptr;  // what the host was given
  const Setup setup_;
  Room room_;
  ServerClock own_clock_;
  ServerClock& clock_;

  std::mutex queue_mutex_;
  std::condition_variable queue_filled_;
  std::vector<Job> queue_;
  bool stopping_ = false;
  std::thread thread_;

  // Of the sequencer's thread only, after load().
  std::shared_ptr<Host> host_;  // nullptr: down
  const std::shared_ptr<PushAllowance> allowance_ =
      std::make_shared<PushAllowance>(setup_.operations);
  StoreState state_ = StoreState::down;
  Error failure_;                 // why it is not serving
  std::int64_t pause_until_ = 0;  // by the counter
  bool clock_doubted_ = false;
  TimeMs last_moment_;
  std::optional<Marks> marks_;
  Healing healing_;
  std::uint64_t given_back_ = 0;
  std::int64_t noted_counted_ms_ = 0;  // the counter when the clock was last noted
  TimeMs erase_at_;                    // at the first turn after starting, then by the hour

  mutable std::mutex health_mutex_;
  Health health_;
};

Result<Done> SyncService::Impl::begin() {
  auto marks = begin_marks(store_);
  if (!marks) return marks.error();
  marks_ = std::move(*marks);
  if (auto loaded = load(); !loaded) return loaded;
  if (auto begun = begin_clock(); !begun) return begun;
  if (!clock_.is_doubted()) {
    if (auto noted = note_clock(); !noted) return noted;
  }
  if (auto taken = take_healing(); !taken) return taken;
  room_.keep_reserve();
  next_moment();
  set_state(store_.state());
  return Done{};
}

// A grant that somebody gave while the clock was ahead is held from then on only: what is received carries no
// time before that.
Result<Done> SyncService::Impl::begin_clock() {
  const NotedClock noted = store_.clock();
  const auto changed = last_of_accounts(store_);
  if (!changed) return changed.error();
  clock_.begin(std::max(host_->last_received(), *changed), noted.last);
  noted_counted_ms_ = clock_.counted_ms();
  const bool confirmed = take_clock_note(setup_.data, now_ms());
  if (confirmed || setup_.believe_clock) clock_.confirm();
  return Done{};
}

// So that the next start knows when this one was, and for how long servers have run in all.
Result<Done> SyncService::Impl::note_clock() {
  const std::int64_t counted = clock_.counted_ms();
  NotedClock noted = store_.clock();
  note_running(noted, counted - noted_counted_ms_, clock_.now());
  noted_counted_ms_ = counted;
  return store_.set_clock(noted);
}

void SyncService::Impl::note_clock_by_and_by() {
  if (holds_back() || clock_.is_doubted()) return;
  if (clock_.counted_ms() - noted_counted_ms_ < kNoteClockEveryMs) return;
  if (auto noted = note_clock(); !noted) recover(noted.error());
}

void SyncService::Impl::look_at_clock() {
  bool doubted = clock_.is_doubted();
  const bool was_doubted = doubted || clock_doubted_;
  if (doubted && take_clock_note(setup_.data, now_ms())) {
    clock_.confirm();
    doubted = false;
    spdlog::warn("the machine's clock was confirmed by a person");
  }
  if (doubted && !clock_doubted_) {
    spdlog::error(
        "the machine's clock is {} ms ahead of what the server goes by and is doubted: nothing is "
        "escalated or erased until it is right or confirmed (gezhi clock confirm)",
        clock_.ahead_ms());
  }
  if (!doubted && clock_doubted_) spdlog::warn("the machine's clock is believed again");
  clock_doubted_ = doubted;
  if (was_doubted && !doubted) heal_on();
}

void SyncService::Impl::look_for_room() {
  if (holds_back() || room_.is_enough()) return;
  failure_ = {"store_full", "only " + std::to_string(room_.free_bytes()) +
                                " bytes are free on the disk; nothing more is taken in"};
  spdlog::error(failure_.message);
  set_state(StoreState::read_only);
}

Result<Done> SyncService::Impl::take_healing() {
  auto healing = store_.healing();
  if (!healing) return healing.error();
  const auto counts = store_.given_back();
  if (!counts) return counts.error();
  given_back_ = 0;
  for (const GivenBackCount& count : *counts) given_back_ += count.operations;
  healing_ = std::move(*healing);
  if (healing_.cause != HealCause::none && healing_.since.is_none() &&
      store_.state() == StoreState::serving) {
    healing_.since = clock_.now();
    healing_.until = healing_.since + kHealMs;
    if (auto set = store_.set_healing(healing_); !set) return set;
  }
  return tell_healing();
}

Result<Done> SyncService::Impl::tell_healing() {
  auto told = host_healing_of(store_);
  if (!told) return told.error();
  host_->heal(std::move(*told));
  return Done{};
}

// A clock that is believed again may have leapt over the rest of the time in which devices come.
void SyncService::Impl::heal_on() {
  const std::int64_t left_ms = healing_.until - last_moment_;
  if (left_ms <= 0 || holds_back()) return;
  healing_.until = clock_.now() + left_ms;
  auto done = store_.set_healing(healing_);
  if (done) done = tell_healing();
  if (!done) return recover(done.error());
  set_state(state_);
}

// True: the store was found to have lost something, and was read again.
bool SyncService::Impl::notice_loss(const std::vector<Job>& jobs) {
  const Seqs seqs = host_->committed_seqs();  // what can't be read is not lost
  for (const Job& job : jobs) {
    auto lost = marks_->lost(job.request->mark, host_->epoch(), seqs);
    if (lost.empty()) continue;
    for (const HealStreet& street : lost) {
      spdlog::error(
          "street {}: a device was told of entry {}, the store has {} of that: a new epoch begins",
          street.shard.value, street.had, street.has);
    }
    const auto begun = store_.begin_healing({HealCause::told, {}, {}, std::move(lost)});
    if (!begun) {
      recover(begun.error());
    } else if (auto loaded = load(); !loaded) {
      drop(loaded.error());
    } else if (auto taken = take_healing(); !taken) {
      recover(taken.error());
    } else {
      set_state(StoreState::serving);
    }
    return true;
  }
  return false;
}

void SyncService::Impl::note_given_back(const std::vector<GivenBack>& list) {
  if (list.empty()) return;
  spdlog::info("devices gave back {} operations", list.size());
  given_back_ += list.size();
  {
    std::lock_guard lock(health_mutex_);
    health_.given_back = given_back_;
  }
  if (auto noted = store_.note_given_back(list, last_moment_); !noted) recover(noted.error());
}

// Of the streets that the person may act in, and only when it says more than the one that was shown.
void SyncService::Impl::mark(Job& job) const {
  Seqs seqs = host_->committed_seqs();
  std::erase_if(seqs, [&](const auto& each) { return !scope_of(*job.principal, each.first); });
  Bytes made = marks_->make(host_->epoch(), seqs);
  if (made != job.request->mark) job.pushed.mark = std::move(made);
}

Result<Done> SyncService::Impl::load() {
  host_.reset();
  if (store_.state() == StoreState::serving) {
    if (auto made = ensure_secret(store_); !made) return made;
  }
  auto host = load_host(store_);
  if (!host) return host.error();
  host_ = std::move(*host);
  host_->limit_operations(allowance_);
  tell_closed();
  ground_ = nullptr;
  return Done{};
}

void SyncService::Impl::tell_closed() const {
  for (const auto& [shard, street] : host_->closed()) {
    spdlog::error(
        "street {}: entry {} of {} cannot be read ({}: {}); the street is closed, all others are "
        "served. Keep {} as it is; `gezhi verify` says more, `gezhi restore` brings a backup back, "
        "and devices give back what came after it",
        shard.value, street.bad, street.last, street.why.code, street.why.message, setup_.data);
  }
}

void SyncService::Impl::set_state(StoreState state) {
  if (state != state_) spdlog::info("the server is now {}", name_of(state));
  state_ = host_ == nullptr ? StoreState::down : state;
  Health health;
  health.state = state_;
  if (state_ != StoreState::serving) health.reason = failure_.code;
  health.healing = healing_;
  health.given_back = given_back_;
  if (host_ != nullptr) {
    health.epoch = host_->epoch();
    for (const ShardId shard : host_->streets()) health.seqs[shard] = host_->committed_seq(shard);
    for (const auto& [shard, street] : host_->closed()) health.closed.push_back(street);
  }
  std::lock_guard lock(health_mutex_);
  if (host_ == nullptr) health.epoch = health_.epoch;
  health_ = std::move(health);
}

void SyncService::Impl::submit(Job job) {
  const char* code = "busy";
  {
    std::lock_guard lock(queue_mutex_);
    if (stopping_) {
      code = "stopping";
    } else if (queue_.size() < setup_.queue_max) {
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
  const auto turn = holds_back() ? std::max<std::int64_t>(setup_.pause_ms, 1) : kStewardEveryMs;
  queue_filled_.wait_for(lock, std::chrono::milliseconds(turn),
                         [this] { return stopping_ || !queue_.empty(); });
  if (queue_.empty() && stopping_) return false;
  jobs.swap(queue_);
  return true;
}

void SyncService::Impl::run() {
  for (;;) {
    std::vector<Job> jobs;
    if (!wait_for_jobs(jobs)) return;
    if (!holds_back() && store_.state() != StoreState::serving) {
      recover({"store_failed", "something other than the journal could not be written"});
    }
    if (holds_back() && clock_.counted_ms() >= pause_until_) open_again();
    look_at_clock();
    look_for_room();
    process(jobs);
    if (!holds_back() && !clock_doubted_ && next_moment() >= erase_at_) erase();
    note_clock_by_and_by();
  }
}

void SyncService::Impl::erase() {
  erase_at_ = last_moment_ + kEraseEveryMs;
  if (const std::size_t swept = blobs_.sweep_parts(kPartsKeptMs); swept > 0) {
    spdlog::info("{} photos that were never brought whole were thrown away", swept);
  }
  const TimeMs due_by = destroy_by(store_.clock());
  if (due_by.is_none()) return;
  const auto erased = erase_overdue(*host_, store_, blobs_, last_moment_, due_by);
  if (!erased) return recover(erased.error());
  std::map<ShardId, std::uint64_t> seqs;
  for (const Erased& one : *erased) {
    spdlog::info("street {}: entry {} records that {} entries and {} photos of a case were erased",
                 one.subject.shard.value, one.seq, one.entries, one.photos);
    seqs[one.subject.shard] = one.seq;
  }
  if (!seqs.empty()) publish(seqs);
  const auto contacts = erase_due_contacts(*host_, store_, due_by);
  if (!contacts) return recover(contacts.error());
  if (*contacts > 0) spdlog::info("the contacts of {} cases and their keys were erased", *contacts);
}

TimeMs SyncService::Impl::next_moment() {
  last_moment_ = clock_.now();
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
  if (!clock_doubted_) {
    for (StoredEntry& entry : host_->steward(now)) batch.entries.push_back(std::move(entry));
  }
  return batch;
}

void SyncService::Impl::process(std::vector<Job>& jobs) {
  if (!holds_back()) notice_loss(jobs);
  if (holds_back()) return answer_held(jobs);
  auto batch = admit(jobs);
  Result<Done> stored = Done{};
  if (!batch) {
    stored = batch.error();
  } else if (!batch->entries.empty()) {
    stored = store_.commit(batch->entries, batch->sealed.boxes, batch->sealed.keys);
  }
  if (!stored) {
    allowance_->undo();
    recover(stored.error());
    for (Job& job : jobs) job.answered(failure_);
    return;
  }
  host_->committed(batch->entries);
  const auto just_stored =
      std::make_shared<const std::vector<StoredEntry>>(std::move(batch->entries));
  std::vector<GivenBack> given_back;
  for (const Job& job : jobs) {
    const auto& back = job.pushed.given_back;
    given_back.insert(given_back.end(), back.begin(), back.end());
  }
  answer(jobs, just_stored);
  note_given_back(given_back);
  std::map<ShardId, std::uint64_t> seqs;
  for (const StoredEntry& entry : *just_stored) seqs[entry.shard] = entry.seq;
  if (!seqs.empty()) publish(seqs);
}

void SyncService::Impl::answer(std::vector<Job>& jobs,
                               const std::shared_ptr<const std::vector<StoredEntry>>& stored) {
  for (Job& job : jobs) {
    PullPlan plan = host_->plan(*job.request, *job.principal);
    PhotoRights photo;
    if (job.photo) photo = host_->photo(*job.photo, *job.principal);
    if (!job.photo) mark(job);
    const bool closed = job.photo && host_->is_closed_to(*job.principal);
    job.answered(
        Admitted{host_, std::move(job.pushed), std::move(plan), std::move(photo), closed, stored});
  }
}

// Nothing is taken in, and the streets do nothing by themselves; what can be read is.
void SyncService::Impl::answer_held(std::vector<Job>& jobs) {
  if (host_ == nullptr) {
    for (Job& job : jobs) job.answered(failure_);
    return;
  }
  const PushProblem why =
      failure_.code == "store_full" ? PushProblem::server_full : PushProblem::server_failed;
  for (Job& job : jobs) job.pushed = Host::hold(*job.request, why);
  answer(jobs, std::make_shared<const std::vector<StoredEntry>>());
}

void SyncService::Impl::recover(const Error& cause) {
  spdlog::error("the store failed, reading it again: {}", cause.message);
  drop(cause);
  if (cause.code == "store_full") room_.spend_reserve();
  read_again();
  // Also when it is whole again: who fails with every commit must not read its journal for each.
  if (host_ != nullptr) set_state(StoreState::read_only);
}

void SyncService::Impl::drop(const Error& cause) {
  failure_ = cause;
  host_.reset();
  set_state(StoreState::down);
  if (setup_.dropped) setup_.dropped();
}

void SyncService::Impl::open_again() {
  const bool only_paused = host_ != nullptr && store_.state() == StoreState::serving;
  if (!only_paused) read_again();
  if (host_ == nullptr) return;
  if (!room_.is_enough()) {
    failure_ = {"store_full", "there is not enough room on the disk"};
    return set_state(StoreState::read_only);
  }
  set_state(store_.state());
  if (state_ == StoreState::serving) room_.keep_reserve();
}

void SyncService::Impl::read_again() {
  pause_until_ = clock_.counted_ms() + setup_.pause_ms;
  if (const auto reopened = store_.reopen(); !reopened) {
    failure_ = reopened.error();
    // What can still be read is what was acknowledged, and the host may hold that already.
    if (store_.state() == StoreState::read_only && host_ != nullptr) return;
    if (store_.state() == StoreState::down) return drop(failure_);
  }
  auto loaded = load();
  if (loaded) loaded = take_healing();
  if (!loaded) {
    spdlog::error("the store is not usable: {}", loaded.error().message);
    drop(loaded.error());
  }
}

void SyncService::Impl::publish(const std::map<ShardId, std::uint64_t>& seqs) {
  {
    std::lock_guard lock(health_mutex_);
    for (const auto& [shard, seq] : seqs) health_.seqs[shard] = seq;
  }
  if (setup_.committed) setup_.committed(seqs);
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

SyncService::SyncService(ServerStore& store, BlobStore& blobs, Setup setup)
    : impl_(std::make_unique<Impl>(store, blobs, std::move(setup))) {}
SyncService::~SyncService() { impl_->stop(); }

Result<Done> SyncService::load() { return impl_->begin(); }
void SyncService::start() { impl_->start(); }
void SyncService::stop() { impl_->stop(); }
void SyncService::submit(const Request& request, const Principal& principal, Signatures signatures,
                         Answered answered) {
  impl_->submit({&request, &principal, std::move(signatures), std::move(answered), {}});
}
void SyncService::ask_photo(const Digest& photo, const Principal& principal, Answered answered) {
  impl_->submit({&kNothing, &principal, {}, std::move(answered), {}, photo});
}
SyncService::Health SyncService::health() const { return impl_->health(); }

}  // namespace gezhi
