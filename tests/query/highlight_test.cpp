// What a query marks in a text, and that everything else of it stays, escaped.

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "indexer/memory_segment.h"
#include "query/highlight.h"

namespace souk {
namespace {

/// Marks the words of a query in a text that is the only product of its store.
std::string marked(const std::string& query, const std::string& text, const char* lang = "en",
                   bool prefix = false) {
  Product product;
  product.id = "p";
  product.lang = lang;
  product.title = {{{lang, text}}};
  const Catalogue catalogue = make_catalogue({}, {}, Rates(), lang, {product});
  const auto segment = build_memory_segment({product}, catalogue).value();
  Analyzer analyzer;
  const Language language = Language::from_tag(lang);
  Plan plan;
  plan.words =
      plan_words(analyzer.analyze_query(query, language), prefix, {&segment->postings}, 1, 1);
  return Highlighter(plan).mark(text, language, analyzer);
}

TEST(Highlight, MarksTheWordsOfTheQuery) {
  struct Case {
    const char* lang;
    const char* query;
    const char* text;
    const char* expected;
  };
  const Case cases[] = {
      {"en", "usb", "Long USB cable", "Long <em>USB</em> cable"},
      {"en", "cable usb", "Long USB cable", "Long <em>USB</em> <em>cable</em>"},
      {"en", "cables", "One cable, two cables", "One <em>cable</em>, two <em>cables</em>"},
      {"en", "usb", "usb usb", "<em>usb</em> <em>usb</em>"},
      {"en", "cab", "Long cable", "Long cable"},
      {"en", "cable", "cableway", "cableway"},
      {"en", "", "cable", "cable"},
      {"en", "cable", "", ""},
      {"en", "none", "cable", "cable"},
      {"en", "cafe", "A Café here", "A <em>Café</em> here"},
      {"en", "cafe", "cafe\xcc\x81 noir", "<em>cafe\xcc\x81</em> noir"},
      {"fr", "écouteur", "Les écouteurs", "Les <em>écouteurs</em>"},
      {"de", "strasse", "Die Straße", "Die <em>Straße</em>"},
      {"zh", "耳机", "无线耳机!", "无线<em>耳机</em>!"},
      {"zh", "无线耳机", "新无线耳机", "新<em>无线</em><em>耳机</em>"},  // two words
  };
  for (const Case& each : cases) {
    EXPECT_EQ(marked(each.query, each.text, each.lang), each.expected)
        << each.query << " in " << each.text;
  }
}

TEST(Highlight, MarksWholeTokensByTheirBeginningInAPrefixSearch) {
  EXPECT_EQ(marked("usb cab", "Cabled USB cable in a cab", "en", true),
            "<em>Cabled</em> <em>USB</em> <em>cable</em> in a <em>cab</em>");
  // Only the last word is a beginning.
  EXPECT_EQ(marked("cab us", "cable USB", "en", true), "cable <em>USB</em>");
  EXPECT_EQ(marked("cab", "cable", "en", false), "cable");
}

TEST(Highlight, EscapesMarkedAndUnmarkedTextAlike) {
  EXPECT_EQ(marked("cable", "<b>\"Cable\"</b> & 'more'"),
            "&lt;b&gt;&quot;<em>Cable</em>&quot;&lt;/b&gt; &amp; &#39;more&#39;");
  EXPECT_EQ(marked("at&t", "AT&T phone"), "<em>AT&amp;T</em> phone");
  EXPECT_EQ(marked("none", "<script>alert(1)</script>"), "&lt;script&gt;alert(1)&lt;/script&gt;");
  EXPECT_EQ(marked("em", "an <em> here"), "an &lt;<em>em</em>&gt; here");
  // What is escaped already is text like any other.
  EXPECT_EQ(marked("none", "&amp;"), "&amp;amp;");
}

TEST(Highlight, AppendsEntitiesForFiveCharactersOnly) {
  std::string out = "x";
  append_html_escaped(out, "a<>&\"'/`=é\n");
  EXPECT_EQ(out, "xa&lt;&gt;&amp;&quot;&#39;/`=é\n");
}

std::string without_marks(std::string text) {
  for (const char* mark : {"<em>", "</em>"}) {
    for (std::size_t at = 0; (at = text.find(mark, at)) != std::string::npos;) {
      text.erase(at, std::string_view(mark).size());
    }
  }
  return text;
}

TEST(Highlight, ChangesNothingButAddsBalancedMarks) {
  const std::vector<std::string> parts = {
      "usb", "USB-C", "cable",  "cables", "<",    "&",         "'",      " ",
      " ",   "é",     "écran",  "无线",   "耳机", "ワイヤ",    "128 GB", "128GB",
      "-",   ".",     "한국어", "<em>",   "😀",    "e\xcc\x81", "ß"};
  EXPECT_TRUE(rc::check([&] {
    const auto join = [&](int most) {
      std::string text;
      for (int n = *rc::gen::inRange(0, most); n > 0; --n) text += *rc::gen::elementOf(parts);
      return text;
    };
    const std::string text = join(12) + "x";
    const std::string query = join(5);
    const char* lang = *rc::gen::element("en", "fr", "zh", "ja", "ko", "xx");
    const std::string result = marked(query, text, lang, *rc::gen::arbitrary<bool>());
    RC_LOG() << query << " in " << text << ": " << result << std::endl;
    std::string escaped;
    append_html_escaped(escaped, text);
    RC_ASSERT(without_marks(result) == escaped);
    bool open = false;
    for (std::size_t at = result.find('<'); at != std::string::npos;
         at = result.find('<', at + 1)) {
      RC_ASSERT(result.substr(at).starts_with(open ? "</em>" : "<em>"));
      RC_ASSERT(!result.substr(at).starts_with("<em></em>"));
      open = !open;
    }
    RC_ASSERT(!open);
  }));
}

TEST(Highlight, MarksSynonymsButNoSingleWordOfAPhrase) {
  SynonymSet set;
  set.ways = {{"ear", "buds"}, {"headset"}};
  PlannedSynonyms synonyms;
  synonyms.set = &set;
  Plan plan;
  plan.words.resize(1);
  plan.words[0].synonyms.push_back(synonyms);
  Analyzer analyzer;
  const auto marked_by_set = [&](const char* text) {
    return Highlighter(plan).mark(text, Language::from_tag("en"), analyzer);
  };
  EXPECT_EQ(marked_by_set("A headset for one ear"), "A <em>headset</em> for one ear");
  EXPECT_EQ(marked_by_set("Ear buds"), "<em>Ear</em> <em>buds</em>");
}

}  // namespace
}  // namespace souk
