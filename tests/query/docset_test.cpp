#include "query/docset.h"

#include <gtest/gtest.h>

#include <random>

#include "data/bitset.h"

namespace souk {
namespace {

/// About one document in `share`, and all of a stretch.
std::vector<Docid> some_docs(Docid documents, unsigned share, Docid crowd_from, Docid crowd_to) {
  std::mt19937_64 random(share);
  std::vector<Docid> docs;
  for (Docid doc = 0; doc < documents; ++doc) {
    const bool in = random() % share == 0;
    if (in || (doc >= crowd_from && doc < crowd_to)) docs.push_back(doc);
  }
  return docs;
}

TEST(DocSet, VisitsEveryDocumentInBlocksWhateverItsForm) {
  constexpr Docid kDocuments = 100'000;
  for (const unsigned share : {1U, 3U, 40U, 120U, 128U, 700U, 200'000U}) {
    for (const Docid crowd : {0U, 1'100U, 5'000U}) {
      const auto docs = some_docs(kDocuments, share, 30'000, 30'000 + crowd);
      std::vector<std::uint64_t> bits(bitset_words(kDocuments), 0);
      for (const Docid doc : docs) set_bit(bits, doc);
      for (const DocSet& set : {DocSet::of(docs), DocSet::of(bits, docs.size())}) {
        std::vector<Docid> visited;
        set.for_each_block([&](std::span<const Docid> block) {
          EXPECT_LE(block.size(), kBlockDocs);
          EXPECT_FALSE(block.empty());
          visited.insert(visited.end(), block.begin(), block.end());
          return true;
        });
        EXPECT_EQ(visited, docs) << share << ' ' << crowd;
        std::size_t blocks = 0;
        set.for_each_block([&](std::span<const Docid>) { return ++blocks < 1; });
        EXPECT_EQ(blocks, docs.empty() ? 0U : 1U);
      }
    }
  }
}

}  // namespace
}  // namespace souk
