#include "query/explain.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "query/filter_eval.h"
#include "query/ranking.h"
#include "query/synonym_lists.h"

namespace souk {
namespace {

void consider(WordExplanation& best, WordExplanation option) {
  if (option.points > best.points) {
    option.word = best.word;
    best = std::move(option);
  }
}

/// The terms of the first way that a document matches.
std::string way_of(const SynonymSet& set, const Segment& segment, Docid doc) {
  for (const auto& way : set.ways) {
    const bool all = std::all_of(way.begin(), way.end(), [&](const std::string& term) {
      return segment.postings.list(term).mask(doc).has_value();
    });
    if (all) return fmt::format("{}", fmt::join(way, " + "));
  }
  return "its category";
}

WordExplanation explain_word(const PlannedWord& word, const Segment& segment, Docid doc) {
  WordExplanation best;
  best.word = word.surface;
  for (const PlannedAlternative& alternative : word.alternatives) {
    WordExplanation option;
    std::optional<FieldMask> worst;
    for (const PlannedTerm& term : alternative.terms) {
      const auto mask = segment.postings.list(term.text).mask(doc);
      if (!mask) {
        worst.reset();
        break;
      }
      option.matched += (option.matched.empty() ? "" : " + ") + term.text;
      option.document_frequency = term.document_frequency;
      worst = worst ? worse_mask(*worst, *mask) : *mask;
    }
    if (!worst) continue;
    option.idf = alternative.idf;
    option.mask = *worst;
    option.points = TermWeight(alternative.idf, alternative.weight, *word.ranking).points(*worst);
    consider(best, std::move(option));
  }
  for (const PlannedSynonyms& synonyms : word.synonyms) {
    const auto mask = synonym_list(*synonyms.set, segment)->list().mask(doc);
    if (!mask) continue;
    consider(best,
             {"", way_of(*synonyms.set, segment, doc), synonyms.document_frequency, synonyms.idf,
              *mask, TermWeight(synonyms.idf, synonyms.set->weight, *word.ranking).points(*mask)});
  }
  if (word.prefix) {
    const auto [first, last] = segment.postings.prefix_range(word.surface);
    for (auto term = first; term < last; ++term) {
      const PostingList list = segment.postings.list(term);
      if (const auto mask = list.mask(doc)) {
        consider(best,
                 {"", std::string(segment.postings.term(term)), list.size(), word.prefix_idf, *mask,
                  TermWeight(word.prefix_idf, word.ranking->prefix, *word.ranking).points(*mask)});
      }
    }
  }
  return best;
}

}  // namespace

std::string field_names(FieldMask mask) {
  std::string names;
  for (const auto& [bit, name] : kRankedFields) {
    if ((mask & bit) == 0) continue;
    if (!names.empty()) names += ' ';
    names += name;
  }
  return names;
}

Explanation explain(const Plan& plan, const Segment& segment, Docid doc) {
  Explanation explanation;
  for (const auto* words : {&plan.words, &plan.optional}) {
    for (const PlannedWord& word : *words) {
      explanation.words.push_back(explain_word(word, segment, doc));
      explanation.score += explanation.words.back().points;
    }
  }
  const AppliedRules& rules = plan.rules;
  const auto is_among = [&](const auto& places) {
    return std::any_of(places.begin(), places.end(), [&](const Snapshot::Place& place) {
      return place.segment == &segment && place.doc == doc;
    });
  };
  explanation.pinned = is_among(rules.pinned);
  explanation.hidden = is_among(rules.hidden);
  if (plan.request->sort != Sort::relevance) return explanation;
  if (second_phase_hits(plan) != 0) explanation.second = second_phase_of(plan, segment, doc);
  const std::vector<std::uint32_t> points = boost_points(plan);
  for (std::size_t i = 0; i < points.size(); ++i) {
    const RuleBoost& boost = *rules.boosts[i];
    std::uint8_t passes = 0;
    compile_filter(*boost.filter, segment, *plan.snapshot, std::nullopt)({&doc, 1}, &passes);
    const bool lifted = (passes != 0) != boost.buries;
    explanation.boosts.push_back({&boost, lifted ? points[i] : 0});
    explanation.score += explanation.boosts.back().points;
  }
  return explanation;
}

}  // namespace souk
