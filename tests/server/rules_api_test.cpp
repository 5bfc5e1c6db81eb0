// Merchandising rules by the admin endpoint, and what a search then says.

#include "tests/server/api_fixture.h"

namespace souk {
namespace {

using RulesApi = testing::ApiTest;

TEST_F(RulesApi, PutsRulesInForceAndGivesThemBack) {
  EXPECT_EQ(call("GET", "/v1/admin/rules").body, "");
  EXPECT_EQ(get("/v1/products/search?q=cable").ids(), "p1 p3");
  const std::string rules = R"([[rule]]
id = "teatime"
query = "cable"
pin = ["p4"]
hide = ["p1"]
boost = [{ filter = 'brand = "Acme"', by = 0.5 }]
[[rule]]
id = "help"
query = "help"
redirect = "https://help.test/"
)";
  EXPECT_EQ(ask("PUT", "/v1/admin/rules", rules).number("/rules"), 2);
  EXPECT_EQ(call("GET", "/v1/admin/rules").body, rules);
  const auto page = get("/v1/products/search?q=cable&match=all&explain=true&facets=brand");
  EXPECT_EQ(page.ids(), "p4 p3");
  EXPECT_EQ(page.number("/total"), 2);
  EXPECT_EQ(page.raw("/rules"), R"(["teatime"])");
  EXPECT_EQ(page.raw("/redirect"), "");
  EXPECT_EQ(page.raw("/hits/0/explain/pinned"), "true");
  EXPECT_EQ(page.text("/hits/1/explain/boosts/0/boost"), "brand = \"Acme\"");
  EXPECT_EQ(page.number("/hits/0/explain/boosts/0/points"), 0);
  EXPECT_GT(page.number("/hits/1/explain/boosts/0/points"), 0);
  EXPECT_EQ(page.number("/hits/1/explain/score"),
            page.number("/hits/1/explain/words/0/points") +
                page.number("/hits/1/explain/boosts/0/points"));
  EXPECT_EQ(page.raw("/facets/brand"), R"([{"value":"Acme","label":"Acme","count":1},)"
                                       R"({"value":"Cha","label":"Cha","count":1}])");
  EXPECT_EQ(get("/v1/products/search?q=cable&match=all").raw("/rules"), "") << "unless asked";
  EXPECT_EQ(get("/v1/products/search?q=help").text("/redirect"), "https://help.test/");
}

TEST_F(RulesApi, RefusesABrokenFileAndKeepsTheRules) {
  ASSERT_EQ(ask("PUT", "/v1/admin/rules", "[[rule]]\nid = \"a\"\nhide = \"p1\"\n").status, 200);
  const auto refused = ask("PUT", "/v1/admin/rules", "[[rule]]\nid = \"b\"\nhide = 7\n");
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(refused.text("/param"), "hide");
  EXPECT_EQ(refused.text("/detail"),
            "rules.toml:3: rule \"b\": hide: must be a string that is not empty");
  EXPECT_EQ(get("/v1/products/search?q=cable&match=all").ids(), "p3");
  EXPECT_EQ(ask("PUT", "/v1/admin/rules", "").number("/rules"), 0);
  EXPECT_EQ(get("/v1/products/search?q=cable&match=all").ids(), "p1 p3");
}

}  // namespace
}  // namespace souk
