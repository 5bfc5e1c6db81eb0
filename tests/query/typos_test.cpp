// What a misspelt word finds, and what it must not.

#include "query/typos.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "indexer/memory_segment.h"
#include "query/explain.h"
#include "query/search.h"

namespace souk {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// A store of products titled so, the first with the most sales.
class Shelf {
 public:
  explicit Shelf(const std::vector<std::pair<const char*, std::string>>& titles,
                 const char* first_mpn = "") {
    std::vector<Product> products;
    for (const auto& [lang, title] : titles) {
      Product product;
      product.id = "p" + std::to_string(products.size() + 1);
      product.lang = lang;
      product.title = {{{lang, title}}};
      if (products.empty()) product.mpn = first_mpn;
      product.sales = 1000 - static_cast<std::int64_t>(products.size());
      products.push_back(product);
    }
    const Catalogue catalogue = make_catalogue({}, {}, Rates(), "en", products);
    snapshot_.generation = 1;
    snapshot_.rates = Rates();
    snapshot_.categories = std::make_shared<const CategoryTree>(catalogue.categories);
    snapshot_.shops = build_memory_shops(catalogue, {}).value();
    snapshot_.segments.push_back(build_memory_segment(products, catalogue).value());
    searcher_.use_synonyms(std::make_shared<SynonymSource>());
  }

  ResultPage search(const std::vector<Param>& params) {
    return page(parse_search_request(params).value());
  }
  ResultPage page(const SearchRequest& request) {
    requests_.push_back(std::make_unique<SearchRequest>(request));
    return searcher_.search(*requests_.back(), snapshot_).value();
  }
  std::string ids(const std::string& q, const char* lang = "en", const char* name = "match",
                  const char* value = "auto") {
    std::string ids;
    for (const Hit& hit : search({{"q", q}, {"lang", lang}, {name, value}}).hits) {
      ids += (ids.empty() ? "" : " ") + std::string(hit.id());
    }
    return ids;
  }
  std::vector<std::string> similar(const std::string& text, bool prefix = false) {
    std::vector<std::string> terms;
    const auto words = Analyzer().words_of(text, Language::from_tag("en"));
    for (const Spelling& each : similar_terms(words.at(0), prefix, snapshot_)) {
      terms.push_back(each.term);
    }
    return terms;
  }

