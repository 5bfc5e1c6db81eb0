// Filter expressions that are asked for again: as bitsets, they pass what they passed before.

#include "query/filters.h"

#include <gtest/gtest.h>

#include "tests/query/small_world.h"

namespace souk {
namespace {

using testing::SmallWorld;

class FiltersAskedAgain : public ::testing::Test {
 protected:
  /// Ids of what passes, each of three times the same.
  std::string passing(const std::string& expression, const std::string& more = "") {
    SearchRequest request = SmallWorld::request("sort=sales" + more);
    request.filter = std::make_shared<const FilterNode>(parse_filter(expression).value());
    std::string first;
    for (int time = 0; time < 3; ++time) {
      std::string ids;
      const auto page = world_.searcher().search(request, world_.snapshot());
      for (const Hit& hit : page->hits) ids += hit.id();
      if (time == 0) first = ids;
      EXPECT_EQ(ids, first) << expression << ", time " << time;
    }
    return first;
  }
  /// Documents of the bitset that is kept for an expression; -1: none is.
  int kept(const std::string& expression) {
    const BitsetKey key{BitsetKey::Kind::expression, 0, 0,
                        spelling_of(parse_filter(expression).value())};
    const auto bits = world_.snapshot().segments.front()->filters->find_or_make(
        key, [] { return std::vector<std::uint64_t>(); });
    return bits == nullptr || bits->empty() ? -1 : __builtin_popcountll(bits->front());
  }

  SmallWorld world_{
      {R"({"id":"a","title":"A","price":{"amount":900,"currency":"USD"},"rating":4.5,"stock":3,)"
       R"("shop_id":"s","category":"c","attributes":{"Color":"red"},"sales":4})",
       R"({"id":"b","title":"B","price":{"amount":1100,"currency":"USD"},"rating":4.8,"stock":0,)"
       R"("shop_id":"s","attributes":{"Color":"blue"},"sales":3})",
       R"({"id":"c","title":"C","price":{"amount":1300,"currency":"USD"},"rating":3.5,"stock":1,)"
       R"("category":"c","attributes":{"Color":"red"},"sales":2})",
       R"({"id":"d","title":"D","stock":0,"sales":1})"},
      {R"({"id":"s","name":"Shop"})"},
      R"([{"id":"c","name":{"en":"Category"}}])"};
};

TEST_F(FiltersAskedAgain, PassTheSame) {
  EXPECT_EQ(passing("price < 1000"), "a");
  EXPECT_EQ(passing("price < 1000", "&currency=EUR"), "ab") << "1,250 in USD";
  EXPECT_EQ(passing("price < 1000"), "a");
  EXPECT_EQ(passing("price >= 1000 AND price < 1200"), "b");
  EXPECT_EQ(passing("NOT (price >= 1000 AND price < 1200)"), "acd");
  EXPECT_EQ(passing("rating >= 4 OR in_stock"), "abc");
  EXPECT_EQ(passing("(rating >= 4 OR in_stock) AND attr.Color = \"red\""), "ac");
  EXPECT_EQ(passing("shop = \"s\" AND price < 1000"), "a");
  EXPECT_EQ(passing("category = \"c\" AND in_stock"), "ac");
}

TEST_F(FiltersAskedAgain, AreKeptByTheOperandsOfAnAnd) {
  EXPECT_EQ(passing("rating >= 4 AND shop = \"s\" AND (in_stock OR category = \"c\")"), "a");
  EXPECT_EQ(kept("rating >= 4"), 2);
  EXPECT_EQ(kept("shop = \"s\""), -1) << "shops are the snapshot's";
  EXPECT_EQ(kept("in_stock OR category = \"c\""), -1) << "so are categories";
  std::string list = "\"x0\"";
  for (int i = 1; i < 100; ++i) list += ", \"x" + std::to_string(i) + "\"";
  EXPECT_EQ(passing("brand IN [" + list + "]"), "");
  EXPECT_EQ(kept("brand IN [" + list + "]"), -1) << "too long to be remembered";
}

}  // namespace
}  // namespace souk
