// What each language's words become: the vectors that documents and queries rely on. "Z" marks
// stems.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>

#include "analyzers/analyzer.h"

namespace souk {
namespace {

/// Z before a stem, without its language; parts of compound nouns without either.
std::string printed(const Term& term) {
  const auto colon = term.text.find(':');
  const bool marked = term.kind == TermKind::stem || term.kind == TermKind::part;
  if (!marked || colon == std::string_view::npos) return std::string(term.text);
  const std::string own(term.text.substr(colon + 1));
  return term.kind == TermKind::stem ? "Z" + own : own;
}

std::set<std::string> terms_of(const std::string& text, const char* lang) {
  Analyzer analyzer;
  std::set<std::string> terms;
  for (const Term& term : analyzer.analyze(text, Language::from_tag(lang))) {
    terms.insert(printed(term));
  }
  return terms;
}

std::set<std::string> words(const std::string& list) {
  std::set<std::string> result;
  for (std::size_t at = 0; at < list.size();) {
    const auto end = std::min(list.find(' ', at), list.size());
    if (end > at) result.insert(list.substr(at, end - at));
    at = end + 1;
  }
  return result;
}

struct Vector {
  const char* lang;
  const char* text;
  const char* has;         ///< terms that must be there
  const char* lacks = "";  ///< terms that must not
};

/// The lines of a file beside this test, in their fields.
std::vector<std::vector<std::string>> read_lines(const std::string& name) {
  std::ifstream file(std::string(SOUK_SOURCE_DIR) + "/tests/analyzers/" + name);
  EXPECT_TRUE(file) << name;
  std::vector<std::vector<std::string>> lines;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.front() == '#') continue;
    auto& fields = lines.emplace_back();
    for (std::size_t at = 0;;) {
      const auto bar = line.find(" | ", at);
      fields.push_back(line.substr(at, bar - at));
      if (bar == std::string::npos) break;
      at = bar + 3;
    }
  }
  return lines;
}

TEST(Titles, HaveTheseTermsAndNoOthers) {
  std::map<std::string, int> titles;
  for (const auto& line : read_lines("titles.txt")) {
    ASSERT_EQ(line.size(), 3U) << line[0];
    EXPECT_EQ(terms_of(line[1], line[0].c_str()), words(line[2])) << line[0] << ": " << line[1];
    ++titles[line[0]];
  }
  for (const Language language : Language::all()) {
    EXPECT_GE(titles[std::string(language.code())], 10) << language.code();
  }
}

class Vectors : public ::testing::TestWithParam<Vector> {};

TEST_P(Vectors, HaveTheirTerms) {
  const auto terms = terms_of(GetParam().text, GetParam().lang);
  for (const std::string& term : words(GetParam().has)) {
    EXPECT_TRUE(terms.contains(term)) << term << " in " << ::testing::PrintToString(terms);
  }
  for (const std::string& term : words(GetParam().lacks)) {
    EXPECT_FALSE(terms.contains(term)) << term << " in " << ::testing::PrintToString(terms);
  }
}

INSTANTIATE_TEST_SUITE_P(
    English, Vectors,
    ::testing::Values(Vector{"en", "128GB", "128gb", "128 gb"}, Vector{"en", "128 GB", "128gb 128"},
                      Vector{"en", "3.5mm", "3.5mm", "3 5mm"}, Vector{"en", "USB-C", "usb c usbc"},
                      Vector{"en", "T-shirt", "t shirt tshirt"},
                      Vector{"en", "universal", "universal Zuniversal"},
                      Vector{"en", "university", "university Zuniversity", "Zuniversal Zunivers"},
                      Vector{"en", "WH-1000XM4", "wh 1000xm4 wh1000xm4"},
                      Vector{"en", "women's", "women", "s womens"},
                      Vector{"en", "women’s", "women", "s womens"},
                      Vector{"en", "10,000mAh", "10000mah", "10 000mah"},
                      Vector{"en", "AT&T", "at&t"}, Vector{"en", "C++", "c++"},
                      Vector{"en", ".NET", ".net"}, Vector{"en", "cables", "cables Zcable"},
                      Vector{"en", "batteries", "batteries Zbattery"},
                      Vector{"en", "boxes", "Zbox"}, Vector{"en", "glass", "Zglass", "Zglas"},
                      Vector{"en", "cafe\xcc\x81", "cafe"}, Vector{"en", "CAFÉ", "cafe"},
                      Vector{"en", "Ｗｉｒｅｌｅｓｓ", "wireless"}, Vector{"en", "ﬁne", "fine"},
                      Vector{"en", "½ inch", "inch", "1 2 1⁄2"}, Vector{"en", "1.5", "1.5"},
                      Vector{"en", "end. Next", "end next", "end.next"}));

