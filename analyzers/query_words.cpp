#include "analyzers/query_words.h"

#include <algorithm>

#include "analyzers/grams.h"
#include "analyzers/stop_words.h"

namespace souk {
namespace {

void add_alternative(QueryWord& word, std::vector<std::string> terms, float weight) {
  const bool known = std::any_of(word.alternatives.begin(), word.alternatives.end(),
                                 [&](const Alternative& each) { return each.terms == terms; });
  if (!terms.empty() && !known) word.alternatives.push_back({std::move(terms), weight});
}

bool has_digit(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

class QueryBuilder {
 public:
  QueryBuilder(std::string_view text, Language language, Stemmer& stemmer)
      : text_(text), language_(language), stemmer_(stemmer) {}

  /// A token becomes one word, a run of Han as many as the dictionary finds in it.
  void add(const Token& token) {
    QueryWord word;
    word.surface = cut_term(token.text);
    word.start = token.start;
    word.end = token.end;
    switch (token.kind) {
      case TokenKind::word:
        add_word(word, token.text, token.start, token.end);
        break;
      case TokenKind::segment:
        add_alternative(word, {word.surface}, 1);
        break;
      case TokenKind::compound:
      case TokenKind::number_unit: {
        add_alternative(word, {word.surface}, 1);
        std::vector<std::string> parts;
        for (const TokenPart& part : token.parts) parts.emplace_back(cut_term(part.text));
        add_alternative(word, std::move(parts), 1);
        break;
      }
      case TokenKind::run:
        add_alternative(word, {word.surface}, 1);
        add_alternative(word, bigrams(token.text), kStemWeight);
        break;
      case TokenKind::han:
        add_han(token);
        return;
    }
    words_.push_back(std::move(word));
  }

  std::vector<QueryWord> finish(std::size_t max_words) {
    const auto is_stop = [&](const QueryWord& word) {
      return is_stop_word(word.surface, language_);
    };
    if (!std::all_of(words_.begin(), words_.end(), is_stop)) std::erase_if(words_, is_stop);
    std::vector<QueryWord> distinct;
    for (QueryWord& word : words_) {
      const bool known = std::any_of(distinct.begin(), distinct.end(), [&](const QueryWord& each) {
        return each.alternatives == word.alternatives;
      });
      if (!known && distinct.size() < max_words) distinct.push_back(std::move(word));
    }
    return distinct;
  }

 private:
  void add_word(QueryWord& word, std::string_view folded, std::uint32_t start, std::uint32_t end) {
    add_alternative(word, {word.surface}, 1);
    if (has_digit(folded)) return;
    const std::string_view stem =
        stemmer_.stem(folded, text_.substr(start, end - start), language_);
    if (stem.empty()) return;
    // Documents keep a stem as a term only where it differs from its word: look for both.
    const std::string surface(cut_term(stem));
    std::string term;
    append_stem_term(term, stem, language_);
    add_alternative(word, {std::string(cut_term(term))}, kStemWeight);
    add_alternative(word, {surface}, kStemWeight);
    // A stem that is cut once more by itself: "auriculares" gives auricular, and that auricul.
    term.clear();
    append_stem_term(term, folded, language_);
    add_alternative(word, {std::string(cut_term(term))}, kStemWeight);
  }

  void add_han(const Token& token) {
    const auto characters =
        run_characters(token.text, text_.substr(token.start, token.end - token.start), token.start);
    for (const auto& [first, last] : dictionary_words(token.text, "zh")) {
      QueryWord word;
      word.surface = cut_term(token.text.substr(first, last - first));
      for (const RunCharacter& c : characters) {
        if (c.offset == first) word.start = c.start;
        if (c.offset + c.length == last) word.end = c.end;
      }
      add_alternative(word, bigrams(word.surface), 1);
      words_.push_back(std::move(word));
    }
  }

  /// All bigrams of a run; the run itself when it is one character.
  static std::vector<std::string> bigrams(std::string_view run) {
    const auto characters = run_characters(run, run, 0);
    std::vector<std::string> grams;
    for (std::size_t i = 0; i + 1 < characters.size(); ++i) {
      grams.emplace_back(
          run.substr(characters[i].offset, characters[i].length + characters[i + 1].length));
    }
    if (grams.empty()) grams.emplace_back(run);
    std::sort(grams.begin(), grams.end());
    grams.erase(std::unique(grams.begin(), grams.end()), grams.end());
    return grams;
  }

  std::string_view text_;
  Language language_;
  Stemmer& stemmer_;
  std::vector<QueryWord> words_;
};

}  // namespace

std::vector<QueryWord> make_query_words(std::span<const Token> tokens, std::string_view text,
                                        Language language, std::size_t max_words,
                                        Stemmer& stemmer) {
  QueryBuilder builder(text, language, stemmer);
  for (const Token& token : tokens) builder.add(token);
  return builder.finish(max_words);
}

}  // namespace souk
