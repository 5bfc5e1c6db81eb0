// The levels of relaxation by loops over every term there is.

#include <algorithm>
#include <numeric>
#include <set>
#include <tuple>

#include "analyzers/stop_words.h"
#include "query/typos.h"
#include "tests/support/reference.h"

namespace souk::testing {
namespace {

std::uint64_t frequency(const ReferenceIndex& index, const std::string& term) {
  return static_cast<std::uint64_t>(
      std::count_if(index.counted.begin(), index.counted.end(),
                    [&](const ProductTerms& terms) { return terms.contains(term); }));
}

std::set<std::string> vocabulary(const ReferenceIndex& index) {
  std::set<std::string> terms;
  for (const ProductTerms& product : index.all) {
    for (const auto& [term, mask] : product) terms.insert(term);
  }
  return terms;
}

/// Optimal string alignment, the whole table.
unsigned distance(const std::u32string& a, const std::u32string& b) {
  std::vector<std::vector<unsigned>> d(a.size() + 1, std::vector<unsigned>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        d[i][j] = static_cast<unsigned>(i + j);
        continue;
      }
      d[i][j] = std::min(
          {d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
      }
    }
  }
  return d[a.size()][b.size()];
}

bool has_digit(const std::string& text) {
  return text.find_first_of("0123456789.") != std::string::npos;
}

/// A word of a script of letters, not a stem, a part or a number.
bool is_word(const std::string& term) {
  const std::u32string letters = code_points(term);
  return !has_digit(term) && !(term[0] >= 'A' && term[0] <= 'Z') && letters.size() >= 3 &&
         letters.size() <= 40 && term[0] != '#' &&
         std::all_of(letters.begin(), letters.end(), [](char32_t c) { return c < 0xe00; });
}

bool is_correctable(const QueryWord& word, std::size_t least) {
  const std::size_t letters = code_points(word.surface).size();
  return !word.glued && word.surface.find_first_of("0123456789") == std::string::npos &&
         letters >= least && letters <= 40;
}

std::vector<Spelling> similar(const QueryWord& word, bool prefix, const ReferenceIndex& index) {
  std::vector<Spelling> found;
  if (!is_correctable(word, 4)) return found;
  const std::u32string letters = code_points(word.surface);
  const unsigned most = letters.size() < 8 ? 1 : 2;
  for (const bool first_right : {true, false}) {
    for (const std::string& term : vocabulary(index)) {
      if (!is_word(term) || is_stop_word_anywhere(term)) continue;
      const std::u32string other = code_points(term);
      if (first_right && other[0] != letters[0]) continue;
      unsigned edits = distance(letters, other);
      for (std::size_t n = 0; prefix && n < other.size(); ++n) {
        edits = std::min(edits, distance(letters, other.substr(0, n)));
      }
      if (edits != 0 && edits <= most) found.push_back({term, edits, frequency(index, term)});
    }
    if (!found.empty()) break;
  }
  std::sort(found.begin(), found.end(), [](const Spelling& a, const Spelling& b) {
    return std::tie(a.edits, b.frequency, a.term) < std::tie(b.edits, a.frequency, b.term);
  });
  if (found.size() > 16) found.resize(16);
  return found;
}

bool add(QueryWord& word, std::vector<Alternative> ways, float weight) {
  bool added = false;
  for (Alternative& way : ways) {
    const bool known =
        std::any_of(word.alternatives.begin(), word.alternatives.end(),
                    [&](const Alternative& each) { return each.terms == way.terms; });
    if (!known) word.alternatives.push_back({std::move(way.terms), way.weight * weight, true});
    added = added || !known;
  }
  return added;
}

/// How many products a word's most frequent way has.
std::uint64_t frequency(const QueryWord& word, const std::string& prefix,
                        const ReferenceIndex& index) {
  std::uint64_t most = 0;
  const auto in_all = [&](const std::string& term) {
    return std::any_of(index.all.begin(), index.all.end(),
                       [&](const ProductTerms& terms) { return terms.contains(term); });
  };
  for (const Alternative& way : word.alternatives) {
    if (!std::all_of(way.terms.begin(), way.terms.end(), in_all)) continue;
    std::uint64_t rarest = ~std::uint64_t{0};
    for (const std::string& term : way.terms) {
      rarest = std::min(rarest, std::max<std::uint64_t>(frequency(index, term), 1));
    }
    most = std::max(most, rarest);
  }
  for (const SynonymSet* set : word.synonyms) {
    const auto count = [&](const std::vector<ProductTerms>& products) {
      return static_cast<std::uint64_t>(
          std::count_if(products.begin(), products.end(),
                        [&](const ProductTerms& terms) { return mask_of(*set, terms); }));
    };
    if (count(index.all) != 0) most = std::max<std::uint64_t>({most, count(index.counted), 1});
  }
  if (word.surface == prefix) {
    std::uint64_t postings = 0;
    for (const ProductTerms& terms : index.counted) {
      for (const auto& [term, mask] : terms) postings += term.starts_with(prefix) ? 1 : 0;
    }
    most = std::max(most, std::min<std::uint64_t>(postings, index.counted.size()));
  }
  return most;
}

class Levels {
 public:
  Levels(const SearchRequest& request, const Query& query, const ReferenceIndex& index,
         Analyzer& analyzer, const SynonymSets& synonyms, const Ranking& ranking)
      : request_(request),
        language_(Language::from_tag(request.lang)),
        words_(query.words),
        index_(index),
        analyzer_(analyzer),
        synonyms_(synonyms),
        ranking_(ranking) {
    if (request.prefix_last && query.ends_in_word && !words_.empty()) {
      prefix_ = words_.back().surface;
    }
  }

