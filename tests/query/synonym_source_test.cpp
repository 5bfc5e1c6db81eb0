// Synonyms of ops: a search goes by what their file says now.

#include "query/synonym_source.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <thread>

#include "tests/data/temp_dir.h"
#include "tests/query/small_world.h"

namespace souk {
namespace {

class SynonymSourceTest : public ::testing::Test {
 protected:
  void write(const std::string& text) { ASSERT_TRUE(replace_file(dir_ / "synonyms.txt", text)); }
  std::string found(const std::string& q) {
    const auto request = testing::SmallWorld::request("lang=en&match=all&q=" + q);
    std::string ids;
    for (const Hit& hit : searcher_.search(request, world_.snapshot()).value().hits)
      ids += hit.id();
    return ids;
  }
  /// What is found once that is `expected`, or after 5 seconds.
  std::string found_in_time(const std::string& q, const std::string& expected) {
    for (int i = 0; i < 500 && found(q) != expected; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return found(q);
  }

  const testing::TempDir temp_;
  const std::filesystem::path dir_ = temp_.path();
  testing::SmallWorld world_{
      {R"({"id":"p1","title":"Velvet Settee"})", R"({"id":"p2","title":"Walnut Davenport"})"}};
  Searcher& searcher_ = world_.searcher();
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
