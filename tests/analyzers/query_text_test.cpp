// Quotes and minuses in what people type, and other words for theirs.

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analyzers/analyzer.h"
#include "analyzers/query_text.h"
#include "analyzers/synonyms.h"

namespace souk {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// Each part, with its kind before it: + plain, " phrase, - excluded, ~ an excluded phrase.
std::vector<std::string> parts(const std::string& text) {
  std::vector<std::string> result;
  for (const QueryPart& part : split_query(text)) {
    result.push_back("+\"-~"[part.kind] + text.substr(part.start, part.end - part.start));
  }
  return result;
}

TEST(QueryText, IsSplitAtQuotesAndMinuses) {
  EXPECT_THAT(parts("usb cable"), ElementsAre("+usb cable"));
  EXPECT_THAT(parts("\"usb cable\""), ElementsAre("\"usb cable"));
  EXPECT_THAT(parts("fast \"usb cable\" black"), ElementsAre("+fast ", "\"usb cable", "+ black"));
  EXPECT_THAT(parts("“usb cable” x"), ElementsAre("\"usb cable", "+ x"));
  EXPECT_THAT(parts("case -leather"), ElementsAre("+case ", "-leather"));
  EXPECT_THAT(parts("case -\"fake leather\" red"), ElementsAre("+case ", "~fake leather", "+ red"));
  EXPECT_THAT(parts("-leather"), ElementsAre("-leather"));
}

TEST(QueryText, KeepsWhatOnlyLooksLikeSyntax) {
  EXPECT_THAT(parts("usb-c"), ElementsAre("+usb-c"));
  EXPECT_THAT(parts("10 - 20"), ElementsAre("+10 - 20"));
  EXPECT_THAT(parts("--"), ElementsAre("+--"));
  EXPECT_THAT(parts("-"), ElementsAre("+-"));
  EXPECT_THAT(parts("an \"open quote"), ElementsAre("+an \"open quote"));
  EXPECT_THAT(parts("15\" laptop 17\" bag"), ElementsAre("+15\" laptop 17\" bag"));
  EXPECT_THAT(parts("\"\""), IsEmpty());
  EXPECT_THAT(parts(""), IsEmpty());
}

TEST(Query, HoldsItsPhrasesAndExclusionsApart) {
  Analyzer analyzer;
  const Query query =
      analyzer.parse_query("black \"usb cable\" -leather -\"for kids\"", Language::from_tag("en"));
  ASSERT_EQ(query.words.size(), 3U);
  EXPECT_EQ(query.words[0].surface, "black");
  // A phrase's words match as they are written.
  ASSERT_EQ(query.words[2].alternatives.size(), 1U);
  EXPECT_THAT(query.words[2].alternatives[0].terms, ElementsAre("cable"));
  ASSERT_EQ(query.phrases.size(), 1U);
  EXPECT_THAT(query.phrases[0].atoms, ElementsAre("usb", "cable"));
  ASSERT_EQ(query.excluded.size(), 1U);
  EXPECT_EQ(query.excluded[0].surface, "leather");
  ASSERT_EQ(query.excluded_phrases.size(), 1U);
  EXPECT_THAT(query.excluded_phrases[0].atoms, ElementsAre("for", "kids"));
  EXPECT_FALSE(query.ends_in_word);
  EXPECT_TRUE(analyzer.parse_query("usb cab", Language::from_tag("en")).ends_in_word);
  EXPECT_FALSE(analyzer.parse_query("usb cab ", Language::from_tag("en")).ends_in_word);
}

using SharedSynonyms = std::shared_ptr<const Synonyms>;

/// The terms that stand for a word of a query, those of one way joined by +.
std::vector<std::string> others(const std::string& text, const char* lang,
                                const SharedSynonyms& synonyms, std::size_t word = 0,
                                bool prefix_last = false) {
  Analyzer analyzer;
  const Query query =
      analyzer.parse_query(text, Language::from_tag(lang), {&synonyms, 1}, prefix_last);
  std::vector<std::string> result;
  if (word >= query.words.size()) return result;
  for (const SynonymSet* set : query.words[word].synonyms) {
    for (const auto& way : set->ways) result.push_back(fmt::format("{}", fmt::join(way, "+")));
  }
  return result;
}

SharedSynonyms parse(const char* text) {
  return std::make_shared<const Synonyms>(Synonyms::parse(text, "synonyms.txt").value());
}

TEST(Synonyms, GoOneWayOrBothAndOnlyInTheirLanguage) {
  const auto parsed = parse(
      "# furniture\n"
      "en: sofa, couch\n"
      "\n"
      "en: notebook => laptop\n"
      "*: wifi, wlan\n");
  using ::testing::Contains;
  using ::testing::Not;
  EXPECT_THAT(others("sofa", "en", parsed), Contains("couch"));
  EXPECT_THAT(others("couch", "en", parsed), Contains("sofa"));
  EXPECT_THAT(others("sofas", "en", parsed), Contains("couch"));  // by its stem
  EXPECT_THAT(others("sofa", "de", parsed), Not(Contains("couch")));
  EXPECT_THAT(others("notebook", "en", parsed), Contains("laptop"));
  EXPECT_THAT(others("laptop", "en", parsed), Not(Contains("notebook")));
  EXPECT_THAT(others("wlan", "de", parsed), Contains("wifi"));
  EXPECT_THAT(others("wlan", "en", parsed), Contains("wifi"));
}

TEST(Synonyms, StandForPhrasesAndArePhrases) {
  const auto parsed = parse("en: power bank, portable charger\n");
  using ::testing::Contains;
  using ::testing::Not;
  // Either word of the phrase is satisfied by the whole of the other.
  EXPECT_THAT(others("power bank", "en", parsed, 0), Contains("portable+charger"));
  EXPECT_THAT(others("power bank", "en", parsed, 1), Contains("portable+charger"));
  EXPECT_THAT(others("power tool", "en", parsed, 0), Not(Contains("portable+charger")));
  EXPECT_THAT(others("bank power", "en", parsed, 0), Not(Contains("portable+charger")));
}

TEST(Synonyms, AreFoundByBeginningsOfWordsAndPhrases) {
  const auto parsed = parse("en: power bank, portable charger\nfr: casque => headphones\n");
  using ::testing::Contains;
  EXPECT_THAT(others("power ba", "en", parsed, 1, true), Contains("portable+charger"));
  EXPECT_THAT(others("power ba", "en", parsed, 0, true), Contains("portable+charger"));
  EXPECT_THAT(others("cas", "fr", parsed, 0, true), Contains("headphones"));
  EXPECT_THAT(others("cas", "fr", parsed, 0, false), IsEmpty());
  EXPECT_THAT(others("ca", "fr", parsed, 0, true), IsEmpty());
  EXPECT_THAT(others("cas ", "fr", parsed, 0, true), IsEmpty());
  EXPECT_THAT(others("cas", "en", parsed, 0, true), IsEmpty());
}

TEST(Synonyms, NameTheLineThatIsWrong) {
  const auto message = [](const char* text) {
    const auto parsed = Synonyms::parse(text, "s.txt");
    return parsed ? std::string("fine") : parsed.error().message;
  };
  EXPECT_EQ(message("en: a, b\nsofa, couch"), "s.txt:2: lacks a language (\"en: a, b\")");
  EXPECT_EQ(message("\n\nxx: sofa, couch"), "s.txt:3: \"xx\" is no language of the analyzers");
  EXPECT_EQ(message("en: sofa"), "s.txt:1: needs two words or a =>");
  EXPECT_EQ(message("en: sofa => couch => bed"), "s.txt:1: has more than one =>");
  EXPECT_EQ(message("en: sofa, !!!"), "s.txt:1: \"!!!\" is no word or phrase");
  EXPECT_EQ(message("en: sofa =>"), "s.txt:1: \"\" is no word or phrase");
  EXPECT_EQ(message("# nothing\n"), "fine");
}

TEST(Synonyms, OfTheLexiconCrossLanguagesAndScripts) {
  const SharedSynonyms& built_in = Synonyms::built_in();
  using ::testing::Contains;
  EXPECT_THAT(others("наушники", "ru", built_in), Contains("headphones"));
  EXPECT_THAT(others("écouteurs", "fr", built_in), Contains("headphones"));
  EXPECT_THAT(others("耳机", "zh", built_in), Contains("headphones"));
  EXPECT_THAT(others("سماعات", "ar", built_in), Contains("headphones"));
  EXPECT_THAT(others("headphones", "en", built_in), Contains("наушники"));
  EXPECT_THAT(others("サムスン", "ja", built_in), Contains("samsung"));
  EXPECT_THAT(others("самсунг", "ru", built_in), Contains("samsung"));
}

}  // namespace
}  // namespace souk
