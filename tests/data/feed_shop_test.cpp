// Shops and category files: what they accept and refuse, and where an error points.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "data/product_json.h"

namespace souk {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST(ShopFeed, ReadsEveryField) {
  const auto shop = FeedParser().shop(
      R"({"id":"s1","name":"Sono & Co","aliases":["Sono","SC"],"lang":"FR","country":"fr",
      "rating":4.8,"review_count":9007199254740991,"opened_at":"2001-09-09T01:46:40Z",
      "logo":"https://x.example/l.png","unknown":{}})");
  ASSERT_TRUE(shop) << shop.error().message;
  Shop expected;
  expected.id = "s1";
  expected.name = "Sono & Co";
  expected.aliases = {"Sono", "SC"};
  expected.lang = "fr";
  expected.country = "FR";
  expected.rating = 4.8;
  expected.review_count = 9007199254740991;
  expected.opened_at = 1'000'000'000;
  expected.logo = "https://x.example/l.png";
  EXPECT_EQ(*shop, expected);
}

TEST(ShopFeed, NamesTheFieldThatIsWrong) {
  const std::pair<const char*, const char*> lines[] = {
      {R"({"id":"s1","name":"x"})", ""},
      {R"({"id":"s1","name":"x","lang":null,"rating":null,"logo":null})", ""},
      {R"({"name":"x"})", "id"},
      {R"({"id":"s 1","name":"x"})", "id"},
      {R"({"id":"s1"})", "name"},
      {R"({"id":"s1","name":" "})", "name"},
      {R"({"id":"s1","name":{"en":"x"}})", "name"},
      {R"({"id":"s1","name":"x","name":"y"})", "name"},
      {R"({"id":"s1","name":"x","aliases":"y"})", "aliases"},
      {R"({"id":"s1","name":"x","aliases":["y",1]})", "aliases[1]"},
      {R"({"id":"s1","name":"x","lang":"?"})", "lang"},
      {R"({"id":"s1","name":"x","country":"ZZ"})", "country"},
      {R"({"id":"s1","name":"x","rating":5.1})", "rating"},
      {R"({"id":"s1","name":"x","review_count":-1})", "review_count"},
      {R"({"id":"s1","name":"x","opened_at":"2026-13-01"})", "opened_at"},
      {R"({"id":"s1","name":"x","logo":"x.png"})", "logo"},
  };
  FeedParser parser;
  for (const auto& [line, field] : lines) {
    const auto shop = parser.shop(line);
    EXPECT_EQ(shop ? "" : shop.error().param, field) << line;
    EXPECT_EQ(shop.has_value(), std::string(field).empty()) << line;
  }
  EXPECT_FALSE(parser.shop("[]"));
  EXPECT_FALSE(parser.shop("{"));
}

TEST(CategoryFile, ReadsNodesInAnyOrder) {
  const auto categories = parse_categories(R"([
    {"id":"c11","parent":"c1","name":{"en":"Audio","de":"Ton"},
     "synonyms":{"en":["Sound","Hi-Fi"],"de":[]}},
    {"id":"c1","parent":null,"name":{"en":"Electronics"}},
    {"id":"c2","name":"Toys"}])");
  ASSERT_TRUE(categories) << categories.error().message;
  const std::vector<Category> expected = {
      {"c11", "c1", {{{"en", "Audio"}, {"de", "Ton"}}}, {{{"en", "Sound"}, {"en", "Hi-Fi"}}}},
      {"c1", "", {{{"en", "Electronics"}}}, {}},
      {"c2", "", {{{"en", "Toys"}}}, {}}};
  EXPECT_EQ(*categories, expected);
  EXPECT_TRUE(parse_categories("[]"));
}

