// Which word of a title says what the article is.

#include "analyzers/head_word.h"

#include <gtest/gtest.h>

#include <string>

namespace souk {
namespace {

using Finder = HeadWord (*)(std::string_view, std::span<const Term>, Language);

std::string head(const char* lang, const std::string& text, Finder find = head_word) {
  Analyzer analyzer;
  const Language language = Language::from_tag(lang);
  const HeadWord word = find(text, analyzer.analyze(text, language), language);
  return text.substr(word.start, word.end - word.start);
}

TEST(HeadWord, IsWhatTheArticleIsNotWhatItIsFor) {
  struct Case {
    const char* lang;
    const char* title;
    const char* expected;
  };
  const Case cases[] = {
      {"en", "Acme W270 Digital compact camera", "camera"},
      {"en", "Battery for digital cameras", "Battery"},
      {"en", "Acme Flat Panel Monitor Stand Black", "Stand"},
      {"en", "Acme L1908w Flat Panel Monitor 48.3 cm (19\") 1440 x 900 pixels Black", "Monitor"},
      {"en", "Acme Camera Battery - replaces Bolt CGA-S007", "Battery"},
      {"en", "Wireless Headphones with Microphone, Black", "Headphones"},
      {"en", "SATA Hard Drive Enclosure w/ Fan", "Enclosure"},
      {"en", "Phone Case w/o Logo", "Case"},
      {"en", "Red Waterproof", ""},
      {"de", "Kabellose Kopfhörer für Kinder", "Kopfhörer"},
      {"fr", "Casque sans fil noir", "Casque"},
      {"fr", "Nouveau casque audio pour enfants", "casque"},
      {"es", "Auriculares inalámbricos con micrófono", "Auriculares"},
      {"it", "Custodia per telefono", "Custodia"},
      {"ru", "Беспроводные наушники для детей", "наушники"},
      {"ja", "ワイヤレスイヤホン", ""},
      {"en", "", ""},
      {"en", "128 GB, 3.5 mm", ""},
  };
  for (const Case& each : cases)
    EXPECT_EQ(head(each.lang, each.title), each.expected) << each.title;
}

TEST(HeadWord, OfADescriptionIsThatOfItsBeginningUnlessThatIsASentence) {
  const auto of = [](const char* lang, const std::string& text) {
    return head(lang, text, head_of_description);
  };
  EXPECT_EQ(of("en", "80 175-ml Cyan DesignJet Ink Cartridge"), "Cartridge");
  EXPECT_EQ(of("en", "Watch strap for the Acme W2, is made of leather"), "strap");
  EXPECT_EQ(of("en", "This strap comes in six colours"), "");
  EXPECT_EQ(of("en", "Acme W2 has a bright display"), "");
  EXPECT_EQ(of("fr", "Casque audio sans fil. Il est noir"), "Casque");
  EXPECT_EQ(of("fr", "Le casque que vous attendiez"), "");
  EXPECT_EQ(of("de", "Die Hülle schützt das Telefon"), "");
}

}  // namespace
}  // namespace souk
