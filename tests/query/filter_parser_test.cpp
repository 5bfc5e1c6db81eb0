// The filter grammar: what expressions become, where bad ones are wrong, and what bounds them.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "query/filter.h"
#include "tests/query/filter_text.h"

namespace souk {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

/// The tree of an expression, or the message of its error.
std::string parsed(const std::string& text) {
  const auto filter = parse_filter(text);
  return filter ? testing::tree_text(*filter) : filter.error().message;
}

std::string repeated(const std::string& text, int times) {
  std::string result;
  for (int i = 0; i < times; ++i) result += text;
  return result;
}

struct Good {
  std::string text;
  std::string tree;
};

void expect_trees(const std::vector<Good>& cases) {
  for (const Good& good : cases) EXPECT_EQ(parsed(good.text), good.tree) << good.text;
}

TEST(Filter, ReadsEveryFieldAndOperator) {
  expect_trees({
      {"price=1", "price=1"},
      {"list_price!=1", "list_price!=1"},
      {"sales<1", "sales<1"},
      {"rating<=4.5", "rating<=4.5"},
      {"review_count>10", "review_count>10"},
      {"stock>=0", "stock>=0"},
      {"created_at>=\"2026-01-02\"", "created_at>=\"2026-01-02\""},
      {"created_at = \"2026-01-02T03:04:05.678+09:00\"",
       "created_at=\"2026-01-02T03:04:05.678+09:00\""},
      {"ships_to=\"DE\"", "ships_to=\"DE\""},
      {"brand=\"Acme\"", "brand=\"Acme\""},
      {"category=\"A > B\"", "category=\"A > B\""},
      {"shop=\"s1\"", "shop=\"s1\""},
      {"group=\"g\"", "group=\"g\""},
      {"gtin=4006381333931", "gtin=4006381333931"},
      {"mpn!=\"X\"", "mpn!=\"X\""},
      {"attr.Color=\"Red\"", "attr.\"Color\"=\"Red\""},
      {"attr.RAM>=16", "attr.\"RAM\">=16"},
      {"attr.New=true", "attr.\"New\"=true"},
      {"attr.New=FALSE", "attr.\"New\"=false"},
      {"free_shipping", "free_shipping"},
      {"in_stock", "in_stock"},
      {"price EXISTS", "price EXISTS"},
      {"attr.Color EXISTS", "attr.\"Color\" EXISTS"},
      {"brand IN [\"a\"]", "brand IN [\"a\"]"},
      {"price IN [1,2 , 3]", "price IN [1,2,3]"},
      {"attr.x IN[\"a\",2,true]", "attr.\"x\" IN [\"a\",2,true]"},
  });
}

TEST(Filter, BindsNotThenAndThenOr) {
  expect_trees({
      {"price=1 OR price=2 AND price=3", "(OR price=1 (AND price=2 price=3))"},
      {"price=1 AND price=2 OR price=3", "(OR (AND price=1 price=2) price=3)"},
      {"(price=1 OR price=2) AND price=3", "(AND (OR price=1 price=2) price=3)"},
      {"NOT price=1 AND price=2", "(AND (NOT price=1) price=2)"},
      {"NOT (price=1 AND price=2)", "(NOT (AND price=1 price=2))"},
      {"NOT in_stock OR NOT free_shipping", "(OR (NOT in_stock) (NOT free_shipping))"},
      {"price=1 AND price=2 AND price=3", "(AND price=1 price=2 price=3)"},
      {"price=1 OR price=2 OR price=3", "(OR price=1 price=2 price=3)"},
      {"price=1 AND (price=2 AND price=3)", "(AND price=1 (AND price=2 price=3))"},
      {"((price=1))", "price=1"},
      {"NOT (NOT price=1)", "(NOT (NOT price=1))"},
  });
}

TEST(Filter, ReadsKeywordsInAnyCaseAndAnySpacing) {
  expect_trees({
      {"price=1 or price=2", "(OR price=1 price=2)"},
      {"price=1 aNd price=2", "(AND price=1 price=2)"},
      {"nOt in_stock", "(NOT in_stock)"},
      {"NOT(in_stock)", "(NOT in_stock)"},
      {"(in_stock)AND(free_shipping)", "(AND in_stock free_shipping)"},
      {"brand exists", "brand EXISTS"},
      {"brand in[\"a\"]", "brand IN [\"a\"]"},
      {"PRICE>=5", "price>=5"},
      {"In_Stock", "in_stock"},
      {"\t price\n=\r 1 ", "price=1"},
      {"brand=\"a\"and in_stock", "(AND brand=\"a\" in_stock)"},
      {"ATTR.Color=\"x\"", "attr.\"Color\"=\"x\""},
  });
}

TEST(Filter, ReadsAttributeNamesBareAndQuoted) {
  expect_trees({
      {"attr.color=1", "attr.\"color\"=1"},
      {"attr.Screen-size=1", "attr.\"Screen-size\"=1"},
      {"attr.a.b=1", "attr.\"a.b\"=1"},
      {"attr.2nd=1", "attr.\"2nd\"=1"},
      {"attr.Größe=1", "attr.\"Größe\"=1"},
      {"attr.颜色=1", "attr.\"颜色\"=1"},
      {"attr.रंग=1", "attr.\"रंग\"=1"},  // with a vowel sign
      {"attr.cafe\xcc\x81=1", "attr.\"cafe\xcc\x81\"=1"},
      {"attr.\"Screen size\">=6.5", "attr.\"Screen size\">=6.5"},
      {"attr.\"a\\\"b\" EXISTS", "attr.\"a\\\"b\" EXISTS"},
      {"attr.\"EXISTS\" EXISTS", "attr.\"EXISTS\" EXISTS"},
      {"attr.exists exists", "attr.\"exists\" EXISTS"},
      {"attr.and=1 and attr.or=2", "(AND attr.\"and\"=1 attr.\"or\"=2)"},
  });
}

TEST(Filter, ReadsStringsAndNumbersAsJsonDoes) {
  expect_trees({
      {R"(brand="")", R"(brand="")"},
      {R"(brand="a\"b\\c\/d")", R"(brand="a\"b\\c/d")"},
      {R"(brand="\u00e9\u4E2d")", R"(brand="é中")"},
      {R"(brand="\ud83d\ude00")", R"(brand="😀")"},
      {R"(brand="(a) AND b]")", R"(brand="(a) AND b]")"},
      {"price=-0", "price=-0"},
      {"price=-1.5e2", "price=-150"},
      {"price=1E+2", "price=100"},
      {"rating=0.5", "rating=0.5"},
      {"price=9007199254740993", "price=9007199254740992"},  // a double's precision
  });
}

