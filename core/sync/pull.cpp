#include "core/sync/pull.h"

#include <algorithm>

#include "core/journal/steward.h"

namespace gezhi {
namespace {

using CaseMark = StreetIndex::CaseMark;

// Makes one page; `cursor` always says how far `items` reach.
class PagePlanner {
 public:
  PagePlanner(const StreetIndex& index, const Scope& scope, std::uint64_t durable,
              const Retention& retention, PullBudget& budget, ShardPlan& plan)
      : index_(index),
        scope_(scope),
        durable_(durable),
        retention_(retention),
        budget_(budget),
        plan_(plan),
        cursor_(plan.cursor) {}

  void run() {
    if (cursor_.phase == Phase::none) {
      if (durable_ == 0) return;
      cursor_.horizon = durable_;
      enter(Phase::street, 0);
    }
    if (cursor_.phase == Phase::street && street_entries()) enter(Phase::open, 0);
    if (cursor_.phase == Phase::open && cases()) enter(Phase::closed, 0);
    if (cursor_.phase == Phase::closed && cases()) enter(Phase::tail, cursor_.horizon);
    if (cursor_.phase == Phase::tail) tail();
  }

 private:
  void enter(Phase phase, std::uint64_t at) {
    cursor_.phase = phase;
    cursor_.at = at;
    cursor_.case_at = 0;
    cursor_.sent = 0;
  }

  // A reporter gets what is for the reporter, and all own words beside it.
  bool put(std::uint64_t seq, Sees how) {
    const auto& mark = index_.mark(seq);
    PlanItem item{seq, {}};
    if (how != Sees::all) {
      const bool own = mark.actor == scope_.actor;
      item.part = mark.for_reporter;
      item.state = mark.state;
      if (item.part == ForReporter::nothing && !own) return true;
      if (item.part == ForReporter::words && own) item.part = ForReporter::nothing;
    }
    if (plan_.items.size() >= kPageItemsMax || !budget_.take(mark.bytes)) return false;
    plan_.items.push_back(item);
    return true;
  }

  bool put_removal(CaseId id) {
    if (plan_.items.size() >= kPageItemsMax || !budget_.take(24)) return false;
    plan_.items.push_back({0, id});
    return true;
  }

  // Each of these is false when the page is full, with the cursor where to go on.
  bool street_entries() {
    const auto& all = index_.street_entries();
    auto next = std::upper_bound(all.begin(), all.end(), cursor_.at);
    for (; next != all.end() && *next <= cursor_.horizon; ++next) {
      if (!put(*next, Sees::all)) return false;
      cursor_.at = *next;
    }
    return true;
  }

  // Who sees a case as its reporter hears of what was done to it, not of what was done to another and
  // touched it.
  bool concerns(const CaseMark& one, std::uint64_t seq, Sees how) const {
    const std::uint32_t subject = index_.mark(seq).subject;
    return how == Sees::all ||
           (subject != StreetIndex::kNobody && &index_.cases()[subject] == &one);
  }

  bool history(const CaseMark& one, std::uint64_t until) {
    const Sees how = index_.sees(scope_, one, until);
    auto next = std::upper_bound(one.seqs.begin(), one.seqs.end(), cursor_.sent);
    for (; next != one.seqs.end() && *next <= until; ++next) {
      if (concerns(one, *next, how) && !put(*next, how)) return false;
      cursor_.sent = *next;
    }
    cursor_.sent = 0;
    return true;
  }

  bool wanted(const CaseMark& one) const {
    const std::uint64_t horizon = cursor_.horizon;
    if (index_.is_final(one, horizon) != (cursor_.phase == Phase::closed)) return false;
    if (index_.sees(scope_, one, horizon) == Sees::nothing) return false;
    const TimeMs ended = index_.ended_at(one, horizon);
    const std::int64_t days = days_kept(retention_, one.restricted != Restricted::none);
    if (ended.is_none() || days == 0) return true;
    const TimeMs now = index_.mark(horizon).received_at;
    return now - ended <= days * kDayMs;
  }

