// The two ways a coroutine waits for something outside the I/O threads: work run on a pool, and an
// answer that another thread gives by calling a function.
#pragma once

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <functional>
#include <memory>
#include <utility>

namespace gezhi {

namespace asio = boost::asio;

template <class T>
using Async = asio::awaitable<T>;

// co_await stream.async_…(…, into(problem)): the error lands there instead of being thrown.
inline auto into(boost::system::error_code& problem) {
  return asio::redirect_error(asio::use_awaitable, problem);
}

// Runs `work` on the pool; the caller goes on, on its own executor, when it is done.
template <class Work>
Async<void> run_on(asio::thread_pool& pool, Work work) {
  const auto body = [&work]() -> Async<void> {
    work();
    co_return;
  };
  co_await asio::co_spawn(pool, body, asio::use_awaitable);
}

// `start` is given a function to be called once, from any thread, with the answer.
template <class T>
Async<T> await_answer(std::function<void(std::function<void(T)>)> start) {
  const auto initiate = [&start](auto handler) {
    auto shared = std::make_shared<decltype(handler)>(std::move(handler));
    start([shared](T answer) {
      const auto executor = asio::get_associated_executor(*shared);
      asio::post(executor,
                 [shared, answer = std::move(answer)]() mutable { (*shared)(std::move(answer)); });
    });
  };
  co_return co_await asio::async_initiate<const asio::use_awaitable_t<>&, void(T)>(
      initiate, asio::use_awaitable);
}

}  // namespace gezhi
