#include "analyzers/analyzer.h"

#include <algorithm>

#include "analyzers/grams.h"
#include "analyzers/query_words.h"
#include "analyzers/stemmer.h"
#include "analyzers/tokenizer.h"

namespace souk {

std::string_view name(TermKind kind) {
  switch (kind) {
    case TermKind::word:
      return "word";
    case TermKind::stem:
      return "stem";
    case TermKind::number:
      return "number";
    case TermKind::part:
      return "part";
    case TermKind::compound:
      return "compound";
    case TermKind::run:
      return "run";
    case TermKind::gram:
      return "gram";
  }
  return "word";
}

std::string_view cut_term(std::string_view term) {
  if (term.size() <= kMaxTermBytes) return term;
  std::size_t length = kMaxTermBytes;
  while (length > 0 && (static_cast<unsigned char>(term[length]) & 0xc0U) == 0x80) --length;
  return term.substr(0, length);
}

void append_stem_term(std::string& out, std::string_view stem, Language language) {
  out += 'Z';
  out += language.code();
  out += ':';
  out += stem;
}

struct Analyzer::Impl {
  Tokenizer tokenizer;
  Stemmer stemmer;
  /// Texts of terms that are in no token (stems); a term refers to it by offset until the end.
  std::string arena;
  struct StemTerm {
    std::size_t term;
    std::size_t offset;
    std::size_t length;
  };
  std::vector<StemTerm> stem_terms;
  std::vector<Term> terms;

  void add(std::string_view text, TermKind kind, std::uint32_t start, std::uint32_t end,
           std::uint32_t position) {
    terms.push_back({cut_term(text), kind, start, end, position});
  }
  void add_stem(std::string_view folded, std::string_view original, Language language,
                std::uint32_t start, std::uint32_t end, std::uint32_t position) {
    const std::string_view stem = stemmer.stem(folded, original, language);
    if (stem.empty()) return;
    const std::size_t offset = arena.size();
    append_stem_term(arena, stem, language);
    arena.resize(offset + cut_term(std::string_view(arena).substr(offset)).size());
    stem_terms.push_back({terms.size(), offset, arena.size() - offset});
    terms.push_back({{}, TermKind::stem, start, end, position});
  }
  void add_grams(const Token& token, std::string_view text, std::uint32_t position) {
    const auto characters =
        run_characters(token.text, text.substr(token.start, token.end - token.start), token.start);
    const bool han = token.kind == TokenKind::han;
    if (!han) add(token.text, TermKind::run, token.start, token.end, position);
    for (std::size_t i = 0; i < characters.size(); ++i) {
      const RunCharacter& c = characters[i];
      if (han) {
        add(token.text.substr(c.offset, c.length), TermKind::gram, c.start, c.end, position);
      }
      const bool pair = i + 1 < characters.size() && (han || characters.size() > 2);
      if (!pair) continue;
      const RunCharacter& d = characters[i + 1];
      add(token.text.substr(c.offset, c.length + d.length), TermKind::gram, c.start, d.end,
          position);
    }
  }
  void add_token(const Token& token, std::string_view text, Language language,
                 std::uint32_t position) {
    const auto original = [&](std::uint32_t start, std::uint32_t end) {
      return text.substr(start, end - start);
    };
    switch (token.kind) {
      case TokenKind::word:
        add(token.text, token.has_digit ? TermKind::number : TermKind::word, token.start, token.end,
            position);
        if (!token.has_digit) {
          add_stem(token.text, original(token.start, token.end), language, token.start, token.end,
                   position);
        }
        break;
      case TokenKind::compound:
        for (const TokenPart& part : token.parts) {
          add(part.text, TermKind::part, part.start, part.end, position);
          if (std::none_of(part.text.begin(), part.text.end(),
                           [](char c) { return c >= '0' && c <= '9'; })) {
            add_stem(part.text, original(part.start, part.end), language, part.start, part.end,
                     position);
          }
        }
        add(token.text, TermKind::compound, token.start, token.end, position);
        break;
      case TokenKind::number_unit:
        add(token.text, TermKind::number, token.start, token.end, position);
        add(token.parts[0].text, TermKind::number, token.parts[0].start, token.parts[0].end,
            position);
        break;
      case TokenKind::han:
      case TokenKind::run:
        add_grams(token, text, position);
        break;
      case TokenKind::segment:
        add(token.text, TermKind::word, token.start, token.end, position);
        break;
    }
  }
};

Analyzer::Analyzer() : impl_(std::make_unique<Impl>()) {}
Analyzer::~Analyzer() = default;
Analyzer::Analyzer(Analyzer&&) noexcept = default;
Analyzer& Analyzer::operator=(Analyzer&&) noexcept = default;

std::span<const Term> Analyzer::analyze(std::string_view text, Language language) {
  Impl& in = *impl_;
  in.arena.clear();
  in.stem_terms.clear();
  in.terms.clear();
  std::uint32_t position = 0;
  for (const Token& token : in.tokenizer.tokenize(text, language)) {
    in.add_token(token, text, language, position++);
  }
  for (const Impl::StemTerm& stem : in.stem_terms) {
    in.terms[stem.term].text = std::string_view(in.arena).substr(stem.offset, stem.length);
  }
  return in.terms;
}

std::vector<QueryWord> Analyzer::analyze_query(std::string_view text, Language language,
                                               std::size_t max_words) {
  return make_query_words(impl_->tokenizer.tokenize(text, language), text, language, max_words,
                          impl_->stemmer);
}

}  // namespace souk
