#include "web/platform/store.h"

#include <cstdio>

#include "web/platform/async.h"
#include "web/platform/device.h"

extern "C" {
void gezhi_store_put(int id, const char* store, const char* key, const std::uint8_t* bytes,
                     int length);
void gezhi_store_get(int id, const char* store, const char* key);
void gezhi_store_remove(int id, const char* store, const char* key);
void gezhi_store_list(int id, const char* store, const char* prefix, int with_values);
void gezhi_store_key(const std::uint8_t* key, int length);
void gezhi_store_claim(void);
void gezhi_store_persist(int id);
}

namespace gezhi::platform {
namespace {

const char* name_of(Store store) {
  switch (store) {
    case Store::outbox: return "outbox";
    case Store::blobs: return "blobs";
    case Store::drafts: return "drafts";
    case Store::files: return "files";
  }
  return "";
}

Error error_of(const Reply& reply) {
  const char* code = reply.code == -2   ? "storage_full"
                     : reply.code == -3 ? "storage_silent"
                                        : "storage_failed";
  return {code, std::string(reply.text())};
}

Bytes copy(ByteView view) { return Bytes(view.begin(), view.end()); }

}  // namespace

void store_key(ByteView key) { gezhi_store_key(key.data(), static_cast<int>(key.size())); }

void store_put(Store store, std::string_view key, ByteView bytes, StoredFn done) {
  if (store == Store::files && !is_writer()) {
    done(Error{"storage_follower", "another tab of this browser writes"});
    return;
  }
  const int id = expect([done = std::move(done)](const Reply& reply) {
    if (reply.ok())
      done(Done{});
    else
      done(error_of(reply));
  });
  gezhi_store_put(id, name_of(store), std::string(key).c_str(), bytes.data(),
                  static_cast<int>(bytes.size()));
}

void store_get(Store store, std::string_view key, LoadedFn done) {
  const int id = expect([done = std::move(done)](const Reply& reply) {
    if (!reply.ok()) {
      done(error_of(reply));
      return;
    }
    const std::vector<ByteView> parts = unpack(reply.body);
    done(parts.empty() ? std::optional<Bytes>() : std::optional<Bytes>(copy(parts[0])));
  });
  gezhi_store_get(id, name_of(store), std::string(key).c_str());
}

void store_remove(Store store, std::string_view key, StoredFn done) {
  const int id = expect([done = std::move(done)](const Reply& reply) {
    if (reply.ok())
      done(Done{});
    else
      done(error_of(reply));
  });
  gezhi_store_remove(id, name_of(store), std::string(key).c_str());
}

void store_keys(Store store, std::string_view prefix, KeysFn done) {
  const int id = expect([done = std::move(done)](const Reply& reply) {
    if (!reply.ok()) {
      done(error_of(reply));
      return;
    }
    std::vector<std::string> keys;
    for (ByteView part : unpack(reply.body)) keys.emplace_back(text_of(part));
    done(std::move(keys));
  });
  gezhi_store_list(id, name_of(store), std::string(prefix).c_str(), 0);
}

void store_records(Store store, std::string_view prefix, RecordsFn done) {
  const int id = expect([done = std::move(done)](const Reply& reply) {
    if (!reply.ok()) {
      done(error_of(reply));
      return;
    }
    const std::vector<ByteView> parts = unpack(reply.body);
    std::vector<std::pair<std::string, Bytes>> records;
    for (std::size_t i = 0; i + 1 < parts.size(); i += 2) {
      records.emplace_back(std::string(text_of(parts[i])), copy(parts[i + 1]));
    }
    done(std::move(records));
  });
  gezhi_store_list(id, name_of(store), std::string(prefix).c_str(), 1);
}

void claim_writer() { gezhi_store_claim(); }
bool is_writer() { return surroundings().writer; }

void ask_persistence(std::function<void(const Quota&)> done) {
  const int id = expect([done = std::move(done)](const Reply& reply) {
    Quota quota;
    int granted = 0;
    double used = 0;
    double total = 0;
    const std::string text(reply.text());
    if (reply.ok() && std::sscanf(text.c_str(), "%d %lf %lf", &granted, &used, &total) == 3) {
      quota = {granted != 0, static_cast<std::int64_t>(used), static_cast<std::int64_t>(total)};
    }
    done(quota);
  });
  gezhi_store_persist(id);
}

}  // namespace gezhi::platform
