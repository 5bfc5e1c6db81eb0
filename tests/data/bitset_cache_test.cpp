// Which sets are kept, and for how long.

#include "data/bitset_cache.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace souk {
namespace {

constexpr std::size_t kKept = 16;

BitsetKey price_up_to(std::uint64_t price) { return {BitsetKey::Kind::price, 0, price}; }

/// Asks for a bitset that is one word: the key's price.
struct Asker {
  BitsetCache cache{kKept};
  int made = 0;

  BitsetCache::Bits ask(std::uint64_t price) {
    return cache.find_or_make(price_up_to(price), [&] {
      ++made;
      return std::vector<std::uint64_t>{price};
    });
  }
};

TEST(BitsetCache, KeepsWhatIsAskedForTwice) {
  Asker asker;
  EXPECT_EQ(asker.ask(7), nullptr);
  EXPECT_EQ(asker.ask(8), nullptr);
  EXPECT_EQ(asker.made, 0);
  const auto bits = asker.ask(7);
  ASSERT_NE(bits, nullptr);
  EXPECT_EQ(*bits, std::vector<std::uint64_t>{7});
  EXPECT_EQ(asker.ask(7), bits);
  EXPECT_EQ(asker.made, 1);
  // Of the same numbers, but another filter.
  EXPECT_EQ(asker.cache.find_or_make({BitsetKey::Kind::rating, 0, 7},
                                     [] { return std::vector<std::uint64_t>{1}; }),
            nullptr);
}

TEST(BitsetCache, DropsWhatWasNotAskedForOfLate) {
  Asker asker;
  const auto ask_twice = [&](std::uint64_t price) {
    asker.ask(price);
    return asker.ask(price);
  };
  const auto first = ask_twice(0);
  ask_twice(1);
  for (std::uint64_t price = 2; price < kKept; ++price) ask_twice(price);
  EXPECT_EQ(asker.ask(0), first);
  ask_twice(100);  // for which 1 makes room
  EXPECT_EQ(asker.ask(0), first);
  const int made = asker.made;
  EXPECT_EQ(asker.ask(1), nullptr);
  EXPECT_EQ(asker.made, made);
  EXPECT_EQ(*first, std::vector<std::uint64_t>{0});
}

TEST(BitsetCache, ForgetsWhatWasAskedForOnceLongAgo) {
  Asker asker;
  for (std::uint64_t price = 0; price <= BitsetCache::kRemembered; ++price) asker.ask(price);
  EXPECT_EQ(asker.ask(0), nullptr);
  EXPECT_NE(asker.ask(BitsetCache::kRemembered), nullptr);
}

TEST(BitsetCache, AnswersThreadsAlike) {
  BitsetCache cache(kKept);
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (std::uint64_t i = 0; i < 2'000; ++i) {
        const std::uint64_t price = i % (2 * kKept);
        const auto bits = cache.find_or_make(price_up_to(price),
                                             [&] { return std::vector<std::uint64_t>{price}; });
        if (bits != nullptr && *bits != std::vector<std::uint64_t>{price}) ++wrong;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace souk
