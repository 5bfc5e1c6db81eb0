#include "analyzers/head_word.h"

#include <algorithm>
#include <string>
#include <unordered_set>
#include <vector>

#include "analyzers/lexicon.h"
#include "analyzers/word_set.h"
#include "data/string_hash.h"

namespace souk {
namespace {

/// Where the first noun is the head; the other languages with spaces end in it.
constexpr WordSet kHeadFirst = "fr es pt it ro ar he vi id ru uk pl cs el";
/// After these comes what the article is for, has, or is made of. Folded, of all languages.
constexpr WordSet kPrepositions =
    "for with from by of without in on to compatible fits und and fur mit von aus ohne zu bei pour "
    "avec "
    "sans de du des en a para con sin del por com sem do da per di da senza voor met van zonder "
    "til med "
    "av till utan dla z ze bez do для с со без из на к под icin ile za s pro na se cu pentru fara "
    "مع من για με από עם של cho untuk dengan";

/// Words by their key: those that only describe, and those that name articles.
struct Known {
  using Words = std::unordered_set<std::string, StringHash, std::equal_to<>>;
  std::vector<Words> properties;  ///< by language index
  std::vector<Words> articles;    ///< by language index
  std::unordered_set<std::string_view> prepositions;
};

const Known& known_words() {
  static const auto known = [] {
    Known made;
    const std::size_t languages = Language::all().size() + 1;  // and generic
    made.properties.resize(languages);
    made.articles.resize(languages);
    kPrepositions.for_each([&](std::string_view word) {
      made.prepositions.insert(word);
      return true;
    });
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

/// Does the text between two words end what a title says of its article?
bool separates(std::string_view between) {
  return between.find_first_of(",;:()|[]") != std::string_view::npos ||
         between.find(" - ") != std::string_view::npos ||
         between.find("\u2013") != std::string_view::npos ||
         between.find("\u2014") != std::string_view::npos;
}

}  // namespace

HeadWord head_word(std::string_view title, std::span<const Term> terms, Language language) {
  constexpr std::size_t kLeastBytes = 3;
  const Known& known = known_words();
  const auto& properties = known.properties[language.index()];
  const auto& articles = known.articles[language.index()];
  const bool first = kHeadFirst.has(language.code());
  HeadWord head;
  std::uint32_t end = 0;
  for (std::size_t i = 0; i < terms.size(); ++i) {
    const Term& word = terms[i];
    const bool begins = i == 0 || terms[i - 1].position != word.position;
    if (!begins) continue;
    const bool found = head.end != 0;
    if (found && separates(title.substr(end, word.start - end))) break;
    end = word.end;
    if (found && known.prepositions.contains(word.text)) break;
    if (word.kind != TermKind::word || word.text.size() < kLeastBytes) continue;
    std::string_view key = word.text;
    if (i + 1 < terms.size() && terms[i + 1].kind == TermKind::stem &&
        terms[i + 1].position == word.position) {
      key = terms[i + 1].text.substr(terms[i + 1].text.find(':') + 1);
    }
    if (properties.contains(key)) continue;
    if (first && articles.contains(key)) return {word.start, word.end};
    if (!first || !found) head = {word.start, word.end};
  }
  return head;
}

}  // namespace souk
