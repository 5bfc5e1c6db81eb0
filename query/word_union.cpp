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

constexpr Docid kWindow = 1U << kChunkBits;
constexpr std::size_t kWindowWords = kWindow / 64;
constexpr std::size_t kGroup = 8;  // words that are decoded at once

constexpr std::size_t kNone = ~std::size_t{0};

/// A sparse list, read a window at a time. A window is a chunk.
class SparseScan {
 public:
  explicit SparseScan(const PostingList& list)
      : list_(list), count_(list.has_buckets() ? list.lows.size() : list.docids.size()) {}

  /// The docid to come, or kNone.
  std::size_t next() {
    if (at_ == count_) return kNone;
    if (!list_.has_buckets()) return list_.docids[at_];
    while (list_.chunk_start(chunk_ + 1) <= at_) {
      if (++chunk_ == kChunks) return kNone;  // of a damaged file
    }
    return chunk_ << kChunkBits | list_.lows[at_];
  }
  /// Calls visit(docid − base, place) with the documents of the window from `base` on. After
  /// next(), which is not before it.
  template <class Visit>
  void take(Docid base, Visit visit) {
    if (!list_.has_buckets()) {
      const std::span<const Docid> docids = list_.docids;
      for (; at_ < count_ && docids[at_] - base < kWindow; ++at_) visit(docids[at_] - base, at_);
    } else if (base >> kChunkBits == chunk_) {
      const std::size_t end = list_.chunk_start(chunk_ + 1);
      for (; at_ < end; ++at_) visit(list_.lows[at_], at_);
    }
  }

 private:
  static constexpr std::size_t kChunks = std::size_t{1} << (32 - kChunkBits);

  const PostingList& list_;
  std::size_t count_;
  std::size_t at_ = 0;
  std::size_t chunk_ = 0;  ///< that of place `at_`, where the list has buckets
};

}  // namespace

ScoredDocs WordGroup::join(bool scored, MatchScratch& scratch) const {
  scratch.window_bits.resize(kWindowWords, 0);
  std::uint64_t* bits = scratch.window_bits.data();
  if (scored) scratch.window_points.resize(kWindow, 0);
  std::uint32_t* best = scratch.window_points.data();
  const BitKernels& kernels = bit_kernels();
  auto& docs = scratch.make_list();
  docs.resize(size_);
  auto& points = scratch.make_list();
  points.resize(scored ? size_ : 0);
  std::size_t n = 0;

  boost::container::small_vector<SparseScan, 8> scans;  // of dense lists unused
  for (const Source& source : sources_) scans.emplace_back(source.list);
  Docid base = 0;
  std::array<std::uint64_t, kWindowWords / 64> touched{};  // words of the window
  const auto add_sparse = [&](const Source& source, SparseScan& scan) {
    scan.take(base, [&](Docid i, std::size_t place) {
      bits[i >> 6] |= std::uint64_t{1} << (i & 63);
      touched[i >> 12] |= std::uint64_t{1} << (i >> 6 & 63);
      if (scored) best[i] = std::max(best[i], source.points_at(place));
    });
  };
  const auto add_dense = [&](const Source& source) {
    const std::size_t first = base / 64;
    const std::size_t words = std::min(kWindowWords, source.list.bits.size() - first);
    for (std::size_t w = 0; w < words; ++w) bits[w] |= source.list.bits[first + w];
    touched.fill(~std::uint64_t{0});
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
    for (std::size_t t = 0; t < touched.size(); ++t) {
      for (std::uint64_t some = std::exchange(touched[t], 0); some != 0; some &= some - 1) {
        const auto w = static_cast<Docid>(t * 64) + static_cast<Docid>(std::countr_zero(some));
        for (std::uint64_t rest = std::exchange(bits[w], 0); rest != 0; rest &= rest - 1) {
          docs[n++] = base + w * 64 + static_cast<Docid>(std::countr_zero(rest));
        }
      }
    }
    for (std::size_t i = first; scored && i < n; ++i) {
      points[i] = best[docs[i] - base];
      best[docs[i] - base] = 0;
    }
  };

  for (std::size_t next = 0;; next = std::size_t{base} + kWindow) {
    std::size_t first = kNone;  // the docid to go on from
    for (std::size_t s = 0; s < sources_.size(); ++s) {
      const PostingList& list = sources_[s].list;
      const std::size_t all = list.bits.size() * 64;
      first = std::min(first, !list.is_dense() ? scans[s].next() : next < all ? next : kNone);
    }
    if (first == kNone) break;
    base = static_cast<Docid>(first) & ~(kWindow - 1);
    for (std::size_t s = 0; s < sources_.size(); ++s) {
      sources_[s].list.is_dense() ? add_dense(sources_[s]) : add_sparse(sources_[s], scans[s]);
    }
    take_window();
  }
  docs.resize(n);
  points.resize(scored ? n : 0);
  return {docs, points};
}

}  // namespace souk