TEST(CategoryFile, NamesTheNodeThatIsWrong) {
  const std::pair<const char*, const char*> files[] = {
      {"", "JSON"},
      {"{}", "array"},
      {"[1]", "[0]: must be an object"},
      {R"([{"name":{"en":"x"}}])", "[0].id: is missing"},
      {R"([{"id":"a b","name":{"en":"x"}}])", "[0].id"},
      {R"([{"id":"a"}])", "[0].name: is missing"},
      {R"([{"id":"a","name":{}}])", "[0].name: is empty"},
      {R"([{"id":"a","name":{"en":" "}}])", "[0].name: is empty"},
      {R"([{"id":"a","name":{"en":"x"}},{"id":"b","name":{"en":7}}])", "[1].name.en"},
      {R"([{"id":"a","parent":7,"name":{"en":"x"}}])", "[0].parent"},
      {R"([{"id":"a","parent":"b","name":{"en":"x"}}])", R"("b" of "a" does not exist)"},
      {R"([{"id":"a","parent":"a","name":{"en":"x"}}])", "cycle"},
      {R"([{"id":"a","parent":"b","name":{"en":"x"}},{"id":"b","parent":"a","name":{"en":"y"}}])",
       "cycle"},
      {R"([{"id":"c","parent":"a","name":{"en":"x"}},{"id":"a","parent":"b","name":{"en":"x"}},
           {"id":"b","parent":"a","name":{"en":"y"}}])",
       "cycle"},
      {R"([{"id":"a","name":{"en":"x"}},{"id":"a","name":{"en":"y"}}])", R"("a" is given twice)"},
      {R"([{"id":"a","name":{"en":"x"},"synonyms":["y"]}])", "[0].synonyms"},
      {R"([{"id":"a","name":{"en":"x"},"synonyms":{"en":"y"}}])", "[0].synonyms.en"},
      {R"([{"id":"a","name":{"en":"x"},"synonyms":{"en":["y",1]}}])", "[0].synonyms.en[1]"},
      {R"([{"id":"a","name":{"en":"x"},"synonyms":{"no tag":["y"]}}])", "[0].synonyms.no tag"},
  };
  for (const auto& [json, message] : files) {
    const auto categories = parse_categories(json);
    ASSERT_FALSE(categories) << json;
    EXPECT_EQ(categories.error().code, ErrorCode::bad_input);
    EXPECT_THAT(categories.error().message, HasSubstr(message)) << json;
  }
}

TEST(CategoryFile, NamesTheLineOfWhatIsWrong) {
  const std::pair<const char*, const char*> files[] = {
      {"[\n{\"id\":\"a\",\"name\":{\"en\":\"[\\\"\"}},\n\n {\"id\":\"b\",\"name\":{}}\n]",
       "4: [1].name: is"},
      {"[{\"id\":\"a\",\n\"name\":{\"en\":\"x\"}},\n{\"id\":\"a\",\"name\":{\"en\":\"x\"}}]",
       "3: [1].id: "},
      {"[{\"id\":\"a\",\"name\":{\"en\":\"x\"}},\n{\"id\":1e999}\n,{}]",
       "2: categories: is not valid"},
      {"[{\"id\":\"a\",\"name\":{\"en\":\"x\"}},\n{\"id\":\"b\"}", "2: categories: is not valid"},
      {"\n{}", "1: categories: must be an array"},
      {"", "1: categories: is not valid"},
  };
  for (const auto& [json, start] : files) {
    const auto categories = parse_categories(json);
    ASSERT_FALSE(categories) << json;
    EXPECT_THAT(categories.error().message, StartsWith(start)) << json;
  }
}

TEST(CategoryFile, ReadsTheLanguagesOfSynonymsAsThoseOfNames) {
  const auto categories =
      parse_categories(R"([{"id":"a","name":{"pt-BR":"x"},"synonyms":{"pt-BR":["y"]}}])");
  ASSERT_TRUE(categories);
  EXPECT_EQ(categories->front().name.entries.front().lang, "pt-br");
  EXPECT_EQ(categories->front().synonyms.entries.front().lang, "pt-br");
}

TEST(CategoryFile, TakesADeepTree) {
  std::string json = R"([{"id":"n0","name":{"en":"n"}})";
  for (int i = 1; i < 5000; ++i) {
    json += R"(,{"id":"n)" + std::to_string(i) + R"(","parent":"n)" + std::to_string(i - 1) +
            R"(","name":{"en":"n"}})";
  }
  const auto categories = parse_categories(json + "]");
  ASSERT_TRUE(categories);
  EXPECT_EQ(categories->size(), 5000U);
}

}  // namespace
}  // namespace souk
