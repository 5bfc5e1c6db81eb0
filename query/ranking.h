#pragma once
// What ranking weighs by. The first phase: for each word of the query, idf × the weight of the
// places where it occurs. The second (query/second_phase) puts the first hits in order anew. Scores
// are integers, so that sums do not depend on their order. Pure; any thread.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "data/field_mask.h"
#include "data/result.h"

namespace souk {

/// Weights are kept in these many steps to one, scores in kScoreScale points to idf × weight one.
inline constexpr unsigned kWeightSteps = 256;
inline constexpr double kScoreScale = 1024;

/// The places of a mask by the names of ranking.toml, in the order they are listed.
inline constexpr std::array<std::pair<FieldMask, const char*>, 8> kRankedFields = {
    {{field::kHead, "head"},
     {field::kTitle, "title"},
     {field::kIdentifier, "identifier"},
     {field::kBrand, "brand"},
     {field::kCategory, "category"},
     {field::kAttribute, "attribute"},
     {field::kDescription, "description"},
     {field::kShop, "shop"}}};

inline constexpr double kMostSecondHits = 256;

/// What is tunable: data/ranking.toml says what each weight means. Repetition says little in
/// product text, so counts are not even kept.
struct Ranking {
  std::array<double, kRankedFields.size()> fields{};  ///< as kRankedFields
  double further = 0;                                 ///< of each place beside the best one
  double typo = 0;
  double split = 0;
  double prefix = 0;
  double second_hits = 0;  ///< how many the second phase is of
  double phrase = 0;       ///< what the second phase weighs by
  double sales = 0;
  double title = 0;
  double text = 0;
  /// What a word is worth by its mask, in steps. Below 5,000, so that a word gives fewer than 2^19
  /// points.
  std::array<std::uint16_t, 256> mask_weights{};

  /// That of data/ranking.toml. Made once.
  static const std::shared_ptr<const Ranking>& built_in();
  /// Reads a file like data/ranking.toml; what it leaves out is as built in. Errors: bad_input
  /// naming file:line and the key.
  static Result<Ranking> parse(std::string_view toml, const std::string& file);

  /// What a match by a spelling so many edits away counts.
  [[nodiscard]] float typo_weight(unsigned edits) const {
    return static_cast<float>(edits == 1 ? typo : typo * typo);
  }
};

/// BM25's idf (Robertson and Zaragoza 2009, with +1 inside so that it stays positive). A term of
/// products that no statistics count yet may be more frequent than they are.
inline double inverse_document_frequency(std::uint64_t products, std::uint64_t document_frequency) {
  const auto n = static_cast<double>(std::max(products, document_frequency));
  const auto df = static_cast<double>(document_frequency);
  return std::log(1 + (n - df + 0.5) / (df + 0.5));
}

/// Is a posting of mask `a` worth more than one of `b`, as built in? Of the same worth, the smaller
/// mask is.
inline bool is_better_mask(FieldMask a, FieldMask b) {
  const auto& weights = Ranking::built_in()->mask_weights;
  return weights[a] != weights[b] ? weights[a] > weights[b] : a < b;
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
/// a posting. Points into the ranking.
class TermWeight {
 public:
  TermWeight() = default;
  /// `alternative`: the weight of the way it matched.
  TermWeight(double idf, double alternative, const Ranking& ranking)
      : weights_(ranking.mask_weights.data()),
        factor_(static_cast<std::uint32_t>(idf * alternative * kScoreScale)) {}
  /// At least one point.
  [[nodiscard]] std::uint32_t points(FieldMask mask) const {
    return 1 + factor_ * weights_[mask] / kWeightSteps;
  }

 private:
  const std::uint16_t* weights_ = nullptr;
  std::uint32_t factor_ = 0;  // below 2^16: idf is below 44 for any 64-bit count
};

}  // namespace souk
