#pragma once
// A store of five articles and the handlers over it, called without a socket. One thread.

#include <gtest/gtest.h>
#include <simdjson.h>

#include <sstream>

#include "server/changes_api.h"
#include "server/metrics.h"
#include "server/ops_api.h"
#include "server/router.h"
#include "server/rules_api.h"
#include "server/search_api.h"
#include "tests/indexer/temp_store.h"

namespace souk::testing {

inline constexpr const char* kArticles =
    R"({"id":"p1","title":"USB cable","brand":"Acme","category":["Electronics","Cables"],)"
    R"("shop_id":"s1","price":{"amount":500,"currency":"USD"},"sales":50,"rating":4.5,)"
    R"("review_count":9,"free_shipping":true,"warranty":"2 years"})"
    "\n"
    R"({"id":"p2","title":{"en":"USB charger","fr":"Chargeur USB"},"brand":"Bolt",)"
    R"("category":["Electronics"],"shop_id":"s2","price":{"amount":1500,"currency":"USD"},)"
    R"("sales":40,"attributes":{"Color":"Red"}})"
    "\n"
    R"({"id":"p3","title":"Red <b>cable</b> & hub","brand":"Acme","category":["Electronics",)"
    R"("Cables"],"shop_id":"s1","price":{"amount":900,"currency":"USD"},"sales":30,"stock":0})"
    "\n"
    R"({"id":"p4","title":"Tea pot","brand":"Cha","category":["Home"],"sales":20})"
    "\n"
    R"({"id":"p5","title":"耳机","lang":"zh","brand":"Acme","category":["Electronics"],"sales":10})"
    "\n";
inline constexpr const char* kShops =
    R"({"id":"s1","name":"Red Cable House","country":"DE","rating":4.8,"review_count":120})"
    "\n"
    R"({"id":"s2","name":"Bolt Trading","aliases":["Thunder"]})"
    "\n";

/// A JSON answer, readable with simdjson's DOM.
struct Answer {
  int status = 0;
  std::string body;
  std::shared_ptr<simdjson::dom::parser> parser = std::make_shared<simdjson::dom::parser>();
  simdjson::dom::element json;

  [[nodiscard]] std::string text(std::string_view pointer) const {
    std::string_view value;
    EXPECT_EQ(json.at_pointer(pointer).get(value), simdjson::SUCCESS) << pointer << " of " << body;
    return std::string(value);
  }
  [[nodiscard]] std::int64_t number(std::string_view pointer) const {
    std::int64_t value = -1;
    EXPECT_EQ(json.at_pointer(pointer).get(value), simdjson::SUCCESS) << pointer << " of " << body;
    return value;
  }
  /// The value as minified JSON; empty where there is none.
  [[nodiscard]] std::string raw(std::string_view pointer) const {
    simdjson::dom::element value;
    if (json.at_pointer(pointer).get(value) != simdjson::SUCCESS) return {};
    return simdjson::minify(value);
  }
  /// The ids of the hits, separated by spaces.
  [[nodiscard]] std::string ids(std::string_view pointer = "/hits") const {
    std::string result;
    simdjson::dom::array hits;
    EXPECT_EQ(json.at_pointer(pointer).get(hits), simdjson::SUCCESS) << body;
    for (const simdjson::dom::element hit : hits) {
      std::string_view id;
      EXPECT_EQ(hit["id"].get(id), simdjson::SUCCESS);
      result += (result.empty() ? "" : " ") + std::string(id);
    }
    return result;
  }
};

class ApiTest : public ::testing::Test {
 protected:
  void SetUp() override {
    store.add_feed("articles.jsonl", kArticles);
    store.options.shops = store.write("shops.jsonl", kShops);
    store.must_build();
    log_path = (store.dir() / "queries.jsonl").string();
    log = QueryLog::open(log_path).value();
    hub = std::make_unique<SnapshotHub>(
        store.store().dir(),
        [this](const std::string& message) {
          const std::lock_guard lock(talk_mutex);
          talk.push_back(message);
        },
        live_options);
    ASSERT_TRUE(hub->open());
    SearchLimits limits;
    limits.rules = open_rules("", store.store().dir()).value();
    std::vector<Route> routes = search_routes(*hub, *log, limits);
    for (Route& route : rules_routes(limits.rules, 1U << 20)) routes.push_back(std::move(route));
    for (Route& route : ops_routes(*hub, metrics)) routes.push_back(std::move(route));
    for (Route& route : changes_routes(*hub, 16U << 20)) routes.push_back(std::move(route));
    router = std::make_unique<Router>(std::move(routes));
  }

  HttpResponse call(const std::string& method, const std::string& target, std::string body = {},
                    std::string accept_language = {}) {
    HttpRequest request;
    request.method = method;
    request.path = target.substr(0, target.find('?'));
    if (request.path.size() < target.size()) request.query = target.substr(request.path.size() + 1);
    request.body = std::move(body);
    request.accept_language = std::move(accept_language);
    std::vector<std::string> segments;
    std::istringstream in(request.path.substr(1));
    for (std::string segment; std::getline(in, segment, '/');) segments.push_back(segment);
    const auto match = router->find(method, segments);
    EXPECT_NE(match.route, nullptr) << method << ' ' << target;
    if (match.route == nullptr) return {};
    return match.route->handler(request, match.args);
  }
  Answer ask(const std::string& method, const std::string& target, std::string body = {},
             std::string accept_language = {}) {
    const HttpResponse response = call(method, target, std::move(body), std::move(accept_language));
    Answer answer;
    answer.status = response.status;
    answer.body = response.body;
    EXPECT_EQ(answer.parser->parse(answer.body).get(answer.json), simdjson::SUCCESS) << answer.body;
    return answer;
  }
  Answer get(const std::string& target) { return ask("GET", target); }

  /// Waits, for up to ten seconds, until a hub, the fixture's, serves a generation.
  bool serves(std::uint64_t generation) { return serves(generation, *hub); }
  static bool serves(std::uint64_t generation, const SnapshotHub& by) {
    for (int i = 0; i < 1000 && by.get()->generation != generation; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return by.get()->generation == generation;
  }

  TempStore store;
  LiveOptions live_options;
  std::string log_path;
  std::mutex talk_mutex;
  std::vector<std::string> talk;
  std::unique_ptr<QueryLog> log;
  std::unique_ptr<SnapshotHub> hub;
  Metrics metrics;
  std::unique_ptr<Router> router;
};

}  // namespace souk::testing
