#include "server/search_pool.h"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <memory>
#include <utility>

namespace souk {

namespace asio = boost::asio;

SearchPool::SearchPool(unsigned threads, std::size_t queue, std::chrono::milliseconds wait)
    : limit_(queue), wait_(wait) {
  threads_.reserve(threads);
  for (unsigned i = 0; i < threads; ++i) threads_.emplace_back([this] { work_loop(); });
}

SearchPool::~SearchPool() { stop(); }

asio::awaitable<SearchPool::Outcome> SearchPool::run(std::function<void()> work,
                                                     std::function<bool()> abandoned) {
  const auto start = [this, &work, &abandoned](auto handler) {
    // The tracked executor keeps the I/O loop alive while only the pool knows of this coroutine.
    auto executor = asio::prefer(asio::get_associated_executor(handler),
                                 asio::execution::outstanding_work.tracked);
    // A completion handler can only be moved, a std::function wants to copy.
    auto shared = std::make_shared<decltype(handler)>(std::move(handler));
    Job job{std::move(work), std::move(abandoned),
            [shared, executor](Outcome outcome) {
              asio::post(executor, [shared, outcome]() mutable { std::move (*shared)(outcome); });
            },
            Clock::now() + wait_};
    if (!push(job)) job.finish(Outcome::refused);
  };
  co_return co_await asio::async_initiate<const asio::use_awaitable_t<>, void(Outcome)>(
      start, asio::use_awaitable);
}

bool SearchPool::push(Job& job) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || queue_.size() >= limit_) return false;
    queue_.push_back(std::move(job));
  }
  ready_.notify_one();
  return true;
}

SearchPool::Outcome SearchPool::take_up(const Job& job) {
  if (Clock::now() >= job.expires) return Outcome::expired;
  if (job.abandoned && job.abandoned()) return Outcome::abandoned;
  job.work();
  return Outcome::done;
}

void SearchPool::work_loop() {
  std::unique_lock lock(mutex_);
  for (;;) {
    ready_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
    if (stopping_) return;
    const Job job = std::move(queue_.front());
    queue_.pop_front();
    lock.unlock();
    job.finish(take_up(job));
    lock.lock();
  }
}

void SearchPool::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  ready_.notify_all();
  for (auto& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
  // Outside the lock: dropping a job destroys the coroutine that waits for it.
  std::deque<Job> dropped;
  {
    const std::lock_guard lock(mutex_);
    dropped.swap(queue_);
  }
}

std::size_t SearchPool::waiting() const {
  const std::lock_guard lock(mutex_);
  return queue_.size();
}

}  // namespace souk
