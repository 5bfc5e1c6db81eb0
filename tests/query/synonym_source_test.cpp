// Synonyms of ops: a search goes by what their file says now.

#include "query/synonym_source.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <thread>

#include "indexer/memory_segment.h"
#include "query/search.h"

namespace souk {
namespace {

class SynonymSourceTest : public ::testing::Test {
 protected:
  SynonymSourceTest() {
    std::filesystem::remove_all(dir_);
    std::filesystem::create_directories(dir_);
    std::vector<Product> products;
    for (const char* title : {"Velvet Settee", "Walnut Davenport"}) {
      Product product;
      product.id = "p" + std::to_string(products.size() + 1);
      product.lang = "en";
      product.title = {{{"en", title}}};
      products.push_back(product);
    }
    const Catalogue catalogue = make_catalogue({}, {}, Rates(), "en", products);
    snapshot_.generation = 1;
    snapshot_.categories = std::make_shared<const CategoryTree>(catalogue.categories);
    snapshot_.shops = build_memory_shops(catalogue, {}).value();
    snapshot_.segments.push_back(build_memory_segment(products, catalogue).value());
  }
  ~SynonymSourceTest() override { std::filesystem::remove_all(dir_); }

  void write(const std::string& text) { ASSERT_TRUE(replace_file(dir_ / "synonyms.txt", text)); }
  std::string found(const std::string& q) {
    request_ = parse_search_request({{"q", q}, {"lang", "en"}, {"match", "all"}}).value();
    std::string ids;
    for (const Hit& hit : searcher_.search(request_, snapshot_).value().hits) ids += hit.id;
    return ids;
  }
  /// What is found once that is `expected`, or after 5 seconds.
  std::string found_in_time(const std::string& q, const std::string& expected) {
    for (int i = 0; i < 500 && found(q) != expected; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return found(q);
  }

  std::filesystem::path dir_ = std::filesystem::temp_directory_path() / "souk-synonym-source-test";
  Snapshot snapshot_;
  SearchRequest request_;
  Searcher searcher_;
};

TEST_F(SynonymSourceTest, FollowsTheStoresFileAndKeepsGoodSynonyms) {
  std::vector<std::string> talk;
  const auto say = [&](const std::string& text) { talk.push_back(text); };
  searcher_.use_synonyms(SynonymSource::open("", dir_, say).value());
  EXPECT_EQ(found("zofa"), "");
  write("en: zofa, settee\n");
  EXPECT_EQ(found_in_time("zofa", "p1"), "p1");
  write("en: zofa, davenport\n");
  EXPECT_EQ(found_in_time("zofa", "p2"), "p2");

  talk.clear();
  write("en: zofa, settee\nzofa\n");
  for (int i = 0; i < 500 && talk.empty(); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    EXPECT_EQ(found("zofa"), "p2") << "a broken file changes nothing";
  }
  ASSERT_EQ(talk.size(), 1U);
  EXPECT_NE(talk[0].find("synonyms.txt:2: "), std::string::npos) << talk[0];
  EXPECT_FALSE(SynonymSource::open("", dir_)) << "but nothing starts with it";

  std::filesystem::remove(dir_ / "synonyms.txt");
  EXPECT_EQ(found_in_time("zofa", ""), "");
}

TEST_F(SynonymSourceTest, ReadsTheFileThatIsNamedInstead) {
  write("en: zofa, settee\n");
  ASSERT_TRUE(replace_file(dir_ / "mine.txt", "en: zofa, davenport\n"));
  searcher_.use_synonyms(SynonymSource::open(dir_ / "mine.txt", dir_).value());
  EXPECT_EQ(found("zofa"), "p2");
  const auto absent = SynonymSource::open(dir_ / "absent.txt", dir_);
  ASSERT_FALSE(absent);
  EXPECT_NE(absent.error().message.find("absent.txt"), std::string::npos) << absent.error().message;
}

}  // namespace
}  // namespace souk
