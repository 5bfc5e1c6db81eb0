// Query strings and JSON bodies as parameters.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <simdjson.h>

#include "data/formats.h"
#include "data/json_writer.h"
#include "query/request.h"

namespace souk {
namespace {

using ::testing::HasSubstr;
using Pairs = std::vector<std::pair<std::string, std::string>>;

Pairs pairs(const Result<std::vector<Param>>& params) {
  Pairs result;
  if (!params) return {{"error in " + params.error().param, params.error().message}};
  for (const Param& param : *params) result.emplace_back(param.name, param.value);
  return result;
}

Pairs from_query(std::string_view text) { return pairs(parse_query_string(text)); }
Pairs from_json(std::string_view text) { return pairs(parse_json_params(text)); }

struct GoodQueryString {
  std::string text;
  Pairs params;
};
struct BadQueryString {
  std::string text;
  const char* param;
  const char* says;
};

TEST(QueryString, SplitsAndDecodes) {
  const GoodQueryString cases[] = {
      {"", {}},
      {"&&&", {}},
      {"q=usb", {{"q", "usb"}}},
      {"q=usb&page=2", {{"q", "usb"}, {"page", "2"}}},
      {"&q=usb&&page=2&", {{"q", "usb"}, {"page", "2"}}},
      {"brand=b&brand=a&brand=b", {{"brand", "b"}, {"brand", "a"}, {"brand", "b"}}},
      {"q", {{"q", ""}}},
      {"q=", {{"q", ""}}},
      {"=x", {{"", "x"}}},
      {"=", {{"", ""}}},
      {"filter=price=1", {{"filter", "price=1"}}},
      {"q=a+b%20c%2Bd", {{"q", "a b c+d"}}},
      {"q=%26%3D%25", {{"q", "&=%"}}},
      {"q=%c3%A9caf\xc3\xa9", {{"q", "écafé"}}},
      {"q=%F0%9F%98%80", {{"q", "😀"}}},
      {"attr.Screen+size=6", {{"attr.Screen size", "6"}}},
      {"%71=x", {{"q", "x"}}},
      {"q=a;b#c?d/e", {{"q", "a;b#c?d/e"}}},
      {"q=%0A%7F", {{"q", "\n\x7f"}}},
  };
  for (const GoodQueryString& good : cases)
    EXPECT_EQ(from_query(good.text), good.params) << good.text;
}

TEST(QueryString, NamesTheParameterThatDoesNotDecode) {
  const BadQueryString cases[] = {
      {"page=1&q=%", "q", "%"},
      {"q=%4", "q", "hexadecimal"},
      {"q=%4&page=1", "q", "hexadecimal"},
      {"q=%zz", "q", "hexadecimal"},
      {"q=%+1", "q", "hexadecimal"},
      {"q=%u00e9", "q", "hexadecimal"},
      {"q=a%00b", "q", "NUL"},
      {std::string("q=a\0b", 5), "q", "NUL"},
      {"q=%ff", "q", "UTF-8"},
      {"q=%c3", "q", "UTF-8"},
      {"q=%c0%80", "q", "UTF-8"},
      {"q=%ed%a0%80", "q", "UTF-8"},  // a surrogate
      {"q=\xe9", "q", "UTF-8"},
      {"attr.%e9=1", "attr.%e9", "UTF-8"},
      {"attr.\xe9 b=1", "attr.%E9%20b", "UTF-8"},
      {"a%00=1", "a%00", "NUL"},
      {"a%=1", "a%", "hexadecimal"},
  };
  for (const BadQueryString& bad : cases) {
    const auto params = parse_query_string(bad.text);
    ASSERT_FALSE(params) << bad.text;
    EXPECT_EQ(params.error().code, ErrorCode::bad_input) << bad.text;
    EXPECT_EQ(params.error().param, bad.param) << bad.text;
    EXPECT_THAT(params.error().message, HasSubstr(bad.says)) << bad.text;
    // Errors are answered as JSON, which must be UTF-8 whatever came in.
    EXPECT_TRUE(is_valid_utf8(params.error().message + params.error().param)) << bad.text;
  }
}

std::string percent_encoded(const std::string& text) {
  std::string encoded;
  for (const char c : text) encoded += fmt::format("%{:02x}", static_cast<unsigned char>(c));
  return encoded;
}

rc::Gen<std::string> any_text() {
  const std::vector<std::string> letters = {"a", "Z",  "&", "=",    "+",   "%",  " ",
                                            "é", "中", "😀", ",",    "\"",  "\\", "\n",
                                            "/", "1",  ".", "\x7f", "\x1f"};
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(letters)),
                      [](const std::vector<std::string>& parts) {
                        std::string text;
                        for (const std::string& part : parts) text += part;
                        return text;
                      });
}

TEST(QueryString, ReadsBackWhatWasEncoded) {
  EXPECT_TRUE(rc::check([] {
    const auto expected = *rc::gen::container<Pairs>(rc::gen::pair(any_text(), any_text()));
    std::string query;
    for (const auto& [name, value] : expected) {
      query += "&" + percent_encoded(name) + "=" + percent_encoded(value);
    }
    RC_ASSERT(from_query(query) == expected);
  }));
}