  bool cases() {
    const auto& all = index_.cases();
    const std::uint64_t before = cursor_.at == 0 ? cursor_.horizon + 1 : cursor_.at;
    auto next =
        std::lower_bound(all.begin(), all.end(), before,
                         [](const CaseMark& one, std::uint64_t seq) { return one.first < seq; });
    while (next != all.begin()) {
      if (!budget_.look()) return false;
      --next;
      if (wanted(*next) && !history(*next, cursor_.horizon)) return false;
      cursor_.at = next->first;
    }
    return true;
  }

  void tail() {
    while (cursor_.at < durable_) {
      const std::uint64_t next = cursor_.at + 1;
      if (!budget_.look(1 + index_.mark(next).cases.size()) || !step(next)) return;
      cursor_.at += 1;
      cursor_.case_at = 0;
      cursor_.sent = 0;
    }
  }

  bool is_member(const CaseMark& one, std::uint64_t seq) const {
    return std::binary_search(one.seqs.begin(), one.seqs.end(), seq);
  }

  // An entry on a case that had ended brings the whole case: the device may have let it go.
  bool wakes(const CaseMark& one, std::uint64_t seq) const {
    return is_member(one, seq) && index_.is_final(one, seq - 1);
  }

  // The entry by itself: the street's own, of a case seen alike before and after, or the reader's own
  // that was refused.
  Sees plain(std::uint64_t seq) const {
    const auto& mark = index_.mark(seq);
    if (mark.street || (mark.refused && mark.actor == scope_.actor)) return Sees::all;
    Sees most = Sees::nothing;
    for (const std::uint32_t place : mark.cases) {
      const CaseMark& one = index_.cases()[place];
      const Sees how = index_.sees(scope_, one, seq);
      const bool goes_on = how != Sees::nothing && how == index_.sees(scope_, one, seq - 1);
      if (goes_on && is_member(one, seq) && !wakes(one, seq) && concerns(one, seq, how))
        most = std::max(most, how);
    }
    return most;
  }

  // What is seen otherwise from now on goes and comes anew; of one whose coming was begun, nothing goes.
  bool step(std::uint64_t seq) {
    const bool begins = cursor_.case_at == 0 && cursor_.sent == 0;
    const Sees by_itself = begins ? plain(seq) : Sees::nothing;
    if (by_itself != Sees::nothing && !put(seq, by_itself)) return false;
    for (const std::uint32_t place : index_.mark(seq).cases) {
      const CaseMark& one = index_.cases()[place];
      if (one.first <= cursor_.case_at) continue;
      const Sees before = index_.sees(scope_, one, seq - 1);
      const Sees after = index_.sees(scope_, one, seq);
      const bool goes = before != Sees::nothing && before != after && cursor_.sent == 0;
      if (goes && !put_removal(one.id)) return false;
      const bool comes = after != Sees::nothing && (before != after || wakes(one, seq));
      if (comes && !history(one, seq)) return false;
      cursor_.case_at = one.first;
    }
    return true;
  }

