#include "core/sync/compact.h"

#include <map>

namespace gezhi {
namespace {

// Whether the entry still means something here: the street's own, or of a case that is held.
bool is_needed(const World& world, const Entry& entry) {
  const auto op = read_op(entry.op);
  if (!op) return false;
  return op->subject.is_nil() || world.find(op->subject) != nullptr;
}

}  // namespace

Segment compacted(const std::vector<Segment>& segments, const Replica& replica) {
  Segment made;
  made.version = Segment::kVersion;
  made.actor = replica.actor();
  made.epoch = replica.epoch();
  made.scope = replica.scope();
  made.reset = true;
  std::map<ShardId, ShardPage> last;  // an empty page with the newest cursor ends each street
  for (const Segment& segment : segments) {
    if (segment.reset) {
      made.pages.clear();
      last.clear();
    }
    for (const ShardPage& page : segment.pages) {
      last[page.shard] = ShardPage{page.shard, {}, page.cursor, page.more, page.head};
      const World* world = replica.confirmed(page.shard);
      if (world == nullptr) continue;
      ShardPage kept = last[page.shard];
      for (const PageItem& item : page.items) {
        const auto entry = read_entry(item.entry);
        if (entry && is_needed(*world, *entry)) kept.items.push_back(item);
      }
      if (!kept.items.empty()) made.pages.push_back(std::move(kept));
    }
  }
  for (auto& [shard, page] : last) made.pages.push_back(std::move(page));
  return made;
}

}  // namespace gezhi
