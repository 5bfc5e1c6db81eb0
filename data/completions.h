#pragma once
// What may complete what a buyer has typed: short texts found by the beginning of any of their
// words. A sorted array of word starts (a suffix array over words, after Manber and Myers 1993)
// makes the texts of a beginning a range. Keys are folded by the caller (completion_key): words
// with one blank between.
//
// Sections, NAME being the set's: "NAME.text" (strings; empty where it is the key), "NAME.key"
// (strings), "NAME.lang" (three letters and a zero each), "NAME.weight" u32, "NAME.value" u32, and
// "NAME.start" (entry, byte of its key) of every word. Immutable once open; any thread.

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "data/section_file.h"

namespace souk {

/// The set of a segment's queries (value: how often buyers asked for it), and that of a shop
/// directory's names and aliases (value: the shop's entry).
inline constexpr const char* kQueryCompletions = "query";
inline constexpr const char* kShopCompletions = "completion";

/// A text on its way into a set.
struct Completion {
  std::string text;  ///< as it is shown
  std::string key;   ///< as it is found
  std::string lang;  ///< at most three letters; empty: of every language
  std::uint32_t weight = 0;
  std::uint32_t value = 0;  ///< what the set's user knows it by
};

class Completions {
 public:
  using Entry = std::uint32_t;
  /// Where a word begins.
  struct Start {
    Entry entry = 0;
    std::uint32_t at = 0;  ///< byte of its key
  };

  Completions() = default;
  /// Errors: corrupt.
  static Result<Completions> open(const SectionFile& file, const std::string& name);
  /// Entries keep the order given. O(bytes log bytes).
  static void write(SectionWriter& out, const std::string& name,
                    const std::vector<Completion>& entries);

  [[nodiscard]] std::size_t size() const { return keys_.size(); }
  [[nodiscard]] std::string_view key(Entry entry) const { return keys_[entry]; }
  [[nodiscard]] std::string_view text(Entry entry) const {
    const std::string_view text = texts_[entry];
    return text.empty() ? keys_[entry] : text;
  }
  [[nodiscard]] std::string_view lang(Entry entry) const { return langs_[entry].data(); }
  [[nodiscard]] std::uint32_t weight(Entry entry) const { return weights_[entry]; }
  [[nodiscard]] std::uint32_t value(Entry entry) const { return values_[entry]; }

  /// The word starts whose rest of the key begins with `prefix`, by that rest. A character of a
  /// script without spaces is a word. O(log starts).
  [[nodiscard]] std::span<const Start> starting_with(std::string_view prefix) const;

 private:
  [[nodiscard]] std::string_view rest(const Start& start) const {
    return keys_[start.entry].substr(start.at);
  }

  StringTable texts_;
  StringTable keys_;
  std::span<const std::array<char, 4>> langs_;
  std::span<const std::uint32_t> weights_;
  std::span<const std::uint32_t> values_;
  std::span<const Start> starts_;
};

}  // namespace souk
