// Routing, admission and path decoding, all without a socket.

#include "server/router.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "server/admission.h"
#include "server/cors.h"
#include "server/target.h"

namespace souk {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Route route(std::string method, std::string pattern, std::size_t max_body = 0, bool admin = false) {
  Route made;
  made.method = std::move(method);
  made.pattern = std::move(pattern);
  made.max_body = max_body;
  made.admin = admin;
  return made;
}

Router test_router() {
  return Router({
      route("GET", "/"),
      route("GET", "/v1/products/{id}"),
      route("GET", "/v1/products/search"),
      route("POST", "/v1/products/search", 100),
      route("GET", "/v1/shops/{id}/products"),
      route("POST", "/1/indexes/*/queries", 100),
      route("POST", "/v1/admin/changes", 1000, true),
      route("GET", "/v1/admin/generations", 0, true),
  });
}

std::string header(const HttpResponse& response, std::string_view name) {
  for (const auto& [key, value] : response.headers) {
    if (key == name) return value;
  }
  return "(none)";
}

TEST(Target, DecodesEachSegmentByItself) {
  struct Case {
    std::string target;
    std::vector<std::string> segments;
    std::string query;
  };
  const std::vector<Case> cases = {
      {"/", {""}, ""},
      {"/a/b", {"a", "b"}, ""},
      {"/a%2Fb/c", {"a/b", "c"}, ""},
      {"/a%2fb?x=%2&y", {"a/b"}, "x=%2&y"},
      {"/a//b/", {"a", "", "b", ""}, ""},
      {"/%C3%A9", {"é"}, ""},
      {"/a+b", {"a+b"}, ""},
      {"/a?b?c", {"a"}, "b?c"},
      {"/..%2f..", {"../.."}, ""},
      {"http://h/a?b", {"a"}, "b"},
      {"HTTPS://h:1?b", {""}, "b"},
      {"http://h", {""}, ""},
      {"/a%3Fb", {"a?b"}, ""},
      {"/%2500", {"%00"}, ""},
  };
  for (const auto& [target, segments, query] : cases) {
    const auto parsed = parse_target(target);
    ASSERT_TRUE(parsed) << target;
    EXPECT_EQ(parsed->segments, segments) << target;
    EXPECT_EQ(parsed->query, query) << target;
  }
}

TEST(Target, RefusesWhatDoesNotDecodeToText) {
  for (const auto* target : {"/%", "/%4", "/%zz", "/%4g", "/%00", "/a%00b", "/%ff", "/%c3",
                             "/%c3%28", "/%ed%a0%80", "/%c0%af", "/%f4%90%80%80", "/%-1", "/a%"}) {
    EXPECT_FALSE(parse_target(target)) << target;
  }
}

TEST(Router, PrefersExactSegmentsToBraces) {
  const auto router = test_router();
  const auto find = [&](std::string_view method, std::vector<std::string> segments) {
    return router.find(method, segments);
  };
  EXPECT_EQ(find("GET", {"v1", "products", "search"}).route->pattern, "/v1/products/search");
  const auto product = find("GET", {"v1", "products", "p1"});
  EXPECT_EQ(product.route->pattern, "/v1/products/{id}");
  EXPECT_THAT(product.args, ElementsAre("p1"));
  EXPECT_THAT(find("GET", {"v1", "shops", "a/b", "products"}).args, ElementsAre("a/b"));
  EXPECT_EQ(find("HEAD", {""}).route->pattern, "/");
  EXPECT_EQ(find("POST", {"1", "indexes", "*", "queries"}).route->pattern, "/1/indexes/*/queries");
}

TEST(Router, TellsAnUnknownPathFromAWrongMethod) {
  const auto router = test_router();
  const auto find = [&](std::string_view method, std::vector<std::string> segments) {
    return router.find(method, segments);
  };
  for (const std::vector<std::string>& path : std::vector<std::vector<std::string>>{
           {"nothing"}, {"v1", "products", ""}, {"v1", "products", "a", "b"}, {"v1"}, {}}) {
    EXPECT_FALSE(find("GET", path).path_known) << ::testing::PrintToString(path);
  }
  // Both the exact path and the brace know it: their methods add up.
  const auto wrong = find("DELETE", {"v1", "products", "search"});
  EXPECT_TRUE(wrong.path_known);
  EXPECT_EQ(wrong.route, nullptr);
  EXPECT_EQ(wrong.allow, "GET, HEAD, POST, OPTIONS");
  EXPECT_EQ(find("HEAD", {"v1", "admin", "changes"}).allow, "POST, OPTIONS");
}

struct Asked {
  std::string method, target;
  std::size_t length = 0;
  std::string type;
  std::string key;
  bool chunked = false;
};

struct Decided {
  int status = 0;  ///< 0: admitted
  HttpResponse response;
};

Decided decide(const Asked& asked, const ServerOptions& options = {}) {
  static const Router router = test_router();
  RequestHead head;
  head.frame.method = asked.method;
  head.frame.target = asked.target;
  if (asked.length > 0) head.frame.content_length = asked.length;
  head.frame.chunked = asked.chunked;
  head.request.api_key = asked.key;
  set_content_type(head, asked.type);
  auto decision = admit(head, router, options);
  if (std::holds_alternative<Admitted>(decision)) return {};
  auto& response = std::get<HttpResponse>(decision);
  const int status = response.status;
  return {status, std::move(response)};
}

TEST(Admission, DecidesOnTheHeaderAlone) {
  struct Case {
    Asked asked;
    int status;
  };
  const std::string search = "/v1/products/search";
  const std::vector<Case> cases = {
      {{"GET", search}, 0},
      {{"HEAD", search}, 0},
      {{"BREW", search}, 501},
      {{"get", search}, 501},
      {{"BREW", "/nothing"}, 501},
      {{"TRACE", search}, 405},
      {{"TRACE", "/nothing"}, 405},
      {{"CONNECT", "h:443"}, 405},
      {{"PUT", search}, 405},
      {{"GET", "/nothing"}, 404},
      {{"GET", "/%zz"}, 400},
      {{"OPTIONS", search}, 204},
      {{"OPTIONS", "*"}, 204},
      {{"OPTIONS", "/nothing"}, 404},
      {{"POST", search, 100, "application/json"}, 0},
      {{"POST", search, 101, "application/json"}, 413},
      {{"POST", search, 10, "Application/JSON; charset=UTF-8"}, 0},
      {{"POST", search, 10, "application/json;charset=\"utf-8\""}, 0},
      {{"POST", search, 10, "application/json; charset=latin1"}, 415},
      {{"POST", search, 10, "application/vnd.x+json"}, 0},
      {{"POST", search, 10, ""}, 0},
      {{"POST", search, 10, "text/plain"}, 415},
      {{"POST", search, 10, "application/x-www-form-urlencoded"}, 0},
      {{"POST", search, 10, "application/x-ndjson"}, 415},
      {{"POST", search, 0, "text/plain"}, 0},
      {{"POST", "/1/indexes/*/queries", 10, "text/plain"}, 0},
      {{"POST", "/1/indexes/%2A/queries", 10, "application/x-www-form-urlencoded"}, 0},
      {{"GET", search, 1, "application/json"}, 413},
      {{"GET", search, 0, "", "", true}, 413},
  };
  for (const auto& [asked, status] : cases) {
    EXPECT_EQ(decide(asked).status, status)
        << asked.method << ' ' << asked.target << ' ' << asked.length << ' ' << asked.type;
  }
}

TEST(Admission, KeepsAdministrationBehindItsKey) {
  const std::string changes = "/v1/admin/changes";
  ServerOptions off;
  ServerOptions on;
  on.admin_keys = {"", "right-key"};
  EXPECT_EQ(decide({"POST", changes, 5, "application/json", "right-key"}, off).status, 403);
  for (const auto* key : {"", "right-ke", "right-keyx", "wrong-key", "right-keyright-key"}) {
    const auto decided = decide({"POST", changes, 5, "application/json", key}, on);
    EXPECT_EQ(decided.status, 401) << key;
    EXPECT_THAT(header(decided.response, "WWW-Authenticate"), HasSubstr("Bearer"));
  }
  EXPECT_EQ(decide({"POST", changes, 5, "application/x-ndjson", "right-key"}, on).status, 0);
  const std::string form = "application/x-www-form-urlencoded";  // curl -d without a -H
  EXPECT_EQ(decide({"POST", changes, 5, form, "right-key"}, on).status, 0);
  EXPECT_EQ(decide({"POST", changes, 5, "text/plain", "right-key"}, on).status, 415);
  // Who has no key does not learn what the limits are.
  EXPECT_EQ(decide({"POST", changes, 5000, "text/plain"}, on).status, 401);
}

TEST(Admission, AsksForASearchKeyOnlyWhereOneIsConfigured) {
  ServerOptions options;
  options.search_keys = {"searcher"};
  options.admin_keys = {"admin"};
  EXPECT_EQ(decide({"GET", "/v1/products/search"}, options).status, 401);
  EXPECT_EQ(decide({"GET", "/v1/products/search", 0, "", "searcher"}, options).status, 0);
  EXPECT_EQ(decide({"GET", "/v1/products/search", 0, "", "admin"}, options).status, 0);
  EXPECT_EQ(decide({"GET", "/v1/admin/generations", 0, "", "searcher"}, options).status, 401);
  EXPECT_EQ(decide({"GET", "/"}, options).status, 0);
  const std::string queries = "/1/indexes/*/queries?x-algolia-agent=a&x-algolia-api-key=searcher";
  EXPECT_EQ(decide({"POST", queries, 5}, options).status, 0);
  EXPECT_EQ(decide({"GET", "/v1/products/search?x-algolia-api-key=searcher"}, options).status, 401);
}

TEST(Cors, OpensTheSearchApiAndNothingElse) {
  for (const auto* open : {"/v1/products/search", "/v1/products/p1", "/v1/suggest",
                           "/v1/multi_search", "/1/indexes/*/queries", "/openapi.json"}) {
    EXPECT_TRUE(readable_by_any_origin(open)) << open;
  }
  for (const auto* closed : {"/", "/v1/admin/changes", "/v1/market/orders", "/v1/productsx",
                             "/healthz", "/metrics", "/11"}) {
    EXPECT_FALSE(readable_by_any_origin(closed)) << closed;
  }
}

TEST(Cors, GrantsAPreflightWhatItAsksFor) {
  RequestHead head;
  head.request.path = "/v1/products/search";
  head.has_origin = true;
  head.asked_method = "POST";
  head.asked_headers = "content-type, x-custom, bad\rname";
  auto response = options_answer(head, "GET, HEAD, POST, OPTIONS");
  EXPECT_EQ(header(response, "Access-Control-Allow-Methods"), "GET, HEAD, POST, OPTIONS");
  EXPECT_THAT(header(response, "Access-Control-Allow-Headers"), HasSubstr("x-custom"));
  EXPECT_THAT(header(response, "Access-Control-Allow-Headers"), ::testing::Not(HasSubstr("bad")));
  head.request.path = "/v1/admin/changes";
  EXPECT_EQ(header(options_answer(head, "POST"), "Access-Control-Allow-Methods"), "(none)");
}

}  // namespace
}  // namespace souk