TEST(Filter, SaysWhichByteIsWrong) {
  struct Bad {
    std::string text;
    std::size_t offset;
    const char* says;
  };
  const Bad cases[] = {
      {"", 0, "a field, a flag, NOT"},
      {"  ", 2, "a field"},
      {"colour=1", 0, "a field"},
      {"attr=1", 0, "a field"},
      {"AND", 0, "a field"},
      {"\"brand\"=1", 0, "a field"},
      {"price", 5, "an operator"},
      {"price 1", 6, "an operator"},
      {"price=", 6, "a value"},
      {"price==1", 6, "a value"},
      {"price=abc", 6, "a value"},
      {"price=(1)", 6, "a value"},
      {"price=1 price=2", 8, "AND, OR or the end"},
      {"price=1)", 7, "AND, OR or the end"},
      {"price=1 AND", 11, "a field"},
      {"price=1 AND OR", 12, "a field"},
      {"price=1 && in_stock", 8, "a condition"},
      {"(price=1", 8, "closing parenthesis"},
      {"()", 1, "a field"},
      {"NOT", 3, "a field"},
      {"NOT NOT in_stock", 4, "a field"},
      {"price!1", 5, "!="},
      {"!in_stock", 0, "!="},
      {"in_stock=true", 8, "no operator"},
      {"price IN", 8, "[ after IN"},
      {"price IN 1", 9, "[ after IN"},
      {"price IN []", 10, "a value"},
      {"price IN [1", 11, "a comma or ]"},
      {"price IN [1,]", 12, "a value"},
      {"price IN [1 2]", 12, "a comma or ]"},
      {"brand<\"a\"", 5, "brand has no order"},
      {"ships_to>=\"DE\"", 8, "ships_to has no order"},
      {"price=\"1\"", 6, "a number for price"},
      {"price=true", 6, "a number for price"},
      {"rating IN [1,\"x\"]", 13, "a number for rating"},
      {"created_at=1", 11, "RFC 3339"},
      {"created_at=\"yesterday\"", 11, "RFC 3339"},
      {"created_at>\"2026-02-30\"", 11, "RFC 3339"},
      {"created_at IN [\"2026-01-01\",\"2026-13-01\"]", 28, "RFC 3339"},
      {"attr.x>\"a\"", 7, "a number"},
      {"attr.x>=true", 8, "a number"},
      {"attr.", 5, "an attribute's name"},
      {"attr. x=1", 5, "an attribute's name"},
      {"attr.\"\"=1", 5, "not empty"},
      {"attr.\"x=1", 9, "closing quote"},
      {"attr.a,b=1", 6, "an operator"},
      {"brand='a'", 6, "double quotes"},
      {"brand=\"a", 8, "closing quote"},
      {"brand=\"a\\x\"", 8, "an escape"},
      {"brand=\"a\nb\"", 8, "control character"},
      {"brand=\"\\u12g4\"", 7, "hexadecimal"},
      {"brand=\"\\ud800\"", 7, "surrogates"},
      {"brand=\"\\udc00\\ud800\"", 7, "surrogates"},
      {"brand=\"\\ud800\\u0041\"", 7, "surrogates"},
      {"brand=\"\\u0000\"", 7, "NUL"},
      {"brand=\"a\\", 8, "an escape"},
      {"price=01", 6, "a JSON number"},
      {"price=1.", 6, "a JSON number"},
      {"price=-", 6, "a JSON number"},
      {"price=+1", 6, "a condition, an operator or a value"},
      {"price=.5", 6, "a condition, an operator or a value"},
      {"price=1e", 6, "a JSON number"},
      {"price=1e999", 6, "range of a double"},
      {"price=1e-999", 6, "range of a double"},
      {"price=1.5.2", 9, "a space"},
      {"price=1and in_stock", 7, "a space"},
      {"attr.Größe=[", 13, "a value"},  // ö and ß are two bytes each
      {"brand=\"é\" x", 11, "AND, OR or the end"},
      {"price=1 \xe2\x80\x93 2", 8, "a condition"},
      {"brand=\"\xff\"", 0, "UTF-8"},
      {std::string("price=1\0", 8), 7, "a condition"},
  };
  for (const Bad& bad : cases) {
    const auto filter = parse_filter(bad.text);
    ASSERT_FALSE(filter) << bad.text;
    EXPECT_EQ(filter.error().code, ErrorCode::bad_input) << bad.text;
    EXPECT_EQ(filter.error().param, "filter") << bad.text;
    EXPECT_THAT(filter.error().message, StartsWith(fmt::format("at byte {}: ", bad.offset)))
        << bad.text;
    EXPECT_THAT(filter.error().message, HasSubstr(bad.says)) << bad.text;
  }
}

