// What each parameter accepts and becomes, and which parameter a refusal names.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "query/request.h"

namespace souk {
namespace {

using ::testing::HasSubstr;

Result<SearchRequest> parse(std::string_view query, std::string_view accept_language = {}) {
  const auto params = parse_query_string(query);
  if (!params) return params.error();
  return parse_search_request(*params, accept_language);
}

std::string cursor_for(std::string_view query, const Cursor& cursor) {
  return encode_cursor(cursor, parse(query)->hash());
}

TEST(RequestParser, StartsFromTheDefaults) {
  const auto request = parse("");
  ASSERT_TRUE(request);
  EXPECT_EQ(request->q, "");
  EXPECT_EQ(request->lang, "");
  EXPECT_EQ(request->match, Match::automatic);
  EXPECT_TRUE(request->typo);
  EXPECT_FALSE(request->prefix_last);
  EXPECT_EQ(request->sort, Sort::sales);
  EXPECT_EQ(request->page, 1U);
  EXPECT_EQ(request->per_page, 20U);
  EXPECT_EQ(request->max_facet_values, 100U);
  EXPECT_EQ(request->min_sequence, 0U);
  EXPECT_FALSE(request->group);
  EXPECT_FALSE(request->highlight);
  EXPECT_FALSE(request->explain);
  EXPECT_FALSE(request->after || request->filter || request->currency || request->rating_min ||
               request->price_min || request->price_max || request->free_shipping ||
               request->in_stock);
  EXPECT_TRUE(request->facets.empty() && request->attributes.empty() && request->brand.empty());
}

TEST(RequestParser, TypesEveryParameter) {
  const auto request = parse(
      "q=usb+cable&lang=PT-br&category=c1&brand=Acme&shop=s1&attr.Color=Red&price_min=0"
      "&price_max=9007199254740991&currency=EUR&rating_min=4.5&free_shipping=true&in_stock=0"
      "&ships_to=de&filter=stock%3E1&match=all&typo=off&prefix=last&sort=price_asc&page=2"
      "&per_page=200&facets=brand,attr.Color&max_facet_values=1000&group=1&highlight=true"
      "&min_sequence=18446744073709551615&explain=1");
  ASSERT_TRUE(request) << request.error().message;
  EXPECT_EQ(request->q, "usb cable");
  EXPECT_EQ(request->lang, "pt-br");
  EXPECT_EQ(request->category, std::vector<std::string>{"c1"});
  EXPECT_EQ(request->brand, std::vector<std::string>{"Acme"});
  EXPECT_EQ(request->shop, std::vector<std::string>{"s1"});
  EXPECT_EQ(request->attributes, (std::vector<AttributeFilter>{{"Color", {"Red"}}}));
  EXPECT_EQ(request->price_min, 0);
  EXPECT_EQ(request->price_max, kMaxSafeInteger);
  EXPECT_EQ(request->currency, Currency::find("EUR"));
  EXPECT_EQ(request->rating_min, 4.5);
  EXPECT_EQ(request->free_shipping, true);
  EXPECT_EQ(request->in_stock, false);
  EXPECT_EQ(request->ships_to, "DE");
  ASSERT_NE(request->filter, nullptr);
  EXPECT_TRUE(std::holds_alternative<FilterCompare>(request->filter->node));
  EXPECT_EQ(request->filter_text, "stock>1");
  EXPECT_EQ(request->match, Match::all);
  EXPECT_FALSE(request->typo);
  EXPECT_TRUE(request->prefix_last);
  EXPECT_EQ(request->sort, Sort::price_asc);
  EXPECT_EQ(request->page, 2U);
  EXPECT_EQ(request->per_page, 200U);
  EXPECT_EQ(request->facets, (std::vector<FacetSpec>{{FacetSpec::Kind::brand, ""},
                                                     {FacetSpec::Kind::attribute, "Color"}}));
  EXPECT_EQ(request->max_facet_values, 1000U);
  EXPECT_TRUE(request->group);
  EXPECT_TRUE(request->highlight);
  EXPECT_EQ(request->min_sequence, ~std::uint64_t{0});
  EXPECT_TRUE(request->explain);
}

TEST(RequestParser, AcceptsTheEdgesOfEveryRange) {
  for (const char* query : {"q=",
                            "q=+",
                            "lang=x-klingon",
                            "lang=zh-Hant-TW",
                            "price_min=5&price_max=5",
                            "price_min=007",
                            "currency=JPY",
                            "rating_min=0",
                            "rating_min=5",
                            "rating_min=-0",
                            "rating_min=5e-1",
                            "rating_min=4.999999999999999",
                            "free_shipping=false&in_stock=1",
                            "ships_to=Fr",
                            "match=auto",
                            "typo=on",
                            "prefix=off",
                            "sort=relevance",
                            "page=1",
                            "per_page=0",
                            "page=50&per_page=200",
                            "page=10000&per_page=1",
                            "page=10000&per_page=0",
                            "facets=",
                            "facets=price",
                            "max_facet_values=1",
                            "group=0",
                            "min_sequence=0",
                            "attr.x=",
                            "attr.a%20b=1"}) {
    const auto request = parse(query);
    EXPECT_TRUE(request) << query << ": " << (request ? "" : request.error().message);
  }
}

struct BadRequest {
  std::string query;
  const char* param;
  const char* says;
};

TEST(RequestParser, NamesTheParameterThatIsWrong) {
  const BadRequest cases[] = {
      {"q=" + std::string(513, 'a'), "q", "512 bytes"},
      {"lang=", "lang", "BCP 47"},
      {"lang=e", "lang", "BCP 47"},
      {"lang=en_US", "lang", "BCP 47"},
      {"lang=en-", "lang", "BCP 47"},
      {"lang=en-toolongsubtag", "lang", "BCP 47"},
      {"lang=*", "lang", "BCP 47"},
      {"category=", "category", "empty"},
      {"brand", "brand", "empty"},
      {"shop=", "shop", "empty"},
      {"attr.=Red", "attr.", "name"},
      {"price_min=-1", "price_min", "from 0 to 2^53-1"},
      {"price_min=+1", "price_min", "integer"},
      {"price_min=1.0", "price_min", "integer"},
      {"price_min=1e3", "price_min", "integer"},
      {"price_min=", "price_min", "integer"},
      {"price_min=9007199254740992", "price_min", "2^53-1"},
      {"price_max=99999999999999999999999", "price_max", "2^53-1"},
      {"price_max=0x10", "price_max", "integer"},
      {"price_max=%D9%A1", "price_max", "integer"},
      {"currency=usd", "currency", "ISO 4217"},
      {"currency=XYZ", "currency", "ISO 4217"},
      {"currency=", "currency", "ISO 4217"},
      {"currency=USDX", "currency", "ISO 4217"},
      {"rating_min=5.1", "rating_min", "from 0 to 5"},
      {"rating_min=-0.1", "rating_min", "from 0 to 5"},
      {"rating_min=nan", "rating_min", "from 0 to 5"},
      {"rating_min=inf", "rating_min", "from 0 to 5"},
      {"rating_min=.5", "rating_min", "from 0 to 5"},
      {"rating_min=4.", "rating_min", "from 0 to 5"},
      {"rating_min=4,5", "rating_min", "from 0 to 5"},
      {"rating_min=", "rating_min", "from 0 to 5"},
      {"rating_min=1e999", "rating_min", "from 0 to 5"},
      {"free_shipping=yes", "free_shipping", "true or false"},
      {"free_shipping=TRUE", "free_shipping", "true or false"},
      {"in_stock=", "in_stock", "true or false"},
      {"ships_to=XX", "ships_to", "ISO 3166"},
      {"ships_to=DEU", "ships_to", "ISO 3166"},
      {"ships_to=", "ships_to", "ISO 3166"},
      {"filter=", "filter", "byte 0"},
      {"filter=price", "filter", "byte 5"},
      {"filter=colour%3D1", "filter", "byte 0"},
      {"match=any", "match", "auto or all"},
      {"typo=true", "typo", "on or off"},
      {"prefix=on", "prefix", "last or off"},
      {"sort=price", "sort", "price_asc, price_desc"},
      {"sort=", "sort", "relevance"},
      {"sort=Sales", "sort", "sales"},
      {"page=0", "page", "at least 1"},
      {"page=-1", "page", "at least 1"},
      {"page=18446744073709551616", "page", "at least 1"},
      {"page=18446744073709551615", "page", "`after`"},
      {"page=4294967297", "page", "`after`"},
      {"per_page=201", "per_page", "from 0 to 200"},
      {"per_page=-1", "per_page", "from 0 to 200"},
      {"page=501&per_page=20", "page", "`after`"},
      {"per_page=200&page=51", "page", "`after`"},
      {"page=10001&per_page=0", "page", "`after`"},
      {"after=", "after", "cursor"},
      {"after=abc", "after", "cursor"},
      {"after=%2F%2F%2F%2F", "after", "cursor"},
      {"facets=colour", "facets", "colour"},
      {"facets=brand,,price", "facets", "not a facet"},
      {"max_facet_values=0", "max_facet_values", "from 1 to 1000"},
      {"max_facet_values=1001", "max_facet_values", "from 1 to 1000"},
      {"group=on", "group", "true or false"},
      {"highlight=2", "highlight", "true or false"},
      {"explain=full", "explain", "true or false"},
      {"min_sequence=-1", "min_sequence", "2^64-1"},
      {"min_sequence=18446744073709551616", "min_sequence", "2^64-1"},
      {"price_min=2&price_max=1", "price_max", "below price_min"},
      {"colour=red", "colour", "not a parameter"},
      {"Q=usb", "Q", "not a parameter"},
      {"=usb", "=", "no name"},
      {"attr=Red", "attr", "not a parameter"},
  };
  for (const BadRequest& bad : cases) {
    const auto request = parse(bad.query);
    ASSERT_FALSE(request) << bad.query;
    EXPECT_EQ(request.error().code, ErrorCode::bad_input) << bad.query;
    EXPECT_EQ(request.error().param, bad.param) << bad.query;
    EXPECT_THAT(request.error().message, HasSubstr(bad.says)) << bad.query;
  }
}

TEST(RequestParser, RefusesEveryParameterGivenTwiceButTheFourThatRepeat) {
  const std::pair<const char*, const char*> once[] = {{"q", "a"},
                                                      {"lang", "en"},
                                                      {"price_min", "1"},
                                                      {"price_max", "1"},
                                                      {"currency", "USD"},
                                                      {"rating_min", "1"},
                                                      {"free_shipping", "1"},
                                                      {"in_stock", "1"},
                                                      {"ships_to", "DE"},
                                                      {"filter", "in_stock"},
                                                      {"match", "all"},
                                                      {"typo", "on"},
                                                      {"prefix", "off"},
                                                      {"sort", "sales"},
                                                      {"page", "1"},
                                                      {"per_page", "1"},
                                                      {"after", "x"},
                                                      {"facets", "brand"},
                                                      {"max_facet_values", "1"},
                                                      {"group", "1"},
                                                      {"highlight", "1"},
                                                      {"min_sequence", "1"},
                                                      {"explain", "1"}};
  for (const auto& [name, value] : once) {
    const auto request = parse_search_request({{name, value}, {"brand", "x"}, {name, value}});
    ASSERT_FALSE(request) << name;
    EXPECT_EQ(request.error().param, name);
    EXPECT_THAT(request.error().message, HasSubstr("twice")) << name;
  }
}

TEST(RequestParser, GathersTheValuesOfNamesThatRepeat) {
  const auto request = parse(
      "brand=A&attr.Size=1&brand=B&attr.Color=Red&attr.Size=&category=c1&shop=s&category=a>b"
      "&attr.size=2&shop=s");
  ASSERT_TRUE(request);
  EXPECT_EQ(request->brand, (std::vector<std::string>{"A", "B"}));
  EXPECT_EQ(request->category, (std::vector<std::string>{"c1", "a>b"}));
  EXPECT_EQ(request->shop, (std::vector<std::string>{"s", "s"}));
  // Attribute names are as the feed writes them: case matters.
  EXPECT_EQ(request->attributes, (std::vector<AttributeFilter>{
                                     {"Size", {"1", ""}}, {"Color", {"Red"}}, {"size", {"2"}}}));
}

TEST(RequestParser, LimitsTheValuesOfAllFourNamesTogether) {
  std::vector<Param> params;
  const char* names[] = {"brand", "shop", "category", "attr.x"};
  for (std::size_t i = 0; i < kMaxFilterValues; ++i) params.push_back({names[i % 4], "v"});
  EXPECT_TRUE(parse_search_request(params));
  params.push_back({"shop", "v"});
  const auto request = parse_search_request(params);
  ASSERT_FALSE(request);
  EXPECT_EQ(request.error().param, "shop");
  EXPECT_THAT(request.error().message, HasSubstr("1024"));
}

TEST(RequestParser, TakesAQueryOfExactlyTheLimit) {
  EXPECT_TRUE(parse("q=" + std::string(kMaxQueryBytes, 'a')));
  // The limit is in bytes: 257 letters of two bytes pass it.
  std::string umlauts;
  for (int i = 0; i < 257; ++i) umlauts += "ü";
  EXPECT_FALSE(parse_search_request({{"q", umlauts}}));
}

TEST(RequestParser, ChecksTextThatDidNotComeFromAQueryString) {
  for (const char* name : {"q", "brand", "attr.Color", "filter"}) {
    const auto nul = parse_search_request({{name, std::string("a\0b", 3)}});
    ASSERT_FALSE(nul) << name;
    EXPECT_EQ(nul.error().param, name);
    const auto latin = parse_search_request({{name, "caf\xe9"}});
    ASSERT_FALSE(latin) << name;
    EXPECT_EQ(latin.error().param, name);
  }
}

TEST(RequestParser, ResolvesTheSort) {
  const std::pair<const char*, Sort> cases[] = {
      {"", Sort::sales},
      {"q=", Sort::sales},
      {"q=+%09", Sort::sales},
      {"q=%E3%80%80", Sort::sales},  // an ideographic space alone
      {"q=usb", Sort::relevance},
      {"q=!", Sort::relevance},
      {"sort=relevance", Sort::sales},
      {"q=usb&sort=relevance", Sort::relevance},
      {"sort=relevance&q=usb", Sort::relevance},
      {"q=usb&sort=sales", Sort::sales},
      {"q=usb&sort=newest", Sort::newest},
      {"sort=price_desc", Sort::price_desc},
      {"sort=reviews", Sort::reviews},
      {"sort=rating", Sort::rating},
      {"sort=free_shipping", Sort::free_shipping},
  };
  for (const auto& [query, expected] : cases) {
    const auto request = parse(query);
    ASSERT_TRUE(request) << query;
    EXPECT_EQ(name(request->sort), name(expected)) << query;
  }
}

TEST(RequestParser, ResolvesTheLanguage) {
  struct Case {
    const char* query;
    const char* header;
    const char* expected;
  };
  const Case cases[] = {
      {"lang=fr", "de", "fr"},
      {"lang=pt-BR", "de", "pt-br"},
      {"lang=xx", "de", "xx"},  // unsupported, but asked: the generic analyzer
      {"q=usb", "de-CH, fr;q=0.9", "de-ch"},
      {"q=usb", "fr;q=0.2, de;q=0.9", "de"},
      {"q=usb", "xx, fr;q=0.1", "fr"},
      {"q=%EB%AC%B4%EC%84%A0", "fr", "fr"},  // the header before the script
      {"q=%EB%AC%B4%EC%84%A0", "", "ko"},
      {"q=%EB%AC%B4%EC%84%A0", "xx, *", "ko"},
      {"q=%D0%BD%D0%B0%D1%83%D1%88%D0%BD%D0%B8%D0%BA%D0%B8+usb", "", "ru"},
      {"q=usb", "", ""},
      {"q=usb", "*", ""},
      {"q=usb", "not a header;;q=", ""},
      {"", "", ""},
  };
  for (const Case& each : cases) {
    const auto request = parse(each.query, each.header);
    ASSERT_TRUE(request) << each.query;
    EXPECT_EQ(request->lang, each.expected) << each.query << " with " << each.header;
  }
}

TEST(RequestParser, TakesACursorOfTheSameSearch) {
  const Cursor cursor{Sort::price_asc, 1999, 5, "p1", 0};
  const std::string search = "q=usb&sort=price_asc";
  const std::string after = "&after=" + cursor_for(search, cursor);
  for (const std::string& same :
       {search + after, "sort=price_asc&q=usb" + after,
        search + after + "&page=1&per_page=5&facets=brand&highlight=1&explain=1&min_sequence=3"}) {
    const auto request = parse(same);
    ASSERT_TRUE(request) << same << request.error().message;
    EXPECT_EQ(request->after, cursor);
  }
  for (const std::string& other :
       {"q=usb" + after, "q=usb&sort=price_desc" + after, "sort=price_asc" + after,
        search + "&brand=A" + after, search + "&group=1" + after}) {
    const auto request = parse(other);
    ASSERT_FALSE(request) << other;
    EXPECT_EQ(request.error().param, "after");
    EXPECT_EQ(request.error().code, ErrorCode::bad_input);
  }
}

TEST(RequestParser, RefusesACursorWhoseOrderIsNotTheRequests) {
  // Rightly hashed, but no search wrote it.
  const auto request =
      parse("sort=sales&after=" + cursor_for("sort=sales", {Sort::newest, 1, 1, "p", 0}));
  ASSERT_FALSE(request);
  EXPECT_EQ(request.error().param, "after");
}

TEST(RequestParser, RefusesALaterPageWithACursor) {
  const std::string after = "after=" + cursor_for("", {Sort::sales, -3, 3, "p1", 0});
  EXPECT_TRUE(parse(after + "&page=1"));
  const auto request = parse(after + "&page=2");
  ASSERT_FALSE(request);
  EXPECT_EQ(request.error().param, "page");
}

}  // namespace
}  // namespace souk
