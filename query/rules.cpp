#include "query/rules.h"

#include <algorithm>

#include "data/formats.h"
#include "query/plan.h"
#include "query/ranking.h"

namespace souk {
namespace {

/// The word and its stem.
std::vector<std::string> terms_of(const QueryWord& word) {
  std::vector<std::string> terms{word.surface};
  for (const Alternative& way : word.alternatives) {
    if (way.terms.size() == 1 && !way.derived) terms.push_back(way.terms.front());
  }
  return terms;
}

bool share_a_term(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  return std::any_of(a.begin(), a.end(), [&](const std::string& term) {
    return std::find(b.begin(), b.end(), term) != b.end();
  });
}

bool is_in_language(const Rule& rule, std::string_view lang) {
  if (rule.languages.empty()) return true;
  return std::any_of(rule.languages.begin(), rule.languages.end(), [&](const std::string& tag) {
    return lang == tag || (lang.starts_with(tag) && lang[tag.size()] == '-');
  });
}

/// Is the search inside the rule's categories?
bool is_in_category(const Rule& rule, const Plan& plan) {
  if (rule.categories.empty()) return true;
  const CategoryTree& tree = *plan.snapshot->categories;
  const auto is_inside = [&](CategoryTree::NodeId node) {
    return std::any_of(rule.categories.begin(), rule.categories.end(), [&](const auto& category) {
      const auto ancestor = tree.find(category);
      return ancestor && tree.within(node, *ancestor);
    });
  };
  return !plan.categories.empty() &&
         std::all_of(plan.categories.begin(), plan.categories.end(), is_inside);
}

/// The product, if there is one that is not among the places yet.
template <class Placed>
std::optional<Snapshot::Place> new_place(const std::vector<Placed>& places, const std::string& id,
                                         const Snapshot& snapshot) {
  const auto place = snapshot.find(id);
  const bool known = place && std::find(places.begin(), places.end(), *place) != places.end();
  return known ? std::nullopt : place;
}

}  // namespace

const RuleSet::Patterns& RuleSet::patterns(Language language, Analyzer& analyzer) const {
  const std::lock_guard lock(patterns_->mutex);
  const auto [found, added] = patterns_->by_language.try_emplace(language);
  Patterns& patterns = found->second;
  if (!added) return patterns;
  for (std::size_t rule = 0; rule < rules_.size(); ++rule) {
    for (const std::string& query : rules_[rule].queries) {
      Pattern pattern{rule, {}};
      for (const QueryWord& word : analyzer.analyze_query(query, language)) {
        pattern.words.push_back(terms_of(word));
      }
      if (pattern.words.empty()) continue;
      for (const std::string& term : pattern.words.front()) {
        patterns.by_first_word.emplace(term, patterns.all.size());
      }
      patterns.all.push_back(std::move(pattern));
    }
  }
  return patterns;
}

std::vector<bool> RuleSet::rules_of_query(const Plan& plan, Analyzer& analyzer) const {
  std::vector<bool> in_force(rules_.size());
  for (std::size_t i = 0; i < rules_.size(); ++i) in_force[i] = rules_[i].queries.empty();
  if (is_blank(plan.request->q)) return in_force;
  const Language language = Language::from_tag(plan.lang);
  const Patterns& known = patterns(language, analyzer);
  if (known.all.empty()) return in_force;
  std::vector<std::vector<std::string>> words;
  for (const QueryWord& word : analyzer.analyze_query(plan.request->q, language)) {
    words.push_back(terms_of(word));
  }
  const auto has_every_word = [&](const Pattern& pattern) {
    return std::all_of(pattern.words.begin(), pattern.words.end(), [&](const auto& wanted) {
      return std::any_of(words.begin(), words.end(),
                         [&](const auto& word) { return share_a_term(wanted, word); });
    });
  };
  for (const auto& word : words) {
    for (const std::string& term : word) {
      const auto [first, last] = known.by_first_word.equal_range(term);
      for (auto it = first; it != last; ++it) {
        const Pattern& pattern = known.all[it->second];
        const bool fits = rules_[pattern.rule].contains || pattern.words.size() == words.size();
        if (fits && has_every_word(pattern)) in_force[pattern.rule] = true;
      }
    }
  }
  return in_force;
}

AppliedRules RuleSet::in_force(const Plan& plan, Analyzer& analyzer, std::int64_t now) const {
  AppliedRules applied;
  if (rules_.empty()) return applied;
  const std::vector<bool> asked = rules_of_query(plan, analyzer);
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    const Rule& rule = rules_[i];
    if (!asked[i] || now < rule.from || now >= rule.until) continue;
    if (!is_in_language(rule, plan.lang) || !is_in_category(rule, plan)) continue;
    applied.ids.push_back(rule.id);
    const Snapshot& snapshot = *plan.snapshot;
    for (const Pin& pin : rule.pin) {
      const auto place = new_place(applied.pinned, pin.id, snapshot);
      if (place) applied.pinned.push_back({*place, pin.position});
    }
    for (const std::string& id : rule.hide) {
      if (const auto place = new_place(applied.hidden, id, snapshot)) {
        applied.hidden.push_back(*place);
      }
    }
    for (const RuleBoost& boost : rule.boosts) applied.boosts.push_back(&boost);
    if (rule.filter) applied.filters.push_back(rule.filter.get());
    if (applied.redirect.empty()) applied.redirect = rule.redirect;
  }
  return applied;
}

Result<RuleSet> RuleSet::parse(std::string_view toml, const std::string& file) {
  auto rules = parse_rules(toml, file);
  if (!rules) return rules.error();
  return RuleSet(std::move(*rules));
}

Result<std::shared_ptr<RuleSource>> open_rules(const std::string& named,
                                               const std::filesystem::path& store,
                                               RuleSource::Talk talk) {
  return RuleSource::open(named, store / "rules.toml", &RuleSet::parse, std::move(talk));
}

std::vector<std::uint32_t> boost_points(const Plan& plan) {
  constexpr std::uint64_t kMost = (1U << 25) - 1;
  std::uint64_t whole = 0;
  for (const auto* words : {&plan.words, &plan.optional}) {
    for (const PlannedWord& word : *words) {
      double idf = word.prefix_idf;
      for (const PlannedAlternative& way : word.alternatives) {
        for (const PlannedTerm& term : way.terms) idf = std::max(idf, term.idf);
      }
      for (const PlannedSynonyms& synonyms : word.synonyms) idf = std::max(idf, synonyms.idf);
      whole += TermWeight(idf, 1, *word.ranking).points(field::kTitle);
    }
  }
  if (whole == 0) whole = static_cast<std::uint64_t>(kScoreScale);  // no words: any unit will do
  std::vector<std::uint32_t> points;
  std::uint64_t left = kMost;
  for (const RuleBoost* boost : plan.rules.boosts) {
    const auto wanted = static_cast<std::uint64_t>(static_cast<double>(whole) * boost->by);
    points.push_back(
        static_cast<std::uint32_t>(std::min(std::max<std::uint64_t>(wanted, 1), left)));
    left -= points.back();
  }
  return points;
}

}  // namespace souk
