#include "query/second_phase.h"

#include <algorithm>
#include <cmath>

namespace souk {

std::size_t second_phase_hits(const Plan& plan) {
  if (plan.request->sort != Sort::relevance || (plan.words.empty() && plan.optional.empty())) {
    return 0;
  }
  const auto& segments = plan.snapshot->segments;
  const bool known = std::all_of(segments.begin(), segments.end(),
                                 [](const auto& each) { return !each->titles.empty(); });
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
  unsigned pairs = 0;
  for (std::size_t i = 1; i < plan.words.size(); ++i) {
    pairs += words.has_pair(plan.words[i - 1].title_byte, plan.words[i].title_byte) ? 1 : 0;
  }
  if (pairs != 0) parts.phrase = pairs / static_cast<double>(plan.words.size() - 1);
  parts.sales = std::log10(1.0 + static_cast<double>(segment.columns.sales(doc)));
  parts.title = static_cast<double>(words.title_length) / TitleWords::kLengthSteps;
  parts.text = static_cast<double>(words.text_length) / TitleWords::kLengthSteps;
  return parts;
}

void second_phase(const Plan& plan, std::span<Hit> hits) {
  for (const Hit& hit : hits) __builtin_prefetch(&hit.segment->titles[hit.doc]);
  for (Hit& hit : hits) {
    const double factor = second_phase_of(plan, *hit.segment, hit.doc).factor(*plan.ranking);
    const double score = static_cast<double>(-hit.primary) * factor;
    hit.primary = -kSecondPhase - static_cast<std::int64_t>(score);
  }
  std::sort(hits.begin(), hits.end(), before);
}

}  // namespace souk
