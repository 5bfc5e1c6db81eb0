#include "query/relaxation.h"

#include <algorithm>
#include <numeric>

#include "analyzers/fold.h"
#include "analyzers/keyboard.h"
#include "data/json_writer.h"
#include "query/typos.h"

namespace souk {
namespace {

/// A word that products have is taken for a misspelt one where that is so many times as frequent:
/// with rarer ones, too, "ipad" finds iPods before tablets.
constexpr std::uint64_t kMuchMore = 20;

/// Adds ways to satisfy a word, at less weight. True if it lacked any.
bool add_ways(QueryWord& word, const std::vector<Alternative>& ways, float weight) {
  bool added = false;
  for (const Alternative& way : ways) {
    added = add_alternative(word, {way.terms, way.weight * weight, true}) || added;
  }
  return added;
}

/// The document frequency of a word's most frequent own way.
std::uint64_t own_frequency(const QueryWord& word, const Snapshot& snapshot) {
  std::uint64_t most = 0;
  for (const Alternative& each : word.alternatives) {
    if (each.terms.size() == 1) most = std::max(most, term_frequency(snapshot, each.terms.front()));
  }
  return most;
}

}  // namespace

std::string_view name(Relaxation level) {
  switch (level) {
    case Relaxation::none:
      break;
    case Relaxation::typo:
      return "typo";
    case Relaxation::split_join:
      return "split_join";
    case Relaxation::partial:
      return "partial";
    case Relaxation::any:
      return "any";
  }
  return "none";
}

Relaxer::Relaxer(const Plan& plan, Analyzer& analyzer)
    : base_(plan),
      analyzer_(analyzer),
      query_(read_query(plan.text, Language::from_tag(plan.lang), analyzer, plan.synonyms,
                        plan.request->prefix_last)),
      prefix_last_(plan.request->prefix_last && query_.ends_in_word) {}

/// A term as a title has it, with its marks.
std::string Relaxer::spelt(const std::string& term) const {
  for (const auto& segment : base_.snapshot->segments) {
    const PostingList list = segment->postings.list(term);
    std::vector<Docid> docs;
    list.append_to(docs);
    for (std::size_t i = 0; i < std::min<std::size_t>(docs.size(), 20); ++i) {
      if ((list.masks[i] & field::kTitle) == 0) continue;
      std::string found;
      segment->cards.for_each_title(docs[i], [&](std::string_view lang, std::string_view text) {
        const std::string title = read_json_string(text);
        const Language language = Language::from_tag(lang);
        for (const Term& each : analyzer_.analyze(title, language)) {
          if (each.kind != TermKind::word || each.text != term) continue;
          found = lower_keeping_marks(title.substr(each.start, each.end - each.start),
                                      language == Language::from_tag("tr"));
          return false;
        }
        return true;
      });
      if (!found.empty()) return found;
    }
  }
  return term;
}

bool Relaxer::change_keyboard() {
  const Snapshot& snapshot = *base_.snapshot;
  const auto known = [&](const QueryWord& word) { return own_frequency(word, snapshot) != 0; };
  const auto& asked = query_.words;
  if (asked.empty() || std::any_of(asked.begin(), asked.end(), known)) return false;
  for (const Retyped& way : retyped(base_.request->q)) {
    const Language language =
        way.language.is_generic() ? Language::from_tag(base_.lang) : way.language;
    Query meant = analyzer_.parse_query(way.text, language, base_.synonyms);
    const auto& words = meant.words;
    if (words.empty() || !std::all_of(words.begin(), words.end(), known)) continue;
    corrected_ = way.text;
    query_.words = std::move(meant.words);
    return true;
  }
  return false;
}

bool Relaxer::add_typos() {
  const Snapshot& snapshot = *base_.snapshot;
  const Language language = Language::from_tag(base_.lang);
  std::vector<std::optional<std::string>> instead(query_.words.size());
  bool added = false;
  for (std::size_t i = 0; i < query_.words.size(); ++i) {
    QueryWord& word = query_.words[i];
    const bool prefix = prefix_last_ && i + 1 == query_.words.size();
    auto similar = similar_terms(word, prefix, snapshot);
    const std::uint64_t own = own_frequency(word, snapshot);
    if (!prefix && own != 0) {
      std::erase_if(similar,
                    [own](const Spelling& each) { return each.frequency <= own * kMuchMore; });
    }
    if (!prefix && own == 0 && word.synonyms.empty()) {
      const auto other = similar_synonym(word, language, base_.synonyms, snapshot);
      if (other && (similar.empty() || other->edits < similar.front().edits)) {
        instead[i] = other->term;
      }
    }
    if (similar.empty()) continue;
    if (!prefix && !instead[i] && similar.front().frequency != 0) instead[i] = similar.front().term;
    for (const Spelling& spelling : similar) {
      std::vector<Alternative> ways = {{{spelling.term}, 1}};
      const auto meant =
          prefix ? std::vector<QueryWord>() : analyzer_.words_of(spelling.term, language);
      if (meant.size() == 1) ways = meant.front().alternatives;
      added = add_ways(word, ways, base_.ranking->typo_weight(spelling.edits)) || added;
    }
  }
  return correct(instead) || added;
}

/// Makes the corrected query, and gives words what theirs stand for. True if they lacked any.
bool Relaxer::correct(const std::vector<std::optional<std::string>>& instead) {
  std::string shown;
  std::string folded;
  std::size_t at = 0;
  const std::string& q = base_.request->q;
  for (std::size_t i = 0; i < instead.size(); ++i) {
    const QueryWord& word = query_.words[i];
    if (!instead[i] || word.start < at) continue;
    const std::string between = q.substr(at, word.start - at);
    shown += between + spelt(*instead[i]);
    folded += between + *instead[i];
    at = word.end;
  }
  if (at == 0) return false;
  corrected_ = shown + q.substr(at);
  const Query meant = analyzer_.parse_query(folded + q.substr(at), Language::from_tag(base_.lang),
                                            base_.synonyms, base_.request->prefix_last);
  if (meant.words.size() != query_.words.size()) return false;
  bool added = false;
  for (std::size_t i = 0; i < meant.words.size(); ++i) {
    auto& sets = query_.words[i].synonyms;
    const std::size_t before = sets.size();
    for (const SynonymSet* set : meant.words[i].synonyms) add_synonyms(query_.words[i], *set);
    added = added || sets.size() != before;
  }
  return added;
}

bool Relaxer::add_splits() {
  const auto split = static_cast<float>(base_.ranking->split);
  bool added = false;
  for (QueryWord& word : query_.words) {
    for (auto& halves : split_terms(word, *base_.snapshot)) {
      added = add_ways(word, {{std::move(halves), 1}}, split) || added;
    }
  }
  return added;
}

Plan Relaxer::plan_level() {
  planned_ = plan_query_words(query_.words, prefix_last_, *base_.snapshot, *base_.ranking);
  Plan plan = base_;
  plan.words = planned_;
  return plan;
}

std::optional<Plan> Relaxer::next() {
  if (level_ == Relaxation::none) {
    level_ = Relaxation::typo;
    const bool typos = base_.request->typo && (change_keyboard() || add_typos());
    if (typos) return plan_level();
  }
  if (level_ == Relaxation::typo) {
    level_ = Relaxation::split_join;
    if (add_splits()) return plan_level();
  }
  if (planned_.empty()) planned_ = base_.words;
  return next_partial();
}

/// Levels partial and any.
std::optional<Plan> Relaxer::next_partial() {
  const std::size_t n = planned_.size();
  if (n < 2 || level_ == Relaxation::any) return std::nullopt;
  if (order_.empty()) {
    order_.resize(n);
    std::iota(order_.begin(), order_.end(), std::size_t{0});
    const auto rank = [&](std::size_t i) {
      const std::uint64_t frequency = document_frequency(planned_[i]);
      return frequency == 0 ? ~std::uint64_t{0} : frequency;
    };
    std::stable_sort(order_.begin(), order_.end(),
                     [&](std::size_t a, std::size_t b) { return rank(a) > rank(b); });
  }
  Plan plan = base_;
  plan.words.clear();
  if (++dropped_ <= n / 2) {
    level_ = Relaxation::partial;
    std::vector<bool> dropped(n);
    for (std::size_t i = 0; i < dropped_; ++i) dropped[order_[i]] = true;
    for (std::size_t i = 0; i < n; ++i) {
      (dropped[i] ? plan.optional : plan.words).push_back(planned_[i]);
    }
  } else {
    level_ = Relaxation::any;
    plan.optional = planned_;
  }
  return plan;
}

}  // namespace souk
