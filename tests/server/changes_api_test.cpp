// Live changes over HTTP handlers, as storefronts see them.

#include "server/changes_api.h"

#include "tests/server/api_fixture.h"

namespace souk::testing {
namespace {

class ChangesApi : public ApiTest {
 protected:
  ChangesApi() { live_options.accept_changes = true; }
};

TEST_F(ChangesApi, AnswersWhatWasTakenAndWhatWasNot) {
  const Answer answer = ask("POST", "/v1/admin/changes",
                            R"({"op":"patch","id":"p4","set":{"sales":1000}})"
                            "\n"
                            R"({"op":"patch","id":"p4","set":{"sales":-1}})"
                            "\n"
                            R"({"op":"delete","id":"p1"})"
                            "\n");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.number("/accepted"), 2);
  EXPECT_EQ(answer.number("/sequence"), 2);
  EXPECT_EQ(answer.number("/errors/0/line"), 2);
  EXPECT_EQ(answer.text("/errors/0/param"), "set.sales");
  EXPECT_NE(answer.text("/errors/0/detail"), "");
  const Answer page = get("/v1/products/search?min_sequence=2");
  EXPECT_EQ(page.ids(), "p4 p2 p3 p5");
  EXPECT_EQ(page.number("/sequence"), 2);
  EXPECT_EQ(page.number("/hits/0/sales"), 1000);
  EXPECT_EQ(ask("GET", "/v1/products/p2").status, 200);
  const auto gone = ask("GET", "/v1/products/p1");
  EXPECT_EQ(gone.status, 404);
}

TEST_F(ChangesApi, CountsCategoriesShopsAndFacetsLessTheDeleted) {
  ask("POST", "/v1/admin/changes",
      R"({"op":"delete","id":"p3"})"
      "\n"
      R"({"op":"upsert","product":{"id":"n1","title":"Garden cable","category":["Garden","Hoses"],)"
      R"("shop_id":"s9"}})"
      "\n"
      R"({"op":"upsert","shop":{"id":"s9","name":"Green Thumb"}})");
  const Answer tree = get("/v1/categories");  // not necessarily yet: the search below waits
  EXPECT_EQ(tree.status, 200);
  const Answer page = get("/v1/products/search?min_sequence=3&q=cable&facets=category,shop");
  EXPECT_EQ(page.number("/total"), 2);
  EXPECT_EQ(page.raw("/facets/category"),
            R"([{"value":"Electronics","label":"Electronics","count":1},)"
            R"({"value":"Garden","label":"Garden","count":1}])");
  EXPECT_EQ(page.raw("/facets/shop"), R"([{"value":"s1","label":"Red Cable House","count":1},)"
                                      R"({"value":"s9","label":"Green Thumb","count":1}])");
  EXPECT_EQ(get("/v1/products/search?category=Garden").ids(), "n1");
  EXPECT_EQ(get("/v1/shops/search?q=green").number("/hits/0/product_count"), 1);
  EXPECT_EQ(get("/v1/shops/s1").number("/product_count"), 1);
  EXPECT_EQ(get("/v1/shops/s9/products").ids(), "n1");
  const Answer now = get("/v1/categories");
  EXPECT_EQ(now.raw("/categories/0/children"),
            R"([{"id":"Electronics > Cables","name":"Cables","count":1,"children":[]}])");
  EXPECT_EQ(now.raw("/categories/2/children"),
            R"([{"id":"Garden > Hoses","name":"Hoses","count":1,"children":[]}])");
}

TEST_F(ChangesApi, DoesNotWaitForASequenceThatIsNotThere) {
  const Answer page = get("/v1/products/search?min_sequence=99");
  EXPECT_EQ(page.status, 503);
  EXPECT_EQ(page.text("/param"), "min_sequence");
}

TEST_F(ChangesApi, KeepsARelevanceCursorOverChanges) {
  const Answer first = get("/v1/products/search?q=cable&sort=relevance&per_page=1");
  const std::string after = first.text("/after");
  ask("POST", "/v1/admin/changes",
      R"({"op":"upsert","product":{"id":"n1","title":"lamp"}})"
      "\n");
  const Answer second =
      get("/v1/products/search?q=cable&sort=relevance&per_page=1&min_sequence=1&after=" + after);
  EXPECT_EQ(second.status, 200);
  EXPECT_EQ(second.number("/sequence"), 1);
  EXPECT_NE(second.ids(), first.ids());
}

}  // namespace
}  // namespace souk::testing
