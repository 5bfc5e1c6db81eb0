#include "query/second_phase.h"

#include <algorithm>
#include <bit>

namespace souk {
namespace {

/// What stands for a score in a key of the second phase: kSecondPhase and the score of it.
std::uint32_t points_again(const Plan& plan, const Segment& segment, Docid doc,
                           std::uint32_t points) {
  const double factor = second_phase_of(plan, segment, doc).factor(*plan.ranking);
  return static_cast<std::uint32_t>(kSecondPhase) + static_cast<std::uint32_t>(points * factor);
}

}  // namespace

std::size_t second_phase_hits(const Plan& plan) {
  if (plan.request->sort != Sort::relevance || (plan.words.empty() && plan.optional.empty())) {
    return 0;
  }
  const auto& segments = plan.snapshot->segments;
  const bool known = std::all_of(segments.begin(), segments.end(), [](const auto& each) {
    return each->titles.size() == each->size();
  });
  return known ? static_cast<std::size_t>(plan.ranking->second_hits) : 0;
}

double SecondPhase::factor(const Ranking& ranking) const {
  const double factor = 1 + ranking.phrase * phrase + ranking.sales * sales -
                        ranking.title * title - ranking.text * text;
  return std::clamp(factor, 0.1, 3.9);
}

SecondPhase second_phase_of(const Plan& plan, const Segment& segment, Docid doc) {
  const TitleWords& words = segment.titles[doc];
  SecondPhase parts;
  const auto& asked = plan.words.empty() ? plan.optional : plan.words;
  unsigned pairs = 0;
  for (std::size_t i = 1; i < asked.size(); ++i) {
    pairs += words.has_pair(asked[i - 1].title_byte, asked[i].title_byte) ? 1 : 0;
  }
  if (pairs != 0) parts.phrase = pairs / static_cast<double>(asked.size() - 1);
  parts.sales = std::bit_width(static_cast<std::uint64_t>(segment.columns.sales(doc)));
  parts.title = static_cast<double>(words.title_length) / TitleWords::kLengthSteps;
  parts.text = static_cast<double>(words.text_length) / TitleWords::kLengthSteps;
  return parts;
}

void second_phase(const Plan& plan, const SegmentOrder& order, std::span<TopK::Key> keys,
                  std::size_t limit) {
  const Segment& segment = order.segment();
  for (const TopK::Key key : keys) {
    const Docid doc = order.doc(key);
    __builtin_prefetch(&segment.titles[doc]);
    segment.columns.all_sales().prefetch(doc);
  }
  for (TopK::Key& key : keys) {
    key = score_key(points_again(plan, segment, order.doc(key), score_of(key)), key & 0xffffffffU);
  }
  const auto last = keys.begin() + static_cast<std::ptrdiff_t>(std::min(limit, keys.size()));
  std::partial_sort(keys.begin(), last, keys.end());
}

void second_phase(const Plan& plan, std::span<Hit> hits) {
  for (Hit& hit : hits) {
    const auto points = static_cast<std::uint32_t>(-hit.primary);
    hit.primary = -std::int64_t{points_again(plan, *hit.segment, hit.doc, points)};
  }
  std::sort(hits.begin(), hits.end(), before);
}

}  // namespace souk
