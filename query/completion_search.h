#pragma once
// Which completions of a set continue what was typed, best first. Pure; any thread.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "data/completions.h"

namespace souk {

/// What was typed, as completions are found by.
struct TypedText {
  std::string key;  ///< completion_key: whole, a blank at its end where the last word is complete
  std::vector<std::string> words;
  std::string lang;  ///< a language code; empty: any

  static TypedText of(std::string_view q, std::string_view lang);
  /// The same with one word replaced.
  [[nodiscard]] TypedText with(std::size_t word, std::string_view other) const;
};

/// An entry and how well it fits: the language that was asked for before others, then by weight.
struct Completed {
  Completions::Entry entry = 0;
  bool own = false;  ///< of the language asked for
  /// Four times the entry's where it begins with what was typed.
  std::uint64_t weight = 0;
  friend bool operator==(const Completed&, const Completed&) = default;
};

/// Entries with what was typed at the beginning of one of their words; where there are none, those
/// with a word for each word typed, in any order. At most `most`, each once, best first, then by
/// entry. O(log starts + entries that have the rarest word).
std::vector<Completed> complete(const Completions& set, const TypedText& typed, std::size_t most);

}  // namespace souk
