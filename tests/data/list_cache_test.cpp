// Lists made from others: as they were given, and only so many bytes of them.

#include "data/list_cache.h"

#include <gtest/gtest.h>

namespace souk {
namespace {

std::shared_ptr<const MadeList> every(Docid step, std::size_t documents) {
  std::vector<Docid> docs;
  std::vector<FieldMask> masks;
  for (Docid doc = step - 1; doc < documents; doc += step) {
    docs.push_back(doc);
    masks.push_back(static_cast<FieldMask>(1 + doc % 100));
  }
  return MadeList::make(docs, masks, documents).value();
}

TEST(MadeList, HoldsItsDocumentsSparseOrDense) {
  for (const Docid step : {Docid{2}, Docid{kDenseShare * 4}}) {
    const auto made = every(step, 100'000);
    EXPECT_EQ(made->list().is_dense(), step == 2);
    EXPECT_EQ(made->list().size(), 100'000 / step);
    for (Docid doc = 0; doc < 100'000; ++doc) {
      const auto mask = made->list().mask(doc);
      ASSERT_EQ(mask.has_value(), doc % step == step - 1) << doc;
      if (mask) {
        ASSERT_EQ(*mask, 1 + doc % 100);
      }
    }
  }
}

TEST(MadeList, MayBeEmpty) {
  const auto made = MadeList::make({}, {}, 10).value();
  EXPECT_EQ(made->list().size(), 0u);
  EXPECT_FALSE(made->list().is_dense());
}

TEST(ListCache, KeepsListsUntilTheyAreTooMany) {
  ListCache cache;
  EXPECT_EQ(cache.find("1"), nullptr);
  const auto list = every(5, 10'000);
  cache.keep("1", list, 3 * list->bytes());
  cache.keep("2", every(5, 10'000), 3 * list->bytes());
  // Made twice at the same time: counted once.
  cache.keep("2", every(5, 10'000), 3 * list->bytes());
  cache.keep("3", every(5, 10'000), 3 * list->bytes());
  EXPECT_EQ(cache.find("1"), list);
  EXPECT_NE(cache.find("2"), nullptr);
  EXPECT_NE(cache.find("3"), nullptr);
  cache.keep("4", every(5, 10'000), 3 * list->bytes());
  EXPECT_EQ(cache.find("1"), nullptr);
  EXPECT_EQ(cache.find("3"), nullptr);
  EXPECT_NE(cache.find("4"), nullptr);
  EXPECT_EQ(list->list().size(), 2'000u);  // whoever holds one keeps it
}

}  // namespace
}  // namespace souk
