#include "analyzers/head_word.h"

#include <algorithm>
#include <string>
#include <unordered_set>

#include "analyzers/built_in_texts.h"
#include "analyzers/word_set.h"

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

/// Words by language index and key: those that only describe, and those that name articles.
struct Known {
  std::unordered_set<std::string> properties;
  std::unordered_set<std::string> articles;
};

std::string keyed(Language language, std::string_view key) {
  return static_cast<char>(language.index()) + std::string(key);
}

/// Reads the lexicon's two parts.
const Known& known_words() {
  static const auto known = [] {
    Known made;
    Analyzer analyzer;
    std::vector<Language> columns;
    bool articles = false;
    std::string_view rest = lexicon_text();
    while (!rest.empty()) {
      const auto end = rest.find('\n');
      std::string_view line = rest.substr(0, end);
      rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
      if (line.starts_with("# Articles")) articles = true;
      if (line.empty() || line.front() == '#') continue;
      const bool header = columns.empty();
      for (std::size_t column = 0; !line.empty(); ++column) {
        std::string_view cell = line.substr(0, line.find('|'));
        line.remove_prefix(std::min(line.size(), cell.size() + 1));
        if (header) columns.push_back(Language::from_tag(cell));
        while (!header && !cell.empty()) {
          const std::string_view phrase = cell.substr(0, cell.find(','));
          cell.remove_prefix(std::min(cell.size(), phrase.size() + 1));
          const auto words = analyzer.words_of(phrase, columns[column]);
          if (words.size() != 1) continue;
          (articles ? made.articles : made.properties)
              .insert(keyed(columns[column], words.front().key));
        }
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
    if (found && kPrepositions.has(word.text)) break;
    if (word.kind != TermKind::word || word.text.size() < kLeastBytes) continue;
    std::string_view key = word.text;
    if (i + 1 < terms.size() && terms[i + 1].kind == TermKind::stem &&
        terms[i + 1].position == word.position) {
      key = terms[i + 1].text.substr(terms[i + 1].text.find(':') + 1);
    }
    const std::string name = keyed(language, key);
    if (known.properties.contains(name)) continue;
    if (first && known.articles.contains(name)) return {word.start, word.end};
    if (!first || !found) head = {word.start, word.end};
  }
  return head;
}

}  // namespace souk
