#include "tests/support/host_bed.h"

#include "tests/support/fake_signatures.h"

namespace gezhi::test {

HostBed::HostBed() {
  std::vector<StoredEntry> entries;
  const Street street;
  for (const Entry& entry : street.entries()) {
    const auto op = read_op(entry.op);
    GEZHI_CHECK(op.ok());
    entries.push_back({entry.shard, entry.seq, op->subject, op->id, encode(entry)});
  }
  GEZHI_CHECK(store_.append(entries).ok());
  restart();
}

void HostBed::restart() {
  host_ = std::make_unique<Host>(epoch_);
  host_->open_street(kStreet);
  host_->heal(healing_);
  host_->set_secret(server_secret());
  const auto read = store_.read(kStreet, 1, UINT64_MAX, [&](const StoredEntryView& entry) {
    const auto done = host_->replay(kStreet, entry.bytes, true);
    GEZHI_CHECK(done.ok());
    return true;
  });
  GEZHI_CHECK(read.ok());
}

void HostBed::heal(TimeMs since, TimeMs until) {
  const auto has = store_.last_seq(kStreet);
  GEZHI_CHECK(has.ok());
  healing_ = {since, until, {{kStreet, {0, *has}}}, {}};
}

void HostBed::note_given_back(const std::vector<GivenBack>& list) {
  for (const GivenBack& one : list) healing_.given_back.insert({one.shard, one.seq});
}

Result<Done> HostBed::commit(std::vector<StoredEntry> entries) {
  if (entries.empty()) return Done{};
  const auto stored = store_.append(entries);
  if (!stored) return stored;
  host_->committed(entries);
  return Done{};
}

Result<Done> HostBed::tick(TimeMs now) { return commit(host_->steward(now)); }

Result<Bytes> HostBed::exchange(ByteView bytes, const Principal& principal, TimeMs now) {
  const auto request = read_request(bytes);
  if (!request) return request.error();
  Principal who = principal;
  who.local = request->key.is_none() && !asks_signatures;
  Pushed pushed =
      held_back_ == PushProblem::none
          ? host_->push(*request, who, now, check_signatures(*request, FakeSignatures()))
          : Host::hold(*request, held_back_);
  pushed.mark = mark_;
  given_back_.insert(given_back_.end(), pushed.given_back.begin(), pushed.given_back.end());
  std::vector<StoredEntry> entries = pushed.entries;
  for (StoredEntry& entry : host_->steward(now)) entries.push_back(std::move(entry));
  const auto stored = commit(std::move(entries));
  if (!stored) return stored.error();
  note_given_back(pushed.given_back);
  const PullPlan plan = host_->plan(*request, principal);
  return answer(*host_, *request, pushed, plan, principal, reader_, now);
}

Result<Response> HostBed::exchange(const Request& request, const Principal& principal, TimeMs now) {
  const auto bytes = exchange(encode(request), principal, now);
  if (!bytes) return bytes.error();
  return read_response(*bytes);
}

Principal principal_of(const Person& person) { return {person.actor, {person.grant}}; }

}  // namespace gezhi::test
