// The reading endpoints over a small store: what each answers, and how it refuses.

#include "tests/server/api_fixture.h"

namespace souk {
namespace {

using SearchApi = testing::ApiTest;

TEST_F(SearchApi, AnswersSearchesAsTheContractDraws) {
  const auto page =
      get("/v1/products/search?q=cable&facets=brand,price&highlight=true&lang=en&match=all");
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(page.ids(), "p1 p3");
  EXPECT_EQ(page.number("/total"), 2);
  EXPECT_EQ(page.text("/query"), "cable");
  EXPECT_EQ(page.text("/lang"), "en");
  EXPECT_EQ(page.text("/sort"), "relevance");
  EXPECT_EQ(page.text("/relaxation"), "none");
  EXPECT_EQ(page.number("/page"), 1);
  EXPECT_EQ(page.number("/per_page"), 20);
  EXPECT_EQ(page.number("/generation"), 1);
  EXPECT_EQ(page.raw("/corrected_query"), "null");
  EXPECT_EQ(page.raw("/hits/0/price"), R"({"amount":500,"currency":"USD"})");
  EXPECT_EQ(page.raw("/hits/0/list_price"), "null");
  EXPECT_EQ(page.raw("/hits/0/category"), R"(["Electronics","Cables"])");
  EXPECT_EQ(page.raw("/hits/0/shop"), R"({"id":"s1","name":"Red Cable House"})");
  EXPECT_EQ(page.raw("/hits/0/free_shipping"), "true");
  EXPECT_EQ(page.raw("/hits/0/stock"), "null");
  EXPECT_EQ(page.text("/hits/0/warranty"), "2 years");
  EXPECT_EQ(page.raw("/facets/brand"), R"([{"value":"Acme","label":"Acme","count":2}])");
  EXPECT_EQ(page.raw("/facets/price"), R"({"min":500,"max":900,"currency":"USD"})");
}

TEST_F(SearchApi, EscapesMarkupInHighlightsAlone) {
  const auto page = get("/v1/products/search?q=hub&highlight=true");
  EXPECT_EQ(page.text("/hits/0/title"), "Red <b>cable</b> & hub");
  EXPECT_EQ(page.text("/hits/0/highlights/title"),
            "Red &lt;b&gt;cable&lt;/b&gt; &amp; <em>hub</em>");
}

TEST_F(SearchApi, TakesTheSameNamesInABody) {
  const auto by_query = get("/v1/products/search?brand=Acme&brand=Cha&sort=price_desc&per_page=3");
  const auto by_body = ask("POST", "/v1/products/search",
                           R"({"brand":["Acme","Cha"],"sort":"price_desc","per_page":3})");
  EXPECT_EQ(by_query.ids(), "p3 p1 p4");
  EXPECT_EQ(by_body.ids(), by_query.ids());
  EXPECT_EQ(by_body.raw("/total"), "4");
}

TEST_F(SearchApi, AnswersInTheAskedLanguage) {
  EXPECT_EQ(get("/v1/products/search?q=chargeur&lang=fr").text("/hits/0/title"), "Chargeur USB");
  EXPECT_EQ(get("/v1/products/p2?lang=fr-CA").text("/title"), "Chargeur USB");
  EXPECT_EQ(get("/v1/products/p2?lang=ja").text("/title"), "USB charger");
  EXPECT_EQ(ask("GET", "/v1/products/p2", "", "fr;q=0.9, xx").text("/title"), "Chargeur USB");
}

TEST_F(SearchApi, WalksPagesByCursor) {
  std::string walked;
  std::string target = "/v1/products/search?sort=sales&per_page=2";
  for (int pages = 0; pages < 5; ++pages) {
    const auto page = get(target);
    walked += page.ids() + "|";
    if (page.raw("/after") == "null") break;
    target = "/v1/products/search?sort=sales&per_page=2&after=" + page.text("/after");
  }
  EXPECT_EQ(walked, "p1 p2|p3 p4|p5|");
}

TEST_F(SearchApi, NamesTheWrongParameter) {
  const struct {
    const char* target;
    int status;
    const char* param;
  } cases[] = {
      {"/v1/products/search?pages=1", 400, "pages"},
      {"/v1/products/search?page=0", 400, "page"},
      {"/v1/products/search?page=501&per_page=20", 400, "page"},
      {"/v1/products/search?sort=best", 400, "sort"},
      {"/v1/products/search?q=a&q=b", 400, "q"},
      {"/v1/products/search?filter=price%20%3E", 400, "filter"},
      {"/v1/products/search?facets=colour", 400, "facets"},
      {"/v1/products/search?currency=JPY", 400, "currency"},
      {"/v1/products/search?after=AAAA", 400, "after"},
      {"/v1/products/search?min_sequence=5", 503, "min_sequence"},
      {"/v1/products/nothing", 404, "id"},
      {"/v1/products/p1?page=2", 400, "page"},
      {"/v1/shops/nobody", 404, "id"},
      {"/v1/shops/s1?page=2", 400, "page"},
      {"/v1/shops/search?brand=Acme", 400, "brand"},
      {"/v1/shops/search?sort=rating", 400, "sort"},
      {"/v1/shops/search?attr.Color=Red", 400, "attr.Color"},
      {"/v1/shops/nobody/products", 404, "id"},
      {"/v1/shops/s1/products?shop=s2", 400, "shop"},
      {"/v1/categories?lang=not_a_tag", 400, "lang"},
  };
  for (const auto& [target, status, param] : cases) {
    const auto answer = get(target);
    EXPECT_EQ(answer.status, status) << target;
    EXPECT_EQ(answer.number("/status"), status) << target;
    EXPECT_EQ(answer.text("/param"), param) << target;
    EXPECT_FALSE(answer.text("/detail").empty()) << target;
  }
}

TEST_F(SearchApi, ShowsOneArticleWhole) {
  const auto article = get("/v1/products/p1");
  EXPECT_EQ(article.text("/id"), "p1");
  EXPECT_EQ(article.text("/warranty"), "2 years");
  EXPECT_EQ(article.raw("/translations/title"), R"({"en":"USB cable"})");
  EXPECT_EQ(article.number("/sales"), 50);
}

TEST_F(SearchApi, NeverNamesAMemberTwice) {
  store.add_feed("more.jsonl", R"({"id":"p9","title":"t","translations":"mine","category_ids":7,)"
                               R"("image":"no","note":1})"
                               "\n");
  store.must_build();
  ASSERT_TRUE(serves(2));
  const auto article = get("/v1/products/p9");
  std::map<std::string, int> times;
  for (const auto& [key, value] : article.json.get_object()) ++times[std::string(key)];
  for (const auto& [name, count] : times) EXPECT_EQ(count, 1) << name;
  EXPECT_EQ(article.raw("/note"), "1");
  EXPECT_EQ(article.raw("/translations/title"), R"({"en":"t"})");
  const auto hit = get("/v1/products/search?q=p9");
  EXPECT_EQ(hit.text("/hits/0/translations"), "mine");
}

TEST_F(SearchApi, HighlightsADescriptionInItsOwnLanguage) {
  store.add_feed("more.jsonl", R"({"id":"p9","title":{"fr":"Lampe"},"lang":"fr",)"
                               R"("description":{"en":"Two lamps"}})"
                               "\n");
  store.must_build();
  ASSERT_TRUE(serves(2));
  const auto page = get("/v1/products/search?q=lamp&lang=en&highlight=true");
  EXPECT_EQ(page.text("/hits/0/highlights/description"), "Two <em>lamps</em>");
}

TEST_F(SearchApi, WalksShopsByCursor) {
  const auto first = get("/v1/shops/search?per_page=1");
  EXPECT_EQ(first.ids(), "s1");
  EXPECT_EQ(first.text("/sort"), "sales");
  const auto second = get("/v1/shops/search?per_page=1&after=" + first.text("/after"));
  EXPECT_EQ(second.ids(), "s2");
  EXPECT_EQ(second.raw("/after"), "null");
}

TEST_F(SearchApi, FindsShopsByNameAndTheirArticles) {
  EXPECT_EQ(get("/v1/shops/search?q=cable").ids(), "s1");
  EXPECT_EQ(get("/v1/shops/search?q=thunder").ids(), "s2");
  EXPECT_EQ(get("/v1/shops/search?q=nobody").number("/total"), 0);
  const auto shop = get("/v1/shops/s1");
  EXPECT_EQ(shop.text("/name"), "Red Cable House");
  EXPECT_EQ(shop.number("/product_count"), 2);
  EXPECT_EQ(get("/v1/shops/s1/products?sort=price_desc").ids(), "p3 p1");
  EXPECT_EQ(get("/v1/shops/s1/products?brand=Bolt").number("/total"), 0);
}

TEST_F(SearchApi, CountsTheCategoryTree) {
  const auto tree = get("/v1/categories");
  EXPECT_EQ(tree.text("/categories/0/name"), "Electronics");
  EXPECT_EQ(tree.number("/categories/0/count"), 4);
  EXPECT_EQ(tree.text("/categories/0/children/0/name"), "Cables");
  EXPECT_EQ(tree.number("/categories/0/children/0/count"), 2);
  EXPECT_EQ(tree.raw("/categories/1/children"), "[]");
  const auto page = get("/v1/products/search?category=Electronics+%3E+Cables");
  EXPECT_EQ(page.ids(), "p1 p3");
}

TEST_F(SearchApi, AnswersSeveralSearchesEachForItself) {
  const auto answer = ask("POST", "/v1/multi_search",
                          R"({"searches":[{"q":"usb"},{"q":"a","page":0},{"q":{}},7]})");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.ids("/results/0/hits"), "p1 p2");
  EXPECT_EQ(answer.text("/results/1/param"), "page");
  EXPECT_EQ(answer.text("/results/2/param"), "q");
  EXPECT_EQ(answer.number("/results/3/status"), 400);
}

TEST_F(SearchApi, BlamesOneSearchOfASetAlone) {
  // Numbers and strings that a DOM parser takes for broken JSON concern their search only.
  const auto answer = ask("POST", "/v1/multi_search",
                          R"({"searches":[{"price_min":1e999},{"q":"usb"},{"brand":["\ud800"]},)"
                          R"({"page":18446744073709551616}, null , [] ]})");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.text("/results/0/param"), "price_min");
  EXPECT_EQ(answer.ids("/results/1/hits"), "p1 p2");
  EXPECT_EQ(answer.text("/results/2/param"), "brand");
  EXPECT_EQ(answer.text("/results/3/param"), "page");
  EXPECT_EQ(answer.text("/results/4/param"), "body");
  EXPECT_EQ(answer.text("/results/5/param"), "body");
}