INSTANTIATE_TEST_SUITE_P(French, Vectors,
                         ::testing::Values(Vector{"fr", "l'écran", "ecran Zecran", "l lecran"},
                                           Vector{"fr", "l’écran", "ecran Zecran"},
                                           Vector{"fr", "d'oreille", "oreille", "d"},
                                           Vector{"fr", "écouteurs", "ecouteurs Zecouteur"},
                                           Vector{"fr", "chaussures", "Zchaussur"},
                                           Vector{"fr", "cœur", "coeur"},
                                           Vector{"fr", "sans-fil", "sans fil sansfil"},
                                           Vector{"fr", "aujourd'hui", "aujourdhui"},
                                           Vector{"fr", "3,5 mm", "3.5mm 3.5"}));

INSTANTIATE_TEST_SUITE_P(
    German, Vectors,
    ::testing::Values(Vector{"de", "Straße", "strasse Zstrass"},
                      Vector{"de", "STRASSE", "strasse Zstrass"},
                      Vector{"de", "Kopfhörer", "kopfhorer Zkopfhor"},
                      Vector{"de", "Kopfhoerer", "Zkopfhor"}, Vector{"de", "kopfhorer", "Zkopfhor"},
                      Vector{"de", "Häuser", "Zhaus"}, Vector{"de", "Größe 42,5", "grosse 42.5"},
                      Vector{"de", "USB-Kabel", "usb kabel usbkabel"},
                      Vector{"de", "Staubsaugerbeutel", "staubsaugerbeutel staubsaug beutel"},
                      Vector{"de", "Kopfhörer", "kopfhorer", "kopf hor"}));

INSTANTIATE_TEST_SUITE_P(Spanish, Vectors,
                         ::testing::Values(Vector{"es", "inalámbricos", "Zinalambr"},
                                           Vector{"es", "inalambrico", "Zinalambr"},
                                           Vector{"es", "niños", "ninos Znin"},
                                           Vector{"es", "ninos", "Znin"},
                                           Vector{"es", "zapatos", "Zzapat"},
                                           Vector{"es", "teléfonos", "Ztelefon"},
                                           Vector{"es", "auriculares", "Zauricular"}));