 private:
  Snapshot snapshot_;
  Searcher searcher_;
  std::vector<std::unique_ptr<SearchRequest>> requests_;
};

TEST(Typos, AreFewerEditsFirstThenTheMoreFrequent) {
  Shelf shelf({{"en", "table cable"}, {"en", "cable gable"}, {"en", "cables fable"}});
  EXPECT_THAT(shelf.similar("cablee"), ElementsAre("cable", "cables"));
  EXPECT_THAT(shelf.similar("cabel"), ElementsAre("cable"));
}

TEST(Typos, KeepTheFirstLetterUnlessNothingElseIsNear) {
  Shelf shelf({{"en", "cable"}, {"en", "table"}});
  EXPECT_THAT(shelf.similar("cabl"), ElementsAre("cable"));
  EXPECT_THAT(shelf.similar("xable"), ElementsAre("cable", "table"));
}

TEST(Typos, NeedFourLettersForOneEditAndEightForTwo) {
  Shelf shelf({{"en", "usb"}, {"en", "lamp"}, {"en", "charger"}, {"en", "keyboard"}});
  EXPECT_THAT(shelf.similar("usx"), IsEmpty());
  EXPECT_THAT(shelf.similar("lamb"), ElementsAre("lamp"));
  EXPECT_THAT(shelf.similar("chraegr"), IsEmpty());
  EXPECT_THAT(shelf.similar("kyebaord"), ElementsAre("keyboard"));
}

TEST(Typos, AreNeverOfNumbersAndModels) {
  Shelf shelf({{"en", "wh1000xm4 256gb"}, {"en", "1000mah"}});
  EXPECT_THAT(shelf.similar("wh1000xm5"), IsEmpty());
  EXPECT_THAT(shelf.similar("1000mal"), IsEmpty());
  EXPECT_EQ(shelf.ids("wh1000xm5"), "");
}

TEST(Typos, MeanNoStopWordOfAnyLanguage) {
  Shelf shelf({{"fr", "Casque pour enfants"}, {"fr", "Casque pour gamer"}, {"en", "Power Bank"}});
  EXPECT_THAT(shelf.similar("powr"), ElementsAre("power"));
  EXPECT_EQ(shelf.search({{"q", "powr bank"}}).corrected, "power bank");
}

TEST(Typos, AreLookedForOnlyWhereTheyMay) {
  Shelf shelf({{"en", "Wireless Headphones"}, {"en", "Red Cable"}});
  EXPECT_EQ(shelf.ids("hedphones"), "p1");
  EXPECT_EQ(shelf.ids("hedphones", "en", "typo", "off"), "");
  EXPECT_EQ(shelf.ids("hedphones", "en", "match", "all"), "");
  EXPECT_EQ(shelf.ids("hedph", "en", "prefix", "last"), "p1");
}

TEST(Typos, AreUnderstoodInEveryScriptOfLetters) {
  Shelf shelf({{"ru", "Беспроводные наушники"},
               {"el", "Ασύρματα ακουστικά"},
               {"ar", "سماعات لاسلكية"},
               {"he", "אוזניות אלחוטיות"},
               {"fr", "Écouteurs sans fil"}});
  EXPECT_EQ(shelf.ids("беспроводыне", "ru").substr(0, 2), "p1");
  EXPECT_EQ(shelf.ids("ακουστκά", "el").substr(0, 2), "p2");
  EXPECT_EQ(shelf.ids("אוזניוות", "he").substr(0, 2), "p4");
  EXPECT_EQ(shelf.search({{"q", "ecoutuers"}, {"lang", "fr"}}).corrected, "écouteurs");
}

TEST(Typos, StandForWhatTheWordStandsFor) {
  // No Russian title, so that only the lexicon leads from the misspelt word to the product.
  Shelf shelf({{"en", "Wireless Headphones"}, {"ru", "Наушники красные"}, {"en", "Red Cable"}});
  EXPECT_EQ(shelf.ids("наушнкии", "ru"), "p2 p1");
  EXPECT_EQ(shelf.ids("headhpones"), "p1 p2");
}

TEST(Typos, OfWordsThatOnlySynonymsKnowFindWhatTheseStandFor) {
  Shelf shelf({{"en", "Travel backpack"}, {"en", "Phone case"}});
  const auto page = shelf.search({{"q", "рюкзакк"}, {"lang", "ru"}});
  EXPECT_EQ(page.relaxation, Relaxation::typo);
  EXPECT_EQ(page.corrected, "рюкзак");
  EXPECT_EQ(shelf.ids("рюкзакк", "ru"), "p1");
  EXPECT_EQ(shelf.ids("рюкзакк", "en"), "p1") << "its letters say the language";
  EXPECT_EQ(shelf.ids("plecakk", "pl"), "p1");
  EXPECT_EQ(shelf.ids("plecakk", "fr"), "") << "Polish, in letters that French has";
  EXPECT_EQ(shelf.ids("рюкзакк", "ru", "typo", "off"), "");
  EXPECT_EQ(shelf.ids("лампаа", "ru"), "") << "nothing is a lamp";
  EXPECT_EQ(shelf.search({{"q", "лампаа"}, {"lang", "ru"}}).corrected, std::nullopt);
}

TEST(Typos, OfWordsThatProductsHaveAreMuchMoreFrequent) {
  std::vector<std::pair<const char*, std::string>> titles(20, {"en", "Ipod"});
  titles.emplace_back("en", "Ipad");
  Shelf few(titles);
  EXPECT_EQ(few.ids("ipad"), "p21");
  EXPECT_EQ(few.search({{"q", "ipad"}}).corrected, std::nullopt);
  titles.emplace_back("en", "Ipod");
  Shelf many(titles);
  EXPECT_EQ(many.search({{"q", "ipad"}}).total, 22u);
  EXPECT_TRUE(many.ids("ipad").starts_with("p21 p1 p2 "));
  EXPECT_EQ(many.search({{"q", "ipad"}}).corrected, "ipod");
}

TEST(Relaxation, PutsEarlierLevelsFirstAndNamesTheLast) {
  Shelf shelf({{"en", "Red Lamp"}, {"en", "Showstopper"}, {"en", "Show a stopper"}});
  EXPECT_EQ(shelf.ids("showstopper"), "p2 p3");
  const ResultPage split = shelf.search({{"q", "showstopper"}});
  EXPECT_EQ(name(split.relaxation), "split_join");
  const auto matched = [&](const Hit& hit) {
    return explain(split.plan_of(hit), *hit.segment, hit.doc).words.at(0).matched;
  };
  EXPECT_EQ(name(split.relaxation_of(split.hits.at(0))), "none");
  EXPECT_EQ(matched(split.hits.at(0)), "showstopper");
  EXPECT_EQ(name(split.relaxation_of(split.hits.at(1))), "split_join");
  EXPECT_EQ(matched(split.hits.at(1)), "show + stopper");
  const ResultPage partial = shelf.search({{"q", "red zzzzzz lamp"}});
  EXPECT_EQ(name(partial.relaxation), "any");
  EXPECT_EQ(partial.total, 1u);
  EXPECT_EQ(name(shelf.search({{"q", "lamp"}, {"sort", "sales"}}).relaxation), "none");
  EXPECT_EQ(shelf.search({{"q", "lamp"}, {"match", "all"}}).corrected, std::nullopt);
}

TEST(Relaxation, PagesByCursorThroughItsLevels) {
  std::vector<std::pair<const char*, std::string>> titles;
  for (int i = 0; i < 6; ++i) titles.emplace_back("en", "Blue Keyboard");
  for (int i = 0; i < 9; ++i) titles.emplace_back("en", i % 2 == 0 ? "Blue Chair" : "Keyboards");
  Shelf shelf(titles);
  std::vector<std::string> walked;
  std::optional<Cursor> after;
  do {
    SearchRequest request =
        parse_search_request({{"q", "blue keyboard"}, {"per_page", "2"}}).value();
    request.after = after;
    const auto whole = shelf.search({{"q", "blue keyboard"}, {"per_page", "100"}});
    EXPECT_EQ(whole.total, 10u);
    const ResultPage page = shelf.page(request);
    for (const Hit& hit : page.hits) walked.emplace_back(hit.id());
    after = page.after;
  } while (after && walked.size() < 100);
  std::vector<std::string> expected;
  for (const Hit& hit : shelf.search({{"q", "blue keyboard"}, {"per_page", "100"}}).hits) {
    expected.emplace_back(hit.id());
  }
  EXPECT_EQ(walked, expected);
}

TEST(Identifiers, AreFoundHoweverTheyAreSpelt) {
  Shelf shelf({{"en", "Acme Headphones"}, {"en", "Wh Case 1000 Xm4"}}, "WH-1000 XM4");
  for (const char* q : {"WH-1000 XM4", "wh1000xm4", "wh 1000 xm 4", "WH/1000-XM4"}) {
    EXPECT_EQ(shelf.ids(q).substr(0, 2), "p1") << q;
  }
  EXPECT_EQ(shelf.ids("wh 1000 xm4", "en", "match", "all"), "p1 p2");
  EXPECT_EQ(shelf.ids("wh1000xm4 -case", "en", "match", "all"), "p1");
}

TEST(Identifiers, ArePartsOfNoOtherProductsNumber) {
  Shelf shelf({{"en", "Acme Toner"}, {"en", "Acme Printer 6600"}}, "TN-6600 Black");
  EXPECT_EQ(shelf.ids("6600"), "p2 p1");
  EXPECT_EQ(shelf.ids("tn6600black"), "p1");
}

TEST(Identifiers, MayHoldWhatElseExcludes) {
  Shelf shelf({{"en", "Acme Cable"}, {"en", "Acme Cable Low"}}, "HD15 Cable -Low Profile");
  EXPECT_EQ(shelf.ids("HD15 Cable -Low Profile", "en", "match", "all"), "p1");
  EXPECT_EQ(shelf.ids("hd15 cable -low", "en", "match", "all"), "");
  EXPECT_EQ(shelf.ids("acme -low -hd15", "en", "match", "all"), "");
  Shelf numbers({{"en", "Acme Cable"}, {"en", "Acme Hub"}}, "x1000");
  EXPECT_EQ(numbers.ids("-x1000", "en", "match", "all"), "p2");
}

TEST(Keyboard, SetToAnotherLanguageIsFound) {
  Shelf shelf({{"ru", "Наушники беспроводные"}, {"en", "iPhone Case"}, {"he", "אוזניות"}});
  const auto page = shelf.search({{"q", "yfeiybrb"}, {"lang", "en"}});
  ASSERT_EQ(page.total, 1u);
  EXPECT_EQ(page.hits[0].id(), "p1");
  EXPECT_EQ(page.relaxation, Relaxation::typo);
  EXPECT_EQ(page.corrected, "наушники");
  EXPECT_EQ(shelf.ids("YFEIYBRB", "ru"), "p1");
  EXPECT_EQ(shelf.ids(",tcghjdjlyst yfeiybrb", "ru"), "p1");
  EXPECT_EQ(shelf.ids("шзрщту", "ru"), "p2");
  EXPECT_EQ(shelf.ids("шзрщту сфыу", "ru"), "p2");
  EXPECT_EQ(shelf.ids("tuzbhu,"), "p3");
  EXPECT_EQ(shelf.ids("yfeiybrb", "en", "typo", "off"), "");
  // One word that is known as it stands: the keyboard was right.
  EXPECT_EQ(shelf.search({{"q", "case yfeiybrb"}, {"lang", "en"}}).corrected, std::nullopt);
}

}  // namespace
}  // namespace souk
