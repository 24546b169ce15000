// The poke channel: tells browsers "shard X is at seq Y" as one line of JSON, nothing else. What
// they then fetch goes through sync. A slow reader gets the newest state, not every step.
//
// Threads: any may poke; each session runs on its connection's strand.
#pragma once

#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <map>
#include <memory>
#include <mutex>
#include <set>

#include "core/base/ids.h"
#include "native/server/async.h"

namespace gezhi {

class LiveSession;

class LiveHub {
 public:
  explicit LiveHub(std::uint32_t message_bytes_max) : message_bytes_max_(message_bytes_max) {}

  // Runs until either side ends it. `shards` empty: all of them.
  Async<void> run(boost::beast::tcp_stream stream,
                  boost::beast::http::request<boost::beast::http::empty_body> upgrade,
                  std::set<ShardId> shards);

  void poke(const std::map<ShardId, std::uint64_t>& seqs);
  void close_all();

 private:
  std::uint32_t message_bytes_max_;
  std::mutex mutex_;
  std::set<std::shared_ptr<LiveSession>> sessions_;
};

}  // namespace gezhi
