#pragma once
// Cutting endings and beginnings: what light stemmers do. Pure; any thread.

#include <string>

#include "analyzers/word_set.h"

namespace souk {

/// Cuts the longest ending of `suffixes` that leaves `least` bytes. Says whether it cut one.
bool cut_suffix(std::string& word, const WordSet& suffixes, std::size_t least);
/// The same for beginnings.
bool cut_prefix(std::string& word, const WordSet& prefixes, std::size_t least);
/// Drops the vowel that comes and goes in Slavic words: игрушек, кроссовок, чехол, іграшок. Only of
/// words of five letters and more.
void drop_fleeting_vowel(std::string& word);
/// Puts in a word's place what it stands for in `pairs` ("knives:knife shelves:shelf"). Says
/// whether it is there. O(length of pairs).
bool replace_irregular(std::string& word, const WordSet& pairs);

}  // namespace souk
