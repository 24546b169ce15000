// The web app from a folder, kept in memory: a request can only name a file that was found there, so
// no path can lead out. Each file comes in its .br or .gz variant where the browser takes it.
//
// Names with a content hash (app.0123abcd.js) are cached for ever, everything else is asked again
// by its ETag. Changed files are seen on the next request.
// Threads: any.
#pragma once

#include <array>
#include <chrono>
#include <map>
#include <mutex>
#include <string>

#include "native/server/http.h"

namespace gezhi {

class StaticFiles {
 public:
  explicit StaticFiles(std::string folder);

  HttpReply serve(const HttpRequest& request);

 private:
  struct Variant {
    std::shared_ptr<const Bytes> bytes;
    std::string etag;
  };
  struct File {
    std::string content_type;
    bool hashed_name = false;
    std::array<Variant, 3> variants;  // plain, gzip, brotli
  };

  void scan();
  void rescan_if_changed();

  std::string folder_;
  mutable std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const File>, std::less<>> files_;  // by URL path
  std::chrono::steady_clock::time_point looked_;
  std::string fingerprint_;  // names, sizes and times of what is loaded
};

}  // namespace gezhi
