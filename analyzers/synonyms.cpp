#include "analyzers/synonyms.h"

#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>

#include "analyzers/built_in_texts.h"
#include "analyzers/language_rules.h"

namespace souk {
namespace {

/// Spellings of one target: enough for two words by surface and stem each.
constexpr std::size_t kMostWays = 8;

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

/// The parts between separators, trimmed; empty ones too.
std::vector<std::string_view> split(std::string_view text, std::string_view separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const auto cut = text.find(separator);
    parts.push_back(trim(text.substr(0, cut)));
    if (cut == std::string_view::npos) return parts;
    text.remove_prefix(cut + separator.size());
  }
}

/// Lines of a text that are neither empty nor comments, with their numbers.
template <class Visit>
void for_each_line(std::string_view text, Visit visit) {
  std::size_t number = 0;
  for (const std::string_view line : split(text, "\n")) {
    ++number;
    if (!line.empty() && line.front() != '#') visit(line, number);
  }
}

std::string join(std::span<const QueryWord> words, std::string QueryWord::*text) {
  std::string key;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool together =
        i != 0 && words[i].glued && words[i - 1].glued && words[i].start == words[i - 1].end;
    if (i != 0 && !together) key += ' ';
    key += words[i].*text;
  }
  return key;
}

/// Every way to write the words: each by its surface or its stem.
std::vector<Alternative> ways_of(const std::vector<QueryWord>& words, float weight) {
  std::vector<Alternative> ways = {{{}, weight, true}};
  for (const QueryWord& word : words) {
    std::vector<Alternative> longer;
    for (const Alternative& option : word.alternatives) {
      for (const Alternative& way : ways) {
        if (longer.size() == kMostWays) break;
        Alternative next = way;
        next.terms.insert(next.terms.end(), option.terms.begin(), option.terms.end());
        longer.push_back(std::move(next));
      }
    }
    ways = std::move(longer);
  }
  return ways;
}

}  // namespace

std::string join_keys(std::span<const QueryWord> words) { return join(words, &QueryWord::key); }
std::string join_surfaces(std::span<const QueryWord> words) {
  return join(words, &QueryWord::surface);
}

std::string category_term(std::string_view id) {
  constexpr std::size_t kMostWhole = 64;
  if (id.size() <= kMostWhole) return fmt::format("C{}", id);
  return fmt::format("C#{:016x}", XXH3_64bits(id.data(), id.size()));
}

/// Fills a Synonyms. Owns the analyzer that makes its keys.
class Synonyms::Maker {
 public:
  /// The words of a phrase; none where it has no letter or digit.
  std::vector<QueryWord> words(std::string_view phrase, Language language) {
    return analyzer_.words_of(phrase, language);
  }
  std::uint32_t add_target(Language language, std::vector<Alternative> ways) {
    made_.targets_.push_back({language, std::move(ways)});
    return static_cast<std::uint32_t>(made_.targets_.size() - 1);
  }
  /// Lets a phrase find targets.
  void add_key(std::string_view phrase, Language language, std::span<const std::uint32_t> ids) {
    const std::vector<QueryWord> found = words(phrase, language);
    if (found.empty()) return;
    made_.longest_ = std::max(made_.longest_, found.size());
    const std::string key = language.is_generic() ? join_surfaces(found) : join_keys(found);
    append(made_.keys_[static_cast<char>(language.index()) + key], ids);
    const bool ascii = std::all_of(phrase.begin(), phrase.end(),
                                   [](char c) { return static_cast<signed char>(c) >= 0; });
    if (!ascii) append(made_.marked_[join_surfaces(found)], ids);
  }
  /// Each phrase finds the others; `languages` beside the phrases.
  void add_group(const std::vector<std::string_view>& phrases,
                 const std::vector<Language>& languages, float weight, bool same_language) {
    std::vector<std::uint32_t> all;
    for (std::size_t i = 0; i < phrases.size(); ++i) {
      all.push_back(add_target(languages[i], ways_of(words(phrases[i], languages[i]), weight)));
    }
    for (std::size_t i = 0; i < phrases.size(); ++i) {
      std::vector<std::uint32_t> others;
      for (std::size_t j = 0; j < phrases.size(); ++j) {
        if (j != i && (same_language || languages[j] != languages[i])) others.push_back(all[j]);
      }
      add_key(phrases[i], languages[i], others);
    }
  }
  void add_lexicon();
  void add_brands();
  Synonyms take() { return std::move(made_); }

