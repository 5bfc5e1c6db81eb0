// Searches, builds, swaps, a rollback and the shutdown at the same time: no failed search, no page
// that mixes generations, every thread joined. What ThreadSanitizer is for.

#include <fcntl.h>
#include <gtest/gtest.h>
#include <simdjson.h>

#include <array>
#include <atomic>
#include <stdexcept>
#include <thread>

#include "server/metrics.h"
#include "server/ops_api.h"
#include "server/query_log.h"
#include "server/search_api.h"
#include "server/snapshot_hub.h"
#include "tests/indexer/temp_store.h"
#include "tests/server/raw_client.h"

namespace souk {
namespace {

using namespace std::chrono_literals;
using test::RawClient;
using testing::TempStore;

constexpr std::uint64_t kGenerations = 4;
constexpr std::array kTargets = {
    "/v1/products/search?q=cable&facets=brand,price",
    "/v1/products/search?q=cab&sort=price_asc&brand=b1&facets=brand",
    "/v1/products/search?group=true&filter=price%20%3E%200",
    "/v1/products/p3",
    "/v1/shops/search?q=s1",
    "/metrics",
};

/// Generation g has 20 + g products, so that a page tells which one it counted.
constexpr std::uint64_t products_of(std::uint64_t generation) { return 20 + generation; }

std::string feed_of(std::uint64_t generation) {
  std::string feed;
  for (std::uint64_t i = 0; i < products_of(generation); ++i) {
    const std::string n = std::to_string(i);
    feed += R"({"id":"p)" + n + R"(","title":"Cable )" + n + R"(","brand":"b)" +
            std::to_string(i % 3) + R"(","shop_id":"s1","group":"g)" + std::to_string(i % 7) +
            R"(","price":{"amount":)" + n + R"(,"currency":"USD"},"sales":)" + n + "}\n";
  }
  return feed;
}

class Together : public ::testing::Test {
 protected:
  void SetUp() override {
    store.options.threads = 3;
    build_next();
    log = QueryLog::open((store.dir() / "queries.jsonl").string()).value();
    hub = std::make_unique<SnapshotHub>(store.store().dir(), [](const std::string&) {});
    ASSERT_TRUE(hub->open());
    std::vector<Route> routes = search_routes(*hub, *log, SearchLimits{});
    for (Route& route : ops_routes(*hub, metrics)) routes.push_back(std::move(route));
    ServerOptions options = test::test_options();
    options.log_descriptor = request_log.get();
    options.on_request = [this](const RequestRecord& record) { metrics.count(record); };
    server = test::started(options, std::move(routes));
  }

  void build_next() {
    store.options.feeds.clear();
    store.add_feed("feed.jsonl", feed_of(++built));
    store.must_build();
  }
  bool serves(std::uint64_t generation) {
    for (int i = 0; i < 2000 && hub->get()->generation != generation; ++i) {
      std::this_thread::sleep_for(10ms);
    }
    return hub->get()->generation == generation;
  }

  /// Asks one thing after the other until the server is gone.
  void ask(std::size_t turn) {
    simdjson::dom::parser parser;
    while (true) {
      try {
        RawClient client(server->port());
        for (;; ++turn) {
          client.send("GET " + std::string(kTargets[turn % kTargets.size()]) +
                      " HTTP/1.1\r\nHost: h\r\n\r\n");
          const auto response = client.read_response();
          if (response.status == 0) break;
          if (response.status != 200) {
            if (!stopping) ++failed;
            continue;
          }
          ++answered;
          if (turn % kTargets.size() == 0) check_page(parser, response.body);
        }
      } catch (const std::runtime_error&) {  // refused: the listener is closed
        if (!stopping) ++failed;
        return;
      }
      if (stopping) return;
      ++failed;
    }
  }

  void check_page(simdjson::dom::parser& parser, const std::string& body) {
    simdjson::dom::element page;
    std::uint64_t generation = 0;
    std::uint64_t total = 0;
    const bool whole = parser.parse(body).get(page) == simdjson::SUCCESS &&
                       page["generation"].get(generation) == simdjson::SUCCESS &&
                       page["total"].get(total) == simdjson::SUCCESS;
    if (!whole || total != products_of(generation)) ++mixed;
  }

  TempStore store;
  std::uint64_t built = 0;
  FileDescriptor request_log{::open("/dev/null", O_WRONLY | O_CLOEXEC)};
  std::unique_ptr<QueryLog> log;
  std::unique_ptr<SnapshotHub> hub;
  Metrics metrics;
  std::unique_ptr<Server> server;
  std::atomic<bool> stopping{false};
  std::atomic<int> answered{0};
  std::atomic<int> failed{0};
  std::atomic<int> mixed{0};
};

TEST_F(Together, SearchesSwapsAndShutdownDoNotDisturbEachOther) {
  std::vector<std::thread> clients;
  for (std::size_t i = 0; i < 4; ++i) clients.emplace_back([this, i] { ask(i); });
  while (built < kGenerations) {
    build_next();
    EXPECT_TRUE(serves(built));
  }
  EXPECT_TRUE(store.store().activate(2));
  hub->live().serve_soon(2, 5s);
  EXPECT_TRUE(serves(2));
  const int before = answered;
  while (answered < before + 50) std::this_thread::sleep_for(1ms);
  EXPECT_EQ(failed, 0);

  stopping = true;
  server->stop(500ms);
  server->join();
  server.reset();
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(failed, 0);
  EXPECT_EQ(mixed, 0);
  log.reset();  // writes what was asked
  EXPECT_FALSE(testing::read_bytes(store.dir() / "queries.jsonl").empty());
}

}  // namespace
}  // namespace souk
