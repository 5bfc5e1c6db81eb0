#include "analyzers/tokenizer.h"

#include <unicode/utf8.h>

#include <algorithm>
#include <array>

#include "analyzers/characters.h"
#include "analyzers/fold.h"
#include "analyzers/language_rules.h"
#include "analyzers/units.h"

namespace souk {
namespace {

struct Range {
  std::uint32_t start = 0;
  std::uint32_t end = 0;
};

/// Letters and digits between joiners, and the joiner that led here.
struct Piece {
  Range range;
  CharKind joiner = CharKind::separator;
};

/// A word in the making: offsets into the arena, because it still grows.
struct RawPart {
  std::uint32_t text = 0;
  std::uint32_t length = 0;
  Range range;
};
struct RawToken {
  TokenKind kind;
  RawPart whole;
  std::uint32_t first_part = 0;
  std::uint32_t part_count = 0;
};

bool is_numeric(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c) || c == '.'; });
}

}  // namespace

struct Tokenizer::Impl {
  std::string_view text;
  Language language;
  std::string arena;
  std::vector<Piece> pieces;
  std::vector<RawToken> raw;
  std::vector<RawPart> raw_parts;
  std::vector<RawPart> compound;
  std::vector<Token> tokens;
  std::vector<TokenPart> parts;
  ByteRanges words;

  /// The kind of the character at `at`, and where the next one starts.
  CharKind kind_at(std::uint32_t at, std::uint32_t& next) const {
    if (at >= text.size()) {
      next = at;
      return CharKind::separator;
    }
    const auto first = static_cast<unsigned char>(text[at]);
    if (first < 0x80) {
      next = at + 1;
      return ascii_kind(first);
    }
    UChar32 c = 0;
    auto i = static_cast<int32_t>(at);
    U8_NEXT(text.data(), i, static_cast<int32_t>(text.size()), c);
    next = static_cast<std::uint32_t>(i);
    return c < 0 ? CharKind::separator : char_kind(c);
  }
  static bool in_word(CharKind kind) {
    return kind == CharKind::letter || kind == CharKind::digit || kind == CharKind::mark;
  }
  std::string_view slice(Range r) const { return text.substr(r.start, r.end - r.start); }
  std::string_view view(const RawPart& p) const {
    return std::string_view(arena).substr(p.text, p.length);
  }

  /// Folds a range into the arena.
  RawPart fold(Range range) {
    RawPart part{static_cast<std::uint32_t>(arena.size()), 0, range};
    append_folded(arena, slice(range));
    part.length = static_cast<std::uint32_t>(arena.size()) - part.text;
    return part;
  }
  /// Glues parts into one text of the arena, a character between them if given.
  RawPart join(const RawPart* first, std::size_t count, char glue = 0) {
    RawPart whole{static_cast<std::uint32_t>(arena.size()),
                  0,
                  {first[0].range.start, first[count - 1].range.end}};
    for (std::size_t i = 0; i < count; ++i) {
      if (i != 0 && glue != 0) arena += glue;
      arena.append(arena, first[i].text, first[i].length);
    }
    whole.length = static_cast<std::uint32_t>(arena.size()) - whole.text;
    return whole;
  }
  void emit(TokenKind kind, const RawPart& whole, std::span<const RawPart> of = {}) {
    if (whole.length == 0) return;
    raw.push_back({kind, whole, static_cast<std::uint32_t>(raw_parts.size()),
                   static_cast<std::uint32_t>(of.size())});
    raw_parts.insert(raw_parts.end(), of.begin(), of.end());
  }

  std::uint32_t scan_run(std::uint32_t start, CharKind kind);
  std::uint32_t scan_word(std::uint32_t start);
  RawPart join_number(std::size_t& i);
  RawPart join_apostrophes(std::size_t& i);
  void emit_pieces();
  bool emit_unit(const RawPart& word);
  void finish();
};

