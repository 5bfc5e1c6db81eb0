#pragma once
// Other words for a query's words: the product lexicon and brand names that come with Souk, the
// category tree's names, and what ops add from a file. Only queries know them; an index does not
// depend on them. Immutable once made; any thread.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzers/analyzer.h"
#include "analyzers/language.h"
#include "data/category_tree.h"
#include "data/result.h"
#include "data/string_hash.h"

namespace souk {

/// What a match by another word counts beside one by the word itself. The lexicon's is low: a title
/// in the asked language, even a description, ranks above its translation.
inline constexpr float kSynonymWeight = 0.8F;
inline constexpr float kBrandWeight = 0.9F;
inline constexpr float kCategoryWeight = 0.45F;
inline constexpr float kLexiconWeight = 0.3F;

/// Words and phrases that stand for each other, or for what finds them: a document matches by any.
struct SynonymSet {
  float weight = 1;  ///< what a match by it counts
  /// Each: terms that all occur.
  std::vector<std::vector<std::string>> ways;
  /// Instead of ways: every product below a category.
  std::optional<CategoryTree::NodeId> category;
  /// A hash of the ways, or of the category, in digits: sets that match the same have the same.
  std::string key;
};

class Synonyms {
 public:
  /// The lexicon and brand names of data/lexicon.txt and data/brands.txt. Made once.
  static const std::shared_ptr<const Synonyms>& built_in();
  /// Names and synonyms of categories, in the language they are given in: a match of one is a match
  /// of every product below the category, whatever language it is titled in.
  static Synonyms of_categories(const CategoryTree& tree);
  /// A file of ops: a rule a line, "en: sofa, couch" (each for the others) or "en: notebook =>
  /// laptop, ultrabook" (one way); "*" for any language; # comments. Errors: bad_input, as
  /// name:line: what.
  static Result<Synonyms> parse(std::string_view text, const std::string& name);

  /// The sets of a phrase by the keys of its words, joined; empty where there are none.
  [[nodiscard]] std::span<const std::uint32_t> find(Language language, std::string_view key) const;
  /// The same by the folded words themselves, of whatever language: where a word is in a script or
  /// has marks that say more than the language asked.
  [[nodiscard]] std::span<const std::uint32_t> find_marked(std::string_view surfaces) const;
  /// Appends the sets of phrases that begin with the folded words, at most kMostSynonyms phrases'.
  /// O(log phrases).
  void append_continued(Language language, std::string_view beginning,
                        std::vector<std::uint32_t>& ids) const;
  /// A phrase of one word, folded, and its sets.
  struct SpeltWord {
    std::string_view word;
    std::span<const std::uint32_t> sets;
  };
  /// Those of a language that begin so, bytewise. O(log phrases + phrases that begin so).
  [[nodiscard]] std::vector<SpeltWord> words_beginning(Language language,
                                                       std::string_view beginning) const;
  [[nodiscard]] const SynonymSet& set(std::uint32_t id) const { return sets_[id]; }
  [[nodiscard]] std::span<const SynonymSet> sets() const { return sets_; }
  /// The words of the longest phrase.
  [[nodiscard]] std::size_t longest() const { return longest_; }

 private:
  using Ids = std::vector<std::uint32_t>;
  using Keys = std::unordered_map<std::string, Ids, StringHash, std::equal_to<>>;
  class Maker;

  std::vector<SynonymSet> sets_;
  Keys keys_;                                      ///< language index + key → sets, in order
  Keys marked_;                                    ///< surfaces → sets
  std::map<std::string, Ids, std::less<>> spelt_;  ///< language index + surfaces → sets
  std::size_t longest_ = 0;
};

/// Gives a word a set that it lacks, unless it has kMostSynonyms.
void add_synonyms(QueryWord& word, const SynonymSet& set);

/// The words [first, last) joined: by their keys, or by their surfaces. Words of scripts without
/// spaces stand next to each other as they do in the text.
std::string join_keys(std::span<const QueryWord> words);
std::string join_surfaces(std::span<const QueryWord> words);

}  // namespace souk
