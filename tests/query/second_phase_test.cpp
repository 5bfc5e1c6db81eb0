// The second phase of ranking: what puts which of the first hits before which, and which hits.

#include "query/second_phase.h"

#include <gtest/gtest.h>

#include "tests/query/small_world.h"

namespace souk {
namespace {

using testing::SmallWorld;

class SecondPhaseTest : public ::testing::Test {
 protected:
  void weigh(const std::string& toml) {
    world_.searcher().use_ranking(
        std::make_shared<RankingSource>(Ranking::parse(toml, "ranking.toml").value()));
  }
  std::string ids(const std::string& query) {
    const SearchRequest request = SmallWorld::request(query);
    const auto page = world_.searcher().search(request, world_.snapshot());
    std::string ids;
    for (const Hit& hit : page->hits) ids += (ids.empty() ? "" : " ") + std::string(hit.id());
    return ids;
  }

  // All have both words in the title alone, so that the first phase has them in order of sales and
  // id.
  SmallWorld world_{{R"({"id":"a","title":"Red fox and grey goose print"})",
                     R"({"id":"b","title":"Grey fox print with goose"})",
                     R"({"id":"c","title":"Grey goose fox print"})",
                     R"({"id":"d","title":"Print of grey geese, goose and a very old red fox"})",
                     R"({"id":"e","title":"Fox and goose print in grey","sales":1000})"}};
};

constexpr const char* kNone = "[second]\nphrase = 0\nsales = 0\ntitle = 0\ntext = 0\n";

TEST_F(SecondPhaseTest, PrefersWordsThatStandTogether) {
  weigh("[second]\nhits = 0");
  EXPECT_EQ(ids("q=grey+goose"), "e a b c d");
  weigh(kNone);
  EXPECT_EQ(ids("q=grey+goose"), "e a b c d");
  weigh("[second]\nphrase = 0.2\nsales = 0\ntitle = 0\ntext = 0");
  EXPECT_EQ(ids("q=grey+goose"), "a c d e b") << "geese are geese by their stem";
  EXPECT_EQ(ids("q=fox+goose"), "e a b c d") << "in the order of the query; no word is between";
}

TEST_F(SecondPhaseTest, PrefersShortTitlesAndWhatSells) {
  weigh("[second]\nphrase = 0\nsales = 0\ntitle = 0.05\ntext = 0");
  EXPECT_EQ(ids("q=grey+goose"), "c b e a d");
  weigh("[second]\nphrase = 0\nsales = 0.05\ntitle = 0.02\ntext = 0");
  EXPECT_EQ(ids("q=grey+goose"), "e c b a d");
}

TEST_F(SecondPhaseTest, IsOfTheFirstHitsAlone) {
  weigh("[second]\nhits = 3\nphrase = 0\nsales = 0\ntitle = 0.05\ntext = 0");
  EXPECT_EQ(ids("q=grey+goose"), "b e a c d");
  EXPECT_EQ(ids("q=grey+goose&per_page=2&page=2"), "a c") << "on whichever page they stand";
  EXPECT_EQ(ids("q=grey+goose&sort=price_asc"), "e a b c d");
  EXPECT_EQ(ids(""), "e a b c d");
}

TEST_F(SecondPhaseTest, IsExplained) {
  const std::string page = world_.search("q=grey+goose&explain=true&per_page=1&match=all");
  EXPECT_NE(page.find(R"("second_phase":{"factor":)"), std::string::npos) << page;
  EXPECT_NE(page.find(R"("phrase":1,"sales":0,"title":2.3)"), std::string::npos) << page;
  weigh("[second]\nhits = 0");
  EXPECT_EQ(world_.search("q=grey+goose&explain=true").find("second_phase"), std::string::npos);
}

TEST(SecondPhase, LeavesSegmentsWithoutForwardIndexAlone) {
  SmallWorld world(
      {R"({"id":"a","title":"A large and very red fox"})", R"({"id":"b","title":"Red fox"})"});
  const auto first = [](const Snapshot& snapshot) {
    const SearchRequest request = SmallWorld::request("q=red+fox&match=all");
    Searcher searcher;
    return std::string(searcher.search(request, snapshot)->hits.at(0).id());
  };
  EXPECT_EQ(first(world.snapshot()), "b");
  Snapshot older = world.snapshot();
  auto segment = std::make_shared<Segment>(*older.segments.front());
  segment->titles = {};
  older.segments = {segment};
  EXPECT_EQ(first(older), "a");
  Snapshot with_none = world.snapshot();
  with_none.segments.push_back(SmallWorld({}).snapshot().segments.front());
  EXPECT_EQ(first(with_none), "b") << "a segment of no products lacks nothing";
}

}  // namespace
}  // namespace souk
