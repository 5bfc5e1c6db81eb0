// Operators' endpoints, and the hub that follows CURRENT: swaps, rollbacks, damage.

#include <fstream>
#include <thread>

#include "query/search.h"
#include "tests/server/api_fixture.h"

namespace souk {
namespace {

using OpsApi = testing::ApiTest;
using Hub = testing::ApiTest;

TEST_F(OpsApi, ListsGenerationsAndSwitchesBetweenThem) {
  store.must_build();
  ASSERT_TRUE(serves(2));
  const auto list = get("/v1/admin/generations");
  EXPECT_EQ(list.number("/active"), 2);
  EXPECT_EQ(list.number("/generations/0/generation"), 1);
  EXPECT_EQ(list.number("/generations/1/products"), 5);
  EXPECT_GT(list.number("/generations/1/bytes"), 0);
  EXPECT_EQ(list.number("/generations/1/base_sequence"), 0);
  EXPECT_FALSE(list.text("/generations/1/created_at").empty());

  EXPECT_EQ(ask("POST", "/v1/admin/generations/activate", R"({"generation":1})").status, 200);
  EXPECT_EQ(get("/v1/admin/generations").number("/active"), 1) << "at once";
  EXPECT_EQ(ask("POST", "/v1/admin/generations/2/activate").number("/active"), 2);
  EXPECT_TRUE(serves(2));
}

TEST_F(OpsApi, RefusesGenerationsThatAreNotThere) {
  EXPECT_EQ(ask("POST", "/v1/admin/generations/activate", R"({"generation":9})").status, 404);
  EXPECT_EQ(ask("POST", "/v1/admin/generations/activate", "{}").text("/param"), "generation");
  EXPECT_EQ(ask("POST", "/v1/admin/generations/activate", "nonsense").status, 400);
  EXPECT_EQ(ask("POST", "/v1/admin/generations/x1/activate").status, 400);
  EXPECT_EQ(hub->get()->generation, 1U);
}

TEST_F(OpsApi, ActivatesNothingWhileABuildRuns) {
  store.must_build();
  const auto lock = StoreLock::acquire(store.store().dir(), "LOCK.build");
  ASSERT_TRUE(lock);
  EXPECT_EQ(ask("POST", "/v1/admin/generations/activate", R"({"generation":1})").status, 409);
}

TEST_F(OpsApi, TellsLifeAndReadiness) {
  EXPECT_EQ(get("/healthz").text("/status"), "ok");
  EXPECT_EQ(get("/readyz").number("/generation"), 1);
  RequestRecord record;
  record.route = "/v1/products/search";
  record.status = 200;
  metrics.count(record);
  const std::string text = metrics.text(*hub->get());
  EXPECT_NE(text.find("souk_products 5\n"), std::string::npos);
  EXPECT_NE(text.find(R"(souk_http_requests_total{route="/v1/products/search",status="200"} 1)"),
            std::string::npos)
      << text;
}

TEST_F(Hub, SwapsUnderLoadWithoutAFailedSearch) {
  std::atomic<bool> done{false};
  std::atomic<int> failed{0};
  std::atomic<int> asked{0};
  std::vector<std::thread> readers;
  for (int i = 0; i < 2; ++i) {
    readers.emplace_back([&] {
      Searcher searcher;
      SearchRequest request;
      while (!done) {
        const auto snapshot = hub->get();
        const auto page = searcher.search(request, *snapshot);
        if (!page || page->total != 5 || page->hits.size() != 5) ++failed;
        ++asked;
      }
    });
  }
  for (std::uint64_t generation = 2; generation <= 6; ++generation) {
    store.must_build();
    EXPECT_TRUE(serves(generation));
  }
  done = true;
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(failed, 0);
  EXPECT_GT(asked, 0);
}

TEST_F(Hub, HasTheNextGenerationPreparedBeforeItIsServed) {
  std::vector<std::vector<std::uint64_t>> prepared;  // before, next, what is served meanwhile
  LiveOptions reader;
  reader.accept_changes = false;
  SnapshotHub other(
      store.store().dir(), [](const std::string&) {}, reader);
  other.prepare_by([&](const Snapshot& before, const Snapshot& next) {
    prepared.push_back({before.generation, next.generation, other.get()->generation});
  });
  ASSERT_TRUE(other.open());
  for (const std::uint64_t generation : {2U, 3U}) {
    store.must_build();
    ASSERT_TRUE(serves(generation, other));
  }
  EXPECT_EQ(prepared, (std::vector<std::vector<std::uint64_t>>{{1, 2, 1}, {2, 3, 2}}));
}

TEST_F(Hub, ServesARelevanceCursorFromItsGenerationAfterASwap) {
  const auto first = get("/v1/products/search?q=cable&per_page=1");
  EXPECT_EQ(first.ids(), "p1");
  store.must_build();
  ASSERT_TRUE(serves(2));
  const auto second = get("/v1/products/search?q=cable&per_page=1&after=" + first.text("/after"));
  EXPECT_EQ(second.ids(), "p3");
  EXPECT_EQ(second.number("/generation"), 1);
}

TEST_F(Hub, GoingToAndFroKeepsNoMoreThanTheGenerationsThatThereAre) {
  const std::weak_ptr<const Snapshot> first = hub->get();
  store.must_build();
  ASSERT_TRUE(serves(2));
  EXPECT_FALSE(first.expired()) << "for cursors";
  const std::weak_ptr<const Snapshot> second = hub->get();
  ASSERT_TRUE(store.store().activate(1));
  ASSERT_TRUE(serves(1));
  EXPECT_TRUE(first.expired());
  EXPECT_FALSE(second.expired());
  ASSERT_TRUE(store.store().activate(2));
  ASSERT_TRUE(serves(2));
  EXPECT_TRUE(second.expired());
  EXPECT_EQ(hub->get(1)->generation, 1U);
}

TEST_F(Hub, KeepsServingWhenTheNextGenerationIsDamaged) {
  store.must_build();
  ASSERT_TRUE(serves(2));
  // A third generation whose columns are cut, made active behind the builder's back.
  const auto third = store.store().generation_dir(3);
  std::filesystem::copy(store.store().generation_dir(2), third,
                        std::filesystem::copy_options::recursive);
  std::filesystem::resize_file(third / generation_file::kColumns, 100);
  std::ofstream(store.store().dir() / "CURRENT") << "3\n";
  hub->live().serve_soon(3, std::chrono::milliseconds(1));
  for (int i = 0; i < 500; ++i) {
    const std::lock_guard lock(talk_mutex);
    if (!talk.empty() && talk.back().find("generation 3") != std::string::npos) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_EQ(hub->get()->generation, 2U);
  const std::lock_guard lock(talk_mutex);
  EXPECT_NE(talk.back().find("generation 3 cannot be served"), std::string::npos);
}

TEST_F(Hub, OpensTheNewestSoundGenerationAtTheStart) {
  store.must_build();
  ASSERT_TRUE(serves(2));
  std::filesystem::resize_file(store.store().generation_dir(2) / generation_file::kPostings, 64);
  std::string said;
  SnapshotHub again(store.store().dir(), [&](const std::string& message) { said += message; });
  ASSERT_TRUE(again.open());
  EXPECT_EQ(again.get()->generation, 1U);
  EXPECT_NE(said.find("postings"), std::string::npos) << said;
}

}  // namespace
}  // namespace souk