TEST_F(SearchApi, RefusesASetOfSearchesThatIsNone) {
  std::string many = "{}";
  for (int i = 0; i < 50; ++i) many += ",{}";
  for (const std::string& body :
       {std::string(), std::string("["), std::string("[]"), std::string("{}"),
        std::string(R"({"searches":{}})"), std::string(R"({"searches":[]} x)"),
        std::string(R"({"searches":[{})"), std::string(R"({"searches":[],"lang":"fr"})"),
        std::string(R"({"searches":[],"searches":[]})"), R"({"searches":[)" + many + "]}"}) {
    EXPECT_EQ(ask("POST", "/v1/multi_search", body).status, 400) << body;
  }
}

TEST_F(SearchApi, SaysWhereToLookWhereNothingIsFound) {
  const char* cables = R"([{"id":"Electronics > Cables","name":"Cables","count":2}])";
  EXPECT_EQ(get("/v1/products/search?q=cable&brand=Bolt&lang=en").raw("/categories_to_try"),
            cables);
  EXPECT_EQ(get("/v1/products/search?q=cabel&price_max=1&lang=en").raw("/categories_to_try"),
            cables);
  // Words that nobody knows: the trees with the most products.
  EXPECT_EQ(get("/v1/products/search?q=zzzzz").raw("/categories_to_try"),
            R"([{"id":"Electronics","name":"Electronics","count":4},)"
            R"({"id":"Home","name":"Home","count":1}])");
  EXPECT_EQ(get("/v1/products/search?q=cable").raw("/categories_to_try"), "");
  EXPECT_EQ(get("/v1/products/search?brand=Nobody").raw("/categories_to_try"), "");
}