TEST(Filter, BoundsItsDepth) {
  const auto nested = [](int depth) {
    return repeated("(", depth) + "in_stock" + repeated(")", depth);
  };
  EXPECT_EQ(parsed(nested(32)), "in_stock");
  EXPECT_THAT(parsed(nested(33)), StartsWith("at byte 32: more than 32 parentheses"));
  EXPECT_THAT(parsed(repeated("(", 100'000)), StartsWith("at byte 32: "));
  EXPECT_THAT(parsed(repeated("NOT (", 33) + "in_stock"), HasSubstr("more than 32 parentheses"));
  // Only open ones count, wherever they stand.
  EXPECT_TRUE(parse_filter(repeated("(in_stock) AND ", 100) + "in_stock"));
  EXPECT_TRUE(parse_filter(nested(32) + " OR " + nested(32)));
}

TEST(Filter, BoundsItsNodes) {
  // A junction is a node of its own.
  EXPECT_TRUE(parse_filter("in_stock" + repeated(" AND in_stock", 254)));
  EXPECT_THAT(parsed("in_stock" + repeated(" AND in_stock", 255)), HasSubstr("more than 256"));
  // So is NOT.
  EXPECT_TRUE(parse_filter("NOT in_stock" + repeated(" OR NOT in_stock", 126)));
  EXPECT_THAT(parsed("NOT in_stock" + repeated(" OR NOT in_stock", 127)),
              HasSubstr("more than 256"));
  // A list is one node a value.
  EXPECT_TRUE(parse_filter("price IN [0" + repeated(",1", 255) + "]"));
  EXPECT_THAT(parsed("price IN [0" + repeated(",1", 256) + "]"), HasSubstr("more than 256"));
}

}  // namespace
}  // namespace souk