  std::vector<ReferenceLevel> all() {
    push(Relaxation::none, words_, {});
    if (request_.match != Match::automatic || words_.empty()) return levels_;
    if (request_.typo && add_typos()) push(Relaxation::typo, words_, {});
    if (add_splits()) push(Relaxation::split_join, words_, {});
    add_partial();
    return levels_;
  }

 private:
  void push(Relaxation name, std::vector<QueryWord> words, std::vector<QueryWord> optional) {
    levels_.push_back({name, std::move(words), std::move(optional), prefix_});
  }

  bool add_typos() {
    bool added = false;
    std::string corrected = request_.q;
    std::vector<QueryWord> typed = words_;
    for (std::size_t i = words_.size(); i-- > 0;) {  // from the end, so that offsets stay
      const bool prefix = words_[i].surface == prefix_;
      auto found = similar(words_[i], prefix, index_);
      std::uint64_t own = 0;
      for (const Alternative& way : typed[i].alternatives) {
        if (way.terms.size() == 1) own = std::max(own, frequency(index_, way.terms[0]));
      }
      std::erase_if(found, [&](const Spelling& each) {
        return !prefix && own != 0 && each.frequency <= 20 * own;
      });
      std::string other;
      if (!prefix && own == 0 && typed[i].synonyms.empty()) {
        other = synonym_like(words_[i], found.empty() ? 3 : found[0].edits);
      }
      if (!other.empty()) {
        corrected.replace(words_[i].start, words_[i].end - words_[i].start, other);
      }
      if (found.empty()) continue;
      if (!prefix && other.empty() && found[0].frequency > 0) {
        corrected.replace(words_[i].start, words_[i].end - words_[i].start, found[0].term);
      }
      for (const Spelling& each : found) {
        std::vector<Alternative> ways = {{{each.term}, 1}};
        const auto meant =
            prefix ? std::vector<QueryWord>() : analyzer_.words_of(each.term, language_);
        if (meant.size() == 1) ways = meant[0].alternatives;
        added = add(words_[i], ways, ranking_.typo_weight(each.edits)) || added;
      }
    }
    if (corrected == request_.q) return added;
    const Query meant =
        analyzer_.parse_query(corrected, language_, synonyms_, request_.prefix_last);
    for (std::size_t i = 0; meant.words.size() == words_.size() && i < words_.size(); ++i) {
      auto& sets = words_[i].synonyms;
      for (const SynonymSet* set : meant.words[i].synonyms) {
        const bool known = std::find(sets.begin(), sets.end(), set) != sets.end();
        if (known || sets.size() == kMostSynonyms) continue;
        sets.push_back(set);
        added = true;
      }
    }
    return added;
  }