TEST(QueryString, SurvivesAnyBytes) {
  EXPECT_TRUE(rc::check([] {
    const std::string text = *rc::gen::container<std::string>(
        rc::gen::oneOf(rc::gen::element('%', '&', '=', '0', 'c', '3'), rc::gen::arbitrary<char>()));
    const auto params = parse_query_string(text);
    if (!params) {
      RC_ASSERT(is_valid_utf8(params.error().param) && is_valid_utf8(params.error().message));
      return;
    }
    for (const Param& param : *params) {
      RC_ASSERT(is_valid_utf8(param.name) && is_valid_utf8(param.value));
    }
  }));
}

TEST(JsonParams, BecomeTheTextOfAQueryString) {
  const GoodQueryString cases[] = {
      {"{}", {}},
      {" \t\r\n{ } \n", {}},
      {R"({"q":"usb"})", {{"q", "usb"}}},
      {R"({"q":"","page":2})", {{"q", ""}, {"page", "2"}}},
      {R"({"group":true,"in_stock" : false })", {{"group", "true"}, {"in_stock", "false"}}},
      {R"({"q":null,"page":1})", {{"page", "1"}}},
      {R"({"brand":["b","a","b"]})", {{"brand", "b"}, {"brand", "a"}, {"brand", "b"}}},
      {R"({"brand":[]})", {}},
      {R"({"attr.Size":[1,"x",true]})",
       {{"attr.Size", "1"}, {"attr.Size", "x"}, {"attr.Size", "true"}}},
      {R"({"facets":["brand","attr.Color"]})", {{"facets", "brand,attr.Color"}}},
      {R"({"facets":["attr.a,b","attr. c","attr.\"d\""]})",
       {{"facets", R"(attr."a,b",attr." c",attr."d")"}}},
      {R"({"facets":[]})", {{"facets", ""}}},
      {R"({"facets":"brand,price"})", {{"facets", "brand,price"}}},
      {R"({"q":"a\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00"})", {{"q", "a\"\\/\b\f\n\r\té😀"}}},
      {R"({"\u0071":"x"})", {{"q", "x"}}},
      // Digits survive as they are: what is wrong with them is for the parameter to say.
      {R"({"price_max":9007199254740993})", {{"price_max", "9007199254740993"}}},
      {R"({"page":123456789012345678901234567890})", {{"page", "123456789012345678901234567890"}}},
      {R"({"page":-1,"rating_min":4.50})", {{"page", "-1"}, {"rating_min", "4.50"}}},
      {R"({"page":1e999})", {{"page", "1e999"}}},
      // Attributes compare by the canonical spelling of their numbers.
      {R"({"attr.Size":15.60})", {{"attr.Size", "15.6"}}},
      {R"({"attr.Size":[1.60e1,16]})", {{"attr.Size", "16"}, {"attr.Size", "16"}}},
  };
  for (const GoodQueryString& good : cases)
    EXPECT_EQ(from_json(good.text), good.params) << good.text;
}

TEST(JsonParams, NameWhatIsWrong) {
  const BadQueryString cases[] = {
      {"", "body", "not a JSON object"},
      {"   ", "body", "not a JSON object"},
      {"[]", "body", "not a JSON object"},
      {"\"q\"", "body", "not a JSON object"},
      {"1", "body", "not a JSON object"},
      {"null", "body", "not a JSON object"},
      {"{", "body", "not a JSON object"},
      {"{\"q\":\"a\"", "body", "not a JSON object"},
      {"{\"q\":\"a", "body", "not a JSON object"},
      {"{\"q\"}", "body", "not a JSON object"},
      {"{\"q\" \"a\"}", "body", "not a JSON object"},
      {"{q:\"a\"}", "body", "not a JSON object"},
      {"{\"q\":\"a\",}", "body", "not a JSON object"},
      {"{,\"q\":\"a\"}", "body", "not a JSON object"},
      {"{\"q\":\"a\" \"page\":1}", "body", "not a JSON object"},
      {"{\"q\":\"a\"} x", "body", "not a JSON object"},
      {"{\"q\":\"a\"}}", "body", "not a JSON object"},
      {"{\"q\":\"a\"}{\"q\":\"b\"}", "body", "not a JSON object"},
      {"{}[]", "body", "not a JSON object"},
      {"{} ,", "body", "not a JSON object"},
      {"{\"q\":\"caf\xe9\"}", "body", "not a JSON object"},
      {"{\"q\":\"a\nb\"}", "body", "not a JSON object"},
      {"{\"\\ud800\":1}", "body", "string"},
      {"{\"a\\u0000\":1}", "body", "NUL"},
      {"{\"q\":\"a\\ud800b\"}", "q", ""},
      {"{\"q\":\"\\udc00\"}", "q", ""},
      {"{\"q\":\"a\\u0000b\"}", "q", "NUL"},
      {"{\"q\":\"\\x\"}", "q", "escape"},
      {"{\"q\":\"\\u12\"}", "q", "escape"},
      {"{\"q\":{}}", "q", "object"},
      {"{\"page\":1,\"filter\":{\"price\":1}}", "filter", "object"},
      {"{\"brand\":[\"a\",[\"b\"]]}", "brand", "array of strings"},
      {"{\"brand\":[{\"b\":1}]}", "brand", "array of strings"},
      {"{\"brand\":[\"a\",null]}", "brand", "array of strings"},
      {"{\"facets\":[[]]}", "facets", "array of strings"},
      {"{\"q\":\"a\",\"q\":\"a\"}", "q", "twice"},
      {"{\"brand\":\"a\",\"brand\":\"b\"}", "brand", "twice"},
      {"{\"q\":null,\"\\u0071\":1}", "q", "twice"},
      {"{\"page\":01}", "page", "not JSON"},
      {"{\"page\":+1}", "page", ""},
      {"{\"page\":.5}", "page", ""},
      {"{\"page\":1.}", "page", "not JSON"},
      {"{\"page\":1x}", "page", "not JSON"},
      {"{\"page\":- 1}", "page", "not JSON"},
      {"{\"page\":NaN}", "page", ""},
      {"{\"group\":truex}", "group", "not JSON"},
      {"{\"group\":True}", "group", ""},
      {"{\"group\":tru}", "group", "not JSON"},
      {"{\"q\":nul}", "q", "not JSON"},
      {"{\"q\":nullx}", "q", "not JSON"},
      {"{\"attr.Size\":1.5e999}", "attr.Size", "double"},
  };
  for (const BadQueryString& bad : cases) {
    const auto params = parse_json_params(bad.text);
    ASSERT_FALSE(params) << bad.text;
    EXPECT_EQ(params.error().code, ErrorCode::bad_input) << bad.text;
    EXPECT_EQ(params.error().param, bad.param) << bad.text;
    EXPECT_THAT(params.error().message, HasSubstr(bad.says)) << bad.text;
  }
}

