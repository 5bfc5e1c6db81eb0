// The weights: what comes with Souk, what a file may say, and that a search goes by it.

#include "query/ranking.h"

#include <gtest/gtest.h>

#include "tests/query/small_world.h"

namespace souk {
namespace {

using testing::SmallWorld;

TEST(Ranking, WeighsTheBestPlaceWholeAndAShareOfTheOthers) {
  const auto& weights = Ranking::built_in()->mask_weights;
  EXPECT_EQ(weights[0], 0);
  EXPECT_EQ(weights[field::kTitle], 333);                       // 1.3
  EXPECT_EQ(weights[field::kTitle | field::kHead], 471);        // 1.8 + 0.039
  EXPECT_EQ(weights[field::kShop | field::kDescription], 311);  // 1.2 + 0.015
  for (const std::uint16_t weight : weights) EXPECT_LT(weight, 5'000);
}

TEST(Ranking, TakesWhatAFileSaysAndTheRestAsBuiltIn) {
  const auto ranking = Ranking::parse("[fields]\ntitle = 1\n[matches]\ntypo = 0.5", "r.toml");
  ASSERT_TRUE(ranking) << ranking.error().message;
  EXPECT_EQ(ranking->mask_weights[field::kTitle], 256);
  EXPECT_EQ(ranking->mask_weights[field::kBrand], Ranking::built_in()->mask_weights[field::kBrand]);
  EXPECT_EQ(ranking->typo_weight(1), 0.5);
  EXPECT_EQ(ranking->typo_weight(2), 0.25);
  EXPECT_EQ(ranking->prefix, Ranking::built_in()->prefix);
}

TEST(Ranking, NamesWhatIsWrongByItsLine) {
  const std::pair<const char*, const char*> cases[] = {
      {"title = 3", "r.toml:1: title: no such key"},
      {"[fields]\n\ntitel = 3", "r.toml:3: fields.titel: no such key"},
      {"[field]\ntitle = 3", "r.toml:2: field.title: no such key"},
      {"[fields]\ntitle = 8.1", "r.toml:2: fields.title: must be a number from 0 and at most 8"},
      {"[fields]\ntitle = \"3\"", "r.toml:2: fields.title: must be a number"},
      {"[fields]\ntitle = nan", "r.toml:2: fields.title: must be a number"},
      {"[further]\nfields = 0.3", "r.toml:2: further.fields: must be a number from 0"},
      {"[matches]\ntypo = 0", "r.toml:2: matches.typo: must be a number above 0 and at most 1"},
      {"[matches\n", "r.toml:1: "},
  };
  for (const auto& [toml, expected] : cases) {
    const auto ranking = Ranking::parse(toml, "r.toml");
    ASSERT_FALSE(ranking) << toml;
    EXPECT_EQ(ranking.error().code, ErrorCode::bad_input);
    EXPECT_TRUE(ranking.error().message.starts_with(expected)) << ranking.error().message;
  }
}

TEST(Ranking, IsWhatASearchGoesBy) {
  SmallWorld world({R"({"id":"brand","title":"Cable","brand":"Bolt"})",
                    R"({"id":"title","title":"Bolt cutter","brand":"Acme"})"});
  const auto first = [&](const std::string& toml) {
    Searcher searcher;
    searcher.use_ranking(
        std::make_shared<RankingSource>(Ranking::parse(toml, "ranking.toml").value()));
    const SearchRequest request = SmallWorld::request("q=bolt&match=all");
    const auto page = searcher.search(request, world.snapshot());
    EXPECT_EQ(page->total, 2U);
    return std::string(page->hits.at(0).id());
  };
  EXPECT_EQ(first(""), "brand");
  EXPECT_EQ(first("[fields]\nbrand = 0.5"), "title");
}

}  // namespace
}  // namespace souk
