#pragma once
// The word of a title that says what the article is: "camera" in "Sony W270 Digital compact
// camera", not in "Battery for digital cameras". By rules, no tagger: a title begins with a run of
// words about the article itself, up to a preposition ("for", "with") or punctuation; in languages
// whose adjectives stand before the noun it is the last word of the run that is no colour or
// property, in others the first that the lexicon knows as an article, else the first of all. Any
// thread.

#include <cstdint>
#include <span>
#include <string_view>

#include "analyzers/analyzer.h"

namespace souk {

/// Bytes [start, end) of a title; empty where it has no head word.
struct HeadWord {
  std::uint32_t start = 0;
  std::uint32_t end = 0;
};

/// `terms`: the title's, as Analyzer::analyze gives them. None in scripts without spaces.
/// O(length).
HeadWord head_word(std::string_view title, std::span<const Term> terms, Language language);

/// The same of a description that begins like a title ("80 175-ml Cyan DesignJet Ink Cartridge").
/// Empty where it begins with a sentence, which a stop word before the head word shows ("This case
/// is made …"): its last noun may be anything.
HeadWord head_of_description(std::string_view description, std::span<const Term> terms,
                             Language language);

/// Is this word, by its stem or else its surface, a colour, a material or another property of an
/// article, by the lexicon? No head word is.
bool describes_an_article(std::string_view key, Language language);

/// Does the article stand before what describes it ("chaussures de sport homme")?
bool head_comes_first(Language language);

}  // namespace souk