  /// The nearest word of synonyms, fewer than `edits` away, that some product is found by.
  std::string synonym_like(const QueryWord& word, unsigned edits) {
    std::string best;
    if (!is_correctable(word, 4)) return best;
    const std::u32string letters = code_points(word.surface);
    edits = std::min(edits, letters.size() < 8 ? 2U : 3U);
    const bool is_ascii =
        std::all_of(letters.begin(), letters.end(), [](char32_t c) { return c < 128; });
    std::vector<Language> languages(Language::all().begin(), Language::all().end());
    if (is_ascii) languages = {language_};
    languages.emplace_back();
    for (const auto& of : synonyms_) {
      for (const Language language : of ? languages : std::vector<Language>()) {
        for (const auto& [spelt, sets] : of->words_beginning(language, "")) {
          const std::u32string other = code_points(spelt);
          if (other[0] != letters[0] || is_stop_word_anywhere(spelt)) continue;
          const unsigned away = distance(letters, other);
          const bool found = std::any_of(sets.begin(), sets.end(), [&](std::uint32_t set) {
            return std::any_of(index_.all.begin(), index_.all.end(), [&](const auto& terms) {
              return mask_of(of->set(set), terms).has_value();
            });
          });
          if (away == 0 || !found) continue;
          if (away < edits || (away == edits && !best.empty() && spelt < best)) {
            edits = away;
            best = spelt;
          }
        }
      }
    }
    return best;
  }

  bool add_splits() {
    bool added = false;
    const auto terms = vocabulary(index_);
    for (QueryWord& word : words_) {
      if (!is_correctable(word, 6)) continue;
      std::vector<std::pair<std::uint64_t, std::vector<std::string>>> cuts;
      for (std::size_t at = 1; at < word.surface.size(); ++at) {
        const std::string left = word.surface.substr(0, at);
        const std::string right = word.surface.substr(at);
        const bool inside = (static_cast<unsigned char>(right[0]) & 0xc0U) == 0x80;
        if (inside || code_points(left).size() < 3 || code_points(right).size() < 3) continue;
        if (!terms.contains(left) || !terms.contains(right)) continue;
        cuts.push_back(
            {std::min(frequency(index_, left), frequency(index_, right)), {left, right}});
      }
      std::stable_sort(cuts.begin(), cuts.end(),
                       [](const auto& a, const auto& b) { return a.first > b.first; });
      for (std::size_t i = 0; i < std::min<std::size_t>(4, cuts.size()); ++i) {
        added = add(word, {{cuts[i].second, 1}}, static_cast<float>(ranking_.split)) || added;
      }
    }
    return added;
  }

  void add_partial() {
    const std::size_t n = words_.size();
    if (n < 2) return;
    std::vector<std::size_t> order(n);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::vector<std::uint64_t> frequencies;
    for (const QueryWord& word : words_) frequencies.push_back(frequency(word, prefix_, index_));
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      const bool unknown = frequencies[a] == 0;
      if (unknown != (frequencies[b] == 0)) return unknown;
      return frequencies[a] > frequencies[b];
    });
    for (std::size_t dropped = 1; dropped <= n / 2; ++dropped) {
      std::vector<QueryWord> kept;
      std::vector<QueryWord> optional;
      for (std::size_t i = 0; i < n; ++i) {
        const auto at = std::find(order.begin(), order.end(), i) - order.begin();
        (static_cast<std::size_t>(at) < dropped ? optional : kept).push_back(words_[i]);
      }
      push(Relaxation::partial, kept, optional);
    }
    push(Relaxation::any, {}, words_);
  }

  const SearchRequest& request_;
  Language language_;
  std::vector<QueryWord> words_;
  const ReferenceIndex& index_;
  Analyzer& analyzer_;
  const SynonymSets& synonyms_;
  const Ranking& ranking_;
  std::string prefix_;
  std::vector<ReferenceLevel> levels_;
};

}  // namespace

std::vector<ReferenceLevel> reference_levels(const SearchRequest& request, const Query& query,
                                             const ReferenceIndex& index, Analyzer& analyzer,
                                             const SynonymSets& synonyms, const Ranking& ranking) {
  return Levels(request, query, index, analyzer, synonyms, ranking).all();
}

}  // namespace souk::testing
