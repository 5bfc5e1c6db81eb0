// What searches made for themselves of one generation is there in the next.

#include "query/prepare.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "indexer/memory_segment.h"
#include "query/search.h"

namespace souk {
namespace {

/// Products of which every second has a model number in two words, more than there must be for the
/// list of these to be kept, and every third of the others a word that has synonyms.
Snapshot shelf(std::uint64_t generation) {
  std::vector<Product> products;
  for (int i = 0; i < 1'500; ++i) {
    Product product;
    product.id = "p" + std::to_string(i);
    product.lang = "en";
    const char* title = i % 2 == 0   ? "Case iPhone 15"
                        : i % 3 == 0 ? "Wireless Headphones"
                                     : "Cable";
    product.title = {{{"en", title}}};
    products.push_back(product);
  }
  const Catalogue catalogue = make_catalogue({}, {}, Rates(), "en", products);
  Snapshot snapshot;
  snapshot.generation = generation;
  snapshot.categories = std::make_shared<const CategoryTree>(catalogue.categories);
  snapshot.shops = build_memory_shops(catalogue, {}).value();
  snapshot.segments.push_back(build_memory_segment(products, catalogue).value());
  return snapshot;
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
  const Snapshot before = shelf(1);
  const Snapshot next = shelf(2);
  const auto source = std::make_shared<SynonymSource>();
  Searcher searcher;
  searcher.use_synonyms(source);
  for (const char* q : {"headphones", "iphone15"}) {
    const auto request = parse_search_request({{"q", q}, {"lang", "en"}}).value();
    EXPECT_GT(searcher.search(request, before).value().total, 0U);
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
