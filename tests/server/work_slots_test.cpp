#include "server/work_slots.h"

#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <map>
#include <optional>
#include <thread>
#include <vector>

namespace souk {
namespace {

namespace asio = boost::asio;
using Outcome = WorkSlots::Outcome;
using namespace std::chrono_literals;

/// Runs what is ready, also after there was nothing to do for a while.
void run_ready(asio::io_context& io) {
  io.restart();
  io.poll();
}

/// Acquires and says what came of it; what is granted is kept.
asio::awaitable<void> ask(WorkSlots& slots, std::optional<Outcome>& outcome) {
  outcome = co_await slots.acquire();
}

TEST(WorkSlots, GivesNoMoreThanItHasAndGetsAllBack) {
  constexpr std::size_t kSlots = 3;
  constexpr int kAsking = 400;
  WorkSlots slots(kSlots, 60, 20s);
  asio::io_context io;
  std::atomic<int> running{0};
  std::atomic<int> most{0};
  std::atomic<int> granted{0};
  std::atomic<int> refused{0};
  const auto work = [&]() -> asio::awaitable<void> {
    const Outcome outcome = co_await slots.acquire();
    if (outcome != Outcome::granted) {
      EXPECT_EQ(outcome, Outcome::refused);
      ++refused;
      co_return;
    }
    const HeldSlot held(slots);
    const int now = ++running;
    for (int before = most; now > before && !most.compare_exchange_weak(before, now);) continue;
    // Others come meanwhile, and the slot is held over a suspension.
    std::this_thread::sleep_for(50us);
    co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
    --running;
    ++granted;
  };
  for (int i = 0; i < kAsking; ++i) asio::co_spawn(asio::make_strand(io), work, asio::detached);
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) threads.emplace_back([&] { io.run(); });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(granted + refused, kAsking);
  EXPECT_GE(granted, 60);
  EXPECT_LE(most, static_cast<int>(kSlots));
  EXPECT_EQ(slots.waiting(), 0U);

  // Every slot has come back, and not one more.
  std::vector<std::optional<Outcome>> outcomes(kSlots + 1);
  asio::io_context again;
  for (auto& outcome : outcomes) asio::co_spawn(again, ask(slots, outcome), asio::detached);
  again.poll();
  for (std::size_t i = 0; i < kSlots; ++i) EXPECT_EQ(outcomes[i], Outcome::granted);
  EXPECT_EQ(outcomes[kSlots], std::nullopt);
  slots.stop();
}

TEST(WorkSlots, ServesTheFirstThatCameAndPassesOverThoseWhoLeft) {
  WorkSlots slots(1, 8, 20s);
  asio::io_context io;
  std::optional<Outcome> holder;
  asio::co_spawn(io, ask(slots, holder), asio::detached);
  io.poll();
  ASSERT_EQ(holder, Outcome::granted);

  std::vector<int> order;
  std::map<int, Outcome> outcomes;
  const auto wait = [&](int name, bool leaves) -> asio::awaitable<void> {
    const Outcome outcome = co_await slots.acquire([leaves] { return leaves; });
    order.push_back(name);
    outcomes[name] = outcome;
    if (outcome == Outcome::granted) slots.release();
  };
  for (int name = 0; name < 5; ++name) {
    asio::co_spawn(io, wait(name, name == 1 || name == 2), asio::detached);
  }
  run_ready(io);
  EXPECT_EQ(slots.waiting(), 5U);
  EXPECT_TRUE(order.empty());
  slots.release();
  run_ready(io);
  EXPECT_EQ(order, (std::vector<int>{0, 1, 2, 3, 4}));
  for (const auto& [name, outcome] : outcomes) {
    EXPECT_EQ(outcome, name == 1 || name == 2 ? Outcome::abandoned : Outcome::granted) << name;
  }
}

TEST(WorkSlots, LetsGoOfWhatWaitedTooLong) {
  WorkSlots slots(1, 8, 1ms);
  asio::io_context io;
  std::optional<Outcome> holder;
  std::optional<Outcome> late;
  asio::co_spawn(io, ask(slots, holder), asio::detached);
  asio::co_spawn(io, ask(slots, late), asio::detached);
  io.poll();
  std::this_thread::sleep_for(5ms);
  slots.release();
  run_ready(io);
  EXPECT_EQ(late, Outcome::expired);
}

TEST(WorkSlots, DropsWhatWaitsWhenItStops) {
  WorkSlots slots(1, 8, 20s);
  asio::io_context io;
  std::optional<Outcome> holder;
  asio::co_spawn(io, ask(slots, holder), asio::detached);
  const auto token = std::make_shared<int>();
  const auto wait = [&](std::shared_ptr<int> alive) -> asio::awaitable<void> {
    (void)co_await slots.acquire();
    ADD_FAILURE() << *alive;
  };
  asio::co_spawn(io, wait(token), asio::detached);
  io.poll();
  EXPECT_GT(token.use_count(), 1);
  slots.stop();
  run_ready(io);  // coroutines unwind on their executor
  EXPECT_EQ(token.use_count(), 1);
  slots.release();
  std::optional<Outcome> after;
  asio::co_spawn(io, ask(slots, after), asio::detached);
  run_ready(io);
  EXPECT_EQ(after, Outcome::refused);
}

}  // namespace
}  // namespace souk
