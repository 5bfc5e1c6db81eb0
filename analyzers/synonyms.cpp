#include "analyzers/synonyms.h"

#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>

#include "analyzers/built_in_texts.h"
#include "analyzers/lexicon.h"
#include "analyzers/rule_text.h"
#include "data/ascii.h"

namespace souk {
namespace {

/// Ways to write one phrase: enough for two words by surface and stem each.
constexpr std::size_t kMostWays = 8;

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
std::vector<std::vector<std::string>> ways_of(const std::vector<QueryWord>& words) {
  std::vector<std::vector<std::string>> ways(1);
  for (const QueryWord& word : words) {
    std::vector<std::vector<std::string>> longer;
    for (const Alternative& option : word.alternatives) {
      for (const auto& way : ways) {
        if (longer.size() == kMostWays) break;
        longer.push_back(way);
        longer.back().insert(longer.back().end(), option.terms.begin(), option.terms.end());
      }
    }
    ways = std::move(longer);
  }
  return ways;
}

std::string hash_of(const SynonymSet& set) {
  std::string bytes = set.category ? fmt::format("category {}", *set.category) : "";
  for (const auto& way : set.ways) {
    for (const std::string& term : way) bytes += term + '\0';
    bytes += '\0';
  }
  return std::to_string(XXH3_64bits(bytes.data(), bytes.size()));
}

}  // namespace

void add_synonyms(QueryWord& word, const SynonymSet& set) {
  auto& taken = word.synonyms;
  const bool known = std::find(taken.begin(), taken.end(), &set) != taken.end();
  if (!known && taken.size() < kMostSynonyms) taken.push_back(&set);
}

std::string join_keys(std::span<const QueryWord> words) { return join(words, &QueryWord::key); }
std::string join_surfaces(std::span<const QueryWord> words) {
  return join(words, &QueryWord::surface);
}

/// Fills a Synonyms. Owns the analyzer that makes its keys.
class Synonyms::Maker {
 public:
  /// A phrase taken apart, which costs most; no words where it has no letter or digit.
  struct Phrase {
    std::string_view text;
    Language language;
    std::vector<QueryWord> words;
  };
  Phrase phrase(std::string_view text, Language language) {
    return {text, language, analyzer_.words_of(text, language)};
  }
  std::uint32_t add_set(SynonymSet set) {
    std::sort(set.ways.begin(), set.ways.end());
    set.ways.erase(std::unique(set.ways.begin(), set.ways.end()), set.ways.end());
    set.key = hash_of(set);
    made_.sets_.push_back(std::move(set));
    return static_cast<std::uint32_t>(made_.sets_.size() - 1);
  }
  std::uint32_t add_phrases(const std::vector<Phrase>& phrases, float weight) {
    SynonymSet set;
    set.weight = weight;
    for (const Phrase& each : phrases) {
      for (auto& way : ways_of(each.words)) set.ways.push_back(std::move(way));
    }
    return add_set(std::move(set));
  }
  /// Each phrase finds them all.
  void add_group(const std::vector<Phrase>& phrases, float weight) {
    const std::uint32_t id = add_phrases(phrases, weight);
    for (const Phrase& each : phrases) add_key(each, id);
  }
  /// Lets a phrase find a set.
  void add_key(const Phrase& phrase, std::uint32_t id) {
    const auto& [text, language, found] = phrase;
    if (found.empty()) return;
    made_.longest_ = std::max(made_.longest_, found.size());
    const std::string key = language.is_generic() ? join_surfaces(found) : join_keys(found);
    const char prefix = static_cast<char>(language.index());
    append(made_.keys_[prefix + key], id);
    append(made_.spelt_[prefix + join_surfaces(found)], id);
    const bool ascii = std::all_of(text.begin(), text.end(),
                                   [](char c) { return static_cast<signed char>(c) >= 0; });
    if (!ascii) append(made_.marked_[join_surfaces(found)], id);
  }
  void add_lexicon();
  void add_brands();
  Synonyms take() { return std::move(made_); }

 private:
  static void append(Ids& to, std::uint32_t id) {
    if (std::find(to.begin(), to.end(), id) == to.end()) to.push_back(id);
  }

