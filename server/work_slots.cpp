#include "server/work_slots.h"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <memory>
#include <utility>

namespace souk {

namespace asio = boost::asio;

asio::awaitable<WorkSlots::Outcome> WorkSlots::acquire(std::function<bool()> abandoned) {
  // Without a detour by the queue: under overload most are refused.
  if (const auto outcome = take_or_refuse()) co_return *outcome;
  const auto start = [this, &abandoned](auto handler) {
    // The tracked executor keeps the I/O loop alive while only the queue knows of this coroutine.
    auto executor = asio::prefer(asio::get_associated_executor(handler),
                                 asio::execution::outstanding_work.tracked);
    // A completion handler can only be moved, a std::function wants to copy.
    auto shared = std::make_shared<decltype(handler)>(std::move(handler));
    Waiter waiter{std::move(abandoned),
                  [shared, executor](Outcome outcome) {
                    asio::post(executor,
                               [shared, outcome]() mutable { std::move (*shared)(outcome); });
                  },
                  Clock::now() + wait_};
    if (const auto outcome = enqueue(waiter)) waiter.resume(*outcome);
  };
  co_return co_await asio::async_initiate<const asio::use_awaitable_t<>, void(Outcome)>(
      start, asio::use_awaitable);
}

// Under the lock.
std::optional<WorkSlots::Outcome> WorkSlots::decide() {
  if (stopping_) return Outcome::refused;
  if (free_ != 0) {
    --free_;
    return Outcome::granted;
  }
  if (queue_.size() >= limit_) return Outcome::refused;
  return std::nullopt;
}

std::optional<WorkSlots::Outcome> WorkSlots::take_or_refuse() {
  const std::lock_guard lock(mutex_);
  return decide();
}

// A slot may have become free since the caller found none.
std::optional<WorkSlots::Outcome> WorkSlots::enqueue(Waiter& waiter) {
  const std::lock_guard lock(mutex_);
  const auto outcome = decide();
  if (!outcome) queue_.push_back(std::move(waiter));
  return outcome;
}

void WorkSlots::release() {
  for (;;) {
    Waiter next;
    {
      const std::lock_guard lock(mutex_);
      if (queue_.empty()) {
        ++free_;
        return;
      }
      next = std::move(queue_.front());
      queue_.pop_front();
    }
    // Outside the lock: both call what is not ours.
    if (Clock::now() >= next.expires) {
      next.resume(Outcome::expired);
    } else if (next.abandoned && next.abandoned()) {
      next.resume(Outcome::abandoned);
    } else {
      return next.resume(Outcome::granted);
    }
  }
}

void WorkSlots::stop() {
  std::deque<Waiter> dropped;  // let go outside the lock, with the coroutines that wait
  const std::lock_guard lock(mutex_);
  stopping_ = true;
  dropped.swap(queue_);
}

std::size_t WorkSlots::waiting() const {
  const std::lock_guard lock(mutex_);
  return queue_.size();
}

}  // namespace souk
