#include "analyzers/head_word.h"

#include <algorithm>
#include <string>
#include <unordered_set>
#include <vector>

#include "analyzers/language_words.h"
#include "analyzers/lexicon.h"
#include "analyzers/stop_words.h"
#include "analyzers/word_set.h"
#include "data/string_hash.h"

namespace souk {
namespace {

/// Where the first noun is the head; the other languages with spaces end in it.
constexpr WordSet kHeadFirst = "fr es pt it ro ar he vi id ru uk pl cs el";
/// Words by their key: those that only describe, and those that name articles.
struct Known {
  using Words = std::unordered_set<std::string, StringHash, std::equal_to<>>;
  std::vector<Words> properties;  ///< by language index
  std::vector<Words> articles;    ///< by language index
};

const Known& known_words() {
  static const auto known = [] {
    Known made;
    const std::size_t languages = Language::all().size() + 1;  // and generic
    made.properties.resize(languages);
    made.articles.resize(languages);
    Analyzer analyzer;
    for (const LexiconRow& row : lexicon_rows()) {
      for (std::size_t i = 0; i < row.phrases.size(); ++i) {
        const auto words = analyzer.words_of(row.phrases[i], row.languages[i]);
        if (words.size() != 1) continue;
        auto& of = row.article ? made.articles : made.properties;
        of[row.languages[i].index()].insert(words.front().key);
      }
    }
    return made;
  }();
  return known;
}

/// The language's own, and English ones, which stand in titles of every language; "pro" is a
/// preposition in Czech, and half the name of a phone in English.
bool is_preposition(std::string_view word, Language language) {
  static const LanguageWords words(&LanguageRules::prepositions);
  static const Language english = Language::from_tag("en");
  return words.has(language, word) || words.has(english, word);
}

/// Does the text between two words end what a title says of its article?
bool separates(std::string_view between) {
  return between.find_first_of(",;:()|[]") != std::string_view::npos ||
         between.find(" - ") != std::string_view::npos ||
         between.find("\u2013") != std::string_view::npos ||
         between.find("\u2014") != std::string_view::npos;
}

}  // namespace

bool describes_an_article(std::string_view key, Language language) {
  return known_words().properties[language.index()].contains(key);
}

bool head_comes_first(Language language) { return kHeadFirst.has(language.code()); }

HeadWord head_word(std::string_view title, std::span<const Term> terms, Language language) {
  constexpr std::size_t kLeastBytes = 3;
  const Known& known = known_words();
  const auto& properties = known.properties[language.index()];
  const auto& articles = known.articles[language.index()];
  const bool first = head_comes_first(language);
  HeadWord head;
  std::uint32_t end = 0;
  for (std::size_t i = 0; i < terms.size(); ++i) {
    const Term& word = terms[i];
    const bool begins = i == 0 || terms[i - 1].position != word.position;
    if (!begins) continue;
    const bool found = head.end != 0;
    if (found && separates(title.substr(end, word.start - end))) break;
    end = word.end;
    if (found && is_preposition(word.text, language)) break;
    if (found && word.text == "w" && title.substr(end, 1) == "/") break;  // "w/", with; "w/o"
    if (word.kind != TermKind::word || word.text.size() < kLeastBytes) continue;
    const std::string_view key = key_of(terms.subspan(i));
    if (properties.contains(key)) continue;
    if (first && articles.contains(key)) return {word.start, word.end};
    if (!first || !found) head = {word.start, word.end};
  }
  return head;
}

HeadWord head_of_description(std::string_view description, std::span<const Term> terms,
                             Language language) {
  const HeadWord head = head_word(description, terms, language);
  const bool is_sentence = std::any_of(terms.begin(), terms.end(), [&](const Term& term) {
    return term.end <= head.start && term.kind == TermKind::word &&
           is_stop_word(term.text, language);
  });
  return is_sentence ? HeadWord() : head;
}

}  // namespace souk