TEST(JsonParams, RefuseDeepNestingWithoutFollowingIt) {
  std::string deep = "{\"q\":";
  for (int i = 0; i < 100'000; ++i) deep += "[";
  EXPECT_FALSE(parse_json_params(deep));
}

TEST(JsonParams, RefuseEveryBeginningOfABody) {
  const std::string body =
      R"({"q":"usb \u00e9 \ud83d\ude00","brand":["a","b"],"page":12,"group":true,"lang":null})";
  ASSERT_TRUE(parse_json_params(body));
  for (std::size_t length = 0; length < body.size(); ++length) {
    EXPECT_FALSE(parse_json_params(body.substr(0, length))) << body.substr(0, length);
  }
}

TEST(JsonParams, ReadBackWhatWasWritten) {
  EXPECT_TRUE(rc::check([] {
    const auto members = *rc::gen::uniqueBy<Pairs>(rc::gen::pair(any_text(), any_text()),
                                                   [](const auto& pair) { return pair.first; });
    std::string body;
    JsonWriter json(body);
    json.begin_object();
    for (const auto& [name, value] : members) json.member(name, std::string_view(value));
    json.end_object();
    RC_ASSERT(from_json(body) == members);
  }));
}

TEST(JsonParams, AcceptNothingThatIsNotJson) {
  // On-demand parsing looks only where it is asked to: a full parse is the judge.
  const std::vector<std::string> tokens = {
      "{",  "}",      "[", "]",  ",",       ":",           "\"q\"",        "\"brand\"", "\"a\\n\"",
      "1",  "-2.5e3", "0", "-",  "true",    "false",       "null",         " ",         "x",
      "\"", "\\",     "é", "01", "{\"q\":", ",\"page\":1", "\"facets\":[", "\"brand\"]"};
  EXPECT_TRUE(rc::check([&] {
    const auto parts = *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(tokens));
    std::string text = *rc::gen::element<std::string>("", "{", "{\"q\":", "{\"brand\":[");
    for (const std::string& part : parts) text += part;
    text += *rc::gen::element<std::string>("", "}", "]}", "\"}");
    RC_LOG() << text << std::endl;
    if (!parse_json_params(text)) return;
    simdjson::dom::parser parser;
    RC_ASSERT(parser.parse(text).error() == simdjson::SUCCESS);
  }));
}

TEST(JsonParams, AcceptNothingThatDamageMadeInvalid) {
  const std::string body =
      R"({"q":"usb","brand":["a","b\n"],"page":12,"rating_min":4.5,"group":true,"lang":null})";
  simdjson::dom::parser parser;
  for (std::size_t at = 0; at < body.size(); ++at) {
    for (const char c : {'{', '}', '[', ']', ',', ':', '"', '\\', ' ', '1', 'x', '\n', '\0'}) {
      std::string changed = body;
      changed[at] = c;
      if (!parse_json_params(changed)) continue;
      EXPECT_EQ(parser.parse(changed).error(), simdjson::SUCCESS) << changed;
    }
    std::string shorter = body;
    shorter.erase(at, 1);
    if (!parse_json_params(shorter)) continue;
    EXPECT_EQ(parser.parse(shorter).error(), simdjson::SUCCESS) << shorter;
  }
}

}  // namespace
}  // namespace souk
