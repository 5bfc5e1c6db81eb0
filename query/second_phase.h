#pragma once
// The second phase of ranking: the first hits of a search by relevance are put in order by what is
// too dear to ask of every match. Their scores are multiplied by 1, more where the query's words
// stand together in the title and for what was sold, less the longer title and text are: much text
// has many words by chance. Weights are those of data/ranking.toml. One search thread.

#include <cstdint>
#include <span>

#include "query/hit.h"
#include "query/segment_order.h"

namespace souk {

/// A hit's key (Hit::primary) by its score of the second phase is minus that and minus this, before
/// all of the first phase. Scores of either are below it: a word gives fewer than 2^19 points, and
/// the factor is below 4.
inline constexpr std::int64_t kSecondPhase = std::int64_t{1} << 28;
inline bool is_of_second_phase(std::int64_t primary) { return primary <= -kSecondPhase; }

/// How many of the first hits it is of: none by other sorts, without words, or where a segment has
/// no forward index.
std::size_t second_phase_hits(const Plan& plan);

/// What a score is multiplied by, in parts.
struct SecondPhase {
  double phrase = 0;  ///< the share of the query's pairs of words that the title has
  double sales = 0;   ///< how often 1 is doubled to pass what was sold
  double title = 0;   ///< log2(1 + words)
  double text = 0;    ///< of title and description

  [[nodiscard]] double factor(const Ranking& ranking) const;
};
SecondPhase second_phase_of(const Plan& plan, const Segment& segment, Docid doc);

/// Gives a segment's first hits their keys of the second phase, and puts the first `limit` in
/// order.
void second_phase(const Plan& plan, const SegmentOrder& order, std::span<TopK::Key> keys,
                  std::size_t limit);
/// The same of hits of several segments; all are put in order.
void second_phase(const Plan& plan, std::span<Hit> hits);

}  // namespace souk
