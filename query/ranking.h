#pragma once
// The first phase of ranking: for each word of the query, idf × the weight of the places where it
// occurs. Scores are integers, so that sums do not depend on their order. Pure; any thread.

#include <array>
#include <cmath>
#include <cstdint>

#include "data/field_mask.h"

namespace souk {

/// What a word is worth by where it occurs: the best place counts whole, each further place a
/// tenth. Repetition says little in product text, so counts are not even kept.
inline constexpr std::array<double, 256> kMaskWeights = [] {
  constexpr std::array<std::pair<FieldMask, double>, 7> kWeights = {{
      {field::kTitle, 3.0},
      {field::kIdentifier, 4.0},
      {field::kBrand, 2.4},
      {field::kCategory, 2.0},
      {field::kAttribute, 1.2},
      {field::kDescription, 1.0},
      {field::kShop, 0.6},
  }};
  std::array<double, 256> table{};
  for (unsigned mask = 0; mask < table.size(); ++mask) {
    double best = 0;
    double sum = 0;
    for (const auto& [bit, weight] : kWeights) {
      if ((mask & bit) == 0) continue;
      best = weight > best ? weight : best;
      sum += weight;
    }
    table[mask] = best + 0.1 * (sum - best);
  }
  return table;
}();

/// Score points per unit of idf × weight.
inline constexpr double kScoreScale = 1024;

/// BM25's idf (Robertson and Zaragoza 2009, with +1 inside so that it stays positive).
inline double inverse_document_frequency(std::uint64_t products, std::uint64_t document_frequency) {
  const auto n = static_cast<double>(products);
  const auto df = static_cast<double>(document_frequency);
  return std::log(1 + (n - df + 0.5) / (df + 0.5));
}

/// Points of one term of one document, at least one. `alternative`: the weight of the way it
/// matched.
inline std::uint32_t term_score(double idf, double alternative, FieldMask mask) {
  return 1 + static_cast<std::uint32_t>(idf * alternative * kMaskWeights[mask] * kScoreScale);
}

}  // namespace souk