  Analyzer analyzer_;
  Synonyms made_;
};

void Synonyms::Maker::add_lexicon() {
  for (const LexiconRow& row : lexicon_rows()) {
    std::vector<Phrase> phrases;
    for (std::size_t i = 0; i < row.phrases.size(); ++i) {
      phrases.push_back(phrase(row.phrases[i], row.languages[i]));
    }
    add_group(phrases, kLexiconWeight);
  }
}

void Synonyms::Maker::add_brands() {
  for_each_rule(brands_text(), [&](std::string_view line, std::size_t) {
    std::vector<Phrase> names;
    for (const auto name : split_trimmed(line, ",")) names.push_back(phrase(name, Language()));
    add_group(names, kBrandWeight);
  });
}

const std::shared_ptr<const Synonyms>& Synonyms::built_in() {
  static const auto made = [] {
    Maker maker;
    maker.add_brands();
    maker.add_lexicon();
    return std::make_shared<const Synonyms>(maker.take());
  }();
  return made;
}

Synonyms Synonyms::of_categories(const CategoryTree& tree) {
  Maker maker;
  for (CategoryTree::NodeId node = 0; node < tree.nodes().size(); ++node) {
    SynonymSet set;
    set.weight = kCategoryWeight;
    set.category = node;
    const std::uint32_t id = maker.add_set(std::move(set));
    for (const auto* names : {&tree.nodes()[node].name, &tree.nodes()[node].synonyms}) {
      for (const auto& entry : names->entries) {
        maker.add_key(maker.phrase(entry.text, Language::from_tag(entry.lang)), id);
      }
    }
  }
  return maker.take();
}

Result<Synonyms> Synonyms::parse(std::string_view text, const std::string& name) {
  Maker maker;
  std::string wrong;
  const auto refuse = [&](std::size_t line, std::string_view what) {
    if (wrong.empty()) wrong = fmt::format("{}:{}: {}", name, line, what);
  };
  for_each_rule(text, [&](std::string_view line, std::size_t number) {
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) return refuse(number, "lacks a language (\"en: a, b\")");
    const std::string_view code = trim(line.substr(0, colon), kLineBlanks);
    const Language language = code == "*" ? Language() : Language::from_tag(code);
    if (code != "*" && language.is_generic()) {
      return refuse(number, fmt::format("\"{}\" is no language of the analyzers", code));
    }
    const auto sides = split_trimmed(line.substr(colon + 1), "=>");
    if (sides.size() > 2) return refuse(number, "has more than one =>");
    std::vector<std::vector<Maker::Phrase>> lists;
    for (const std::string_view side : sides) {
      lists.emplace_back();
      for (const std::string_view each : split_trimmed(side, ",")) {
        lists.back().push_back(maker.phrase(each, language));
        if (lists.back().back().words.empty()) {
          return refuse(number, fmt::format("\"{}\" is no word or phrase", each));
        }
      }
    }
    if (sides.size() == 1 && lists[0].size() < 2) return refuse(number, "needs two words or a =>");
    const std::uint32_t id = maker.add_phrases(lists.back(), kSynonymWeight);
    for (const Maker::Phrase& each : lists.front()) maker.add_key(each, id);
  });
  if (!wrong.empty()) return fail(ErrorCode::bad_input, wrong);
  return maker.take();
}

std::span<const std::uint32_t> Synonyms::find(Language language, std::string_view key) const {
  const auto found = keys_.find(static_cast<char>(language.index()) + std::string(key));
  return found == keys_.end() ? std::span<const std::uint32_t>() : found->second;
}

void Synonyms::append_continued(Language language, std::string_view beginning,
                                std::vector<std::uint32_t>& ids) const {
  const std::string from = static_cast<char>(language.index()) + std::string(beginning);
  auto each = spelt_.lower_bound(from);
  for (std::size_t n = 0; n < kMostSynonyms && each != spelt_.end(); ++n, ++each) {
    if (!each->first.starts_with(from)) break;
    ids.insert(ids.end(), each->second.begin(), each->second.end());
  }
}

std::vector<Synonyms::SpeltWord> Synonyms::words_beginning(Language language,
                                                           std::string_view beginning) const {
  const std::string from = static_cast<char>(language.index()) + std::string(beginning);
  std::vector<SpeltWord> words;
  for (auto each = spelt_.lower_bound(from); each != spelt_.end() && each->first.starts_with(from);
       ++each) {
    const std::string_view word = std::string_view(each->first).substr(1);
    if (word.find(' ') == std::string_view::npos) words.push_back({word, each->second});
  }
  return words;
}

std::span<const std::uint32_t> Synonyms::find_marked(std::string_view surfaces) const {
  const auto found = marked_.find(surfaces);
  return found == marked_.end() ? std::span<const std::uint32_t>() : found->second;
}

}  // namespace souk