TEST_F(SearchApi, SuggestsWhileSomebodyTypes) {
  const auto suggested = get("/v1/suggest?q=red+c&lang=en");
  EXPECT_EQ(suggested.status, 200);
  EXPECT_EQ(suggested.raw("/suggestions/0"),
            R"({"type":"shop","text":"Red Cable House","id":"s1","count":2})");
  EXPECT_EQ(get("/v1/suggest?q=electr").raw("/suggestions/0"),
            R"({"type":"category","text":"Electronics","id":"Electronics","count":4})");
  EXPECT_EQ(get("/v1/suggest?q=zzzz").raw("/suggestions"), "[]");
  EXPECT_EQ(get("/v1/suggest?q=usb&limit=21").text("/param"), "limit");
  EXPECT_EQ(get("/v1/suggest?q=usb&sort=sales").text("/param"), "sort");
  EXPECT_EQ(ask("GET", "/v1/suggest?q=charg", "", "fr").text("/suggestions/0/text"), "chargeur");
}

TEST_F(SearchApi, LogsWhatWasAskedAndShown) {
  get("/v1/products/search?q=%22quoted%22&brand=Acme&brand=Bolt&lang=en");
  get("/v1/products/search?q=tea");
  log.reset();  // joins its writer
  std::istringstream lines(testing::read_bytes(log_path));
  std::string first;
  std::string second;
  std::string third;
  std::getline(lines, first);
  std::getline(lines, second);
  EXPECT_FALSE(std::getline(lines, third)) << third;
  simdjson::dom::parser parser;
  simdjson::dom::element json;
  ASSERT_EQ(parser.parse(first).get(json), simdjson::SUCCESS) << first;
  EXPECT_EQ(std::string_view(json["endpoint"]), "/v1/products/search");
  EXPECT_EQ(std::string_view(json["params"]["q"]), "\"quoted\"");
  EXPECT_EQ(std::int64_t(json["total"]), 0);
  ASSERT_EQ(parser.parse(second).get(json), simdjson::SUCCESS) << second;
  EXPECT_EQ(simdjson::minify(json["ids"].value()), R"(["p4"])");
  std::int64_t took = -1;
  EXPECT_EQ(json["took_us"].get(took), simdjson::SUCCESS);
  EXPECT_GE(took, 0);
}

}  // namespace
}  // namespace souk
