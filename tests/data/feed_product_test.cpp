// Product lines: what each field of the feed contract accepts and refuses, and that a refusal names
// the field.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "data/product_json.h"

namespace souk {
namespace {

/// A line that is good but for what `members` add.
std::string line_with(const std::string& members) {
  return R"({"id":"p1","title":"Cable",)" + members + "}";
}

Result<Product> parse_product(const std::string& line) { return FeedParser("en").product(line); }

Product good(const std::string& members) {
  const auto product = parse_product(line_with(members));
  EXPECT_TRUE(product) << members << ": " << (product ? "" : product.error().message);
  return product ? *product : Product();
}

struct Member {
  std::string json;   ///< what follows id and title
  std::string field;  ///< what the error names; empty: the line is good
};

void expect_fields(const std::vector<Member>& members) {
  for (const Member& member : members) {
    const auto product = parse_product(line_with(member.json));
    if (member.field.empty()) {
      EXPECT_TRUE(product) << member.json << ": " << (product ? "" : product.error().message);
      continue;
    }
    ASSERT_FALSE(product) << member.json;
    EXPECT_EQ(product.error().param, member.field) << member.json;
    EXPECT_EQ(product.error().code, ErrorCode::bad_input) << member.json;
    EXPECT_FALSE(product.error().message.empty()) << member.json;
  }
}

TEST(Feed, ReadsEveryFieldOfAProduct) {
  const auto product = parse_product(R"({"id":"p-1.a_b:C","title":{"en":"Cable","pt-BR":"Cabo"},
    "description":"Long","lang":"EN-us","brand":"Acme","category":["Electronics","Cables"],
    "shop_id":"s9","price":{"amount":1999,"currency":"USD"},
    "list_price":{"amount":2999,"currency":"EUR"},"sales":7,"rating":4.5,"review_count":12,
    "free_shipping":true,"stock":3,"ships_to":["de","FR"],
    "images":["https://x.example/1.jpg","http://x.example/2.jpg"],
    "attributes":{"Color":"Red","Size":15.5,"New":true,"Fits":["a","b"]},
    "gtin":"4000000000006","mpn":"X-1","group":"g1","created_at":"2026-11-23T17:00:00Z"})");
  ASSERT_TRUE(product) << product.error().param << product.error().message;
  Product expected;
  expected.id = "p-1.a_b:C";
  expected.lang = "en-us";
  expected.title = {{{"en", "Cable"}, {"pt-br", "Cabo"}}};
  expected.description = {{{"en-us", "Long"}}};
  expected.brand = "Acme";
  expected.category_path = {"Electronics", "Cables"};
  expected.shop_id = "s9";
  expected.price = Money{1999, *Currency::find("USD")};
  expected.list_price = Money{2999, *Currency::find("EUR")};
  expected.sales = 7;
  expected.rating = 4.5;
  expected.review_count = 12;
  expected.free_shipping = true;
  expected.stock = 3;
  expected.ships_to = {"DE", "FR"};
  expected.images = {"https://x.example/1.jpg", "http://x.example/2.jpg"};
  expected.attributes = {{"Color", {std::string("Red")}, false},
                         {"Size", {15.5}, false},
                         {"New", {true}, false},
                         {"Fits", {std::string("a"), std::string("b")}, true}};
  expected.gtin = "4000000000006";
  expected.mpn = "X-1";
  expected.group = "g1";
  expected.created_at = 1795453200;
  EXPECT_EQ(*product, expected);
  const auto again = parse_product(product_to_json(*product));
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(*again, expected);
}

TEST(Feed, GivesAbsentAndNullFieldsTheirDefaults) {
  Product expected;
  expected.id = "p1";
  expected.lang = "en";
  expected.title = {{{"en", "Cable"}}};
  EXPECT_EQ(good(R"("stock":null)"), expected);
  EXPECT_EQ(good(R"("description":null,"lang":null,"brand":null,"category":null,"shop_id":null,
      "price":null,"list_price":null,"sales":null,"rating":null,"review_count":null,
      "free_shipping":null,"ships_to":null,"images":null,"attributes":null,"gtin":null,"mpn":null,
      "group":null,"created_at":null)"),
            expected);
}

TEST(Feed, TellsNoCountriesFromEverywhere) {
  EXPECT_FALSE(good(R"("ships_to":null)").ships_to);
  ASSERT_TRUE(good(R"("ships_to":[])").ships_to);
  EXPECT_TRUE(good(R"("ships_to":[])").ships_to->empty());
}

TEST(Feed, RequiresIdAndTitle) {
  const Member lines[] = {
      {R"({"title":"x"})", "id"},
      {R"({"id":null,"title":"x"})", "id"},
      {R"({"id":"p"})", "title"},
      {R"({"id":"p","title":null})", "title"},
      {R"({"id":"p","title":""})", "title"},
      {R"({"id":"p","title":" \t"})", "title"},
      {R"({"id":"p","title":"\u00a0\u3000"})", "title"},
      {R"({"id":"p","title":{}})", "title"},
      {R"({"id":"p","title":{"en":""}})", "title"},
      {R"({"id":"p","title":{"en":"","fr":"x"}})", ""},
      {R"({"id":"p","title":7})", "title"},
      {R"({"id":"p","title":["x"]})", "title"},
      {R"({"id":"p","title":{"en":7}})", "title.en"},
      {R"({"id":"p","title":{"en":null}})", "title.en"},
      {R"({"id":"p","title":{"e":"x"}})", "title.e"},
      {R"({"id":"p","title":{"":"x"}})", "title."},
      {R"({"id":"p","title":{"en":"x","EN":"y"}})", "title.EN"},
      {R"({"id":"p","title":{"zh-Hant-TW":"x"}})", ""},
      {R"({"id":"p","title":"x","description":7})", "description"},
      {R"({"id":"p","title":"x","description":{"not a tag":"y"}})", "description.not a tag"},
      {R"({"id":"p","title":"x","description":""})", ""},
  };
  for (const Member& line : lines) {
    const auto product = parse_product(line.json);
    EXPECT_EQ(product ? "" : product.error().param, line.field) << line.json;
  }
}

TEST(Feed, LimitsTheLanguagesOfAText) {
  const auto titles = [](int count) {
    std::string members;
    for (int i = 0; i < count; ++i) {
      members += (i == 0 ? "" : ",") + fmt::format("\"x-{:03}\":\"t\"", i);
    }
    return R"({"id":"p","title":{)" + members + "}}";
  };
  EXPECT_TRUE(parse_product(titles(256)));
  const auto refused = parse_product(titles(257));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().param, "title");
}

