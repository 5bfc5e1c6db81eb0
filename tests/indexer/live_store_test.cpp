// A served store: changes are durable when acknowledged, visible soon after, and survive restarts,
// builds, rollbacks and rebuilds.

#include "indexer/live/live_store.h"

#include <gtest/gtest.h>

#include <fstream>
#include <thread>

#include "indexer/backup.h"
#include "indexer/live/change_batch.h"
#include "indexer/verify.h"
#include "query/search.h"
#include "tests/indexer/temp_store.h"

namespace souk {
namespace {

using namespace std::chrono_literals;
using testing::TempStore;

constexpr const char* kFeed = R"({"id":"a","title":"usb cable","sales":9,"stock":4})"
                              "\n"
                              R"({"id":"b","title":"usb lamp","sales":5})"
                              "\n";

class LiveStoreTest : public ::testing::Test {
 protected:
  void SetUp() override {
    store.add_feed("feed.jsonl", kFeed);
    store.must_build();
  }
  std::unique_ptr<LiveStore> open(bool accept = true, LiveOptions options = {}) {
    options.accept_changes = accept;
    options.refresh = 5ms;
    options.poll = 10ms;
    auto opened = LiveStore::open(
        store.store().dir(), options, [](const std::shared_ptr<const Snapshot>&) {},
        [this](const std::string& message) {
          const std::lock_guard lock(mutex);
          said += message + "\n";
        });
    EXPECT_TRUE(opened) << opened.error().message;
    return std::move(*opened);
  }
  static ChangeReport must_change(LiveStore& live, const std::string& lines) {
    auto report = live.change(lines);
    EXPECT_TRUE(report) << report.error().message;
    if (report) {
      for (const auto& error : report->errors) ADD_FAILURE() << error.param << error.detail;
      EXPECT_TRUE(live.wait_visible(report->sequence, 5s));
    }
    return report ? *report : ChangeReport();
  }
  static std::string search(const Snapshot& snapshot, const std::string& q) {
    SearchRequest request;
    request.q = q;
    request.lang = "en";
    request.sort = Sort::sales;
    Searcher searcher;
    const auto page = searcher.search(request, snapshot);
    std::string ids;
    for (const Hit& hit : page->hits) ids += (ids.empty() ? "" : " ") + std::string(hit.id());
    return ids;
  }
  template <class Condition>
  static bool eventually(Condition condition) {
    for (int i = 0; i < 2000; ++i) {
      if (condition()) return true;
      std::this_thread::sleep_for(5ms);
    }
    return false;
  }

