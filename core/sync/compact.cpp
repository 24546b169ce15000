#include "core/sync/compact.h"

#include <algorithm>
#include <map>

namespace gezhi {
namespace {

// Whether the entry still means something here: the street's own, or of a case that is held, be it
// the other one of the two that it touches. What cannot be read today is kept for a later build.
bool is_needed(const Replica& replica, ShardId shard, const Bytes& bytes) {
  const auto entry = read_entry(bytes);
  if (!entry) return true;
  const auto op = read_op(entry->op);
  if (!op) return true;
  const std::vector<CaseId> cases = touched_cases(*op, read_payload(*op));
  return op->subject.is_nil() || std::any_of(cases.begin(), cases.end(),
                                             [&](CaseId id) { return replica.keeps(shard, id); });
}

}  // namespace

Segment compacted(const std::vector<Segment>& segments, const Replica& replica) {
  Segment made;
  made.version = Segment::kVersion;
  made.actor = replica.actor();
  made.epoch = replica.epoch();
  made.scope = replica.scope();
  made.reset = true;
  made.mark = replica.mark();
  std::map<ShardId, ShardPage> last;  // an empty page with the newest cursor ends each street
  for (const Segment& segment : segments) {
    if (segment.reset) {
      made.pages.clear();
      last.clear();
    }
    for (const ShardPage& page : segment.pages) {
      last[page.shard] = ShardPage{page.shard, {}, page.cursor, page.more, page.head};
      if (replica.confirmed(page.shard) == nullptr) continue;
      ShardPage kept = last[page.shard];
      for (const PageItem& item : page.items) {
        if (!item.entry.empty() && is_needed(replica, page.shard, item.entry))
          kept.items.push_back(item);
      }
      if (!kept.items.empty()) made.pages.push_back(std::move(kept));
    }
  }
  for (auto& [shard, page] : last) made.pages.push_back(std::move(page));
  return made;
}

}  // namespace gezhi
