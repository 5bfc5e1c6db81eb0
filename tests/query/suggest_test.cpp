// Suggestions: what they are made of, and that they keep what they promise, over random snapshots.

#include "query/suggest.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <set>

#include "data/formats.h"
#include "tests/query/small_world.h"
#include "tests/support/random_world.h"
#include "tests/support/suggested.h"

namespace souk {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::SmallWorld;

SmallWorld& suggested_world() {
  static SmallWorld shop(
      {R"({"id":"p1","title":"Wireless Headphones","brand":"Sonora","shop_id":"s1","sales":900,)"
       R"("category":["Audio","Headphones"]})",
       R"({"id":"p2","title":{"en":"Red Wireless Headphones","de":"Rote Kopfhörer"},)"
       R"("brand":"Sonora","sales":50,"category":["Audio","Headphones"]})",
       R"({"id":"p3","title":"Wired Headset","brand":"Café Noir","shop_id":"s2","sales":5,)"
       R"("category":["Audio"]})",
       R"({"id":"p4","title":"无线耳机","lang":"zh","sales":3})"},
      {R"({"id":"s1","name":"Sound Bazaar","aliases":["Wireless World"]})",
       R"({"id":"s2","name":"Café Shop"})", R"({"id":"s3","name":"Wire & Co"})"});
  return shop;
}

std::vector<std::string> suggest(std::string_view query) {
  const auto request = parse_suggest_request(parse_query_string(query).value()).value();
  Suggester suggester(suggested_world().searcher());
  std::vector<std::string> lines;
  for (const auto& each : suggester.suggest(request, suggested_world().snapshot()).value()) {
    lines.push_back(fmt::format("{} {} [{}] {}", name(each.kind), each.text, each.id, each.count));
  }
  return lines;
}

TEST(Suggest, ContinuesWhatIsTyped) {
  EXPECT_THAT(
      suggest("q=wireless+h"),
      ElementsAre("query wireless headphones [] 2", "query red wireless headphones [] 1",
                  "product Wireless Headphones [p1] 1", "product Red Wireless Headphones [p2] 1"));
  EXPECT_THAT(suggest("q=aud&limit=1"), ElementsAre("category Audio [Audio] 3"));
  EXPECT_THAT(suggest("q=caf"),
              ElementsAre("query café noir headset [] 1", "brand Café Noir [Café Noir] 1",
                          "shop Café Shop [s2] 1", "product Wired Headset [p3] 1"));
}

TEST(Suggest, NamesShopsByTheirAliasesAndNoEmptyOnes) {
  // "Wire & Co" sells nothing.
  const auto lines = suggest("q=wire&limit=20");
  EXPECT_THAT(lines, ::testing::Contains("shop Sound Bazaar [s1] 1"));
  EXPECT_THAT(lines, ::testing::Not(::testing::Contains(::testing::HasSubstr("[s3]"))));
}

TEST(Suggest, TakesTheNearestSpellingUnlessTold) {
  EXPECT_EQ(suggest("q=hedphon"), suggest("q=headphon"));
  EXPECT_EQ(suggest("q=wireles+hedphon").front(), "query wireless headphones [] 2");
  EXPECT_THAT(suggest("q=hedphon&typo=off"), IsEmpty());
  EXPECT_THAT(suggest("q=qqqqq"), IsEmpty());
}

TEST(Suggest, SpeaksTheAskedLanguageAndEveryScript) {
  EXPECT_EQ(suggest("q=kopfh&lang=de").front(), "query kopfhörer [] 1");
  EXPECT_EQ(suggest("q=kopfho&lang=de").front(), "query kopfhörer [] 1");
  EXPECT_EQ(suggest("q=%E8%80%B3").front(), "query 耳机 [] 1");
}

TEST(Suggest, OffersWhatSellsBestBeforeAnythingIsTyped) {
  EXPECT_EQ(suggest("limit=1"), (std::vector<std::string>{"query headphones [] 2"}));
  for (const std::string& line : suggest("q=+")) EXPECT_TRUE(line.starts_with("query ")) << line;
}

TEST(Suggest, NamesTheWrongParameter) {
  const std::pair<const char*, const char*> cases[] = {
      {"limit=0", "limit"}, {"limit=21", "limit"},  {"limit=1&limit=2", "limit"},
      {"limit=x", "limit"}, {"q=a&q=b", "q"},       {"lang=english!", "lang"},
      {"typo=no", "typo"},  {"sort=sales", "sort"}, {"prefix=last", "prefix"},
      {"brand=x", "brand"},
  };
  for (const auto& [query, param] : cases) {
    const auto request = parse_suggest_request(parse_query_string(query).value());
    ASSERT_FALSE(request) << query;
    EXPECT_EQ(request.error().param, param) << query;
  }
}

TEST(Suggest, IsWrittenAsTheContractDraws) {
  std::string json;
  append_suggestions(
      json, {{SuggestionKind::query, "a \"b\"", "", 3}, {SuggestionKind::shop, "S", "s1", 1}});
  EXPECT_EQ(json, R"({"suggestions":[{"type":"query","text":"a \"b\"","id":null,"count":3},)"
                  R"({"type":"shop","text":"S","id":"s1","count":1}]})");
}