 private:
  static void append(Ids& to, std::span<const std::uint32_t> ids) {
    for (const std::uint32_t id : ids) {
      if (std::find(to.begin(), to.end(), id) == to.end()) to.push_back(id);
    }
  }

  Analyzer analyzer_;
  Synonyms made_;
};

void Synonyms::Maker::add_lexicon() {
  std::vector<Language> columns;
  for_each_line(lexicon_text(), [&](std::string_view line, std::size_t) {
    const auto cells = split(line, "|");
    if (columns.empty()) {
      for (const std::string_view code : cells) columns.push_back(Language::from_tag(code));
      return;
    }
    // First every language's usual word, then the rarer ones: a word takes only so many.
    std::vector<std::string_view> phrases;
    std::vector<Language> languages;
    bool more = true;
    for (std::size_t nth = 0; more; ++nth) {
      more = false;
      for (std::size_t column = 0; column < cells.size(); ++column) {
        const auto variants = split(cells[column], ",");
        more = more || nth + 1 < variants.size();
        if (nth >= variants.size() || variants[nth].empty()) continue;
        phrases.push_back(variants[nth]);
        languages.push_back(columns[column]);
      }
    }
    add_group(phrases, languages, kLexiconWeight, false);
  });
}

void Synonyms::Maker::add_brands() {
  for_each_line(brands_text(), [&](std::string_view line, std::size_t) {
    const auto names = split(line, ",");
    add_group(names, std::vector<Language>(names.size()), kBrandWeight, true);
  });
}

const Synonyms& Synonyms::built_in() {
  static const Synonyms made = [] {
    Maker maker;
    maker.add_brands();
    maker.add_lexicon();
    return maker.take();
  }();
  return made;
}

Synonyms Synonyms::of_categories(const CategoryTree& tree) {
  Maker maker;
  for (const CategoryTree::Node& node : tree.nodes()) {
    const auto id =
        maker.add_target(Language(), {{{category_term(node.id)}, kCategoryWeight, true}});
    for (const auto* names : {&node.name, &node.synonyms}) {
      for (const auto& entry : names->entries) {
        maker.add_key(entry.text, Language::from_tag(entry.lang), {{id}});
      }
    }
  }
  return maker.take();
}

Result<Synonyms> Synonyms::parse(std::string_view text, std::string_view name) {
  Maker maker;
  std::string wrong;
  const auto refuse = [&](std::size_t line, std::string_view what) {
    if (wrong.empty()) wrong = fmt::format("{}:{}: {}", name, line, what);
  };
  for_each_line(text, [&](std::string_view line, std::size_t number) {
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) return refuse(number, "lacks a language (\"en: a, b\")");
    const std::string_view code = trim(line.substr(0, colon));
    const Language language = code == "*" ? Language() : Language::from_tag(code);
    if (code != "*" && language.is_generic()) {
      return refuse(number, fmt::format("\"{}\" is no language of the analyzers", code));
    }
    const auto sides = split(line.substr(colon + 1), "=>");
    if (sides.size() > 2) return refuse(number, "has more than one =>");
    std::vector<std::vector<std::string_view>> lists;
    for (const std::string_view side : sides) {
      lists.push_back(split(side, ","));
      for (const std::string_view phrase : lists.back()) {
        if (maker.words(phrase, language).empty()) {
          return refuse(number, fmt::format("\"{}\" is no word or phrase", phrase));
        }
      }
    }
    if (sides.size() == 1 && lists[0].size() < 2) return refuse(number, "needs two words or a =>");
    if (sides.size() == 1) {
      maker.add_group(lists[0], std::vector<Language>(lists[0].size(), language), kSynonymWeight,
                      true);
      return;
    }
    std::vector<std::uint32_t> targets;
    for (const std::string_view phrase : lists[1]) {
      targets.push_back(
          maker.add_target(language, ways_of(maker.words(phrase, language), kSynonymWeight)));
    }
    for (const std::string_view phrase : lists[0]) maker.add_key(phrase, language, targets);
  });
  if (!wrong.empty()) return fail(ErrorCode::bad_input, wrong);
  return maker.take();
}

std::span<const std::uint32_t> Synonyms::find(Language language, std::string_view key) const {
  const auto found = keys_.find(static_cast<char>(language.index()) + std::string(key));
  return found == keys_.end() ? std::span<const std::uint32_t>() : found->second;
}

std::span<const std::uint32_t> Synonyms::find_marked(std::string_view surfaces) const {
  const auto found = marked_.find(surfaces);
  return found == marked_.end() ? std::span<const std::uint32_t>() : found->second;
}

}  // namespace souk
