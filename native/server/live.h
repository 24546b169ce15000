// The poke channel: tells browsers "shard X is at seq Y" as one line of JSON, and answers who asks
// whether anybody is here. What they then fetch goes through sync. A slow reader gets the newest state,
// not every step.
//
// A channel lasts no longer than the session it was opened in: its end closes it at once when this
// server ended it (close_of), else at the next look (close_ended).
//
// Threads: any may poke and close; each channel runs on its connection's strand.
#pragma once

#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>

#include "core/base/ids.h"
#include "core/base/sha256.h"
#include "native/server/async.h"

namespace gezhi {

class LiveSession;

class LiveHub {
 public:
  explicit LiveHub(std::uint32_t message_bytes_max) : message_bytes_max_(message_bytes_max) {}

  // Runs until either side ends it. `shards` nothing: all of them. `holds`: whether the session is one
  // still, asked once more when the channel can be found by close_of().
  Async<void> run(boost::beast::tcp_stream stream,
                  boost::beast::http::request<boost::beast::http::empty_body> upgrade,
                  std::optional<std::set<ShardId>> shards, Digest session,
                  std::function<bool()> holds);

  void poke(const std::map<ShardId, std::uint64_t>& seqs);
  void close_of(const Digest& session);
  // `holds` is asked for each session once, outside the hub's lock.
  void close_ended(const std::function<bool(const Digest&)>& holds);
  void close_all();

 private:
  std::uint32_t message_bytes_max_;
  std::mutex mutex_;
  std::set<std::shared_ptr<LiveSession>> sessions_;
};

}  // namespace gezhi
