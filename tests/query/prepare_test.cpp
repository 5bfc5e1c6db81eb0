// What searches made for themselves of one generation is there in the next.

#include "query/prepare.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/query/small_world.h"

namespace souk {
namespace {

/// Products of which every second has a model number in two words, more than there must be for the
/// list of these to be kept, and every third of the others a word that has synonyms.
std::vector<std::string> products() {
  std::vector<std::string> lines;
  for (int i = 0; i < 1'500; ++i) {
    const char* title = i % 2 == 0   ? "Case iPhone 15"
                        : i % 3 == 0 ? "Wireless Headphones"
                                     : "Cable";
    lines.push_back(fmt::format(R"({{"id":"p{}","title":"{}"}})", i, title));
  }
  return lines;
}

std::vector<std::string> sorted_keys(const ListCache& lists) {
  auto keys = lists.keys();
  std::sort(keys.begin(), keys.end());
  return keys;
}

std::vector<Docid> docs_of(const MadeList& made) {
  std::vector<Docid> docs;
  made.list().append_to(docs);
  return docs;
}

TEST(Prepare, MakesTheListsThatSearchesOfTheLastGenerationMade) {
  testing::SmallWorld last(products());
  const testing::SmallWorld coming(products());
  const Snapshot& before = last.snapshot();
  const Snapshot& next = coming.snapshot();
  const auto source = std::make_shared<SynonymSource>();
  last.searcher().use_synonyms(source);
  for (const char* query : {"q=headphones&lang=en", "q=iphone15&lang=en"}) {
    const auto request = testing::SmallWorld::request(query);
    EXPECT_GT(last.searcher().search(request, before).value().total, 0U);
  }
  const Segment& old = *before.segments.front();
  const Segment& made = *next.segments.front();
  ASSERT_FALSE(old.synonyms->keys().empty());
  ASSERT_FALSE(old.compounds->keys().empty());
  ASSERT_TRUE(made.synonyms->keys().empty());

  prepare_lists(before, next, source->sets(next));
  EXPECT_EQ(sorted_keys(*made.synonyms), sorted_keys(*old.synonyms));
  EXPECT_EQ(sorted_keys(*made.compounds), sorted_keys(*old.compounds));
  for (const std::string& key : old.synonyms->keys()) {
    EXPECT_EQ(docs_of(*made.synonyms->find(key)), docs_of(*old.synonyms->find(key)));
  }
  for (const std::string& key : old.compounds->keys()) {
    EXPECT_EQ(docs_of(*made.compounds->find(key)), docs_of(*old.compounds->find(key)));
  }
}

}  // namespace
}  // namespace souk