TEST(Feed, TakesIdsOfOneToSixtyFourPlainCharacters) {
  const std::string longest(64, 'x');
  const std::pair<std::string, bool> ids[] = {
      {"a", true},     {"A.b_c:d-0", true}, {longest, true}, {"", false},
      {"a b", false},  {"a/b", false},      {"é", false},    {longest + "x", false},
      {"a\\n", false}, {"<a>", false},      {"a,b", false},  {"..", true},
  };
  for (const auto& [id, valid] : ids) {
    const auto product = parse_product(R"({"id":")" + id + R"(","title":"x"})");
    EXPECT_EQ(product.has_value(), valid) << id;
    if (!product) {
      EXPECT_EQ(product.error().param, "id") << id;
    }
  }
  EXPECT_EQ(parse_product(R"({"id":7,"title":"x"})").error().param, "id");
}

TEST(Feed, ChecksMoney) {
  std::vector<Member> members;
  for (const std::string field : {"price", "list_price"}) {
    const auto add = [&](const std::string& value, const std::string& below) {
      members.push_back({"\"" + field + "\":" + value, below.empty() ? "" : field + below});
    };
    add(R"({"amount":0,"currency":"USD"})", "");
    add(R"({"amount":9007199254740991,"currency":"JPY"})", "");
    add(R"({"currency":"KWD","amount":5,"note":"x"})", "");
    add(R"({"amount":9007199254740992,"currency":"USD"})", ".amount");
    add(R"({"amount":18446744073709551615,"currency":"USD"})", ".amount");
    add(R"({"amount":-1,"currency":"USD"})", ".amount");
    add(R"({"amount":19.99,"currency":"USD"})", ".amount");
    add(R"({"amount":1e3,"currency":"USD"})", ".amount");
    add(R"({"amount":"1999","currency":"USD"})", ".amount");
    add(R"({"amount":true,"currency":"USD"})", ".amount");
    add(R"({"amount":null,"currency":"USD"})", ".amount");
    add(R"({"currency":"USD"})", ".amount");
    add(R"({"amount":1})", ".currency");
    add(R"({"amount":1,"currency":null})", ".currency");
    add(R"({"amount":1,"currency":840})", ".currency");
    add(R"({"amount":1,"currency":"usd"})", ".currency");
    add(R"({"amount":1,"currency":"US"})", ".currency");
    add(R"({"amount":1,"currency":"XXX"})", ".currency");
    add(R"({"amount":1,"currency":""})", ".currency");
  }
  for (const char* value : {"1999", "\"19.99\"", "[]", "true"}) {
    members.push_back({std::string(R"("price":)") + value, "price"});
  }
  expect_fields(members);
}

