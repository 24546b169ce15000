// The district pack as it is served: its head, which names the parts, and each part by its name, so
// that a phone fetches what it does not have yet (core/district/pack_parts.h). A part never changes
// under its name and is cached for ever. A new file is seen on the next request.
// Threads: any.
#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <string>

#include "core/base/sha256.h"
#include "native/server/http.h"

namespace gezhi {

class ServedPack {
 public:
  explicit ServedPack(std::string path) : path_(std::move(path)) {}

  // 304 for who has it. Errors: `not_found` before a pack was imported, `bad_pack` when it is damaged.
  HttpReply head(const HttpRequest& request);

  // Errors: `not_found` when the present pack has no such part.
  HttpReply part(const HttpRequest& request, const Digest& name);

 private:
  struct Part {
    std::shared_ptr<const Bytes> plain;
    std::shared_ptr<const Bytes> gzip;
  };

  Result<Done> refresh();  // mutex_ is held
  Result<Done> read();

  std::string path_;
  std::mutex mutex_;
  std::filesystem::file_time_type read_at_{};  // the file's own time
  std::shared_ptr<const Bytes> head_;
  std::map<Digest, Part> parts_;
};

}  // namespace gezhi
