#pragma once
// The shape of both passes of a build: take work in order, transform it in parallel, hand the
// results on in order. Bounded: at most one piece of work a thread is under way, so memory stays
// flat.

#include <condition_variable>
#include <cstdint>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "data/result.h"

namespace souk {

/// Runs `threads` threads. `produce()` → Result<optional<In>> is called by one thread at a time and
/// ends the run with an empty optional; `transform(thread, In)` → Result<Out> runs in parallel;
/// `consume(Out)` → Result<void> is called by one thread at a time in the order of production.
/// The first error (in that order) ends the run and is returned. An exception (out of memory) is
/// rethrown here.
template <class Produce, class Transform, class Consume>
Result<void> run_ordered(unsigned threads, Produce produce, Transform transform, Consume consume) {
  std::mutex produce_mutex;
  std::mutex consume_mutex;
  std::condition_variable turn_changed;
  std::uint64_t next_ticket = 0;  // guarded by produce_mutex
  std::uint64_t turn = 0;         // the rest guarded by consume_mutex
  bool stopped = false;
  std::optional<Error> error;
  std::exception_ptr exception;

  const auto stop_with = [&](std::optional<Error> why, std::exception_ptr thrown) {
    const std::lock_guard lock(consume_mutex);
    if (!stopped) {
      error = std::move(why);
      exception = std::move(thrown);
    }
    stopped = true;
    turn_changed.notify_all();
  };
  const auto work = [&](unsigned thread) {
    for (;;) {
      std::unique_lock producing(produce_mutex);
      {
        const std::lock_guard lock(consume_mutex);
        if (stopped) return;
      }
      auto in = produce();
      if (in && !*in) return;  // no more work; those under way finish by themselves
      const std::uint64_t ticket = next_ticket++;
      producing.unlock();

      std::optional<Error> failed;
      decltype(transform(thread, std::move(**in))) out = Error{};
      if (in) {
        out = transform(thread, std::move(**in));
        if (!out) failed = out.error();
      } else {
        failed = in.error();
      }
      std::unique_lock consuming(consume_mutex);
      turn_changed.wait(consuming, [&] { return turn == ticket || stopped; });
      if (stopped) return;
      if (!failed) {
        if (auto consumed = consume(std::move(*out)); !consumed) failed = consumed.error();
      }
      if (failed) {
        error = std::move(failed);
        stopped = true;
      }
      ++turn;
      turn_changed.notify_all();
      if (stopped) return;
    }
  };
  std::vector<std::thread> pool;
  for (unsigned i = 0; i < threads; ++i) {
    pool.emplace_back([&, i] {
      try {
        work(i);
      } catch (...) {
        stop_with(std::nullopt, std::current_exception());
      }
    });
  }
  for (std::thread& thread : pool) thread.join();
  if (exception) std::rethrow_exception(exception);
  if (error) return *error;
  return {};
}

}  // namespace souk
