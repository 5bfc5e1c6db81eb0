// What is taken while searches are behind.

#include "indexer/live/change_writer.h"

#include <gtest/gtest.h>

#include <thread>

#include "indexer/live/live_state.h"
#include "tests/indexer/temp_store.h"

namespace souk {
namespace {

/// A writer whose changes are applied when the test says so.
class ChangeWriterTest : public ::testing::Test {
 protected:
  void SetUp() override {
    store.add_feed("feed.jsonl", R"({"id":"a","title":"usb cable","stock":4})");
    store.must_build();
    state = std::make_unique<LiveState>(store.generation(), 1);
    auto opened = ChangeWriter::open(store.store(), 0, [this](std::vector<SequencedChange> some) {
      const std::lock_guard lock(mutex);
      delivered.insert(delivered.end(), some.begin(), some.end());
    });
    ASSERT_TRUE(opened) << opened.error().message;
    writer = std::move(*opened);
    writer->applied(state->snapshot());
  }
  void TearDown() override { writer->stop(); }
  static std::string patches(std::uint64_t count) {
    std::string lines;
    for (std::uint64_t i = 0; i < count; ++i) {
      lines += R"({"op":"patch","id":"a","add":{"sales":1}})";
      lines += '\n';
    }
    return lines;
  }
  void apply_delivered() {
    const std::lock_guard lock(mutex);
    ASSERT_TRUE(state->apply(std::exchange(delivered, {})));
    writer->applied(state->snapshot());
  }
  bool is_refused(std::uint64_t count) {
    const auto report = writer->change(patches(count));
    EXPECT_TRUE(report || report.error().code == ErrorCode::unavailable);
    return !report;
  }
  static void let_age() {
    std::this_thread::sleep_for(ChangeWriter::kMostBehind + std::chrono::milliseconds(1));
  }

  testing::TempStore store;
  std::unique_ptr<LiveState> state;
  std::mutex mutex;
  std::vector<SequencedChange> delivered;
  std::unique_ptr<ChangeWriter> writer;
};

TEST_F(ChangeWriterTest, RefusesWhileManyChangesWaitTooLong) {
  EXPECT_FALSE(is_refused(ChangeWriter::kFewUnapplied));
  let_age();
  EXPECT_FALSE(is_refused(1));  // a few catch up fast
  EXPECT_TRUE(is_refused(1));
  EXPECT_EQ(writer->durable_sequence(), ChangeWriter::kFewUnapplied + 1);
  apply_delivered();
  EXPECT_FALSE(is_refused(2 * ChangeWriter::kFewUnapplied));  // what was applied is not old
  let_age();
  EXPECT_TRUE(is_refused(1));
  apply_delivered();
  EXPECT_FALSE(is_refused(1));
  apply_delivered();
  EXPECT_EQ(state->snapshot()->sequence, 3 * ChangeWriter::kFewUnapplied + 2);
}

TEST_F(ChangeWriterTest, RefusesMoreThanItMayHold) {
  EXPECT_FALSE(is_refused(ChangeWriter::kMostUnapplied + 1));
  apply_delivered();
  EXPECT_FALSE(is_refused(1));
}

}  // namespace
}  // namespace souk