INSTANTIATE_TEST_SUITE_P(
    Others, Vectors,
    ::testing::Values(
        Vector{"pt", "fones", "Zfon"}, Vector{"pt", "carregadores", "Zcarreg"},
        Vector{"pt", "São", "sao"}, Vector{"it", "cuffie", "Zcuff"},
        Vector{"it", "l'auricolare", "auricolare"}, Vector{"it", "dell'orologio", "orologio"},
        Vector{"it", "più", "piu"}, Vector{"ru", "наушники", "Zнаушник"},
        Vector{"ru", "наушников", "Zнаушник"}, Vector{"ru", "Ёлка", "елка Zелк"},
        Vector{"ru", "чёрный", "черный Zчерн"}, Vector{"tr", "İstanbul", "istanbul"},
        Vector{"tr", "ISPARTA", "isparta"}, Vector{"tr", "ısparta", "isparta"},
        Vector{"tr", "Samsung'un", "samsung"}, Vector{"nl", "foto's", "fotos"},
        Vector{"nl", "cafés", "cafes"}, Vector{"pl", "Łódź", "lodz"},
        Vector{"pl", "słuchawki", "sluchawki"}, Vector{"ar", "أحمر", "احمر"},
        Vector{"ar", "كِتَاب", "كتاب"}, Vector{"ar", "٣٫٥", "3.5"}, Vector{"hi", "हेडफ़ोन", "हेडफोन"},
        Vector{"hi", "२", "2"}, Vector{"it", "scarpe", "Zscarp"}, Vector{"it", "scarpa", "Zscarp"},
        Vector{"it", "cuffia", "Zcuff"}, Vector{"pt", "fone", "Zfon"},
        Vector{"pt", "carregador", "Zcarreg"}, Vector{"ru", "елка", "елка Zелк"},
        Vector{"ru", "черные", "Zчерн"}, Vector{"ru", "беспроводные", "Zбеспроводн"},
        Vector{"ar", "كتاب", "Zكتاب"}, Vector{"ar", "الكتاب", "Zكتاب"},
        Vector{"ar", "سماعات", "Zسماع"}, Vector{"ar", "سماعة", "Zسماع"}, Vector{"hi", "जूते", "Zजूत"},
        Vector{"hi", "जूता", "Zजूत"}, Vector{"hi", "किताबें", "Zकिताब"},
        Vector{"hi", "किताब", "Zकिताब"},
        // Without the nukta, which documents lose: घड़ियाँ
        Vector{"hi", "घड़ियाँ", "Zघड"}, Vector{"hi", "घड़ी", "Zघड"},
        Vector{"tr", "kulaklıklar", "Zkulaklik"}, Vector{"nl", "koptelefoons", "Zkoptelefon"},
        Vector{"nl", "schoenen", "Zschoen"}, Vector{"nl", "schoen", "Zschoen"},
        Vector{"pl", "żółty", "zolty"}, Vector{"pl", "zolty", "zolty"}));

INSTANTIATE_TEST_SUITE_P(
    EastAsian, Vectors,
    ::testing::Values(Vector{"ja", "ﾜｲﾔﾚｽ", "ワイヤレス ワイ イヤ ヤレ レス"},
                      Vector{"ja", "ワイヤレスイヤホン",
                             "ワイヤレスイヤホン ワイ イヤ ヤレ レス スイ ヤホ ホン"},
                      Vector{"ja", "防水ケース", "防水 ケース ケー ース"},
                      Vector{"ja", "iPhone15用", "iphone15 用"},
                      Vector{"zh", "无线耳机", "无线 线耳 耳机 无 线 耳 机"},
                      Vector{"zh", "無線耳機", "无线 线耳 耳机"},
                      Vector{"zh", "iPhone15手机壳", "iphone15 手机 机壳"},
                      Vector{"zh", "包", "包"},
                      Vector{"ko", "무선이어폰", "무선이어폰 무선 선이 이어 어폰"},
                      Vector{"ko", "이어폰을", "이어폰을 이어 어폰 폰을"},
                      Vector{"th", "หูฟังไร้สาย", "หู ฟัง ไร้ สาย"}, Vector{"th", "128GB", "128gb"}));

struct QueryVector {
  const char* lang;
  const char* query;
  const char* document_lang;
  const char* document;
  bool matches;
};

/// Does a document have, for every word of the query, all terms of some alternative?
bool matches(const QueryVector& v) {
  Analyzer analyzer;
  std::set<std::string> terms;
  for (const Term& term : analyzer.analyze(v.document, Language::from_tag(v.document_lang))) {
    terms.emplace(term.text);
  }
  const auto has = [&](const std::string& term) { return terms.contains(term); };
  const auto satisfied = [&](const QueryWord& word) {
    return std::any_of(word.alternatives.begin(), word.alternatives.end(), [&](const auto& option) {
      return std::all_of(option.terms.begin(), option.terms.end(), has);
    });
  };
  const auto query = analyzer.parse_query(v.query, Language::from_tag(v.lang)).words;
  return !query.empty() && std::all_of(query.begin(), query.end(), satisfied);
}

