// Held by whoever asks for something that is answered later: an answer that comes when it is gone finds
// nobody.
//
//   ports.network.http(request, alive_.guard([this](const HttpReply& reply) { … }));
#pragma once

#include <memory>
#include <utility>

namespace gezhi::app {

class Lifeline {
 public:
  Lifeline() = default;
  Lifeline(const Lifeline&) = delete;
  Lifeline& operator=(const Lifeline&) = delete;

  // `fn`, as long as this lives.
  template <class F>
  auto guard(F fn) const {
    return
        [fn = std::move(fn), alive = std::weak_ptr<const char>(token_)](auto&&... given) mutable {
          if (!alive.expired()) fn(std::forward<decltype(given)>(given)...);
        };
  }

 private:
  std::shared_ptr<const char> token_ = std::make_shared<char>();
};

}  // namespace gezhi::app
