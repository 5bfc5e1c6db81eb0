// The union of a word's lists, a window of docids at a time: what the lists have there goes into a
// bitset and points beside it, both small enough for the nearest cache, and comes out in order.
// A posting costs the same whatever the other lists hold, where merging would wait for branches
// that cannot be predicted (Lucene's BooleanScorer does the same).

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

#include "query/word_group.h"

namespace souk {
namespace {

constexpr Docid kWindow = 4096;
constexpr std::size_t kWindowWords = kWindow / 64;
constexpr std::size_t kGroup = 8;   // words that are decoded at once
static_assert(kWindowWords == 64);  // one bit of a number each

}  // namespace

ScoredDocs WordGroup::join(bool scored, MatchScratch& scratch) const {
  scratch.window_points.resize(kWindow, 0);
  std::uint32_t* best = scratch.window_points.data();
  std::array<std::uint64_t, kWindowWords> bits{};
  const BitKernels& kernels = bit_kernels();
  auto& docs = scratch.make_list();
  docs.resize(size_);
  auto& points = scratch.make_list();
  points.resize(scored ? size_ : 0);
  std::size_t n = 0;

  boost::container::small_vector<std::size_t, 8> at(sources_.size(), 0);  // of sparse lists
  Docid base = 0;
  std::uint64_t touched = 0;  // words of the window
  const auto add_sparse = [&](const Source& source, std::size_t& from) {
    const std::span<const Docid> docids = source.list.docids;
    for (; from < docids.size() && docids[from] - base < kWindow; ++from) {
      const Docid i = docids[from] - base;
      bits[i >> 6] |= std::uint64_t{1} << (i & 63);
      touched |= std::uint64_t{1} << (i >> 6);
      if (scored) best[i] = std::max(best[i], source.points_at(from));
    }
  };
  const auto add_dense = [&](const Source& source) {
    const std::size_t first = base / 64;
    const std::size_t words = std::min(kWindowWords, source.list.bits.size() - first);
    for (std::size_t w = 0; w < words; ++w) bits[w] |= source.list.bits[first + w];
    touched = ~std::uint64_t{0};
    if (!scored) return;
    std::size_t rank = source.list.rank(base);
    for (std::size_t w = 0; w < words; w += kGroup) {
      std::array<Docid, kGroup * 64 + 16> members;
      const std::size_t count =
          kernels.decode(&source.list.bits[first + w], static_cast<Docid>(w * 64), members.data());
      for (std::size_t m = 0; m < count; ++m) {
        std::uint32_t& there = best[members[m]];
        there = std::max(there, source.points_at(rank + m));
      }
      rank += count;
    }
  };
  const auto take_window = [&] {
    const std::size_t first = n;
    for (; touched != 0; touched &= touched - 1) {
      const auto w = static_cast<unsigned>(std::countr_zero(touched));
      for (std::uint64_t rest = std::exchange(bits[w], 0); rest != 0; rest &= rest - 1) {
        docs[n++] = base + w * 64 + static_cast<Docid>(std::countr_zero(rest));
      }
    }
    for (std::size_t i = first; scored && i < n; ++i) {
      points[i] = best[docs[i] - base];
      best[docs[i] - base] = 0;
    }
  };

  for (std::size_t next = 0;; next = std::size_t{base} + kWindow) {
    std::size_t first = ~std::size_t{0};  // the docid to go on from
    for (std::size_t s = 0; s < sources_.size(); ++s) {
      const PostingList& list = sources_[s].list;
      if (list.is_dense()) {
        if (next < list.bits.size() * 64) first = std::min(first, next);
      } else if (at[s] < list.docids.size()) {
        first = std::min<std::size_t>(first, list.docids[at[s]]);
      }
    }
    if (first == ~std::size_t{0}) break;
    base = static_cast<Docid>(first) & ~(kWindow - 1);
    for (std::size_t s = 0; s < sources_.size(); ++s) {
      sources_[s].list.is_dense() ? add_dense(sources_[s]) : add_sparse(sources_[s], at[s]);
    }
    take_window();
  }
  docs.resize(n);
  points.resize(scored ? n : 0);
  return {docs, points};
}

}  // namespace souk
