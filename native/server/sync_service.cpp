#include "native/server/sync_service.h"

#include <spdlog/spdlog.h>

#include <condition_variable>
#include <mutex>
#include <thread>

#include "core/journal/ledger.h"

namespace gezhi {

namespace {

struct Job {
  Bytes request;
  Identity who;
  TimeMs received_at;
  SyncService::Done done;
};

}  // namespace

class SyncService::Impl {
 public:
  Impl(ServerStore& store, std::uint32_t queue_max, Committed committed)
      : store_(store), queue_max_(queue_max), committed_(std::move(committed)) {}

  Result<gezhi::Done> load();
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
  void process(std::vector<Job>& jobs);

  ServerStore& store_;
  std::uint32_t queue_max_;
  Committed committed_;

  std::mutex queue_mutex_;
  std::condition_variable queue_filled_;
  std::vector<Job> queue_;
  bool stopping_ = false;
  std::thread thread_;

  mutable std::mutex health_mutex_;
  Health health_;
};

Result<gezhi::Done> SyncService::Impl::load() {
  std::lock_guard lock(health_mutex_);
  health_.serving = true;
  return gezhi::Done{};
}

void SyncService::Impl::submit(Job job) {
  {
    std::lock_guard lock(queue_mutex_);
    if (!stopping_ && queue_.size() < queue_max_) {
      queue_.push_back(std::move(job));
      queue_filled_.notify_one();
      return;
    }
  }
  job.done({Error{stopping_ ? "stopping" : "busy", "the server cannot take this now; try again"}});
}

void SyncService::Impl::stop() {
  {
    std::lock_guard lock(queue_mutex_);
    stopping_ = true;
  }
  queue_filled_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void SyncService::Impl::run() {
  for (;;) {
    std::vector<Job> jobs;
    {
      std::unique_lock lock(queue_mutex_);
      queue_filled_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
      if (queue_.empty()) return;
      jobs.swap(queue_);
    }
    process(jobs);
  }
}

void SyncService::Impl::process(std::vector<Job>& jobs) {
  for (Job& job : jobs) job.done({Error{"not_ready", "sync is not served yet"}});
}

SyncService::SyncService(ServerStore& store, std::uint32_t queue_max, Committed committed)
    : impl_(std::make_unique<Impl>(store, queue_max, std::move(committed))) {}
SyncService::~SyncService() { impl_->stop(); }

Result<gezhi::Done> SyncService::load() { return impl_->load(); }
void SyncService::start() { impl_->start(); }
void SyncService::stop() { impl_->stop(); }
void SyncService::submit(Bytes request, Identity who, TimeMs received_at, Done done) {
  impl_->submit({std::move(request), std::move(who), received_at, std::move(done)});
}
SyncService::Health SyncService::health() const { return impl_->health(); }

}  // namespace gezhi