  TempStore store;
  std::mutex mutex;
  std::string said;
};

TEST_F(LiveStoreTest, ShowsChangesAndKeepsThemOverARestart) {
  {
    const auto live = open();
    EXPECT_EQ(search(*live->snapshot(), "usb"), "a b");
    const auto report =
        must_change(*live, R"({"op":"upsert","product":{"id":"c","title":"usb hub"}})"
                           "\n\n"
                           R"({"op":"patch","id":"b","set":{"sales":20}})"
                           "\n"
                           R"({"op":"delete","id":"a"})");
    EXPECT_EQ(report.accepted, 3U);
    EXPECT_EQ(report.sequence, 3U);
    EXPECT_EQ(search(*live->snapshot(), "usb"), "b c");
  }
  const auto again = open();
  EXPECT_EQ(again->snapshot()->sequence, 3U);
  EXPECT_EQ(search(*again->snapshot(), "usb"), "b c");
  EXPECT_EQ(search(**open_snapshot(store.store().dir()), "usb"), "b c");
}

TEST_F(LiveStoreTest, RefusesBadLinesAndTakesTheGoodOnes) {
  const auto live = open();
  const auto report =
      live->change(R"({"op":"patch","id":"zz","set":{"stock":1}})"
                   "\n"
                   R"({"op":"upsert","product":{"id":"c","title":"usb hub"}})"
                   "\nnonsense\n"
                   R"({"op":"patch","id":"c","set":{"stock":1}})"
                   "\n"
                   R"({"op":"upsert","product":{"id":"d","title":"x","category":"nowhere"}})"
                   "\n"
                   R"({"op":"delete","id":"c"})"
                   "\n"
                   R"({"op":"patch","id":"c","set":{"stock":1}})");
  ASSERT_TRUE(report);
  EXPECT_EQ(report->accepted, 3U);
  std::string errors;
  for (const auto& e : report->errors) errors += std::to_string(e.line) + ":" + e.param + " ";
  EXPECT_EQ(errors, "1:id 3: 5:product.category 7:id ");
}

TEST_F(LiveStoreTest, CountsAnEventOnce) {
  const std::string sold = R"({"op":"patch","id":"a","event":"order-1","add":{"stock":-1}})";
  const auto stock = [](const LiveStore& live) {
    const auto place = live.snapshot()->find("a");
    return place->segment->columns.stock(place->doc);
  };
  {
    const auto live = open();
    EXPECT_EQ(must_change(*live, sold + "\n" + sold).accepted, 2U);
    must_change(*live, sold);
    EXPECT_EQ(stock(*live), 3);
  }
  const auto again = open();
  EXPECT_EQ(must_change(*again, sold).sequence, 1U);
  EXPECT_EQ(stock(*again), 3);
}

TEST_F(LiveStoreTest, OneWriterAtATimeAndFollowersSeeIt) {
  auto writer = open();
  const auto follower = open(/*accept=*/true);
  EXPECT_EQ(follower->change(R"({"op":"delete","id":"a"})").error().code, ErrorCode::conflict);
  const auto reader = open(/*accept=*/false);
  EXPECT_EQ(reader->change(R"({"op":"delete","id":"a"})").error().code, ErrorCode::unavailable);
  must_change(*writer, R"({"op":"delete","id":"a"})");
  EXPECT_TRUE(eventually([&] { return search(*reader->snapshot(), "usb") == "b"; }));
  EXPECT_TRUE(eventually([&] { return search(*follower->snapshot(), "usb") == "b"; }));
  writer.reset();
  // The follower takes over.
  EXPECT_TRUE(eventually([&] {
    const auto report = follower->change(R"({"op":"delete","id":"b"})");
    return report && report->accepted == 1;
  }));
  EXPECT_TRUE(eventually([&] { return reader->snapshot()->sequence == 2; }));
}

TEST_F(LiveStoreTest, ABuildLosesNoChangeAndARollbackReplaysThem) {
  const auto live = open();
  must_change(*live, R"({"op":"patch","id":"a","set":{"sales":1}})");
  // A feed exported now, with what is known so far; the build itself sees the journal at 1.
  std::ofstream(store.dir() / "feed.jsonl") << R"({"id":"a","title":"usb cable","sales":1})"
                                            << "\n"
                                            << R"({"id":"b","title":"usb lamp","sales":5})"
                                            << "\n"
                                            << R"({"id":"n","title":"usb novelty","sales":2})"
                                            << "\n";
  store.must_build();
  ASSERT_TRUE(eventually([&] { return live->snapshot()->generation == 2; }));
  EXPECT_EQ(search(*live->snapshot(), "usb"), "b n a");
  must_change(*live, R"({"op":"upsert","product":{"id":"x","title":"usb x","sales":3}})");
  EXPECT_EQ(search(*live->snapshot(), "usb"), "b x n a");
  ASSERT_TRUE(store.store().activate(1));
  ASSERT_TRUE(eventually([&] { return live->snapshot()->generation == 1; }));
  EXPECT_EQ(search(*live->snapshot(), "usb"), "b x a");
}

TEST_F(LiveStoreTest, ABuildRefusesAMomentThatTheJournalDoesNotHold) {
  must_change(*open(), R"({"op":"delete","id":"a"})");
  store.options.since_sequence = 2;
  const auto built = build(store.options, {});
  ASSERT_FALSE(built);
  EXPECT_EQ(built.error().code, ErrorCode::bad_input);
  store.options.since_sequence = 0;
  EXPECT_TRUE(build(store.options, {}));
  std::filesystem::remove_all(store.store().dir() / "journal");
  std::filesystem::create_directory(store.store().dir() / "journal");
  auto journal = Journal::open(store.store().dir() / "journal", 5).value();
  const std::string_view line = R"({"op":"delete","id":"b"})";
  ASSERT_TRUE(journal.append(std::span(&line, 1)));
  EXPECT_FALSE(build(store.options, {})) << "changes 1 to 5 are gone";
  store.options.since_sequence = 5;
  EXPECT_TRUE(build(store.options, {}));
}

TEST_F(LiveStoreTest, RebuildsWhenChangesAreMany) {
  LiveOptions options;
  options.rebuild_least = 4;
  const auto live = open(true, options);
  must_change(*live, R"({"op":"upsert","shop":{"id":"s1","name":"Lamp House"}})");
  std::string lines;
  for (int i = 0; i < 6; ++i) {
    lines += R"({"op":"upsert","product":{"id":"n)" + std::to_string(i) +
             R"(","title":"usb gadget","shop_id":"s1","category":["New","Odd"],"sales":)" +
             std::to_string(100 + i) + "}}\n";
  }
  must_change(*live, lines);
  must_change(*live, R"({"op":"delete","id":"a"})");
  ASSERT_TRUE(eventually([&] {
    return live->snapshot()->generation > 1 && live->snapshot()->segments.size() == 1;
  })) << said;
  const auto snapshot = live->snapshot();
  EXPECT_EQ(search(*snapshot, "usb"), "n5 n4 n3 n2 n1 n0 b");
  EXPECT_EQ(search(*snapshot, "house gadget"), "n5 n4 n3 n2 n1 n0");
  EXPECT_TRUE(snapshot->categories->find("New > Odd"));
  EXPECT_EQ(snapshot->sequence, 8U);
  // The next rebuilds leave the feed's generation, and of themselves the last two.
  for (int round = 0; round < 2; ++round) {
    const std::uint64_t before = live->snapshot()->generation;
    std::string more;
    for (int i = 0; i < 7; ++i) {
      more += R"({"op":"patch","id":"n)" + std::to_string(i % 6) + R"(","add":{"sales":1}})" + "\n";
      more += R"({"op":"upsert","product":{"id":"m)" + std::to_string(10 * round + i) +
              R"(","title":"x"}})" + "\n";
    }
    must_change(*live, more);
    ASSERT_TRUE(eventually([&] { return live->snapshot()->generation > before; })) << said;
  }
  ASSERT_TRUE(eventually([&] { return store.store().generations()->size() == 3; }));
  EXPECT_EQ(store.store().generations()->front(), 1U);
}

