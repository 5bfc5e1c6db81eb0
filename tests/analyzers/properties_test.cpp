// What holds for any text at all.

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <unicode/brkiter.h>
#include <unicode/unistr.h>
#include <unicode/utext.h>

#include <memory>
#include <set>

#include "analyzers/analyzer.h"
#include "analyzers/fold.h"
#include "data/formats.h"

namespace souk {
namespace {

/// Random bytes, mixed with pieces of many scripts and of the tokenizer's special cases.
rc::Gen<std::string> texts() {
  return rc::gen::exec([] {
    static const std::vector<std::string> kPieces = {"USB-C",
                                                     "128 GB",
                                                     "10,000mAh",
                                                     "l'écran",
                                                     "Größe",
                                                     "無線耳機",
                                                     "ワイヤレス",
                                                     "무선이어폰",
                                                     "หูฟัง",
                                                     "наушники",
                                                     "كِتَاب",
                                                     "हेडफ़ोन",
                                                     "AT&T",
                                                     "C++",
                                                     ".NET",
                                                     " ",
                                                     "½",
                                                     "\xff",
                                                     "\xe2\x82",
                                                     "İ",
                                                     "ﬁ",
                                                     "-",
                                                     "'",
                                                     ",",
                                                     "👩‍👩‍👧",
                                                     "a",
                                                     "1",
                                                     "か\u3099",
                                                     "น้ำ",
                                                     "क्षि",
                                                     "\u1112\u1161\u11ab",
                                                     "🇩🇪",
                                                     "葛\U000E0100",
                                                     "x\u200d",
                                                     "e\u0301\u0323",
                                                     "\u0d4ebh",
                                                     "ك-",
                                                     "\u0650",
                                                     "\u0640",
                                                     "é\xcc\x81"};
    std::string text;
    for (int n = *rc::gen::inRange(0, 12); n > 0; --n) {
      if (*rc::gen::inRange(0, 4) == 0) {
        text += *rc::gen::arbitrary<std::string>();
      } else {
        text += *rc::gen::elementOf(kPieces);
      }
    }
    return text;
  });
}

Language any_language() {
  const auto all = Language::all();
  const auto i = *rc::gen::inRange<std::size_t>(0, all.size() + 1);
  return i == all.size() ? Language() : all[i];
}

/// Byte offsets between what people see as characters.
std::set<std::uint32_t> cluster_boundaries(const std::string& text) {
  UErrorCode status = U_ZERO_ERROR;
  static const std::unique_ptr<icu::BreakIterator> iterator(
      icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(), status));
  UText bytes = UTEXT_INITIALIZER;
  utext_openUTF8(&bytes, text.data(), static_cast<int64_t>(text.size()), &status);
  iterator->setText(&bytes, status);
  std::set<std::uint32_t> boundaries;
  for (int32_t at = iterator->first(); at != icu::BreakIterator::DONE; at = iterator->next()) {
    boundaries.insert(static_cast<std::uint32_t>(at));
  }
  utext_close(&bytes);
  return boundaries;
}

TEST(Analyzer, MakesBoundedTermsThatMapBackToAnyText) {
  EXPECT_TRUE(rc::check([] {
    const std::string text = *texts();
    Analyzer analyzer;
    const auto terms = analyzer.analyze(text, any_language());
    RC_ASSERT(terms.size() <= 8 * text.size() + 8);
    const bool valid = is_valid_utf8(text);
    const auto boundaries = cluster_boundaries(text);
    for (const Term& term : terms) {
      RC_ASSERT(!term.text.empty());
      RC_ASSERT(term.text.size() <= kMaxTermBytes);
      RC_ASSERT(term.start < term.end);
      RC_ASSERT(term.end <= text.size());
      RC_ASSERT(is_valid_utf8(term.text));
      if (valid) RC_ASSERT(boundaries.contains(term.start) && boundaries.contains(term.end));
    }
  }));
}

/// Characters of one and two bytes are folded from a table, all others by ICU: the same.
TEST(Fold, IsTheSameBesideLongerCharacters) {
  EXPECT_TRUE(rc::check([] {
    std::string text;
    for (int n = *rc::gen::inRange(0, 8); n > 0; --n) {
      const char32_t c = *rc::gen::inRange<char32_t>(1, 0x800);
      icu::UnicodeString(static_cast<UChar32>(c)).toUTF8String(text);
    }
    std::string folded;
    append_folded(folded, text);
    std::string with_longer;
    append_folded(with_longer, text + "\u4e00");  // a character that folds to itself
    RC_ASSERT(with_longer == folded + "\u4e00");
  }));
}

TEST(Analyzer, FindsEveryTextByItsOwnWords) {
  EXPECT_TRUE(rc::check([] {
    const std::string text = *texts();
    const Language language = any_language();
    Analyzer analyzer;
    std::set<std::string> terms;
    for (const Term& term : analyzer.analyze(text, language)) terms.emplace(term.text);
    for (const QueryWord& word : analyzer.analyze_query(text, language)) {
      const bool found =
          std::any_of(word.alternatives.begin(), word.alternatives.end(), [&](const auto& option) {
            return std::all_of(option.terms.begin(), option.terms.end(),
                               [&](const std::string& term) { return terms.contains(term); });
          });
      RC_LOG() << word.surface << std::endl;
      RC_ASSERT(found);
    }
  }));
}

TEST(Analyzer, SaysTheSameTwice) {
  EXPECT_TRUE(rc::check([] {
    const std::string text = *texts();
    const Language language = any_language();
    Analyzer once;
    Analyzer used;
    used.analyze("some other text with stems", language);
    std::vector<std::string> first;
    std::vector<std::string> second;
    for (const Term& term : once.analyze(text, language)) first.emplace_back(term.text);
    for (const Term& term : used.analyze(text, language)) second.emplace_back(term.text);
    RC_ASSERT(first == second);
  }));
}

TEST(Identifiers, AreWithoutSignsOfAnyScript) {
  EXPECT_EQ(identifier_form("WH-1000 XM4"), "wh1000xm4");
  EXPECT_EQ(identifier_form("PocketHub™ 4-Port"), "pockethub4port");
  EXPECT_EQ(identifier_form("Tru®Form ©7"), "truform7");
  EXPECT_EQ(identifier_form("24″ × 30 m, 255g/m²"), "2430m255gm2");
  EXPECT_EQ(identifier_form("Прибор–№ 5"), "прибор5");
  EXPECT_EQ(identifier_form("ｗｈ－１"), "wh1");
}

TEST(Folding, IsIdempotent) {
  EXPECT_TRUE(rc::check([] {
    const std::string text = *texts();
    RC_PRE(is_valid_utf8(text));
    std::string once;
    append_folded(once, text);
    std::string twice;
    append_folded(twice, once);
    RC_ASSERT(once == twice);
  }));
}

}  // namespace
}  // namespace souk
