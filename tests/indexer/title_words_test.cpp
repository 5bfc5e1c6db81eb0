// The forward index: which words of a title a product keeps, and how its lengths are told.

#include "data/title_words.h"

#include <gtest/gtest.h>

#include "data/product_json.h"
#include "indexer/product_terms.h"

namespace souk {
namespace {

TitleWords title_words_of(const std::string& line) {
  FeedParser parser;
  const Product product = parser.product(line).value();
  const Catalogue catalogue = make_catalogue({}, parse_categories("[]").value(),
                                             Rates::from_map(*Currency::find("USD"), {}), "en", {});
  TermCollector collector;
  collector.collect(product, catalogue);
  return collector.title_words();
}

std::uint8_t byte(std::string_view word) { return TitleWords::byte_of(word); }

TEST(TitleWords, AreStemsWithoutStopWords) {
  const auto words = title_words_of(R"({"id":"a","title":"Cases for the iPhone 11"})").words;
  EXPECT_EQ(words[0], byte("case"));
  EXPECT_EQ(words[1], byte("Zen:iphone")) << "with or without a prefix";
  EXPECT_EQ(words[2], byte("11"));
  EXPECT_EQ(words[3], 0);
}

TEST(TitleWords, KeepTitlesOfSeveralLanguagesApart) {
  const auto words =
      title_words_of(R"({"id":"a","lang":"en","title":{"en":"Red fox","de":"Roter Fuchs"}})");
  const auto& bytes = words.words;
  const auto gap = std::find(bytes.begin(), bytes.end(), 0);
  EXPECT_EQ(gap - bytes.begin(), 2);
  EXPECT_NE(gap[1], 0);
  EXPECT_NE(gap[2], 0);
  EXPECT_EQ(gap[3], 0);
  EXPECT_EQ(words.title_length, TitleWords::length_code(2));
}

TEST(TitleWords, StopWhereTheRecordIsFull) {
  std::string title;
  for (int i = 100; i < 140; ++i) title += std::to_string(i) + " ";
  const auto words = title_words_of(R"({"id":"a","title":")" + title + R"("})");
  EXPECT_EQ(words.words.back(), byte("113"));
  EXPECT_EQ(words.title_length, TitleWords::length_code(40));
}

TEST(TitleWords, CountTitleAndDescription) {
  const auto words = title_words_of(
      R"({"id":"a","title":"Red fox","description":"The fox is red, and it runs."})");
  EXPECT_EQ(words.title_length, TitleWords::length_code(2));
  EXPECT_EQ(words.text_length, TitleWords::length_code(2 + 7));
  EXPECT_EQ(title_words_of(R"({"id":"a","title":"Red fox"})").text_length,
            TitleWords::length_code(2));
}

TEST(TitleWords, TellLengthsInSixteenthsOfADoubling) {
  EXPECT_EQ(TitleWords::length_code(0), 0);
  EXPECT_EQ(TitleWords::length_code(1), 16);
  EXPECT_EQ(TitleWords::length_code(3), 32);
  EXPECT_EQ(TitleWords::length_code(1023), 160);
  EXPECT_EQ(TitleWords::length_code(1'000'000'000), 255);
}

TEST(TitleWords, HasPairsInOrderAlone) {
  TitleWords title;
  title.words = {1, 2, 3, 0, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13};
  EXPECT_TRUE(title.has_pair(1, 2));
  EXPECT_TRUE(title.has_pair(12, 13)) << "to the last";
  EXPECT_FALSE(title.has_pair(2, 1));
  EXPECT_FALSE(title.has_pair(1, 3));
  EXPECT_FALSE(title.has_pair(3, 4)) << "of two titles";
  EXPECT_FALSE(title.has_pair(13, 1));
}

}  // namespace
}  // namespace souk