TEST_F(LiveStoreTest, RebuildsBeforeARestartHasTooMuchToReplay) {
  LiveOptions options;
  options.rebuild_changes = 3;
  auto live = open(true, options);
  for (int i = 0; i < 3; ++i) must_change(*live, R"({"op":"patch","id":"b","add":{"sales":1000}})");
  // Numbers alone: the generation's own segment has them, under the old docids.
  EXPECT_EQ(live->snapshot()->segments.size(), 1U);
  EXPECT_EQ(search(*live->snapshot(), "usb"), "b a");
  std::this_thread::sleep_for(500ms);
  EXPECT_EQ(live->snapshot()->generation, 1U);
  must_change(*live, R"({"op":"patch","id":"b","set":{"stock":7,"rating":4.5}})");
  ASSERT_TRUE(eventually([&] { return live->snapshot()->generation == 2; })) << said;
  EXPECT_EQ(search(*live->snapshot(), "usb"), "b a");
  EXPECT_EQ(verify_generation(store.store().generation_dir(2)).value(), std::vector<std::string>());
  const auto generation = Generation::open(store.store().generation_dir(2)).value();
  const Segment& segment = *generation->segment;
  const auto place = segment.find("b").value();
  EXPECT_EQ(segment.columns.stock(place), 7);
  EXPECT_GE(segment.columns.sales(place), 3000);
  FeedParser parser;
  const auto product = stored_product(segment, place, parser).value();
  EXPECT_EQ(product.stock, 7);
  EXPECT_EQ(product.rating, 4.5);
}