/// A run of one script without spaces. Returns where it ends.
std::uint32_t Tokenizer::Impl::scan_run(std::uint32_t start, CharKind kind) {
  std::uint32_t end = start;
  for (std::uint32_t next = start;;) {
    const CharKind k = kind_at(end, next);
    if (next == end || (k != kind && k != CharKind::mark)) break;
    end = next;
  }
  const Range range{start, end};
  if (kind == CharKind::southeast) {
    // Before any normalisation: NFKC takes the dictionary's words apart.
    dictionary_words(slice(range), "th", words);
    for (const auto& [first, last] : words) {
      const Range word{start + static_cast<std::uint32_t>(first),
                       start + static_cast<std::uint32_t>(last)};
      RawPart part{static_cast<std::uint32_t>(arena.size()), word.end - word.start, word};
      arena += slice(word);
      emit(TokenKind::segment, part);
    }
    return end;
  }
  if (kind == CharKind::han) {
    RawPart part{static_cast<std::uint32_t>(arena.size()), 0, range};
    const std::string_view run = slice(range);
    for (int32_t i = 0; i < static_cast<int32_t>(run.size());) {
      UChar32 c = 0;
      U8_NEXT(run.data(), i, static_cast<int32_t>(run.size()), c);
      if (char_kind(c) == CharKind::mark) continue;  // variation selectors
      char bytes[4];
      int32_t length = 0;
      U8_APPEND_UNSAFE(bytes, length, static_cast<UChar32>(simplified(static_cast<char32_t>(c))));
      arena.append(bytes, static_cast<std::size_t>(length));
    }
    part.length = static_cast<std::uint32_t>(arena.size()) - part.text;
    emit(TokenKind::han, part);
    return end;
  }
  emit(TokenKind::run, fold(range));
  return end;
}

/// Pieces of letters and digits with single joiners between. Returns where they end.
std::uint32_t Tokenizer::Impl::scan_word(std::uint32_t start) {
  pieces.clear();
  CharKind joiner = CharKind::separator;
  std::uint32_t at = start;
  for (;;) {
    Range piece{at, at};
    std::uint32_t next = at;
    while (in_word(kind_at(piece.end, next)) && next != piece.end) piece.end = next;
    pieces.push_back({piece, joiner});
    at = piece.end;
    // C++ and C#
    const bool language_name = piece.end - piece.start == 1;
    if (language_name && text.substr(at, 2) == "++") {
      at += 2;
    } else if (language_name && text.substr(at, 1) == "#") {
      ++at;
    }
    if (at != piece.end) {
      while (kind_at(at, next) == CharKind::mark) at = next;
      pieces.back().range.end = at;
    }
    joiner = kind_at(at, next);
    const bool joins = joiner == CharKind::apostrophe || joiner == CharKind::hyphen ||
                       joiner == CharKind::point || joiner == CharKind::comma ||
                       joiner == CharKind::ampersand;
    std::uint32_t after = next;
    // A mark would belong to the joiner.
    const CharKind follows = kind_at(next, after);
    if (!joins || (follows != CharKind::letter && follows != CharKind::digit)) break;
    at = next;
  }
  emit_pieces();
  return at;
}

/// Digits around a point or a comma are one number: 3.5mm, 42,5, 10,000. Others separate. `i` moves
/// to the last piece taken.
RawPart Tokenizer::Impl::join_number(std::size_t& i) {
  RawPart number = fold(pieces[i].range);
  while (i + 1 < pieces.size()) {
    const Piece& next = pieces[i + 1];
    const bool comma = next.joiner == CharKind::comma;
    if (!comma && next.joiner != CharKind::point) break;
    const std::string_view so_far = view(number);
    if (so_far.empty() || !is_digit(so_far.back())) break;
    const bool whole = is_numeric(so_far) && so_far != "0";
    const RawPart more = fold(next.range);
    const std::string_view digits = view(more);
    if (digits.empty() || !is_digit(digits.front())) break;
    const auto run = static_cast<std::size_t>(
        std::find_if_not(digits.begin(), digits.end(), is_digit) - digits.begin());
    const bool thousands = comma && run == 3 && whole;
    const std::array<RawPart, 2> both = {number, more};
    number = join(both.data(), 2, thousands ? '\0' : '.');
    ++i;
  }
  return number;
}

