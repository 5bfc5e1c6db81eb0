// The synonyms of a query's words.

#include <algorithm>

#include "analyzers/language_rules.h"
#include "analyzers/query_words.h"

namespace souk {
namespace {

/// Longer phrases than this are no words for anything.
constexpr std::size_t kMostPhraseWords = 6;

/// Calls visit(targets) for what `synonyms` know of a phrase.
template <class Visit>
void for_each_found(const Synonyms& synonyms, std::span<const QueryWord> phrase, Language language,
                    Visit visit) {
  const std::string key = join_keys(phrase);
  bool found = false;
  const auto take = [&](std::span<const std::uint32_t> ids) {
    found = found || !ids.empty();
    if (!ids.empty()) visit(ids);
  };
  take(synonyms.find(language, key));
  const Language own = word_language(phrase.front().surface, language);
  if (own != language) take(synonyms.find(own, key));
  const std::string surfaces = join_surfaces(phrase);
  if (!language.is_generic()) take(synonyms.find(Language(), surfaces));
  if (!found) take(synonyms.find_marked(surfaces));
}

}  // namespace

/// Runs of kana and Hangul that are made of known words become these words: ワイヤレスイヤホン.
void QueryBuilder::split_runs(std::vector<QueryWord>& words) const {
  const auto known = [&](const QueryWord& word) {
    return std::any_of(synonyms_.begin(), synonyms_.end(), [&](const Synonyms* each) {
      return each != nullptr && !each->find_marked(word.surface).empty();
    });
  };
  std::vector<QueryWord> result;
  std::vector<RunCharacter> characters;
  for (QueryWord& word : words) {
    run_characters(word.surface, word.surface, 0, characters);
    const std::size_t n = characters.size();
    const bool is_run = word.glued && word.alternatives.size() == 2;  // the run, and its pairs
    if (!is_run || n < 4 || n > 32 || known(word)) {
      result.push_back(std::move(word));
      continue;
    }
    // The longest known words from the left, of two characters at least; all or nothing.
    std::vector<QueryWord> parts;
    std::size_t at = 0;
    while (at < n) {
      std::size_t end = n;
      QueryWord part;
      for (; end >= at + 2; --end) {
        const std::size_t first = characters[at].offset;
        const std::size_t last = characters[end - 1].offset + characters[end - 1].length;
        part.surface = word.surface.substr(first, last - first);
        if (known(part)) break;
      }
      if (end < at + 2) break;
      part.key = part.surface;
      part.glued = true;
      part.start = word.start;
      part.end = word.end;
      part.alternatives = {{{part.surface}, 1}, {bigrams(part.surface), kStemWeight}};
      parts.push_back(std::move(part));
      at = end;
    }
    if (at < n || parts.size() < 2) {
      result.push_back(std::move(word));
    } else {
      std::move(parts.begin(), parts.end(), std::back_inserter(result));
    }
  }
  words = std::move(result);
}

/// A phrase that something else stands for gives its synonyms to each of its words: (a or s) and
/// (b or s) is (a and b) or s. The longest phrases come first, a word by itself last.
void QueryBuilder::add_synonyms(std::vector<QueryWord>& words) const {
  std::vector<std::vector<const Synonyms::Target*>> taken(words.size());
  for (const Synonyms* synonyms : synonyms_) {
    if (synonyms == nullptr) continue;
    const std::size_t longest = std::min({synonyms->longest(), kMostPhraseWords, words.size()});
    for (std::size_t n = longest; n > 0; --n) {
      for (std::size_t first = 0; first + n <= words.size(); ++first) {
        const auto phrase = std::span<const QueryWord>(words).subspan(first, n);
        for_each_found(*synonyms, phrase, language_, [&](std::span<const std::uint32_t> ids) {
          for (std::size_t i = first; i < first + n; ++i) {
            for (const std::uint32_t id : ids) {
              const Synonyms::Target* target = &synonyms->target(id);
              const bool known =
                  std::find(taken[i].begin(), taken[i].end(), target) != taken[i].end();
              if (!known && taken[i].size() < kMostSynonyms) taken[i].push_back(target);
            }
          }
        });
      }
    }
  }
  for (std::size_t i = 0; i < words.size(); ++i) {
    auto& alternatives = words[i].alternatives;
    for (const Synonyms::Target* target : taken[i]) {
      for (const Alternative& way : target->ways) {
        const bool known =
            std::any_of(alternatives.begin(), alternatives.end(),
                        [&](const Alternative& each) { return each.terms == way.terms; });
        if (!known) alternatives.push_back(way);
      }
    }
  }
}

}  // namespace souk
