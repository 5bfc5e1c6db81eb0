#include "query/typos.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "analyzers/characters.h"
#include "analyzers/stop_words.h"
#include "query/edit_distance.h"
#include "query/synonym_lists.h"

namespace souk {
namespace {

constexpr std::size_t kOneEdit = 4;   // letters
constexpr std::size_t kTwoEdits = 8;  // letters
constexpr std::size_t kLeastSplit = 6;
constexpr std::size_t kLeastHalf = 3;
constexpr std::size_t kMostSplits = 4;
constexpr std::size_t kMostLetters = 40;

bool is_correctable(const QueryWord& word) { return !word.glued && !has_digit(word.surface); }

/// How many edits may make a word what it means; 0 for one that is taken as it is.
unsigned most_edits(const QueryWord& word, std::u32string_view letters) {
  if (!is_correctable(word) || letters.size() < kOneEdit || letters.size() > kMostLetters) return 0;
  return letters.size() < kTwoEdits ? 1 : 2;
}

/// Where the character behind the one at `at` begins, or the text ends.
std::size_t next_character(std::string_view text, std::size_t at) {
  do {
    ++at;
  } while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0U) == 0x80);
  return at;
}

bool occurs(const Snapshot& snapshot, std::string_view term) {
  return std::any_of(snapshot.segments.begin(), snapshot.segments.end(),
                     [&](const auto& segment) { return segment->postings.find(term).has_value(); });
}

/// Terms near a word, with their edits.
class Search {
 public:
  Search(std::u32string letters, unsigned most, bool prefix)
      : letters_(std::move(letters)), set_(letter_set(letters_)), most_(most), prefix_(prefix) {}

  void look_in(const Postings& postings, std::span<const SpellingIndex::Word> words) {
    const std::size_t least = letters_.size() - std::min<std::size_t>(letters_.size(), most_);
    for (const SpellingIndex::Word& word : words) {
      const bool too_long = !prefix_ && word.length > letters_.size() + most_;
      if (word.length < least || too_long || !may_be_near(word.letters)) continue;
      const std::string_view term = postings.term(word.term);
      const unsigned edits = edit_distance(letters_, code_points(term), most_, prefix_);
      const bool near = edits != 0 && edits <= most_ && !is_stop_word_anywhere(term);
      if (near) found_.emplace(term, edits);
    }
  }
  [[nodiscard]] const std::map<std::string, unsigned, std::less<>>& found() const { return found_; }

 private:
  /// An edit takes one letter from the set and puts one in.
  [[nodiscard]] bool may_be_near(std::uint32_t letters) const {
    const auto lost = static_cast<unsigned>(std::popcount(set_ & ~letters));
    const auto more = static_cast<unsigned>(std::popcount(letters & ~set_));
    return lost <= most_ && (prefix_ || more <= most_);
  }

  std::u32string letters_;
  std::uint32_t set_;
  unsigned most_;
  bool prefix_;
  std::map<std::string, unsigned, std::less<>> found_;
};

}  // namespace

std::uint64_t term_frequency(const Snapshot& snapshot, std::string_view term) {
  std::uint64_t frequency = 0;
  for (std::size_t i = 0; i < snapshot.statistics_segments(); ++i) {
    frequency += snapshot.segments[i]->postings.list(term).size();
  }
  return frequency;
}

std::vector<Spelling> similar_terms(const QueryWord& word, bool prefix, const Snapshot& snapshot) {
  std::vector<Lexicon> lexicons;
  for (const auto& segment : snapshot.segments) {
    lexicons.push_back({&segment->postings, &segment->spelling()});
  }
  return similar_terms(word, prefix, lexicons, snapshot.statistics_segments());
}

