#pragma once
// The threads that search. A bounded queue before them: what does not fit is refused at once, what
// waited too long or has lost its client is dropped when it is taken up, so that under overload the
// work that is done is work that someone still waits for. `run` from any coroutine; `stop` once.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace souk {

class SearchPool {
 public:
  enum class Outcome : std::uint8_t {
    done,       ///< the work ran
    refused,    ///< the queue was full, or the pool is stopping
    expired,    ///< it waited longer than `wait`
    abandoned,  ///< `abandoned` said that nobody wants it any more
  };

  /// `threads` at least 1. `queue`: how much work may wait besides what runs.
  SearchPool(unsigned threads, std::size_t queue, std::chrono::milliseconds wait);
  /// Stops; work that has not begun is dropped without an outcome.
  ~SearchPool();
  SearchPool(const SearchPool&) = delete;
  SearchPool& operator=(const SearchPool&) = delete;

  /// Runs `work`, which must not throw, on a pool thread and resumes the caller on its own
  /// executor. What `work` refers to must live in the awaiting coroutine. `abandoned`, if given, is
  /// asked on the pool thread before the work starts.
  boost::asio::awaitable<Outcome> run(std::function<void()> work,
                                      std::function<bool()> abandoned = {});

  /// Joins the threads after the work that they are at.
  void stop();

  std::size_t waiting() const;

 private:
  using Clock = std::chrono::steady_clock;
  struct Job {
    std::function<void()> work;
    std::function<bool()> abandoned;
    std::function<void(Outcome)> finish;
    Clock::time_point expires;
  };

  bool push(Job& job);
  void work_loop();
  static Outcome take_up(const Job& job);

  const std::size_t limit_;
  const std::chrono::milliseconds wait_;
  mutable std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<Job> queue_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace souk
