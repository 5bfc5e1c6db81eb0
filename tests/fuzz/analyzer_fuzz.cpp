// Any bytes in any language become bounded terms within the text, and a query.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "analyzers/analyzer.h"
#include "analyzers/synonyms.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace souk;
  static Analyzer analyzer;
  if (size == 0) return 0;
  const auto all = Language::all();
  const Language language = data[0] < all.size() ? all[data[0]] : Language();
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  for (const Term& term : analyzer.analyze(text, language)) {
    const bool sound = !term.text.empty() && term.text.size() <= kMaxTermBytes &&
                       term.start < term.end && term.end <= text.size();
    if (!sound) std::abort();
  }
  (void)analyzer.atoms(text, language);
  const Query query = analyzer.parse_query(text, language, {&Synonyms::built_in(), 1}, true);
  for (const auto* words : {&query.words, &query.excluded}) {
    if (words->size() > 32) std::abort();
    for (const QueryWord& word : *words) {
      if (word.end > text.size() || word.start > word.end) std::abort();
    }
  }
  (void)Synonyms::parse(text, "fuzz");
  return 0;
}
