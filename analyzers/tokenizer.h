#pragma once
// Text → tokens: words, compounds, numbers with units, runs of scripts without spaces. What
// documents and queries have in common; each makes its own terms of the tokens. One tokenizer a
// thread.

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzers/language.h"

namespace souk {

enum class TokenKind : std::uint8_t {
  word,         ///< letters and digits; also c++, at&t, .net
  compound,     ///< parts joined by hyphens: usb-c, wh-1000xm4
  number_unit,  ///< a number and its unit with a space between: 128 gb
  han,          ///< a run of Han, simplified
  run,          ///< a run of katakana, hiragana or hangul
  segment,      ///< a dictionary word of Thai, Lao, Khmer or Myanmar
};

/// A part of a compound or of a number with its unit.
struct TokenPart {
  std::string_view text;
  std::uint32_t start = 0;
  std::uint32_t end = 0;
};

struct Token {
  TokenKind kind = TokenKind::word;
  std::string_view text;  ///< folded; parts joined
  std::uint32_t start = 0;
  std::uint32_t end = 0;
  std::span<const TokenPart> parts;
  bool has_digit = false;
};

class Tokenizer {
 public:
  Tokenizer();
  ~Tokenizer();
  Tokenizer(Tokenizer&&) noexcept;
  Tokenizer& operator=(Tokenizer&&) noexcept;

  /// Tokens in order; valid until the next call. Invalid UTF-8 separates.
  std::span<const Token> tokenize(std::string_view text, Language language);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Byte ranges in a text: first, and one past the last.
using ByteRanges = std::vector<std::pair<std::size_t, std::size_t>>;
/// Fills `words` with those of the words that ICU's dictionary finds in a run of one script.
void dictionary_words(std::string_view run, const char* locale, ByteRanges& words);

}  // namespace souk
