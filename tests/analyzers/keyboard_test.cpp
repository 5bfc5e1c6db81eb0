// Texts typed with the keyboard set to another language.

#include "analyzers/keyboard.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace souk {
namespace {

std::string typed(const char* text, const char* lang) {
  for (const Retyped& each : retyped(text)) {
    if (each.language == Language::from_tag(lang)) return each.text;
  }
  return "";
}

TEST(Keyboard, GivesOtherLettersForTheSameKeys) {
  const struct {
    const char* lang;
    const char* latin;
    const char* own;
  } cases[] = {
      {"ru", "yfeiybrb", "наушники"},   {"ru", "j,edm 42", "обувь 42"}, {"uk", "sxpyrf", "ічзнка"},
      {"el", "akoystika", "ακουστικα"}, {"he", "tuzbhu,", "אוזניות"},   {"ar", "slhum", "سماعة"},
  };
  for (const auto& each : cases) {
    EXPECT_EQ(typed(each.latin, each.lang), each.own) << each.lang;
    const auto back = retyped(each.own);
    EXPECT_TRUE(std::any_of(back.begin(), back.end(), [&](const Retyped& way) {
      return way.text == each.latin && way.language.is_generic();
    })) << each.own;
  }
  EXPECT_EQ(typed("IPHONE", "ru"), "шзрщту");
}

TEST(Keyboard, LeavesAloneWhatHasNoLettersOrMixedOnes) {
  for (const char* text : {"", "42", "yfпр", "耳机", "casque é"}) {
    EXPECT_TRUE(retyped(text).empty()) << text;
  }
}

}  // namespace
}  // namespace souk
