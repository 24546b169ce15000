#include "tests/support/lossy_store.h"

namespace gezhi::test {

void LossyStore::apply(std::map<std::string, Bytes>& records, const Write& write) {
  if (write.removes) {
    records.erase(write.name);
  } else {
    records[write.name] = write.bytes;
  }
}

void LossyStore::put(const std::string& name, Bytes bytes, Stored done) {
  waiting_.push_back({name, std::move(bytes), false, std::move(done)});
}

void LossyStore::remove(const std::string& name, Stored done) {
  waiting_.push_back({name, {}, true, std::move(done)});
}

void LossyStore::load(Loaded done) {
  std::vector<DeviceRecord> records;
  for (const auto& [name, bytes] : current_) records.push_back({name, bytes});
  done(std::move(records));
}

bool LossyStore::step() {
  if (waiting_.empty()) return false;
  Write write = std::move(waiting_.front());
  waiting_.pop_front();
  const Stored done = std::move(write.done);
  if (broken_) {
    done(Error{"storage_failed", "injected"});
    return true;
  }
  apply(current_, write);
  if (kind_ == Kind::strict && !lying_) {
    apply(durable_, write);
  } else {
    unflushed_.push_back(std::move(write));
  }
  done(Done{});
  return true;
}

void LossyStore::flush() {
  for (const Write& write : unflushed_) apply(durable_, write);
  unflushed_.clear();
}

void LossyStore::crash(Prng& prng) {
  std::deque<Write> lost = std::move(unflushed_);
  for (Write& write : waiting_) lost.push_back(std::move(write));
  const std::uint64_t kept = prng.below(lost.size() + 1);
  for (std::size_t i = 0; i < kept && !broken_; ++i) apply(durable_, lost[i]);
  unflushed_.clear();
  waiting_.clear();
  current_ = durable_;
}

}  // namespace gezhi::test
