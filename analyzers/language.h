#pragma once
// The languages the analyzers know. A Language is a small value; any thread.

#include <compare>
#include <cstdint>
#include <span>
#include <string_view>

namespace souk {

/// A supported language, or `generic` for every other: folding and tokens, no stems.
class Language {
 public:
  constexpr Language() = default;  // generic

  /// The language of a BCP 47 tag by its primary subtag ("pt-BR" → pt); generic when unsupported.
  static Language from_tag(std::string_view tag);
  /// The language that a text's script decides by itself (Hangul → ko, kana → ja, Thai → th …);
  /// generic where it decides nothing (Latin, or mixed evidence).
  static Language from_script(std::string_view utf8);
  /// Every supported language, generic excluded.
  static std::span<const Language> all();

  /// "fr"; "und" for generic.
  [[nodiscard]] std::string_view code() const;
  [[nodiscard]] bool is_generic() const { return index_ == 0; }
  [[nodiscard]] std::uint8_t index() const { return index_; }

  friend auto operator<=>(const Language&, const Language&) = default;

 private:
  constexpr explicit Language(std::uint8_t index) : index_(index) {}
  std::uint8_t index_ = 0;
};

}  // namespace souk
