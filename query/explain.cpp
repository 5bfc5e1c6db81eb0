#include "query/explain.h"

#include <algorithm>
#include <array>
#include <optional>

#include "query/ranking.h"

namespace souk {
namespace {

std::optional<FieldMask> mask_of(const Postings& postings, std::string_view term, Docid doc) {
  const PostingList list = postings.list(term);
  const auto found = std::lower_bound(list.docids.begin(), list.docids.end(), doc);
  if (found == list.docids.end() || *found != doc) return std::nullopt;
  return list.masks[static_cast<std::size_t>(found - list.docids.begin())];
}

void consider(WordExplanation& best, WordExplanation option) {
  if (option.points > best.points) {
    option.word = best.word;
    best = std::move(option);
  }
}

WordExplanation explain_word(const PlannedWord& word, const Segment& segment, Docid doc) {
  WordExplanation best;
  best.word = word.surface;
  for (const PlannedAlternative& alternative : word.alternatives) {
    WordExplanation option;
    bool all = true;
    for (const PlannedTerm& term : alternative.terms) {
      const auto mask = mask_of(segment.postings, term.text, doc);
      all = all && mask;
      if (!all) break;
      option.matched += (option.matched.empty() ? "" : " + ") + term.text;
      option.document_frequency = term.document_frequency;
      option.idf = term.idf;
      option.mask |= *mask;
      option.points += term_score(term.idf, alternative.weight, *mask);
    }
    if (all) consider(best, std::move(option));
  }
  if (word.prefix) {
    const auto [first, last] = segment.postings.prefix_range(word.surface);
    for (auto term = first; term < last; ++term) {
      const std::string text(segment.postings.term(term));
      if (const auto mask = mask_of(segment.postings, text, doc)) {
        consider(best, {"", text, segment.postings.list(term).size(), word.prefix_idf, *mask,
                        term_score(word.prefix_idf, kPrefixWeight, *mask)});
      }
    }
  }
  return best;
}

}  // namespace

std::string field_names(FieldMask mask) {
  static constexpr std::array<std::pair<FieldMask, const char*>, 7> kNames = {
      {{field::kTitle, "title"},
       {field::kIdentifier, "identifier"},
       {field::kBrand, "brand"},
       {field::kCategory, "category"},
       {field::kAttribute, "attribute"},
       {field::kDescription, "description"},
       {field::kShop, "shop"}}};
  std::string names;
  for (const auto& [bit, name] : kNames) {
    if ((mask & bit) != 0) names += (names.empty() ? "" : " ") + std::string(name);
  }
  return names;
}

Explanation explain(const Plan& plan, const Segment& segment, Docid doc) {
  Explanation explanation;
  for (const PlannedWord& word : plan.words) {
    explanation.words.push_back(explain_word(word, segment, doc));
    explanation.score += explanation.words.back().points;
  }
  return explanation;
}

}  // namespace souk
