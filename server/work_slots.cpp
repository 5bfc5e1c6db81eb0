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
  if (const auto at_once = try_take()) co_return *at_once;
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
    switch (enqueue(waiter)) {
      case Place::slot:
        return waiter.resume(Outcome::granted);
      case Place::none:
        return waiter.resume(Outcome::refused);
      case Place::queue:
        return;
    }
  };
  co_return co_await asio::async_initiate<const asio::use_awaitable_t<>, void(Outcome)>(
      start, asio::use_awaitable);
}

// Under the lock.
bool WorkSlots::take_free() {
  if (stopping_ || free_ == 0) return false;
  --free_;
  return true;
}

std::optional<WorkSlots::Outcome> WorkSlots::try_take() {
  const std::lock_guard lock(mutex_);
  if (take_free()) return Outcome::granted;
  if (is_full()) return Outcome::refused;
  return std::nullopt;
}

// Under the lock.
bool WorkSlots::is_full() const { return stopping_ || queue_.size() >= limit_; }

// A slot may have become free since the caller found none.
WorkSlots::Place WorkSlots::enqueue(Waiter& waiter) {
  const std::lock_guard lock(mutex_);
  if (take_free()) return Place::slot;
  if (is_full()) return Place::none;
  queue_.push_back(std::move(waiter));
  return Place::queue;
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
