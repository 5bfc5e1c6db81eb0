// The queries that a title answers.

#include "analyzers/title_phrases.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace souk {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

std::vector<std::string> phrases(const char* lang, const std::string& title,
                                 const std::string& brand = "") {
  Analyzer analyzer;
  TitlePhrases maker;
  const Language language = Language::from_tag(lang);
  const auto terms = analyzer.analyze(title, language);
  const HeadWord head = head_word(title, terms, language);
  const auto made = maker.of(title, terms, head, language, brand);
  return {made.begin(), made.end()};
}

TEST(TitlePhrases, AreTheArticleAndWhatStandsBeforeIt) {
  EXPECT_THAT(
      phrases("en", "Fast Wireless Over-Ear Headphones with Microphone, Black"),
      UnorderedElementsAre("headphones", "over-ear headphones", "wireless over-ear headphones"));
  EXPECT_THAT(phrases("en", "Charger for Cameras"), UnorderedElementsAre("charger"));
}

TEST(TitlePhrases, StandBehindItWhereTheLanguageSaysSo) {
  EXPECT_THAT(phrases("fr", "Casque audio Bluetooth noir"),
              UnorderedElementsAre("casque", "casque audio", "casque audio bluetooth"));
  // A phrase does not end in a word that says nothing.
  EXPECT_THAT(phrases("fr", "Casque de réalité"),
              UnorderedElementsAre("casque", "casque de réalité"));
}

TEST(TitlePhrases, NameTheBrandAndTheModel) {
  EXPECT_THAT(phrases("en", "Acme X200 Digital Camera", "ACME"),
              UnorderedElementsAre("acme x200", "camera", "digital camera", "x200 digital camera",
                                   "acme camera"));
  EXPECT_THAT(phrases("en", "Acme Nova 14 Pro Phone", "Acme"),
              AllOf(Contains("acme nova 14"), Contains("nova 14"), Not(Contains("acme nova"))));
  EXPECT_THAT(phrases("es", "Auriculares inalámbricos", "Acme"), Contains("auriculares acme"));
  // A brand that the title does not begin with is nothing that it names.
  EXPECT_THAT(phrases("en", "Camera", "Acme"), UnorderedElementsAre("camera", "acme camera"));
}

TEST(TitlePhrases, AreCutAtSignsAndStopWords) {
  EXPECT_THAT(phrases("en", "Red, Blue Lamp"), Not(Contains("red, blue lamp")));
  EXPECT_THAT(phrases("en", "The Lamp"), ElementsAre("lamp"));
  EXPECT_THAT(phrases("en", "128 GB, 3.5 mm"), IsEmpty());
  EXPECT_THAT(phrases("en", ""), IsEmpty());
}

TEST(TitlePhrases, AreTheLastWordsOfARunWithoutSpaces) {
  EXPECT_THAT(phrases("zh", "Acme 无线耳机 黑色"),
              AllOf(Contains("耳机"), Contains("无线耳机"), Not(Contains("黑色"))));
  EXPECT_THAT(phrases("th", "หูฟังไร้สาย"), Contains("หูฟังไร้สาย"));
}

TEST(TitlePhrases, KeepMarksButAreFoundWithout) {
  EXPECT_THAT(phrases("de", "Kabellose Kopfhörer"), Contains("kopfhörer"));
  EXPECT_THAT(phrases("tr", "KIRMIZI KILIF"), Contains("kılıf"));
  EXPECT_EQ(completion_key("Kopfhörer"), "kopfhorer");
}

TEST(CompletionKey, IsFoldedWithSingleBlanks) {
  const std::pair<const char*, const char*> cases[] = {
      {"", ""},
      {"  ", ""},
      {" USB-C \t hub ", "usb c hub "},
      {"Écran", "ecran"},
      {"over-ear", "over ear"},
      {"ＵＳＢ", "usb"},
      {"usb ", "usb "},
  };
  for (const auto& [text, key] : cases) EXPECT_EQ(completion_key(text), key) << text;
}

}  // namespace
}  // namespace souk