/// Letters around apostrophes, by the language's rule. `i` moves to the last piece taken.
RawPart Tokenizer::Impl::join_apostrophes(std::size_t& i) {
  RawPart word = join_number(i);
  while (i + 1 < pieces.size() && pieces[i + 1].joiner == CharKind::apostrophe) {
    ++i;
    const RawPart more = join_number(i);
    switch (rules(language).apostrophe(view(word), view(more))) {
      case Apostrophe::drop_before:
        word = more;
        break;
      case Apostrophe::drop_after:
        word.range.end = more.range.end;
        break;
      case Apostrophe::join: {
        const std::array<RawPart, 2> both = {word, more};
        word = join(both.data(), 2);
        break;
      }
    }
  }
  return word;
}

void Tokenizer::Impl::emit_pieces() {
  compound.clear();
  const auto flush = [&] {
    if (compound.size() == 1) {
      if (!emit_unit(compound.front())) emit(TokenKind::word, compound.front());
    } else if (!compound.empty()) {
      emit(TokenKind::compound, join(compound.data(), compound.size()), compound);
    }
    compound.clear();
  };
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const CharKind joiner = pieces[i].joiner;
    RawPart word = join_apostrophes(i);
    if (word.length == 0) {  // folding leaves nothing of a tatweel
      if (joiner != CharKind::hyphen) flush();
      continue;
    }
    if (joiner == CharKind::ampersand && !compound.empty()) {
      const std::array<RawPart, 2> both = {compound.back(), word};
      compound.back() = join(both.data(), 2, '&');
      continue;
    }
    if (joiner != CharKind::hyphen) flush();
    compound.push_back(word);
  }
  flush();
}

/// Joins a unit to the number before it, when only a space is between.
bool Tokenizer::Impl::emit_unit(const RawPart& word) {
  if (raw.empty() || raw.back().kind != TokenKind::word) return false;
  const RawPart number = raw.back().whole;
  if (!is_numeric(view(number)) || !is_unit(view(word))) return false;
  const std::string_view between = slice({number.range.end, word.range.start});
  if (between != " " && between != "\xc2\xa0") return false;
  raw.pop_back();
  const std::array<RawPart, 2> both = {number, word};
  emit(TokenKind::number_unit, join(both.data(), 2), both);
  return true;
}

/// The arena no longer moves: offsets become views.
void Tokenizer::Impl::finish() {
  parts.clear();
  parts.reserve(raw_parts.size());
  for (const RawPart& part : raw_parts) {
    parts.push_back({view(part), part.range.start, part.range.end});
  }
  tokens.clear();
  tokens.reserve(raw.size());
  for (const RawToken& each : raw) {
    const std::string_view whole = view(each.whole);
    tokens.push_back({each.kind, whole, each.whole.range.start, each.whole.range.end,
                      std::span<const TokenPart>(parts).subspan(each.first_part, each.part_count),
                      has_digit(whole)});
  }
}

Tokenizer::Tokenizer() : impl_(std::make_unique<Impl>()) {}
Tokenizer::~Tokenizer() = default;
Tokenizer::Tokenizer(Tokenizer&&) noexcept = default;
Tokenizer& Tokenizer::operator=(Tokenizer&&) noexcept = default;

std::span<const Token> Tokenizer::tokenize(std::string_view text, Language language) {
  Impl& in = *impl_;
  in.text = text.substr(0, std::size_t{1} << 30);
  in.language = language;
  in.arena.clear();
  in.raw.clear();
  in.raw_parts.clear();
  for (std::uint32_t at = 0; at < in.text.size();) {
    std::uint32_t next = at;
    const CharKind kind = in.kind_at(at, next);
    switch (kind) {
      case CharKind::letter:
      case CharKind::digit:
        at = in.scan_word(at);
        break;
      case CharKind::han:
      case CharKind::kana:
      case CharKind::hangul:
      case CharKind::southeast:
        at = in.scan_run(at, kind);
        break;
      default: {
        // .NET: a point that begins a name
        std::uint32_t after = next;
        const bool net = kind == CharKind::point && in.text.size() - next >= 3 &&
                         (in.text.substr(next, 3) == "NET" || in.text.substr(next, 3) == "net" ||
                          in.text.substr(next, 3) == "Net") &&
                         !Impl::in_word(in.kind_at(next + 3, after));
        if (net) {
          in.emit(TokenKind::word, in.fold({at, next + 3}));
          next += 3;
        }
        at = next;
      }
    }
  }
  in.finish();
  return in.tokens;
}

}  // namespace souk
