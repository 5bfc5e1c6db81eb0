// Shops by name and alias: which match, in which order, on which page, and how they are written.

#include <gtest/gtest.h>

#include "query/page_json.h"
#include "query/shop_search.h"
#include "tests/query/small_world.h"

namespace souk {
namespace {

using testing::SmallWorld;
using Ids = std::vector<std::string>;

SmallWorld& world() {
  static SmallWorld shops(
      {R"({"id":"p1","title":"a","shop_id":"s2"})", R"({"id":"p2","title":"b","shop_id":"s2"})",
       R"({"id":"p3","title":"c","shop_id":"s3"})", R"({"id":"p4","title":"d","shop_id":"zz"})"},
      {R"({"id":"s1","name":"Red Cable Store"})", R"({"id":"s2","name":"Blue Cable Store"})",
       R"({"id":"s3","name":"Café <Noir>","aliases":["The Cable Place","Schwarz & Co"],)"
       R"("country":"FR","rating":4.5,"review_count":12,"logo":"https://x.test/l.png",)"
       R"("opened_at":"2020-02-29"})",
       R"({"id":"s4","name":"Red Cable Store"})",
       R"({"id":"s5","name":"耳机 House","lang":"zh"})"});
  return shops;
}

struct FoundShops {
  Ids ids;
  std::uint64_t total;
};

FoundShops search(std::string_view query) {
  const SearchRequest request = SmallWorld::request(query);
  const Snapshot& snapshot = world().snapshot();
  const ShopPage page = search_shops(request, snapshot, world().searcher().analyzer()).value();
  FoundShops found{{}, page.total};
  for (const std::uint32_t shop : page.shops) found.ids.emplace_back(snapshot.shops->id(shop));
  return found;
}

TEST(ShopSearch, FindsShopsThatHaveEveryWord) {
  const std::pair<const char*, Ids> cases[] = {
      {"q=red", {"s1", "s4"}},
      {"q=STORE+red", {"s1", "s4"}},
      {"q=red+blue", {}},
      {"q=cafe", {"s3"}},
      {"q=noir+cable", {"s3"}},  // a name's word and an alias's
      {"q=schwarz", {"s3"}},
      {"q=nothing", {}},
      {"q=%21%21%21", {}},  // words there were none: not the same as no q
      {"q=hou", {}},
      {"q=hou&prefix=last", {"s5"}},
      {"q=cab+sto&prefix=last", {}},
      {"q=cable+sto&prefix=last", {"s2", "s1", "s4"}},
      {"q=%E8%80%B3%E6%9C%BA&lang=zh", {"s5"}},
      {"q=zz", {"zz"}},  // a shop without a name goes by its id
  };
  for (const auto& [query, expected] : cases) {
    const FoundShops found = search(query);
    EXPECT_EQ(found.ids, expected) << query;
    EXPECT_EQ(found.total, expected.size()) << query;
  }
}

TEST(ShopSearch, FindsNamesAFewLettersOff) {
  const auto page = [](std::string_view query) {
    static SearchRequest request;
    request = SmallWorld::request(query);
    return search_shops(request, world().snapshot(), world().searcher().analyzer()).value();
  };
  EXPECT_EQ(search("q=schwartz").ids, (Ids{"s3"}));
  EXPECT_EQ(search("q=bleu+cabel").ids, (Ids{"s2"}));
  EXPECT_EQ(search("q=blue+cabl").ids, (Ids{"s2"}));
  EXPECT_EQ(search("q=cabel+sto&prefix=last").ids, (Ids{"s2", "s1", "s4"}));
  EXPECT_EQ(page("q=the+bleu+cabel").corrected, "the blue cable");
  EXPECT_EQ(page("q=acme+bleu+cabel").corrected, std::nullopt);  // nobody is called that
  EXPECT_EQ(page("q=Bleu++cabel").corrected, "blue  cable");
  EXPECT_EQ(page("q=bleu").relaxation, Relaxation::typo);
  EXPECT_EQ(page("q=blue").relaxation, Relaxation::none);
  EXPECT_EQ(page("q=blue").corrected, std::nullopt);
  EXPECT_EQ(search("q=bleu&typo=off").ids, Ids{});
  EXPECT_EQ(search("q=bleu&match=all").ids, Ids{});
  EXPECT_EQ(search("q=red+house").ids, Ids{});  // each is somebody's name, both nobody's
}

TEST(ShopSearch, FindsNamesInOtherScripts) {
  EXPECT_EQ(search("q=%D0%BA%D0%B0%D0%B1%D0%BB%D0%B5&lang=ru").ids,  // кабле
            search("q=cable").ids);
  EXPECT_EQ(search("q=%D0%BD%D0%BE%D0%B8%D1%80&lang=ru").ids, (Ids{"s3"}));  // ноир
  EXPECT_EQ(search("q=er+ji").ids, (Ids{"s5"}));                             // 耳机
}

TEST(ShopSearch, OrdersByScoreThenProductsThenId) {
  // Names before aliases; s2 sells two products, s1 and s4 none.
  EXPECT_EQ(search("q=cable").ids, (Ids{"s2", "s1", "s4", "s3"}));
}

TEST(ShopSearch, ListsEveryShopWithoutWords) {
  // By number of products: a shop that only a product names is one too.
  const Ids all = {"s2", "s3", "zz", "s1", "s4", "s5"};
  for (const char* query : {"", "q=", "q=+%09+", "q=%E3%80%80", "q=%C2%A0"}) {
    EXPECT_EQ(search(query).ids, all) << query;
  }
}

TEST(ShopSearch, PagesThroughItsShops) {
  EXPECT_EQ(search("per_page=2").ids, (Ids{"s2", "s3"}));
  EXPECT_EQ(search("per_page=2&page=2").ids, (Ids{"zz", "s1"}));
  EXPECT_EQ(search("per_page=4&page=2").ids, (Ids{"s4", "s5"}));
  EXPECT_EQ(search("per_page=4&page=3").ids, Ids{});
  EXPECT_EQ(search("per_page=0").ids, Ids{});
  EXPECT_EQ(search("per_page=2&page=3").total, 6U);
}

/// Times differ from run to run.
std::string timeless(std::string json) {
  const std::string_view key = "\"took_us\":";
  const auto start = json.find(key) + key.size();
  return json.replace(start, json.find_first_not_of("0123456789", start) - start, "0");
}

TEST(ShopSearch, WritesThePageOfTheContract) {
  const SearchRequest request = SmallWorld::request("q=cable&page=2&per_page=3&lang=fr");
  std::string json;
  append_shop_page(
      json, search_shops(request, world().snapshot(), world().searcher().analyzer()).value());
  EXPECT_EQ(
      timeless(json),
      R"({"query":"cable","lang":"fr","total":4,"page":2,"per_page":3,"sort":"relevance",)"
      R"("took_us":0,"corrected_query":null,"relaxation":"none",)"
      R"("generation":42,"sequence":981,"after":null,"hits":[{"id":"s3","name":"Café <Noir>",)"
      R"("logo":"https://x.test/l.png","country":"FR","rating":4.5,"review_count":12,)"
      R"("product_count":1}],"facets":{}})");
}

TEST(ShopSearch, WalksEveryShopByCursor) {
  for (const char* query : {"", "q=cable", "q=store"}) {
    const Ids all = search(query).ids;
    SearchRequest request = SmallWorld::request(query);
    for (request.per_page = 1; request.per_page <= 3; ++request.per_page) {
      Ids walked;
      request.after.reset();
      do {
        const auto page = search_shops(request, world().snapshot(), world().searcher().analyzer());
        ASSERT_TRUE(page);
        EXPECT_EQ(page->total, all.size());
        for (const auto shop : page->shops) {
          walked.emplace_back(world().snapshot().shops->id(shop));
        }
        request.after = page->after;
      } while (request.after && walked.size() <= all.size());
      EXPECT_EQ(walked, all) << query << ' ' << request.per_page;
    }
  }
}

TEST(ShopSearch, RefusesACursorOfScoresFromAnotherGeneration) {
  SearchRequest request = SmallWorld::request("q=cable");
  request.after = Cursor{Sort::relevance, -1, 0, "s1", 41};
  const auto page = search_shops(request, world().snapshot(), world().searcher().analyzer());
  ASSERT_FALSE(page);
  EXPECT_EQ(page.error().code, ErrorCode::gone);
}

TEST(ShopSearch, WritesAShopWithAllItsFields) {
  const Snapshot& snapshot = world().snapshot();
  std::string json;
  append_shop(json, snapshot, *snapshot.shops->find("s3"));
  EXPECT_EQ(json, R"({"id":"s3","name":"Café <Noir>","aliases":["The Cable Place","Schwarz & Co"],)"
                  R"("logo":"https://x.test/l.png","country":"FR","rating":4.5,"review_count":12,)"
                  R"("opened_at":"2020-02-29T00:00:00Z","product_count":1})");
  json.clear();
  append_shop(json, snapshot, *snapshot.shops->find("zz"));
  EXPECT_EQ(json, R"({"id":"zz","name":"zz","aliases":[],"logo":null,"country":null,"rating":null,)"
                  R"("review_count":0,"opened_at":null,"product_count":1})");
}

}  // namespace
}  // namespace souk