TEST(Query, FindsItsDocumentsHoweverTheyAreWritten) {
  const QueryVector vectors[] = {
      {"en", "usb c", "en", "USB-C cable", true},
      {"en", "usb-c", "en", "usb c cable", true},
      {"en", "usbc", "en", "USB-C cable", true},
      {"en", "usb-c", "en", "usbc cable", true},
      {"en", "tshirt", "en", "T-shirt", true},
      {"en", "t-shirt", "en", "T shirt", true},
      {"en", "128gb", "en", "128 GB", true},
      {"en", "128 gb", "en", "128GB", true},
      {"en", "wh1000xm4", "en", "Sony WH-1000XM4", true},
      {"en", "cable", "en", "two cables", true},
      {"en", "cables", "en", "one cable", true},
      {"en", "the cable", "en", "cable", true},
      {"en", "cable", "en", "keyboard", false},
      {"en", "university", "en", "universal remote", false},
      {"fr", "ecouteur", "fr", "Écouteurs", true},
      {"en", "cable", "fr", "Cable", true},
      {"de", "kopfhoerer", "de", "Kopfhörer", true},
      {"de", "grösse", "de", "Größe", true},
      {"es", "telefono", "es", "Teléfonos", true},
      {"es", "auricular", "es", "Auriculares Bluetooth", true},
      {"es", "auriculares", "es", "Auricular Bluetooth", true},
      {"zh", "无线耳机", "zh", "无线蓝牙耳机", true},
      {"zh", "無線耳機", "zh", "无线耳机", true},
      {"ko", "이어폰", "ko", "무선이어폰을", true},
      {"ja", "イヤホン", "ja", "ワイヤレスイヤホン", true},
  };
  for (const QueryVector& v : vectors) {
    EXPECT_EQ(matches(v), v.matches) << v.query << " in " << v.document;
  }
}

TEST(Query, FindsWhatItsLanguageCallsTheSame) {
  for (const auto& line : read_lines("found.txt")) {
    ASSERT_EQ(line.size(), 3U) << line[0];
    const bool wanted = line[2].front() != '!';
    const std::string query = line[2].substr(wanted ? 0 : 1);
    const QueryVector v{line[0].c_str(), query.c_str(), line[0].c_str(), line[1].c_str(), wanted};
    EXPECT_EQ(matches(v), wanted) << line[0] << ": " << query << " in " << line[1];
  }
}

TEST(Query, KeepsStopWordsWhenNothingElseRemains) {
  Analyzer analyzer;
  EXPECT_EQ(analyzer.analyze_query("the", Language::from_tag("en")).size(), 1U);
  EXPECT_EQ(analyzer.analyze_query("the cable", Language::from_tag("en")).size(), 1U);
}

TEST(Query, KeepsEqualWordsOnceAndAtMostThirtyTwo) {
  Analyzer analyzer;
  EXPECT_EQ(analyzer.analyze_query("usb USB Usb", Language()).size(), 1U);
  std::string many;
  for (int i = 0; i < 100; ++i) many += "word" + std::to_string(i) + " ";
  EXPECT_EQ(analyzer.analyze_query(many, Language()).size(), 32U);
}

TEST(Languages, ComeFromTagsAndScripts) {
  EXPECT_EQ(Language::from_tag("pt-BR").code(), "pt");
  EXPECT_EQ(Language::from_tag("FR").code(), "fr");
  EXPECT_TRUE(Language::from_tag("xx").is_generic());
  EXPECT_EQ(Language::from_script("무선").code(), "ko");
  EXPECT_EQ(Language::from_script("防水ケース").code(), "ja");
  EXPECT_EQ(Language::from_script("手机").code(), "zh");
  EXPECT_EQ(Language::from_script("USB наушники").code(), "ru");
  EXPECT_TRUE(Language::from_script("cable").is_generic());
  EXPECT_TRUE(Language::from_script("наушники سماعة").is_generic());
}

}  // namespace
}  // namespace souk
