#include "analyzers/query_words.h"

#include <unicode/utf8.h>

#include <algorithm>

#include "analyzers/characters.h"
#include "analyzers/fold.h"
#include "analyzers/stop_words.h"
#include "analyzers/units.h"

namespace souk {
namespace {

void add_alternative(QueryWord& word, std::vector<std::string> terms, float weight) {
  if (!terms.empty()) souk::add_alternative(word, {std::move(terms), weight});
}

constexpr std::size_t kMostCuts = 3;        // of a model number
constexpr std::size_t kLeastSplit = 3;      // bytes of a model number that is taken apart
constexpr std::size_t kMostSyllables = 12;  // of a Korean run that is taken apart
constexpr std::size_t kMostJoined = 48;     // bytes of words that are put together

bool is_hangul(std::string_view text) {
  UChar32 c = 0;
  int32_t i = 0;
  U8_NEXT(text.data(), i, static_cast<int32_t>(text.size()), c);
  return c > 0 && char_kind(static_cast<char32_t>(c)) == CharKind::hangul;
}

/// One document cannot tell "surface" from "exact": a phrase's words match as they are written.
void keep_surfaces(QueryWord& word) {
  if (word.glued) return;  // a run is found by its pairs
  std::erase_if(word.alternatives, [](const Alternative& each) { return each.weight < 1; });
}

}  // namespace

void QueryBuilder::add_text(std::string_view text, std::size_t offset, QueryPart::Kind kind,
                            QueryPhrase phrase) {
  std::vector<QueryWord> words = make_words(text);
  ends_in_word_ = kind == QueryPart::plain && !words.empty() && words.back().end == text.size();
  if (kind == QueryPart::plain) {
    add_joined(text, words);
    split_runs(words);
    add_synonyms(words);
  }
  for (QueryWord& word : words) {
    word.start += static_cast<std::uint32_t>(offset);
    word.end += static_cast<std::uint32_t>(offset);
    if (kind == QueryPart::phrase) keep_surfaces(word);
  }
  // An exclusion of several words in one excludes them next to each other.
  const bool several = kind == QueryPart::excluded && words.size() > 1;
  if (kind == QueryPart::phrase && phrase.atoms.size() > 1) phrases_.push_back(phrase);
  if ((kind == QueryPart::excluded_phrase || several) && !phrase.atoms.empty()) {
    excluded_phrases_.push_back(std::move(phrase));
  } else if (kind != QueryPart::excluded_phrase) {
    auto& to = kind == QueryPart::excluded ? excluded_ : words_;
    if (to.empty()) {
      to = std::move(words);
    } else {
      std::move(words.begin(), words.end(), std::back_inserter(to));
    }
  }
}

Query QueryBuilder::finish(std::size_t max_words, bool prefix_last) {
  if (prefix_last && ends_in_word_) add_continuations(words_);
  const auto is_stop = [&](const QueryWord& word) { return is_stop_word(word.surface, language_); };
  if (!std::all_of(words_.begin(), words_.end(), is_stop)) std::erase_if(words_, is_stop);
  Query query;
  query.words.reserve(std::min(words_.size(), max_words));
  for (QueryWord& word : words_) {
    const bool known =
        std::any_of(query.words.begin(), query.words.end(),
                    [&](const QueryWord& each) { return each.surface == word.surface; });
    if (!known && query.words.size() < max_words) query.words.push_back(std::move(word));
  }
  query.excluded = std::move(excluded_);
  if (query.excluded.size() > max_words) query.excluded.resize(max_words);
  query.phrases = std::move(phrases_);
  query.excluded_phrases = std::move(excluded_phrases_);
  query.ends_in_word = ends_in_word_;
  return query;
}

std::vector<QueryWord> QueryBuilder::make_words(std::string_view text) {
  std::vector<QueryWord> words;
  const std::span<const Token> tokens = tokenizer_.tokenize(text, language_);
  words.reserve(tokens.size());
  for (const Token& token : tokens) add_token(token, text, words);
  return words;
}

/// A token becomes one word, a run of Han as many as the dictionary finds in it.
void QueryBuilder::add_token(const Token& token, std::string_view text,
                             std::vector<QueryWord>& out) {
  if (token.kind == TokenKind::han) return add_han(token, text, out);
  QueryWord word;
  word.surface = cut_term(token.text);
  word.start = token.start;
  word.end = token.end;
  switch (token.kind) {
    case TokenKind::word:
      add_word(word, token.text, text.substr(token.start, token.end - token.start));
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
      add_hangul_splits(word);
      word.glued = true;
      break;
    default:
      add_alternative(word, {word.surface}, 1);
      word.glued = true;
      break;
  }
  if (word.key.empty()) word.key = word.surface;
  out.push_back(std::move(word));
}

void QueryBuilder::add_word(QueryWord& word, std::string_view folded, std::string_view original) {
  add_alternative(word, {word.surface}, 1);
  if (has_digit(folded)) return add_splits(word);
  const Stemmer::Stem stem = stemmer_.stem(folded, original, language_);
  if (!stem.text.empty()) {
    // Documents keep a stem as a term only where it differs from its word: look for both.
    word.key = cut_term(stem.text);
    std::string term;
    append_stem_term(term, stem.text, stem.language);
    add_alternative(word, {std::string(cut_term(term))}, kStemWeight);
    add_alternative(word, {word.key}, kStemWeight);
    // A stem that is cut once more by itself: "auriculares" gives auricular, and that auricul.
    term.clear();
    append_stem_term(term, folded, stem.language);
    add_alternative(word, {std::string(cut_term(term))}, kStemWeight);
  }
  if (!has_compounds(language_)) return;
  const auto parts = compounds_.parts(original, language_);
  std::vector<std::string> terms;
  std::vector<std::string> alone;
  for (const CompoundPart& part : parts) {
    terms.push_back(part.term);
    append_folded(alone.emplace_back(), part.word);
  }
  add_alternative(word, std::move(terms), kPartWeight);
  add_alternative(word, std::move(alone), kPartWeight);
  const std::string lower = lower_keeping_marks(original, false);
  std::string term;
  append_part_term(term, lower, language_);
  add_alternative(word, {std::string(cut_term(term))}, kPartWeight);
}

/// A model number is looked for as its letters and digits apart too: iphone15, wh1000xm4. A number
/// with its unit stays whole.
void QueryBuilder::add_splits(QueryWord& word) const {
  const std::string_view text = word.surface;
  std::vector<std::size_t> cuts;  // where letters and digits meet
  for (std::size_t i = 1; i < text.size(); ++i) {
    const bool joint = has_digit(text.substr(i - 1, 1)) != has_digit(text.substr(i, 1));
    if (joint && text[i] != '.' && text[i - 1] != '.') cuts.push_back(i);
  }
  if (cuts.empty() || cuts.size() > kMostCuts || text.size() < kLeastSplit) return;
  if (cuts.size() == 1 && is_unit(text.substr(cuts[0]))) return;
  const auto part = [&](std::size_t from, std::size_t to) {
    return std::string(text.substr(from, to - from));
  };
  for (const std::size_t cut : cuts) {
    add_alternative(word, {part(0, cut), part(cut, text.size())}, kStemWeight);
  }
  for (std::size_t i = 0; i + 1 < cuts.size(); ++i) {
    add_alternative(word,
                    {part(0, cuts[i]), part(cuts[i], cuts[i + 1]), part(cuts[i + 1], text.size())},
                    kStemWeight);
  }
}

/// Korean writes the same words together and apart: 보안카메라, 보안 카메라.
void QueryBuilder::add_hangul_splits(QueryWord& word) {
  std::vector<RunCharacter> characters;
  run_characters(word.surface, word.surface, 0, characters);
  const std::size_t n = characters.size();
  if (n < 4 || n > kMostSyllables || !is_hangul(word.surface)) return;
  for (std::size_t cut = 2; cut + 2 <= n; ++cut) {
    std::vector<std::string> terms = bigrams(word.surface.substr(0, characters[cut].offset));
    for (std::string& term : bigrams(word.surface.substr(characters[cut].offset))) {
      terms.push_back(std::move(term));
    }
    add_alternative(word, std::move(terms), kPartWeight);
  }
}

/// Words that stand next to each other are looked for as one too: t shirt, redmi note 9. Three
/// where they look like a model number.
void QueryBuilder::add_joined(std::string_view text, std::vector<QueryWord>& words) const {
  const auto joins = [&](const QueryWord& word) {
    return !word.glued && !is_stop_word(word.surface, language_);
  };
  const auto next_to = [&](const QueryWord& a, const QueryWord& b) {
    return text.substr(a.end, b.start - a.end) == " ";
  };
  for (std::size_t first = 0; first + 1 < words.size(); ++first) {
    if (!joins(words[first])) continue;
    std::string joined = words[first].surface;
    for (std::size_t n = 2; n <= 3 && first + n <= words.size(); ++n) {
      const QueryWord& last = words[first + n - 1];
      if (!joins(last) || !next_to(words[first + n - 2], last)) break;
      joined += last.surface;
      if (n == 3 && !has_digit(joined)) break;
      if (joined.size() > kMostJoined) break;
      for (std::size_t i = first; i < first + n; ++i) {
        words[i].alternatives.push_back({{joined}, kStemWeight, true});
      }
    }
  }
}

void QueryBuilder::add_han(const Token& token, std::string_view text, std::vector<QueryWord>& out) {
  std::vector<RunCharacter> characters;
  run_characters(token.text, text.substr(token.start, token.end - token.start), token.start,
                 characters);
  ByteRanges found;
  dictionary_words(token.text, "zh", found);
  for (const auto& [first, last] : found) {
    QueryWord word;
    word.surface = cut_term(token.text.substr(first, last - first));
    word.key = word.surface;
    word.glued = true;
    for (const RunCharacter& c : characters) {
      if (c.offset == first) word.start = c.start;
      if (c.offset + c.length == last) word.end = c.end;
    }
    add_alternative(word, bigrams(word.surface), 1);
    out.push_back(std::move(word));
  }
}

}  // namespace souk