  const StreetIndex& index_;
  const Scope& scope_;
  std::uint64_t durable_;
  const Retention& retention_;
  PullBudget& budget_;
  ShardPlan& plan_;
  ShardCursor& cursor_;
};

}  // namespace

bool PullBudget::take(std::uint64_t size) {
  if (spent || (begun && size > bytes)) {
    spent = true;
    return false;
  }
  begun = true;
  bytes -= std::min(size, bytes);
  return true;
}

bool PullBudget::look(std::uint64_t at) {
  if (looks == 0) return false;
  looks -= std::min(looks, at);
  return true;
}

Retention retention_of(const Policy& policy) {
  return {policy.closed_days_on_device, policy.restricted_days_on_device};
}

std::int32_t days_kept(const Retention& retention, bool restricted) {
  const bool own = restricted && retention.restricted_days > 0;
  if (!own || retention.closed_days == 0)
    return own ? retention.restricted_days : retention.closed_days;
  return std::min(retention.restricted_days, retention.closed_days);
}

bool cursor_fits(const ShardCursor& cursor, std::uint64_t durable) {
  const bool begun = cursor.phase != Phase::none;
  return cursor.horizon <= durable && begun == (cursor.horizon > 0) && cursor.at <= durable &&
         (cursor.phase != Phase::tail || cursor.at >= cursor.horizon);
}

ShardPlan plan_page(const StreetIndex& index, const Scope& scope, const ShardCursor& cursor,
                    std::uint64_t durable, const Retention& retention, PullBudget& budget) {
  ShardPlan plan;
  plan.shard = cursor.shard;
  plan.cursor = cursor;
  plan.head = durable;
  PagePlanner(index, scope, durable, retention, budget, plan).run();
  plan.more = durable > 0 && (plan.cursor.phase != Phase::tail || plan.cursor.at < durable);
  return plan;
}

Result<Done> JournalReader::read(ShardId shard, std::span<const std::uint64_t> seqs,
                                 const EntryVisitor& visitor) {
  std::size_t begin = 0;
  while (begin < seqs.size()) {
    std::size_t end = begin + 1;
    while (end < seqs.size() && seqs[end] == seqs[end - 1] + 1) ++end;
    std::size_t index = begin;
    auto done = store_.read(shard, seqs[begin], seqs[end - 1], [&](const StoredEntryView& entry) {
      visitor(index++, entry.bytes);
      return index < end;
    });
    if (!done) return done;
    begin = end;
  }
  return Done{};
}

namespace {

// Who leads from here on, when the operation says so.
UnitId lead_in(const Payload& payload) {
  const auto* op = std::get_if<CaseOp>(&payload);
  if (op == nullptr) return {};
  if (const auto* dispatch = op->get<DispatchCase>()) {
    for (const TaskOrder& order : dispatch->tasks) {
      if (order.lead) return order.unit;
    }
  }
  const auto* redo = op->get<RedoCase>();
  return redo != nullptr ? redo->task.unit : UnitId{};
}

// The entry as its reporter gets it: its number, when it came, in which role it was made, and what of it is
// for the reporter. It is signed by nobody, stands in no chain, and names no account.
Result<Bytes> entry_for_reporter(ByteView bytes, const PlanItem& item) {
  const auto entry = read_entry(bytes);
  if (!entry) return entry.error();
  const auto from = read_op(entry->op);
  if (!from) return from.error();
  const Payload payload = read_payload(*from);
  Case subject;
  subject.id = from->subject;
  subject.shard = from->shard;
  Op op = steward_op(subject, from->id, act_of(*entry, *from).when.at);
  const auto* said = std::get_if<CaseOp>(&payload);
  if (item.part == ForReporter::words && said != nullptr) {
    op.grant.role = entry->grant.role;
    set_payload(op, words_for_reporter(*said));
  } else {
    set_payload(op, TellProgress{item.state, lead_in(payload)});
  }
  Entry made;
  made.shard = entry->shard;
  made.seq = entry->seq;
  made.received_at = entry->received_at;
  made.grant = op.grant;
  made.rules = entry->rules;
  made.outcome = entry->outcome;
  made.op = encode(op);
  return encode(made);
}

}  // namespace

Result<std::vector<ShardPage>> fill_pages(const PullPlan& plan, EntryReader& reader) {
  std::vector<ShardPage> pages;
  for (const ShardPlan& from : plan.shards) {
    ShardPage page;
    page.shard = from.shard;
    page.cursor = from.cursor;
    page.more = from.more;
    page.head = from.head;
    page.items.resize(from.items.size());
    std::vector<std::uint64_t> seqs;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < from.items.size(); ++i) {
      page.items[i].removed = from.items[i].removed;
      if (from.items[i].seq == 0) continue;
      seqs.push_back(from.items[i].seq);
      places.push_back(i);
    }
    std::size_t got = 0;
    Result<Done> told = Done{};
    const auto done = reader.read(from.shard, seqs, [&](std::size_t index, ByteView bytes) {
      GEZHI_CHECK(index < places.size());
      const PlanItem& item = from.items[places[index]];
      Bytes& into = page.items[places[index]].entry;
      ++got;
      if (item.part == ForReporter::nothing) return into.assign(bytes.begin(), bytes.end());
      auto made = entry_for_reporter(bytes, item);
      if (made) {
        into = std::move(*made);
      } else {
        told = made.error();
      }
    });
    if (!done) return done.error();
    if (!told) return told.error();
    if (got != seqs.size()) return Error{"not_found", "a committed entry is not in the store"};
    pages.push_back(std::move(page));
  }
  return pages;
}

}  // namespace gezhi
