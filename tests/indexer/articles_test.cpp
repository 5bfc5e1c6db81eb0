// Fifty articles titled in fourteen languages, a product a title: what native queries find, and
// what they find of the other languages.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>

#include "indexer/live/live_store.h"
#include "query/search.h"
#include "query/synonym_source.h"
#include "tests/indexer/temp_store.h"

namespace souk {
namespace {

struct Article {
  std::string lang;
  std::size_t number = 0;
  std::string title;
  std::string query;
};

std::vector<Article> read_articles() {
  std::ifstream file(SOUK_SOURCE_DIR "/tests/indexer/articles.txt");
  std::vector<Article> articles;
  std::string lang;
  std::size_t number = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.front() == '#') continue;
    if (line.front() == '[') {
      lang = line.substr(1, line.size() - 2);
      number = 0;
      continue;
    }
    const auto bar = line.find(" | ");
    if (bar == std::string::npos) continue;
    articles.push_back({lang, number++, line.substr(0, bar), line.substr(bar + 3)});
  }
  return articles;
}

/// "en-7": the seventh article as titled in English.
std::string id_of(const std::string& lang, std::size_t number) {
  return lang + "-" + std::to_string(number);
}

class Articles : public ::testing::Test {
 protected:
  static constexpr std::size_t kArticles = 50;
  static constexpr std::size_t kLanguages = 14;

  void SetUp() override {
    std::string feed;
    for (const Article& each : articles_) {
      feed += fmt::format(R"({{"id":"{}","lang":"{}","title":"{}"}})"
                          "\n",
                          id_of(each.lang, each.number), each.lang, each.title);
    }
    store_.add_feed("articles.jsonl", feed);
    store_.must_build();
    auto opened = open_snapshot(store_.store().dir());
    ASSERT_TRUE(opened) << opened.error().message;
    snapshot_ = *opened;
    searcher_.use_synonyms(std::make_shared<SynonymSource>());
  }

  /// The ids of the first ten hits.
  std::vector<std::string> first_ten(const Article& article) {
    SearchRequest request;
    request.q = article.query;
    request.lang = article.lang;
    request.sort = Sort::relevance;
    request.per_page = 10;
    const auto page = searcher_.search(request, *snapshot_);
    EXPECT_TRUE(page) << article.query;
    std::vector<std::string> ids;
    if (!page) return ids;
    for (const Hit& hit : page->hits) {
      ids.emplace_back(hit.id());
    }
    return ids;
  }

  const std::vector<Article> articles_ = read_articles();
  testing::TempStore store_;
  std::shared_ptr<const Snapshot> snapshot_;
  Searcher searcher_;
};

TEST_F(Articles, AreFoundFirstByNativeQueriesAndByThoseOfOtherLanguages) {
  ASSERT_EQ(articles_.size(), kArticles * kLanguages);
  const bool verbose = std::getenv("SOUK_VERBOSE") != nullptr;
  std::size_t first = 0;
  std::size_t found = 0;
  std::size_t possible = 0;
  std::map<std::string, std::size_t> first_of;
  for (const Article& article : articles_) {
    const auto ids = first_ten(article);
    const bool at_once = !ids.empty() && ids[0] == id_of(article.lang, article.number);
    first += at_once ? 1 : 0;
    first_of[article.lang] += at_once ? 1 : 0;
    std::size_t same = 0;
    for (const std::string& id : ids) {
      same += id.substr(id.find('-') + 1) == std::to_string(article.number) ? 1 : 0;
    }
    found += same;
    possible += std::min<std::size_t>(10, kLanguages);
    if (verbose && (!at_once || same < 8)) {
      fmt::print("{}\t{}\t{}\t{}\t{}\n", article.lang, article.number, article.query,
                 ids.empty() ? "nothing" : ids[0], same);
    }
  }
  RecordProperty("first", static_cast<int>(first));
  if (verbose) {
    fmt::print("first {} of {}, recall {:.3f}\n", first, articles_.size(),
               static_cast<double>(found) / static_cast<double>(possible));
  }
  EXPECT_GE(first * 100, articles_.size() * 95);
  EXPECT_GE(found * 100, possible * 80);
  // No language is left behind the mean.
  for (const auto& [lang, count] : first_of) EXPECT_GE(count * 100, kArticles * 86) << lang;
}

}  // namespace
}  // namespace souk