TEST(Feed, ChecksCounts) {
  std::vector<Member> members;
  for (const std::string field : {"sales", "review_count", "stock"}) {
    for (const char* value : {"0", "9007199254740991"}) {
      members.push_back({"\"" + field + "\":" + value, ""});
    }
    for (const char* value : {"-1", "9007199254740992", "-9223372036854775808", "1.5", "1.0",
                              "\"1\"", "true", "[]", "{}"}) {
      members.push_back({"\"" + field + "\":" + value, field});
    }
  }
  expect_fields(members);
}

TEST(Feed, ChecksRatings) {
  expect_fields({{R"("rating":0)", ""},
                 {R"("rating":5)", ""},
                 {R"("rating":4.999)", ""},
                 {R"("rating":5.01)", "rating"},
                 {R"("rating":-0.1)", "rating"},
                 {R"("rating":"4")", "rating"},
                 {R"("rating":true)", "rating"}});
}

TEST(Feed, ChecksFlags) {
  expect_fields({{R"("free_shipping":true)", ""},
                 {R"("free_shipping":false)", ""},
                 {R"("free_shipping":1)", "free_shipping"},
                 {R"("free_shipping":"true")", "free_shipping"}});
}

TEST(Feed, ChecksPlainStrings) {
  std::vector<Member> members;
  for (const std::string field : {"brand", "gtin", "mpn", "group"}) {
    members.push_back({"\"" + field + "\":\"x y\"", ""});
    members.push_back({"\"" + field + "\":4006381333931", field});
    members.push_back({"\"" + field + "\":[\"x\"]", field});
    members.push_back({"\"" + field + "\":\"a\\u0000b\"", field});
  }
  members.push_back({R"("shop_id":"s1")", ""});
  members.push_back({R"("shop_id":"s 1")", "shop_id"});
  members.push_back({R"("shop_id":"")", "shop_id"});
  members.push_back({R"("shop_id":1)", "shop_id"});
  expect_fields(members);
}

TEST(Feed, ChecksLanguages) {
  expect_fields({{R"("lang":"zh-Hant-TW")", ""},
                 {R"("lang":"x-klingon")", ""},
                 {R"("lang":"en_US")", "lang"},
                 {R"("lang":"english language")", "lang"},
                 {R"("lang":"")", "lang"},
                 {R"("lang":"e")", "lang"},
                 {R"("lang":7)", "lang"}});
}

TEST(Feed, ReadsTheLanguageWhereverItStands) {
  const auto product =
      parse_product(R"({"title":"Câble","id":"p","description":"Long","lang":"fr"})");
  ASSERT_TRUE(product);
  EXPECT_EQ(product->title, (LocalizedText{{{"fr", "Câble"}}}));
  EXPECT_EQ(product->description, (LocalizedText{{{"fr", "Long"}}}));
  EXPECT_EQ(FeedParser("pt-br").product(R"({"id":"p","title":"Cabo"})")->lang, "pt-br");
}

