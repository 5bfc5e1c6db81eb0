// Names in Latin letters.

#include "analyzers/transliterate.h"

#include <gtest/gtest.h>

namespace souk {
namespace {

TEST(LatinForm, IsPlainAsciiOfAnotherScript) {
  const std::pair<const char*, const char*> cases[] = {
      {"Электроника", "elektronika"}, {"Ελλάδα", "ellada"}, {"耳机", "er ji"},
      {"カメラ", "kamera"},           {"서울", "seoul"},    {"Acme Москва 24", "acme moskva 24"},
  };
  for (const auto& [text, latin] : cases) EXPECT_EQ(latin_form(text), latin) << text;
}

TEST(LatinForm, IsEmptyForWhatIsLatinAlready) {
  for (const char* text : {"", "Acme", "Café & Co. 24", "Straße", "!?", "\xff\xfe"}) {
    EXPECT_EQ(latin_form(text), "") << text;
  }
}

}  // namespace
}  // namespace souk
