#include "query/json_token.h"

#include <unicode/utf16.h>
#include <unicode/utf8.h>

#include <array>
#include <optional>

#include "data/ascii.h"

namespace souk {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The code unit of "\uXXXX" at the front of `text`.
std::optional<UChar32> unicode_escape(std::string_view text) {
  if (text.size() < 6 || text[0] != '\\' || text[1] != 'u') return std::nullopt;
  unsigned unit = 0;
  for (const char c : text.substr(2, 4)) {
    const auto digit = hex_digit(c);
    if (!digit) return std::nullopt;
    unit = unit << 4 | *digit;
  }
  return static_cast<UChar32>(unit);
}

void append_utf8(std::string& out, UChar32 c) {
  std::array<char, U8_MAX_LENGTH> bytes;
  std::size_t length = 0;
  U8_APPEND_UNSAFE(bytes.data(), length, c);
  out.append(bytes.data(), length);
}

class StringReader {
 public:
  StringReader(std::string_view text, std::size_t start) : text_(text) { token_.end = start + 1; }

  JsonStringToken read() && {
    while (token_.expected.empty()) {
      if (at() == text_.size()) {
        token_.expected = "the closing quote of a string";
      } else if (text_[at()] == '"') {
        ++token_.end;
        break;
      } else if (text_[at()] == '\\') {
        read_escape();
      } else if (static_cast<unsigned char>(text_[at()]) < 0x20) {
        token_.expected = "no control character in a string (write it as \\u00XX)";
      } else {
        token_.text += text_[token_.end++];
      }
    }
    return std::move(token_);
  }

 private:
  [[nodiscard]] std::size_t at() const { return token_.end; }

  void read_escape() {
    constexpr std::string_view kLetters = "\"\\/bfnrt";
    constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
    const char letter = at() + 1 < text_.size() ? text_[at() + 1] : '\0';
    if (letter == 'u') return read_unicode_escape();
    const auto found = letter == '\0' ? std::string_view::npos : kLetters.find(letter);
    if (found == std::string_view::npos) {
      token_.expected = "an escape that JSON knows";
      return;
    }
    token_.text += kMeanings[found];
    token_.end += 2;
  }

  void read_unicode_escape() {
    const auto unit = unicode_escape(text_.substr(at()));
    if (!unit) {
      token_.expected = "four hexadecimal digits after \\u";
    } else if (*unit == 0) {
      token_.expected = "no NUL character in a string";
    } else if (!U16_IS_SURROGATE(*unit)) {
      append_utf8(token_.text, *unit);
      token_.end += 6;
    } else {
      const auto trail = unicode_escape(text_.substr(at() + 6));
      if (!U16_IS_SURROGATE_LEAD(*unit) || !trail || !U16_IS_TRAIL(*trail)) {
        token_.expected = "surrogates in pairs";
        return;
      }
      append_utf8(token_.text, U16_GET_SUPPLEMENTARY(*unit, *trail));
      token_.end += 12;
    }
  }

  std::string_view text_;
  JsonStringToken token_;
};

/// How many digits stand at `at`.
std::size_t digits(std::string_view text, std::size_t at) {
  std::size_t count = 0;
  while (at + count < text.size() && is_digit(text[at + count])) ++count;
  return count;
}

}  // namespace

JsonStringToken read_json_string_token(std::string_view text, std::size_t start) {
  return StringReader(text, start).read();
}

std::size_t json_number_length(std::string_view text) {
  const auto is = [&](std::size_t at, std::string_view any) {
    return at < text.size() && any.find(text[at]) != std::string_view::npos;
  };
  std::size_t at = is(0, "-") ? 1 : 0;
  const std::size_t whole = digits(text, at);
  if (whole == 0 || (whole > 1 && text[at] == '0')) return 0;
  at += whole;
  if (is(at, ".")) {
    const std::size_t fraction = digits(text, at + 1);
    if (fraction == 0) return 0;
    at += 1 + fraction;
  }
  if (is(at, "eE")) {
    const std::size_t sign = is(at + 1, "+-") ? 1 : 0;
    const std::size_t exponent = digits(text, at + 1 + sign);
    if (exponent == 0) return 0;
    at += 1 + sign + exponent;
  }
  return at;
}

}  // namespace souk
