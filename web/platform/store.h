// Device storage, of two kinds kept apart.
//
// *Strict*: what exists nowhere else (operations not yet received by the server, unsent photos, drafts).
// One record a key, written with durability "strict", its transaction completed, read back and
// compared before `done` hears ok. Only then may a screen say "saved on this device". Sealed under
// store_key(): what was kept under another key, or none, is not found.
//
// *Files*: what the server can give again (journal segments, the district pack, read photos). Whole
// files under a name; a file is never changed, a new batch takes a new name.
//
// Errors: a code of Error is storage_failed, storage_full, storage_silent (no answer within 10 s) or
// storage_follower (this tab is not the writer). Whoever gets one keeps the data in memory and says so.
// Threads: callbacks run outside frames. Cost: a strict put is about one disk flush.
#pragma once

#include <functional>
#include <string_view>

#include "web/app/ports.h"

namespace gezhi::platform {

using app::KeysFn;
using app::LoadedFn;
using app::RecordsFn;
using app::Store;
using app::StoredFn;

// The key of the account that is signed in, 32 bytes; empty: nobody, and what is sealed stays so. What
// is under way goes on under the key with which it began.
void store_key(ByteView key);

// Any tab may put to outbox and blobs (keys are unique by nature); files belong to the writer.
void store_put(Store store, std::string_view key, ByteView bytes, StoredFn done);
void store_get(Store store, std::string_view key, LoadedFn done);
void store_remove(Store store, std::string_view key, StoredFn done);
// Keys that begin with `prefix`, in byte order.
void store_keys(Store store, std::string_view prefix, KeysFn done);
void store_records(Store store, std::string_view prefix, RecordsFn done);

// One tab of the browser is the writer (a Web Lock); the others follow, and become writer when it
// closes or somebody presses or types on them: Event::writer in device.h. The one that was writer
// before follows then; what it was storing is stored first.
void claim_writer();
bool is_writer();

struct Quota {
  bool persistent = false;  // the browser promised not to clear it by itself
  std::int64_t used_bytes = 0;
  std::int64_t quota_bytes = 0;
};
void ask_persistence(std::function<void(const Quota&)> done);

}  // namespace gezhi::platform
