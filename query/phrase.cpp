#include "query/phrase.h"

#include <algorithm>
#include <array>

#include "data/json_writer.h"

namespace souk {

bool has_phrase(const QueryPhrase& phrase, std::string_view text, Language language,
                Analyzer& analyzer) {
  const auto atoms = analyzer.atoms(text, language);
  return std::search(atoms.begin(), atoms.end(), phrase.atoms.begin(), phrase.atoms.end()) !=
         atoms.end();
}

BlockTest phrase_test(const QueryPhrase& phrase, bool wanted, const Cards& cards) {
  return block_test([phrase, wanted, &cards](Docid doc) {
    thread_local Analyzer analyzer;
    bool found = false;
    cards.for_each_title(doc, [&](std::string_view lang, std::string_view json) {
      found = has_phrase(phrase, read_json_string(json), Language::from_tag(lang), analyzer);
      return !found;
    });
    return found == wanted;
  });
}

BlockTest exclusion_test(WordGroup word) {
  // A std::function copies what it holds.
  auto shared = std::make_shared<WordGroup>(std::move(word));
  return [shared](std::span<const Docid> docs, std::uint8_t* pass) {
    std::array<std::uint32_t, kBlockDocs> points;
    shared->score(docs, false, points.data());
    for (std::size_t i = 0; i < docs.size(); ++i) pass[i] = points[i] == 0 ? 1 : 0;
  };
}

}  // namespace souk
