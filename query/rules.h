#pragma once
// Merchandising rules: what ops want of some searches beside what ranking finds. A rule says when
// it is in force (words, category, language, dates) and what it then does: puts products first,
// hides them, lifts or lowers what passes a filter, filters, sends the buyer elsewhere. Immutable
// once made; any thread.

#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzers/analyzer.h"
#include "data/result.h"
#include "data/snapshot.h"
#include "query/filter.h"
#include "query/followed_file.h"

namespace souk {

struct Plan;

/// Products that pass a filter rank higher, or lower.
struct RuleBoost {
  std::string text;  ///< the filter as it is written
  std::shared_ptr<const FilterNode> filter;
  /// Added to the score of products that pass (of the others, where `buries`): 1 is what the
  /// query's words are worth in a title. In (0, 1].
  double by = 0;
  bool buries = false;
};

/// A product that is shown at a place of the results by relevance.
struct Pin {
  std::string id;
  std::uint32_t position = 0;  ///< from 1, over all pages; 0: the first that is free
  friend bool operator==(const Pin&, const Pin&) = default;
};

struct Rule {
  std::string id;
  /// In force for queries that have all words of one of these in any order, by word or stem; none:
  /// for every query and without one.
  std::vector<std::string> queries;
  bool contains = false;                ///< a query may have further words
  std::vector<std::string> categories;  ///< ids or paths; for searches inside one of them
  std::vector<std::string> languages;   ///< tags ("pt" is also for "pt-br"); none: every language
  std::int64_t from = std::numeric_limits<std::int64_t>::min();   ///< seconds since 1970, UTC
  std::int64_t until = std::numeric_limits<std::int64_t>::max();  ///< the first second without it

  std::vector<Pin> pin;           ///< those without a position in the order they are shown
  std::vector<std::string> hide;  ///< ids
  std::vector<RuleBoost> boosts;
  std::shared_ptr<const FilterNode> filter;
  std::string redirect;  ///< an http(s) URL, or a path from the root
};

/// Reads rules, TOML: an array of tables `rule` with the keys query (a string or several), match
/// ("exact" | "contains"), category, lang, from, until (a date or a date-time; a date is UTC's, and
/// the last day whole), pin (ids, or tables {id, position}), hide, boost and bury ([{filter, by}]),
/// filter, redirect. Errors: bad_input naming file:line, the rule and the key.
Result<std::vector<Rule>> parse_rules(std::string_view toml, const std::string& file);

class RuleSet;

/// The rules in force for one search, taken together.
struct AppliedRules {
  std::shared_ptr<const RuleSet> owner;  ///< of what is pointed to
  std::vector<std::string> ids;          ///< in order of the file
  struct Pinned : Snapshot::Place {
    std::uint32_t position = 0;  ///< as Pin has it
  };
  /// Shown at their positions by relevance, where they pass the filters; they match every word. Of
  /// several at one position the first here is there, the others are next to it.
  std::vector<Pinned> pinned;
  std::vector<Snapshot::Place> hidden;  ///< match nothing
  std::vector<const RuleBoost*> boosts;
  std::vector<const FilterNode*> filters;  ///< prices in base minor units
  std::string redirect;                    ///< the first rule's that has one
};

class RuleSet {
 public:
  explicit RuleSet(std::vector<Rule> rules = {})
      : rules_(std::move(rules)), patterns_(std::make_unique<KnownPatterns>()) {}
  /// parse_rules as a set.
  static Result<RuleSet> parse(std::string_view toml, const std::string& file);

  [[nodiscard]] const std::vector<Rule>& rules() const { return rules_; }
  /// The rules in force for a plan's request at a moment (seconds since 1970). O(words + rules
  /// without words + what the rules in force name).
  [[nodiscard]] AppliedRules in_force(const Plan& plan, Analyzer& analyzer, std::int64_t now) const;

 private:
  /// One of a rule's queries: each word's terms.
  struct Pattern {
    std::size_t rule;
    std::vector<std::vector<std::string>> words;
  };
  struct Patterns {
    std::vector<Pattern> all;
    std::unordered_multimap<std::string, std::size_t> by_first_word;
  };
  /// Made when first asked for in a language.
  struct KnownPatterns {
    std::mutex mutex;
    std::map<Language, Patterns> by_language;
  };
  const Patterns& patterns(Language language, Analyzer& analyzer) const;
  /// By rule: is the query one of its?
  std::vector<bool> rules_of_query(const Plan& plan, Analyzer& analyzer) const;

  std::vector<Rule> rules_;
  std::unique_ptr<KnownPatterns> patterns_;
};

/// Where searches get their rules.
using RuleSource = FollowedFile<RuleSet>;
/// The rules of the file `named`, else of the store's own, rules.toml, which may be missing.
Result<std::shared_ptr<RuleSource>> open_rules(const std::string& named,
                                               const std::filesystem::path& store,
                                               RuleSource::Talk talk = {});

/// Points that a boost adds to a score, in a plan's terms; those of all boosts of one search are
/// less than 2^25.
std::vector<std::uint32_t> boost_points(const Plan& plan);

}  // namespace souk