RC_GTEST_PROP(Suggest, CountsAreThoseOfTheSearchAndNothingIsMissed, ()) {
  const auto segments = *rc::gen::inRange<std::size_t>(1, 5);
  const auto made = testing::make_world(*testing::products(40), segments, *testing::rates(),
                                        *testing::dense_shares(), *testing::products(15));
  const Snapshot& snapshot = made->snapshot;
  Searcher searcher;
  Suggester suggester(searcher);
  for (const char* q : {"", "a", "ac", "c", "ca", "red", "red c", "u", "s", "usb ca", "耳"}) {
    SuggestRequest request;
    request.q = q;
    request.limit = *rc::gen::inRange<std::uint32_t>(1, 21);
    request.typo = false;
    const auto suggestions = suggester.suggest(request, snapshot).value();
    RC_ASSERT(suggestions.size() <= request.limit);
    std::set<std::pair<SuggestionKind, std::string>> seen;
    std::map<SuggestionKind, std::size_t> of_kind;
    for (const Suggestion& each : suggestions) {
      RC_LOG() << "q=" << q << ": " << name(each.kind) << ' ' << each.text << std::endl;
      ++of_kind[each.kind];
      const std::string& what = each.kind == SuggestionKind::query ? each.text : each.id;
      RC_ASSERT(seen.emplace(each.kind, what).second);
      RC_ASSERT(each.count > 0);
      if (each.kind == SuggestionKind::product) {
        RC_ASSERT(snapshot.find(each.id).has_value());
      } else {
        RC_ASSERT(each.count == testing::suggested_products(searcher, snapshot, each));
      }
    }
    // Somebody sells under a brand that begins so: one is named, and none that sells less.
    std::map<std::string, std::uint64_t> brands;
    for (const Product& product : made->products) {
      const std::string key = casefold(product.brand);
      if (*q != '\0' && !key.empty() && key.starts_with(q)) ++brands[key];
    }
    std::uint64_t most = 0;
    for (const auto& [key, count] : brands) most = std::max(most, count);
    if (request.limit >= 10 && most != 0) {
      const auto first =
          std::find_if(suggestions.begin(), suggestions.end(),
                       [](const Suggestion& each) { return each.kind == SuggestionKind::brand; });
      RC_ASSERT(first != suggestions.end());
      RC_ASSERT(first->count == most);
    }
    // A completion that leads somewhere: at least one is shown.
    bool any = false;
    for (const auto& segment : snapshot.segments) {
      const Completions& set = segment->completions;
      for (const Completed& each : complete(set, TypedText::of(q, "en"), set.size())) {
        const Suggestion query{SuggestionKind::query, std::string(set.text(each.entry)), "", 0};
        any = any || testing::suggested_products(searcher, snapshot, query) > 0;
      }
    }
    RC_ASSERT(any == (of_kind[SuggestionKind::query] > 0));
  }
}

}  // namespace
}  // namespace souk