TEST(Feed, ChecksCategories) {
  const std::string sixteen = R"("a","a","a","a","a","a","a","a","a","a","a","a","a","a","a","a")";
  expect_fields({{R"("category":"c-1")", ""},
                 {R"("category":["Home","Tables > Chairs"])", ""},
                 {R"("category":[])", ""},
                 {"\"category\":[" + sixteen + "]", ""},
                 {"\"category\":[" + sixteen + ",\"b\"]", "category"},
                 {R"("category":"Home > Tables")", "category"},
                 {R"("category":"")", "category"},
                 {R"("category":["Home",""])", "category[1]"},
                 {R"("category":[" "])", "category[0]"},
                 {R"("category":["Home",7])", "category[1]"},
                 {R"("category":[null])", "category[0]"},
                 {R"("category":7)", "category"},
                 {R"("category":{"id":"c"})", "category"}});
  EXPECT_EQ(good(R"("category":"c-1")").category_id, "c-1");
  EXPECT_TRUE(good(R"("category":"c-1")").category_path.empty());
}

TEST(Feed, ChecksCountries) {
  expect_fields({{R"("ships_to":["US","gb"])", ""},
                 {R"("ships_to":["US","UK"])", "ships_to[1]"},
                 {R"("ships_to":["USA"])", "ships_to[0]"},
                 {R"("ships_to":[""])", "ships_to[0]"},
                 {R"("ships_to":[7])", "ships_to[0]"},
                 {R"("ships_to":"US")", "ships_to"},
                 {R"("ships_to":{})", "ships_to"}});
}

