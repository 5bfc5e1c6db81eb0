// The `facets` parameter: names, quotes, and lists that were joined from arrays.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "query/facet_list.h"

namespace souk {
namespace {

using ::testing::HasSubstr;
using Kind = FacetSpec::Kind;
using Specs = std::vector<FacetSpec>;

FacetSpec attribute(const char* name) { return {Kind::attribute, name}; }

TEST(FacetList, ReadsNames) {
  const std::pair<const char*, Specs> cases[] = {
      {"", {}},
      {" \t", {}},
      {"brand", {{Kind::brand, ""}}},
      {"brand,category,shop,price,rating,free_shipping",
       {{Kind::brand, ""},
        {Kind::category, ""},
        {Kind::shop, ""},
        {Kind::price, ""},
        {Kind::rating, ""},
        {Kind::free_shipping, ""}}},
      {" price ,\tbrand ", {{Kind::price, ""}, {Kind::brand, ""}}},
      {"brand,price,brand", {{Kind::brand, ""}, {Kind::price, ""}}},
      {"attr.Color", {attribute("Color")}},
      {"attr.Screen size , attr.Größe", {attribute("Screen size"), attribute("Größe")}},
      {"attr.a,attr.A", {attribute("a"), attribute("A")}},
      {"attr.attr.x", {attribute("attr.x")}},
      {"attr.\"a,b\"", {attribute("a,b")}},
      {"attr.\" a \" ,brand", {attribute(" a "), {Kind::brand, ""}}},
      {"attr.\"\\u00e9\\\"\"", {attribute("é\"")}},
      {"attr.\"Color\",attr.Color", {attribute("Color")}},
      {"attr.a\"b", {attribute("a\"b")}},
  };
  for (const auto& [text, expected] : cases) {
    const auto specs = parse_facets(text);
    ASSERT_TRUE(specs) << text << ": " << specs.error().message;
    EXPECT_EQ(*specs, expected) << text;
  }
}

TEST(FacetList, RefusesWhatIsNotAFacet) {
  const std::pair<const char*, const char*> cases[] = {
      {"colour", "\"colour\" is not a facet"},
      {"Brand", "\"Brand\" is not a facet"},
      {",", "\"\" is not a facet"},
      {"brand,", "\"\" is not a facet"},
      {",brand", "\"\" is not a facet"},
      {"brand,,price", "\"\" is not a facet"},
      {"brand price", "\"brand price\" is not a facet"},
      {"attr.", "\"attr.\" is not a facet"},
      {"attr", "\"attr\" is not a facet"},
      {"attr. ", "\"attr.\" is not a facet"},
      {"ATTR.x", "not a facet"},
      {"attr.\"\"", "must not be empty"},
      {"attr.\"a", "closing quote"},
      {"attr.\"a\"b", "a comma after"},
      {"attr.\"a\" b", "a comma after"},
      {"attr.\"\\ud800\"", "surrogates"},
      {"attr.\"a\",", "not a facet"},
  };
  for (const auto& [text, says] : cases) {
    const auto specs = parse_facets(text);
    ASSERT_FALSE(specs) << text;
    EXPECT_EQ(specs.error().code, ErrorCode::bad_input) << text;
    EXPECT_EQ(specs.error().param, "facets") << text;
    EXPECT_THAT(specs.error().message, HasSubstr(says)) << text;
  }
}

TEST(FacetList, TakesSixtyFourDifferentFacets) {
  std::string text = "attr.0";
  for (std::size_t i = 1; i < kMaxFacets; ++i) text += fmt::format(",attr.{}", i);
  ASSERT_TRUE(parse_facets(text));
  EXPECT_EQ(parse_facets(text)->size(), kMaxFacets);
  EXPECT_TRUE(parse_facets(text + ",attr.0"));  // one that is there already
  const auto many = parse_facets(text + ",brand");
  ASSERT_FALSE(many);
  EXPECT_THAT(many.error().message, HasSubstr("64"));
}

TEST(FacetList, ReadsTheNamesOfAnArrayOneForOne) {
  const std::vector<std::string> parts = {"a", ",", " ", "\t", "\"", "\\", ".", "é", "brand", "\n"};
  EXPECT_TRUE(rc::check([&] {
    const auto names = *rc::gen::container<std::vector<std::vector<std::string>>>(
        rc::gen::nonEmpty(rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(parts))));
    Specs expected;
    std::vector<std::string> given;
    for (const auto& each : names) {
      std::string name;
      for (const std::string& part : each) name += part;
      // A quote in front asks for JSON's reading; the test above has those.
      if (name.starts_with('"')) continue;
      given.push_back("attr." + name);
      const FacetSpec spec{Kind::attribute, name};
      if (std::find(expected.begin(), expected.end(), spec) == expected.end()) {
        expected.push_back(spec);
      }
    }
    RC_PRE(expected.size() <= kMaxFacets);
    const auto specs = parse_facets(join_facets(given));
    RC_ASSERT(specs.has_value());
    RC_ASSERT(*specs == expected);
  }));
}

TEST(FacetList, NamesEachFacetAsItWasAsked) {
  for (const char* text : {"brand", "free_shipping", "attr.Color", "attr.Screen size"}) {
    EXPECT_EQ(parse_facets(text)->front().key(), text);
  }
}

}  // namespace
}  // namespace souk
