#pragma once
// What a search falls back to where too few products match: each level finds what the one before
// does and more. Its hits come behind theirs, and the answer says which level was used.
//
//   typo        words also match by spellings a few edits away, and by what these stand for; a word
//               that no product has, by what the word of synonyms nearest to it stands for
//   split_join  words also match by their two halves (joined words are no fallback: the analyzer
//               always looks for them)
//   partial     the least informative words need not match, one more a step, down to half of them
//   any         one word is enough

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "analyzers/analyzer.h"
#include "query/plan.h"

namespace souk {

enum class Relaxation : std::uint8_t { none, typo, split_join, partial, any };
/// As the answer names it.
std::string_view name(Relaxation level);

class Relaxer {
 public:
  /// `plan`: level none, of a request with words. It, its request and snapshot outlive the relaxer.
  Relaxer(const Plan& plan, Analyzer& analyzer);

  /// The plan of the next step; nothing where there is none.
  std::optional<Plan> next();
  /// That of the last plan given.
  [[nodiscard]] Relaxation level() const { return level_; }
  /// The query with words that are much rarer than what they are like replaced; nothing where none
  /// is. Known from level typo on.
  [[nodiscard]] const std::optional<std::string>& corrected() const { return corrected_; }

 private:
  /// Was the whole query typed with the keyboard set to another language?
  bool change_keyboard();
  bool add_typos();
  bool add_splits();
  bool correct(const std::vector<std::optional<std::string>>& instead);
  Plan plan_level();
  std::optional<Plan> next_partial();
  [[nodiscard]] std::string spelt(const std::string& term) const;

  const Plan& base_;
  Analyzer& analyzer_;
  Query query_;
  bool prefix_last_ = false;
  Relaxation level_ = Relaxation::none;
  std::optional<std::string> corrected_;
  std::vector<PlannedWord> planned_;  ///< of level split_join
  std::vector<std::size_t> order_;    ///< of planned_: the least informative first
  std::size_t dropped_ = 0;
};

}  // namespace souk
