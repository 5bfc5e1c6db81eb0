#pragma once
// Compound nouns taken apart: Staubsaugerbeutel → Staubsauger, Beutel. Parts keep their marks, so
// that Küchenmesser is no cake. Owns a cache: one a thread.

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzers/language.h"
#include "data/string_hash.h"

namespace souk {

struct CompoundPart {
  std::string word;  ///< lower-case, with its marks, without linking letters
  std::string term;  ///< what append_part_term makes of it
};

class Compounds {
 public:
  /// The parts of a word as it is spelled: the fewest nouns that make it up, the last as long as
  /// can be. None where it is no compound, or its language has no list of nouns. Valid until the
  /// next call. No heap allocation for a word seen lately.
  std::span<const CompoundPart> parts(std::string_view word, Language language);

 private:
  std::unordered_map<std::string, std::vector<CompoundPart>, StringHash, std::equal_to<>> cache_;
  std::string key_;
};

/// Does the language take compounds apart?
bool has_compounds(Language language);

/// Appends the term that a part is found by: "P" + language + ":" + the word (lower-case with its
/// marks) in its singular, less its ending of number or case.
void append_part_term(std::string& out, std::string_view word, Language language);

}  // namespace souk
