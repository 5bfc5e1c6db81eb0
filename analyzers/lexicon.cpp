#include "analyzers/lexicon.h"

#include "analyzers/built_in_texts.h"
#include "analyzers/rule_text.h"

namespace souk {

std::vector<LexiconRow> lexicon_rows() {
  std::vector<LexiconRow> rows;
  std::vector<Language> columns;
  bool articles = false;
  for (const std::string_view line : split_trimmed(lexicon_text(), "\n")) {
    articles = articles || line.starts_with("# Articles");
    if (line.empty() || line.front() == '#') continue;
    const auto cells = split_trimmed(line, "|");
    if (columns.empty()) {
      for (const std::string_view code : cells) columns.push_back(Language::from_tag(code));
      continue;
    }
    LexiconRow& row = rows.emplace_back();
    row.article = articles;
    for (std::size_t column = 0; column < cells.size(); ++column) {
      for (const std::string_view variant : split_trimmed(cells[column], ",")) {
        if (variant.empty()) continue;
        row.phrases.push_back(variant);
        row.languages.push_back(columns[column]);
      }
    }
  }
  return rows;
}

}  // namespace souk
