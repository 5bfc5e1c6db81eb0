#pragma once
// Why a product has its score: every word, the term that matched it best, where it occurs, and the
// points it gives, or which word it lacks; and what rules do to it. One search thread.

#include <cstdint>
#include <string>
#include <vector>

#include "query/plan.h"
#include "query/second_phase.h"

namespace souk {

struct WordExplanation {
  std::string word;
  std::string matched;  ///< the terms of the best alternative, joined by " + "; empty: no match
  std::uint64_t document_frequency = 0;
  double idf = 0;
  FieldMask mask = 0;
  std::uint32_t points = 0;
};

struct BoostExplanation {
  const RuleBoost* boost = nullptr;  ///< the plan's rules own it
  std::uint32_t points = 0;
};

struct Explanation {
  std::vector<WordExplanation> words;
  std::vector<BoostExplanation> boosts;  ///< by relevance
  bool pinned = false;                   ///< by a rule: has its place whatever its score
  bool hidden = false;                   ///< by a rule
  std::uint64_t score = 0;               ///< of the first phase
  std::optional<SecondPhase> second;     ///< what multiplies it where it is among the first hits
};

/// O(words · log postings).
Explanation explain(const Plan& plan, const Segment& segment, Docid doc);

/// The names of a mask's places: "title brand".
std::string field_names(FieldMask mask);

}  // namespace souk
