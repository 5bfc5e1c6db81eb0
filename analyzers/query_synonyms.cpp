// The synonyms of a query's words.

#include <algorithm>

#include "analyzers/language_rules.h"
#include "analyzers/query_words.h"

namespace souk {
namespace {

/// Longer phrases than this are no words for anything.
constexpr std::size_t kMostPhraseWords = 6;

/// Fewer bytes than these begin too much.
constexpr std::size_t kLeastBeginning = 3;

void add_sets(const Synonyms& synonyms, std::span<const std::uint32_t> ids,
              std::span<QueryWord> phrase) {
  for (QueryWord& word : phrase) {
    for (const std::uint32_t id : ids) souk::add_synonyms(word, synonyms.set(id));
  }
}

/// Calls visit(sets) for what `synonyms` know of a phrase.
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
    return std::any_of(synonyms_.begin(), synonyms_.end(), [&](const auto& each) {
      return each != nullptr && !each->find_marked(word.surface).empty();
    });
  };
  std::vector<QueryWord> result;
  std::vector<RunCharacter> characters;
  for (QueryWord& word : words) {
    const bool is_run = word.glued && word.alternatives.size() == 2;  // the run, and its pairs
    if (is_run) run_characters(word.surface, word.surface, 0, characters);
    const std::size_t n = is_run ? characters.size() : 0;
    if (n < 4 || n > 32 || known(word)) {
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
  for (const auto& synonyms : synonyms_) {
    if (synonyms == nullptr) continue;
    const std::size_t longest = std::min({synonyms->longest(), kMostPhraseWords, words.size()});
    for (std::size_t n = longest; n > 0; --n) {
      for (std::size_t first = 0; first + n <= words.size(); ++first) {
        const auto phrase = std::span<QueryWord>(words).subspan(first, n);
        for_each_found(*synonyms, phrase, language_, [&](std::span<const std::uint32_t> ids) {
          add_sets(*synonyms, ids, phrase);
        });
      }
    }
  }
}

/// The same for phrases that the last words begin: "power ba", a power bank's.
void QueryBuilder::add_continuations(std::vector<QueryWord>& words) const {
  if (words.empty()) return;
  std::vector<std::uint32_t> ids;
  for (const auto& synonyms : synonyms_) {
    if (synonyms == nullptr) continue;
    const std::size_t longest = std::min({synonyms->longest(), kMostPhraseWords, words.size()});
    for (std::size_t n = longest; n > 0; --n) {
      const auto phrase = std::span<QueryWord>(words).last(n);
      const std::string beginning = join_surfaces(phrase);
      if (beginning.size() < kLeastBeginning) continue;
      const Language own = word_language(words.back().surface, language_);
      ids.clear();
      synonyms->append_continued(language_, beginning, ids);
      if (own != language_) synonyms->append_continued(own, beginning, ids);
      if (!language_.is_generic()) synonyms->append_continued(Language(), beginning, ids);
      add_sets(*synonyms, ids, phrase);
    }
  }
}

}  // namespace souk
