#pragma once
// The first phase of ranking: for each word of the query, idf × the weight of the places where it
// occurs. Scores are integers, so that sums do not depend on their order. Pure; any thread.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <span>

#include "data/field_mask.h"

namespace souk {

/// Weights are kept in these many steps to one, scores in kScoreScale points to idf × weight one.
inline constexpr unsigned kWeightSteps = 256;
inline constexpr double kScoreScale = 1024;

/// What a word is worth by where it occurs: the best place counts whole, each further place a
/// tenth. A title's head word is worth half as much again: who asks for a monitor does not mean its
/// stand. Repetition says little in product text, so counts are not even kept.
inline constexpr std::array<std::uint16_t, 256> kMaskWeights = [] {
  // In tenths.
  constexpr std::array<std::pair<FieldMask, unsigned>, 8> kWeights = {{
      {field::kHead, 45},
      {field::kTitle, 30},
      {field::kIdentifier, 70},
      {field::kBrand, 24},
      {field::kCategory, 20},
      {field::kAttribute, 12},
      {field::kDescription, 10},
      {field::kShop, 6},
  }};
  std::array<std::uint16_t, 256> table{};
  for (unsigned mask = 0; mask < table.size(); ++mask) {
    unsigned best = 0;
    unsigned sum = 0;
    for (const auto& [bit, weight] : kWeights) {
      if ((mask & bit) == 0) continue;
      best = weight > best ? weight : best;
      sum += weight;
    }
    table[mask] = static_cast<std::uint16_t>(kWeightSteps * (10 * best + (sum - best)) / 100);
  }
  return table;
}();

/// BM25's idf (Robertson and Zaragoza 2009, with +1 inside so that it stays positive). A term of
/// products that no statistics count yet may be more frequent than they are.
inline double inverse_document_frequency(std::uint64_t products, std::uint64_t document_frequency) {
  const auto n = static_cast<double>(std::max(products, document_frequency));
  const auto df = static_cast<double>(document_frequency);
  return std::log(1 + (n - df + 0.5) / (df + 0.5));
}

/// Is a posting of mask `a` worth more than one of `b`? Of the same worth, the smaller mask is.
inline bool is_better_mask(FieldMask a, FieldMask b) {
  return kMaskWeights[a] != kMaskWeights[b] ? kMaskWeights[a] > kMaskWeights[b] : a < b;
}
inline FieldMask worse_mask(FieldMask a, FieldMask b) { return is_better_mask(a, b) ? b : a; }

/// The idf of terms that are worth at most `cap` together, that of the word they stand for (0 where
/// it has none): a rare foreign word does not beat the word that was asked.
inline void cap_idfs(std::span<double> idfs, double cap) {
  double sum = 0;
  for (const double idf : idfs) sum += idf;
  if (cap <= 0 || sum <= cap) return;
  for (double& idf : idfs) idf *= cap / sum;
}

/// What one term adds to a score, as an integer function of its mask: a multiplication and a shift
/// a posting.
class TermWeight {
 public:
  TermWeight() = default;
  /// `alternative`: the weight of the way it matched.
  TermWeight(double idf, double alternative)
      : factor_(static_cast<std::uint32_t>(idf * alternative * kScoreScale)) {}
  /// At least one point.
  [[nodiscard]] std::uint32_t points(FieldMask mask) const {
    return 1 + factor_ * kMaskWeights[mask] / kWeightSteps;
  }

 private:
  std::uint32_t factor_ = 0;  // below 2^16: idf is below 44 for any 64-bit count
};

}  // namespace souk