TEST(Feed, ChecksImages) {
  expect_fields({{R"("images":[])", ""},
                 {R"("images":["HTTPS://x.example/a?b=c#d"])", ""},
                 {R"("images":["http://x.example/é.jpg"])", ""},
                 {R"("images":"http://x.example/1.jpg")", "images"},
                 {R"("images":["http://x.example/1.jpg","ftp://x.example/2.jpg"])", "images[1]"},
                 {R"("images":["javascript:alert"])", "images[0]"},
                 {R"("images":["data:image/png;base64,AA"])", "images[0]"},
                 {R"("images":["//x.example/1.jpg"])", "images[0]"},
                 {R"("images":["https://"])", "images[0]"},
                 {R"("images":["http://x.example/a b"])", "images[0]"},
                 {R"("images":["http://x.example/\"onerror="])", "images[0]"},
                 {R"("images":["http://x.example/<"])", "images[0]"},
                 {R"("images":["http://x.example/\n"])", "images[0]"},
                 {R"("images":[""])", "images[0]"},
                 {R"("images":[null])", "images[0]"}});
}

TEST(Feed, ChecksAttributes) {
  expect_fields({{R"("attributes":{})", ""},
                 {R"("attributes":{"a":"x","b":1,"c":-1.5,"d":false,"e":["x","y"],"f":[]})", ""},
                 {R"("attributes":{"a":null})", ""},
                 {R"("attributes":[])", "attributes"},
                 {R"("attributes":"x")", "attributes"},
                 {R"("attributes":{"":"x"})", "attributes"},
                 {R"("attributes":{"a":{}})", "attributes.a"},
                 {R"("attributes":{"a":[1]})", "attributes.a[0]"},
                 {R"("attributes":{"a":["x",null]})", "attributes.a[1]"},
                 {R"("attributes":{"a":["x",["y"]]})", "attributes.a[1]"},
                 {R"("attributes":{"a\u0000b":"x"})", "attributes"},
                 {R"("attributes":{"a":"\u0000"})", "attributes.a"},
                 {R"("attributes":{"a":"x","a":"y"})", "attributes.a"}});
  EXPECT_TRUE(good(R"("attributes":{"a":null})").attributes.empty());
}

TEST(Feed, ChecksDates) {
  expect_fields({{R"("created_at":"2026-02-28")", ""},
                 {R"("created_at":"2024-02-29T23:59:60+14:00")", ""},
                 {R"("created_at":"2026-02-29")", "created_at"},
                 {R"("created_at":"2026-2-3")", "created_at"},
                 {R"("created_at":"2026-01-01T10:00:00")", "created_at"},
                 {R"("created_at":"yesterday")", "created_at"},
                 {R"("created_at":"")", "created_at"},
                 {R"("created_at":1767225600)", "created_at"}});
  EXPECT_EQ(good(R"("created_at":"1970-01-02")").created_at, 86400);
}

TEST(Feed, KeepsUnknownFields) {
  const Product product =
      good(R"("color_id":7,"nested":{"a":[1,{"b":null}]},"text":"\"q\" é","Price":1)");
  const std::vector<std::pair<std::string, std::string>> expected = {
      {"color_id", "7"},
      {"nested", R"({"a":[1,{"b":null}]})"},
      {"text", R"("\"q\" é")"},
      {"Price", "1"}};
  EXPECT_EQ(product.extra, expected);
  const auto again = parse_product(product_to_json(product));
  ASSERT_TRUE(again);
  EXPECT_EQ(*again, product);
}

TEST(Feed, KeepsIntegersBeyond64BitsAsWritten) {
  const std::string wide = "-123456789012345678901234567890";
  const Product product = good(R"("hash": )" + wide + R"(,"s":"a \\\" 1234567890123456789012]",)" +
                               R"("deep" : [ 18446744073709551616, {"x": 1.50} ],"sales":7)");
  const std::vector<std::pair<std::string, std::string>> expected = {
      {"hash", wide},
      {"s", R"("a \\\" 1234567890123456789012]")"},
      {"deep", R"([18446744073709551616,{"x":1.50}])"}};
  EXPECT_EQ(product.extra, expected);
  EXPECT_EQ(product.sales, 7);
  const auto again = parse_product(product_to_json(product));
  ASSERT_TRUE(again);
  EXPECT_EQ(*again, product);
  // Fields that Souk knows have their own limits, and what is no number stays none.
  expect_fields({{R"("sales":123456789012345678901234567890)", "sales"},
                 {R"("price":{"amount":99999999999999999999,"currency":"USD"})", "price.amount"},
                 {R"("rating":10000000000000000000000)", "rating"},
                 {R"("x":-18446744073709551616)", ""},
                 {R"("attributes":{"n":18446744073709551616})", ""}});
  for (const char* value : {"01234567890123456789012", "12345678901234567890123x",
                            "--1234567890123456789012", "1234567890123456789012.", "1e400"}) {
    EXPECT_FALSE(parse_product(line_with(std::string(R"("x":)") + value))) << value;
  }
  EXPECT_EQ(good(R"("x":1)").extra.front().second, "1") << "the next line is read as ever";
}

TEST(Feed, RefusesKeysGivenTwice) {
  // RFC 8259 leaves their meaning open, so no choice between the two would be the seller's.
  expect_fields({{R"("id":"p2")", "id"},
                 {R"("title":"x")", "title"},
                 {R"("sales":1,"sales":2)", "sales"},
                 {R"("lang":"fr","lang":"de")", "lang"},
                 {R"("category":"c1","category":["Home"])", "category"},
                 {R"("sales":1,"sales":null)", "sales"},
                 {R"("sales":1,"s\u0061les":2)", "sales"},
                 {R"("unknown":1,"unknown":2)", "unknown"},
                 {R"("unknown":1,"Unknown":2)", ""},
                 {R"("price":{"amount":1,"amount":2,"currency":"USD"})", "price.amount"}});
}

TEST(Feed, RefusesLoneSurrogatesAndNul) {
  for (const char* title :
       {R"(\ud800)", R"(\udc00)", R"(a\ud83dz)", R"(\ude00\ud83d)", R"(\u0000)", R"(a\u0000b)"}) {
    EXPECT_FALSE(parse_product(std::string(R"({"id":"p","title":")") + title + "\"}")) << title;
    EXPECT_FALSE(parse_product(line_with(std::string(R"("x)") + title + R"(":1)"))) << title;
    EXPECT_FALSE(parse_product(line_with(std::string(R"("attributes":{")") + title + R"(":1})")))
        << title;
    EXPECT_FALSE(parse_product(line_with(std::string(R"("description":{")") + title + R"(":"d"})")))
        << title;
  }
  EXPECT_EQ(good(R"("brand":"\ud83d\ude00")").brand, "😀");
}

TEST(Feed, KeepsNoLoneSurrogateInUnknownFields) {
  for (const char* value : {R"("\ud800")", R"({"a":["\udc00"]})", R"({"\ud800":1})"}) {
    EXPECT_FALSE(parse_product(line_with(std::string(R"("x":)") + value))) << value;
  }
}

TEST(Feed, RefusesInvalidUtf8) {
  for (const char* bytes : {"\xff", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82",
                            "\x80", "\xf8\x88\x80\x80\x80"}) {
    const auto product = parse_product(std::string(R"({"id":"p","title":"x)") + bytes + "\"}");
    ASSERT_FALSE(product);
    EXPECT_EQ(product.error().param, "");
  }
}

TEST(Feed, RefusesLinesThatAreNoJsonObject) {
  for (const char* line :
       {"", " ", "null", "7", "\"p\"", "[]", "[{\"id\":\"p\",\"title\":\"x\"}]", "{", "}", "nul",
        R"({"id":"p","title":"x"}})", R"({"id":"p","title":"x"} {"id":"q","title":"y"})",
        R"({"id":"p","title":"x",})", R"({id:"p",title:"x"})", R"({'id':'p','title':'x'})",
        R"({"id":"p","title":"x"} // c)"}) {
    const auto product = parse_product(line);
    ASSERT_FALSE(product) << line;
    EXPECT_EQ(product.error().code, ErrorCode::bad_input);
    EXPECT_EQ(product.error().param, "") << line;
  }
}

TEST(Feed, NamesTheFieldThatIsNotJson) {
  const std::pair<const char*, const char*> lines[] = {
      {R"("price":{"currency":"USD","amount":1e400})", "price.amount"},
      {R"("price":{"amount":18446744073709551616,"currency":"USD"})", "price.amount"},
      {R"("brand":"\ud800")", "brand"},
      {R"("rating": 1e999 )", "rating"},
      {R"("attributes":{"A":["x","\q"]})", "attributes.A"},
      {R"("x":{"a":{"b":{"c":tru}}})", "x.a"},
      {R"("sales":01)", "sales"},
      {R"("rating":NaN)", "rating"},
      {R"("rating":.5)", "rating"},
  };
  for (const auto& [members, field] : lines) {
    const auto product = parse_product(line_with(members));
    ASSERT_FALSE(product) << members;
    EXPECT_EQ(product.error().param, field) << members;
  }
}

TEST(Feed, RefusesEveryTruncationOfALine) {
  const std::string line = line_with(
      R"("price":{"amount":1,"currency":"USD"},"attributes":{"é":["x"]},"u":[1.5e3,"\ud83d\ude00"])");
  ASSERT_TRUE(parse_product(line));
  FeedParser parser;
  for (std::size_t length = 1; length < line.size(); ++length) {
    // A heap block of the exact length lets the sanitizer see a read past the end.
    const std::vector<char> exact(line.begin(), line.begin() + static_cast<long>(length));
    EXPECT_FALSE(parser.product({exact.data(), exact.size()})) << length;
  }
  EXPECT_TRUE(parser.product(line)) << "a parser goes on after errors";
}

TEST(Feed, RefusesNestingBombs) {
  for (const std::size_t depth : {100U, 10000U, 400000U}) {
    const std::string arrays = std::string(depth, '[') + std::string(depth, ']');
    EXPECT_FALSE(parse_product(line_with("\"x\":" + arrays))) << depth;
    EXPECT_FALSE(parse_product(line_with("\"x\":" + std::string(depth, '[')))) << depth;
    std::string objects;
    for (std::size_t i = 0; i < depth; ++i) objects += "{\"a\":";
    EXPECT_FALSE(parse_product(line_with("\"x\":" + objects + "1" + std::string(depth, '}'))))
        << depth;
  }
  EXPECT_TRUE(parse_product(line_with("\"x\":" + std::string(20, '[') + std::string(20, ']'))));
}

}  // namespace
}  // namespace souk
