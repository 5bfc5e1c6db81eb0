#pragma once
// What the benchmarks work on: sets of documents drawn at random over a million docids, the size at
// which memory and not the loop decides, and a small marketplace for what needs real products.
// Every seed is fixed. Made on first use; one thread.
//
//   cmake --preset release -DSOUK_BENCH=ON && cmake --build --preset release --target
//   souk-bench-micro build/release/bin/souk-bench-micro --benchmark_repetitions=5
//   --benchmark_report_aggregates_only=true build/release/bin/souk-bench-micro
//   --benchmark_filter='^intersect/'

#include <cstdint>
#include <string>
#include <vector>

#include "data/postings.h"
#include "query/match.h"
#include "query/search.h"

namespace souk::bench {

/// Documents of the synthetic sets.
inline constexpr std::size_t kDocuments = 1'000'000;

/// Each docid with a chance of one in `one_in`, ascending. O(result).
std::vector<Docid> random_docids(std::size_t one_in, std::uint64_t seed,
                                 std::size_t documents = kDocuments);

/// Sets that an iteration takes turns with: a branch predictor learns a set that it sees again at
/// once by heart, and no search sees the same documents twice.
inline constexpr std::size_t kSets = 16;
/// kSets of them, kept from one call to the next.
const std::vector<std::vector<Docid>>& random_sets(std::size_t one_in);

/// Bitsets as the engine keeps them: whole cache lines, at a cache line's start.
class Bitsets {
 public:
  /// `count` of them, zeros.
  explicit Bitsets(std::size_t count, std::size_t documents = kDocuments);

  [[nodiscard]] std::uint64_t* operator[](std::size_t i) { return first_ + i * words_; }
  [[nodiscard]] std::size_t count() const { return count_; }
  [[nodiscard]] std::size_t words() const { return words_; }
  [[nodiscard]] std::span<const std::uint64_t> span(std::size_t i) const {
    return {first_ + i * words_, words_};
  }
  void set(std::size_t i, std::span<const Docid> docids);
  /// Every bit of all of them by chance, half of them ones.
  void fill_at_random(std::uint64_t seed);

 private:
  std::size_t count_;
  std::size_t words_;
  std::vector<std::uint64_t> memory_;
  std::uint64_t* first_;
};

/// One word's posting list over kDocuments, written and opened as an index's is: dense or sparse by
/// its own length. Masks are those of titles and descriptions.
class SyntheticWord {
 public:
  SyntheticWord(std::size_t one_in, std::uint64_t seed);

  [[nodiscard]] const PostingList& list() const { return list_; }
  [[nodiscard]] const Postings& postings() const { return postings_; }
  [[nodiscard]] PlannedWord planned() const;

 private:
  SectionFile file_;  ///< owns the bytes
  Postings postings_;
  PostingList list_;
};

/// 20,000 sample products in one segment in memory, with their shops and categories.
const Snapshot& sample_snapshot();

/// A request of query parameters ("q=…&facets=brand", decoded), ready to be searched with.
SearchRequest request_of(const std::vector<Param>& params);

}  // namespace souk::bench