std::vector<Spelling> similar_terms(const QueryWord& word, bool prefix,
                                    std::span<const Lexicon> lexicons, std::size_t counted) {
  const std::u32string letters = code_points(word.surface);
  const unsigned most = most_edits(word, letters);
  if (most == 0) return {};
  Search search(letters, most, prefix);
  for (const Lexicon& lexicon : lexicons) {
    search.look_in(*lexicon.postings, lexicon.spelling->starting_with(letters.front()));
  }
  if (search.found().empty()) {
    for (const Lexicon& lexicon : lexicons) {
      search.look_in(*lexicon.postings, lexicon.spelling->all());
    }
  }
  std::vector<Spelling> similar;
  for (const auto& [term, edits] : search.found()) {
    std::uint64_t frequency = 0;
    for (const Lexicon& lexicon : lexicons.first(counted)) {
      frequency += lexicon.postings->list(term).size();
    }
    similar.push_back({term, edits, frequency});
  }
  std::sort(similar.begin(), similar.end(), [](const Spelling& a, const Spelling& b) {
    return std::tie(a.edits, b.frequency, a.term) < std::tie(b.edits, a.frequency, b.term);
  });
  if (similar.size() > kMostTypos) similar.resize(kMostTypos);
  return similar;
}

std::optional<Spelling> similar_synonym(const QueryWord& word, Language language,
                                        const SynonymSets& synonyms, const Snapshot& snapshot) {
  const std::u32string letters = code_points(word.surface);
  const unsigned most = most_edits(word, letters);
  if (most == 0) return std::nullopt;
  const std::string first = word.surface.substr(0, next_character(word.surface, 0));
  const auto leads_somewhere = [&](const Synonyms& of, std::span<const std::uint32_t> sets) {
    return std::any_of(sets.begin(), sets.end(), [&](std::uint32_t set) {
      return std::any_of(snapshot.segments.begin(), snapshot.segments.end(),
                         [&](const auto& segment) {
                           return synonym_list(of.set(set), *segment)->list().size() != 0;
                         });
    });
  };
  std::optional<Spelling> best;
  const auto look_in = [&](const Synonyms& of, Language each) {
    for (const auto& [spelt, sets] : of.words_beginning(each, first)) {
      const unsigned edits = edit_distance(letters, code_points(spelt), most);
      if (edits == 0 || edits > most || is_stop_word_anywhere(spelt)) continue;
      if (best && std::pair(best->edits, std::string_view(best->term)) <= std::pair(edits, spelt)) {
        continue;
      }
      if (leads_somewhere(of, sets)) best = {std::string(spelt), edits, 0};
    }
  };
  const bool is_ascii =
      std::all_of(letters.begin(), letters.end(), [](char32_t c) { return c < 128; });
  for (const auto& of : synonyms) {
    if (of == nullptr) continue;
    look_in(*of, Language());
    if (is_ascii) {
      look_in(*of, language);
    } else {
      for (const Language each : Language::all()) look_in(*of, each);
    }
  }
  return best;
}

std::vector<std::vector<std::string>> split_terms(const QueryWord& word, const Snapshot& snapshot) {
  std::vector<std::vector<std::string>> splits;
  const std::u32string letters = code_points(word.surface);
  if (!is_correctable(word) || letters.size() < kLeastSplit || letters.size() > kMostLetters) {
    return splits;
  }
  std::vector<std::pair<std::uint64_t, std::vector<std::string>>> found;
  std::size_t at = 0;
  for (std::size_t n = 1; n + kLeastHalf <= letters.size(); ++n) {
    at = next_character(word.surface, at);
    if (n < kLeastHalf) continue;
    std::string left = word.surface.substr(0, at);
    std::string right = word.surface.substr(at);
    if (!occurs(snapshot, left) || !occurs(snapshot, right)) continue;
    const auto rarer = std::min(term_frequency(snapshot, left), term_frequency(snapshot, right));
    found.push_back({rarer, {std::move(left), std::move(right)}});
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  if (found.size() > kMostSplits) found.resize(kMostSplits);
  for (auto& [rarer, halves] : found) splits.push_back(std::move(halves));
  return splits;
}

}  // namespace souk
