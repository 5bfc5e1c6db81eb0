// Dates, language tags, ids, UTF-8 and case folding.

#include "data/formats.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "data/countries.h"
#include "data/product.h"

namespace souk {
namespace {

TEST(Formats, ParseTimestamps) {
  const std::pair<const char*, std::int64_t> dates[] = {
      {"1970-01-01", 0},
      {"1970-01-01T00:00:00Z", 0},
      {"1969-12-31T23:59:59Z", -1},
      {"1969-12-31T23:59:59.999Z", -1},
      {"2001-09-09T01:46:40Z", 1'000'000'000},
      {"2001-09-09t01:46:40z", 1'000'000'000},
      {"2001-09-09 01:46:40Z", 1'000'000'000},
      {"2001-09-09T03:46:40+02:00", 1'000'000'000},
      {"2001-09-08T20:16:40-05:30", 1'000'000'000},
      {"2001-09-09T01:46:40.123456789Z", 1'000'000'000},
      {"2001-09-09T01:46:40-00:00", 1'000'000'000},
      {"2000-02-29", 951'782'400},
      {"2016-12-31T23:59:60Z", 1'483'228'799},
      {"0001-01-01", -62'135'596'800},
      {"9999-12-31T23:59:59Z", 253'402'300'799},
  };
  for (const auto& [text, seconds] : dates) EXPECT_EQ(parse_timestamp(text), seconds) << text;
}

TEST(Formats, RefuseWhatIsNoTimestamp) {
  for (const char* text : {"",
                           "2026",
                           "2026-01",
                           "2026-1-1",
                           "26-01-01",
                           "2026-00-01",
                           "2026-13-01",
                           "2026-01-00",
                           "2026-01-32",
                           "2026-04-31",
                           "2026-02-29",
                           "1900-02-29",
                           "0000-01-01",
                           "-001-01-01",
                           "2026-01-01T",
                           "2026-01-01T10",
                           "2026-01-01T10:00Z",
                           "2026-01-01T10:00:00",
                           "2026-01-01T24:00:00Z",
                           "2026-01-01T10:60:00Z",
                           "2026-01-01T10:00:61Z",
                           "2026-01-01T10:00:00.Z",
                           "2026-01-01T10:00:00,5Z",
                           "2026-01-01T10:00:00+0200",
                           "2026-01-01T10:00:00+02",
                           "2026-01-01T10:00:00+24:00",
                           "2026-01-01T10:00:00+02:60",
                           "2026-01-01T10:00:00ZZ",
                           "2026-01-01T10:00:00Z ",
                           " 2026-01-01",
                           "2026-01-01Z",
                           "2026/01/01",
                           "20260101",
                           "2026-01-01T1a:00:00Z",
                           "+026-01-01",
                           "２０２６-01-01"}) {
    EXPECT_FALSE(parse_timestamp(text)) << text;
  }
}

TEST(Formats, RefuseOffsetsThatLeaveTheFourDigitYears) {
  // Their UTC form could not be written as RFC 3339.
  EXPECT_FALSE(parse_timestamp("0001-01-01T00:00:00+00:01"));
  EXPECT_FALSE(parse_timestamp("9999-12-31T23:59:59-00:01"));
  EXPECT_TRUE(parse_timestamp("0001-01-01T00:00:00-00:01"));
  EXPECT_TRUE(parse_timestamp("9999-12-31T23:59:59+00:01"));
}

RC_GTEST_PROP(FormatsProperty, TimestampsRoundTrip, ()) {
  const auto seconds = *rc::gen::inRange<std::int64_t>(-62'135'596'800, 253'402'300'800);
  RC_ASSERT(parse_timestamp(format_timestamp(seconds)) == seconds);
}

TEST(Formats, NormalizeLanguageTags) {
  const std::pair<const char*, const char*> tags[] = {
      {"en", "en"},
      {"EN", "en"},
      {"pt-BR", "pt-br"},
      {"zh-Hant-TW", "zh-hant-tw"},
      {"zh-cmn-Hans-CN", "zh-cmn-hans-cn"},
      {"es-419", "es-419"},
      {"de-CH-1996", "de-ch-1996"},
      {"sl-rozaj-biske", "sl-rozaj-biske"},
      {"en-u-ca-gregory", "en-u-ca-gregory"},
      {"x-whatever", "x-whatever"},
      {"de-x-a", "de-x-a"},
      {"fil", "fil"},
  };
  for (const auto& [tag, expected] : tags) EXPECT_EQ(normalize_language_tag(tag), expected) << tag;
  for (const char* tag : {"", "e", "1", "en_US", "en-", "-en", "en--us", "en us", "é", "en-u", "x",
                          "en-x", "abcdefghi", "en-abcdefghi", "e1", "en-US-US",
                          "en-aaaaaaaa-bbbbbbbb-cccccccc-dddddd", "*", "en;q=1"}) {
    EXPECT_FALSE(normalize_language_tag(tag)) << tag;
  }
}

TEST(Formats, TellUtf8FromOtherBytes) {
  for (const char* text : {"", "a", "é", "\xef\xbf\xbf", "\xf4\x8f\xbf\xbf", "\xed\x9f\xbf",
                           "\xee\x80\x80", "\xe0\xa0\x80", "\xf0\x90\x80\x80"}) {
    EXPECT_TRUE(is_valid_utf8(text)) << text;
  }
  for (const char* text :
       {"\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xc2", "\xc2x", "\xe0\x9f\xbf", "\xe2\x82",
        "\xed\xa0\x80", "\xed\xbf\xbf", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80",
        "\xf0\x9f\x98", "a\xff", "\xfe", "é\xcc"}) {
    EXPECT_FALSE(is_valid_utf8(text));
  }
}

TEST(Formats, FoldCaseAndWidth) {
  const std::pair<const char*, const char*> texts[] = {
      {"ACME", "acme"}, {"Straße", "strasse"}, {"ÉCRAN", "écran"}, {"Ｗｉ", "wi"},
      {"ﬁ", "fi"},      {"e\xcc\x81", "é"},    {"ΣΑΣ", "σασ"},     {"", ""},
      {"a b", "a b"},   {"İ", "i\xcc\x87"},    {"ﾜ", "ワ"},        {"№", "no"}};
  for (const auto& [text, folded] : texts) EXPECT_EQ(casefold(text), folded) << text;
}

TEST(Formats, KnowCountries) {
  for (const char* code : {"DE", "US", "GB", "SS", "XK", "TW", "AX", "ZW"}) {
    EXPECT_EQ(is_country(code), std::string_view(code) != "XK") << code;  // XK is user-assigned
  }
  for (const char* code : {"", "D", "de", "UK", "EU", "AN", "SU", "ZZ", "DEU", "D ", "1A"}) {
    EXPECT_FALSE(is_country(code)) << code;
  }
}

TEST(Formats, WriteAttributeValuesInOneWay) {
  const std::pair<AttributeValue, const char*> values[] = {{std::string("Red"), "Red"},
                                                           {16.0, "16"},
                                                           {15.6, "15.6"},
                                                           {-0.0, "0"},
                                                           {0.1, "0.1"},
                                                           {100000.0, "100000"},
                                                           {-2e6, "-2000000"},
                                                           {1e20, "100000000000000000000"},
                                                           {1e21, "1e+21"},
                                                           {0.00001, "0.00001"},
                                                           {0.000001, "0.000001"},
                                                           {0.0000001, "1e-07"},
                                                           {true, "true"},
                                                           {false, "false"},
                                                           {-2.5, "-2.5"}};
  for (const auto& [value, text] : values) EXPECT_EQ(canonical(value), text);
}

TEST(Formats, ShowTheBestText) {
  const LocalizedText text{{{"fr", "F"}, {"en", "E"}, {"pt", "P"}, {"pt-br", "B"}, {"de", "D"}}};
  const struct {
    const char* lang;
    const char* own;
    const char* best;
  } cases[] = {{"pt-br", "fr", "B"}, {"pt-pt", "fr", "P"}, {"pt", "fr", "P"}, {"it", "de", "D"},
               {"it", "xx", "E"},    {"de-at", "fr", "D"}, {"", "", "E"},     {"fra", "", "E"}};
  for (const auto& c : cases) EXPECT_EQ(best_text(text, c.lang, c.own), c.best) << c.lang;
  EXPECT_EQ(best_text({{{"ja", "J"}, {"ko", "K"}}}, "fr", "de"), "J");
  EXPECT_EQ(best_text({}, "fr", "de"), "");
}

}  // namespace
}  // namespace souk
