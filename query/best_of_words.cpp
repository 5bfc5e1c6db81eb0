#include "query/best_of_words.h"

#include <algorithm>
#include <array>
#include <boost/container/small_vector.hpp>

namespace souk {
namespace {

struct BoundedWord {
  WordGroup* word;
  std::uint32_t most;  ///< points
};

}  // namespace

std::vector<TopK::Key> best_of_words(std::span<WordGroup> words, const DocSet& set,
                                     std::size_t limit, bool sorted) {
  boost::container::small_vector<BoundedWord, 8> bounded;
  std::uint32_t most = 0;
  for (WordGroup& word : words) {
    bounded.push_back({&word, word.most_points()});
    most += bounded.back().most;
  }
  // What the first one gives tells documents apart most.
  std::sort(bounded.begin(), bounded.end(),
            [](const BoundedWord& a, const BoundedWord& b) { return a.most > b.most; });
  TopK top(limit);
  std::array<Docid, kBlockDocs> docs;
  std::array<std::uint32_t, kBlockDocs> points;
  std::array<std::uint32_t, kBlockDocs> best;
  set.for_each_block([&](std::span<const Docid> block) {
    const std::uint32_t least = least_points(top.threshold(), block.front());
    if (most < least) return false;
    std::fill_n(points.begin(), block.size(), 0);
    std::uint32_t rest = most;
    for (const BoundedWord& each : bounded) {
      each.word->score(block, true, best.data());
      rest -= each.most;
      std::size_t kept = 0;
      for (std::size_t i = 0; i < block.size(); ++i) {
        docs[kept] = block[i];
        points[kept] = points[i] + best[i];
        kept += points[kept] + rest >= least ? 1 : 0;
      }
      block = {docs.data(), kept};
    }
    for (std::size_t i = 0; i < block.size(); ++i) top.add(score_key(points[i], block[i]));
    return true;
  });
  return top.take(sorted);
}

}  // namespace souk
