#include "analyzers/analyzer.h"

#include <algorithm>

#include "analyzers/characters.h"
#include "analyzers/compounds.h"
#include "analyzers/grams.h"
#include "analyzers/query_text.h"
#include "analyzers/query_words.h"
#include "analyzers/stemmer.h"
#include "analyzers/stop_words.h"
#include "analyzers/tokenizer.h"

namespace souk {

namespace {

constexpr std::size_t kWordyUnit = 4;  // bytes

}  // namespace

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

bool add_alternative(QueryWord& word, Alternative alternative) {
  const bool known =
      std::any_of(word.alternatives.begin(), word.alternatives.end(),
                  [&](const Alternative& each) { return each.terms == alternative.terms; });
  if (!known) word.alternatives.push_back(std::move(alternative));
  return !known;
}

struct Analyzer::Impl {
  Tokenizer tokenizer;
  Stemmer stemmer;
  Compounds compounds;
  /// Texts of terms that are in no token (stems, parts of compound nouns); a term refers to it by
  /// offset until the end.
  std::string arena;
  struct OwnText {
    std::size_t term;
    std::size_t offset;
    std::size_t length;
  };
  std::vector<OwnText> own_texts;
  std::vector<Term> terms;
  std::vector<RunCharacter> characters;
  std::vector<std::string_view> atoms;

  void add(std::string_view text, TermKind kind, std::uint32_t start, std::uint32_t end,
           std::uint32_t position) {
    terms.push_back({cut_term(text), kind, start, end, position});
  }
  /// Adds a term whose text was appended to the arena from `offset` on.
  void add_own(std::size_t offset, TermKind kind, std::uint32_t start, std::uint32_t end,
               std::uint32_t position) {
    arena.resize(offset + cut_term(std::string_view(arena).substr(offset)).size());
    own_texts.push_back({terms.size(), offset, arena.size() - offset});
    terms.push_back({{}, kind, start, end, position});
  }
  /// The stem of a word without digits, and its parts where it is a compound noun.
  void add_derived(std::string_view folded, std::string_view original, Language language,
                   std::uint32_t start, std::uint32_t end, std::uint32_t position) {
    if (has_digit(folded)) return;
    const Stemmer::Stem stem = stemmer.stem(folded, original, language);
    if (!stem.text.empty()) {
      const std::size_t offset = arena.size();
      append_stem_term(arena, stem.text, stem.language);
      add_own(offset, TermKind::stem, start, end, position);
    }
    for (const CompoundPart& part : compounds.parts(original, language)) {
      const std::size_t offset = arena.size();
      arena += part.term;
      add_own(offset, TermKind::part, start, end, position);
    }
  }
  /// "T shirt" is a T-shirt: a letter that often begins a compound, and the word after it.
  void add_joined(const Token& letter, const Token& word, std::string_view text, Language language,
                  std::uint32_t position) {
    constexpr std::string_view kLetters = "aeituvx";
    const bool joins = letter.kind == TokenKind::word && letter.text.size() == 1 &&
                       kLetters.find(letter.text.front()) != std::string_view::npos &&
                       word.kind == TokenKind::word && word.text.size() >= 3 && !word.has_digit &&
                       text.substr(letter.end, word.start - letter.end) == " " &&
                       !is_stop_word(letter.text, language);
    if (!joins) return;
    const std::size_t offset = arena.size();
    arena += letter.text;
    arena += word.text;
    add_own(offset, TermKind::compound, letter.start, word.end, position);
  }
  void add_grams(const Token& token, std::string_view text, std::uint32_t position) {
    run_characters(token.text, text.substr(token.start, token.end - token.start), token.start,
                   characters);
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
        add_derived(token.text, original(token.start, token.end), language, token.start, token.end,
                    position);
        break;
      case TokenKind::compound:
        for (const TokenPart& part : token.parts) {
          add(part.text, TermKind::part, part.start, part.end, position);
          add_derived(part.text, original(part.start, part.end), language, part.start, part.end,
                      position);
        }
        add(token.text, TermKind::compound, token.start, token.end, position);
        break;
      case TokenKind::number_unit:
        add(token.text, TermKind::number, token.start, token.end, position);
        add(token.parts[0].text, TermKind::number, token.parts[0].start, token.parts[0].end,
            position);
        // A unit that is written out is looked for by itself too: "inch laptop".
        if (token.parts[1].text.size() >= kWordyUnit) {
          add(token.parts[1].text, TermKind::word, token.parts[1].start, token.parts[1].end,
              position);
        }
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
  in.own_texts.clear();
  in.terms.clear();
  std::uint32_t position = 0;
  const Token* last = nullptr;
  for (const Token& token : in.tokenizer.tokenize(text, language)) {
    if (last != nullptr) in.add_joined(*last, token, text, language, position - 1);
    in.add_token(token, text, language, position++);
    last = &token;
  }
  for (const Impl::OwnText& own : in.own_texts) {
    in.terms[own.term].text = std::string_view(in.arena).substr(own.offset, own.length);
  }
  return in.terms;
}

std::span<const std::string_view> Analyzer::atoms(std::string_view text, Language language) {
  Impl& in = *impl_;
  in.atoms.clear();
  for (const Token& token : in.tokenizer.tokenize(text, language)) {
    switch (token.kind) {
      case TokenKind::compound:
        for (const TokenPart& part : token.parts) in.atoms.push_back(part.text);
        break;
      case TokenKind::han:
      case TokenKind::run:
        run_characters(token.text, token.text, 0, in.characters);
        for (const RunCharacter& c : in.characters) {
          in.atoms.push_back(token.text.substr(c.offset, c.length));
        }
        break;
      default:
        in.atoms.push_back(token.text);
    }
  }
  return in.atoms;
}

std::vector<QueryWord> Analyzer::analyze_query(std::string_view text, Language language,
                                               std::size_t max_words) {
  QueryBuilder builder(impl_->tokenizer, impl_->stemmer, impl_->compounds, language, {});
  builder.add_text(text, 0, QueryPart::plain);
  return builder.finish(max_words, false).words;
}

std::vector<QueryWord> Analyzer::words_of(std::string_view text, Language language) {
  QueryBuilder builder(impl_->tokenizer, impl_->stemmer, impl_->compounds, language, {});
  return builder.make_words(text);
}

Query Analyzer::parse_query(std::string_view text, Language language,
                            std::span<const std::shared_ptr<const Synonyms>> synonyms,
                            bool prefix_last, std::size_t max_words) {
  QueryBuilder builder(impl_->tokenizer, impl_->stemmer, impl_->compounds, language, synonyms);
  for (const QueryPart& part : split_query(text)) {
    const std::string_view slice = text.substr(part.start, part.end - part.start);
    QueryPhrase phrase;
    if (part.kind != QueryPart::plain) {
      for (const std::string_view atom : atoms(slice, language)) phrase.atoms.emplace_back(atom);
    }
    builder.add_text(slice, part.start, part.kind, std::move(phrase));
  }
  return builder.finish(max_words, prefix_last);
}

}  // namespace souk