TEST_F(LiveStoreTest, LeavesADamagedGenerationForAnOlderOne) {
  must_change(*open(), R"({"op":"patch","id":"b","set":{"stock":7}})");
  store.must_build();
  // Not seen when files are opened: the structure stays whole.
  const auto cards = store.store().generation_dir(2) / "cards";
  std::string bytes = testing::read_bytes(cards);
  bytes[100] = static_cast<char>(bytes[100] ^ 1);
  testing::write_bytes(cards, bytes);
  const auto live = open();
  ASSERT_TRUE(eventually([&] { return live->snapshot()->generation == 1; })) << said;
  EXPECT_NE(said.find("generation 2 is damaged: cards: fails its checksum"), std::string::npos)
      << said;
  // With what was changed since it was built; and it stays.
  EXPECT_EQ(live->snapshot()->sequence, 1U);
  std::this_thread::sleep_for(100ms);
  EXPECT_EQ(live->snapshot()->generation, 1U);
  // Mended and asked for again by a build, the newest is served.
  store.must_build();
  EXPECT_TRUE(eventually([&] { return live->snapshot()->generation == 3; })) << said;
}

TEST_F(LiveStoreTest, DoesNotServeADamagedGenerationThatComes) {
  const auto live = open();
  store.must_build();
  ASSERT_TRUE(eventually([&] { return live->snapshot()->generation == 2; })) << said;
  const auto cards = store.store().generation_dir(1) / "cards";
  std::string bytes = testing::read_bytes(cards);
  bytes[100] = static_cast<char>(bytes[100] ^ 1);
  testing::write_bytes(cards, bytes);
  ASSERT_TRUE(store.store().activate(1));
  ASSERT_TRUE(eventually([&] {
    const std::lock_guard lock(mutex);
    return said.find("generation 1 cannot be served: ") != std::string::npos;
  }));
  EXPECT_EQ(live->snapshot()->generation, 2U);
}

TEST_F(LiveStoreTest, BackupHasEveryAcknowledgedChange) {
  const auto live = open();
  must_change(*live, R"({"op":"delete","id":"a"})");
  const std::string rules = "[[rule]]\nid = \"r\"\nhide = \"x\"\n";
  ASSERT_TRUE(replace_file(store.store().dir() / "rules.toml", rules));
  ASSERT_TRUE(replace_file(store.store().dir() / "synonyms.txt", "en: sofa, couch\n"));
  const auto to = store.dir() / "copy";
  const auto copied = backup(store.store().dir(), to);
  ASSERT_TRUE(copied) << copied.error().message;
  EXPECT_EQ(search(**open_snapshot(to), "usb"), "b");
  EXPECT_EQ(read_file(to / "rules.toml").value(), rules);
  EXPECT_EQ(read_file(to / "synonyms.txt").value(), "en: sofa, couch\n");
  EXPECT_EQ(backup(store.store().dir(), to).error().code, ErrorCode::bad_input);
}

TEST_F(LiveStoreTest, ManyWritersShareSyncs) {
  const auto live = open();
  std::vector<std::thread> writers;
  for (int w = 0; w < 8; ++w) {
    writers.emplace_back([&, w] {
      for (int i = 0; i < 20; ++i) {
        const auto id = std::to_string(w) + "-" + std::to_string(i);
        const auto report =
            live->change(R"({"op":"upsert","product":{"id":")" + id + R"(","title":"mass item"}})");
        EXPECT_TRUE(report && report->accepted == 1);
      }
    });
  }
  for (auto& writer : writers) writer.join();
  EXPECT_TRUE(live->wait_visible(160, 5s));
  EXPECT_EQ(live->snapshot()->products(), 162U);
}

TEST_F(LiveStoreTest, DoesNotWaitForWhatIsNotThere) {
  const auto live = open();
  EXPECT_FALSE(live->wait_visible(1'000'000, 60s));
}

}  // namespace
}  // namespace souk
