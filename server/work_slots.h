#pragma once
// How much work of a kind runs at once, and what becomes of the rest. Work runs on the I/O thread
// that took its request, while another of them watches the sockets (leader and followers: no thread
// is woken for a search that can start at once). Where every slot is taken a request waits in a
// bounded queue: what does not fit is refused at once, what waited too long or has lost its client
// is dropped when its turn comes, so that under overload the work that is done is work that someone
// still waits for. From any thread.

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>

namespace souk {

class WorkSlots {
 public:
  enum class Outcome : std::uint8_t {
    granted,    ///< the caller has a slot, which it gives back by `release`
    refused,    ///< the queue was full, or no more slots are given
    expired,    ///< it waited longer than `wait`
    abandoned,  ///< `abandoned` said that nobody wants the work any more
  };

  /// `slots` at least 1. `queue`: how many may wait besides those that have one.
  WorkSlots(unsigned slots, std::size_t queue, std::chrono::milliseconds wait)
      : limit_(queue), wait_(wait), free_(slots) {}
  WorkSlots(const WorkSlots&) = delete;
  WorkSlots& operator=(const WorkSlots&) = delete;

  /// Resumes the caller on its own executor, first come first served. `abandoned`, if given, is
  /// asked when the turn of one that had to wait comes, on the thread that gives a slot back.
  boost::asio::awaitable<Outcome> acquire(std::function<bool()> abandoned = {});

  /// Gives a slot back: to the first in the queue that still wants it.
  void release();

  /// Refuses from now on, and drops what waits without an outcome: its coroutines unwind on
  /// their executors.
  void stop();

  std::size_t waiting() const;

 private:
  using Clock = std::chrono::steady_clock;
  struct Waiter {
    std::function<bool()> abandoned;
    std::function<void(Outcome)> resume;
    Clock::time_point expires;
  };
  /// Each: nothing where there is room in the queue alone, which `enqueue` takes.
  std::optional<Outcome> decide();
  std::optional<Outcome> take_or_refuse();
  std::optional<Outcome> enqueue(Waiter& waiter);

  const std::size_t limit_;
  const std::chrono::milliseconds wait_;
  mutable std::mutex mutex_;
  std::size_t free_;
  std::deque<Waiter> queue_;
  bool stopping_ = false;
};

/// Gives a slot back at its end, of work that may throw or be destroyed while it waits.
class HeldSlot {
 public:
  explicit HeldSlot(WorkSlots& slots) : slots_(slots) {}
  ~HeldSlot() { slots_.release(); }
  HeldSlot(const HeldSlot&) = delete;
  HeldSlot& operator=(const HeldSlot&) = delete;

 private:
  WorkSlots& slots_;
};

}  // namespace souk
