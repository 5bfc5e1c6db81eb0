#include "analyzers/compounds.h"

#include <algorithm>
#include <array>
#include <limits>

#include "analyzers/fold.h"
#include "analyzers/language_rules.h"
#include "analyzers/language_words.h"
#include "analyzers/suffixes.h"

namespace souk {
namespace {

constexpr std::size_t kLeastPart = 3;  // bytes
constexpr std::size_t kMostCached = 100'000;
constexpr std::size_t kMostWord = 48;  // bytes; longer words are no product's

const LanguageWords& nouns() {
  static const LanguageWords words(&LanguageRules::nouns);
  return words;
}

/// A way to make up the beginning of a word: its last part, and where the part before ends.
struct Step {
  unsigned parts = std::numeric_limits<unsigned>::max();
  std::size_t from = 0;
  std::size_t noun_end = 0;
};

/// The parts of a lower-case word. O(length²).
std::vector<std::string> split(std::string_view word, Language language) {
  const LanguageRules& r = rules(language);
  std::vector<std::string> parts;
  if (word.size() < 2 * kLeastPart || word.size() > kMostWord) return parts;
  if (r.whole.has(word) || nouns().has(language, word)) return parts;
  std::array<Step, kMostWord + 1> best;
  best[0].parts = 0;
  const auto reach = [&](std::size_t end, std::size_t from, std::size_t noun_end) {
    // Fewer parts; of as many, the longer last one, which comes first.
    if (best[from].parts + 1 < best[end].parts) best[end] = {best[from].parts + 1, from, noun_end};
  };
  for (std::size_t from = 0; from + kLeastPart <= word.size(); ++from) {
    if (best[from].parts == std::numeric_limits<unsigned>::max()) continue;
    for (std::size_t end = from + kLeastPart; end <= word.size(); ++end) {
      if (!nouns().has(language, word.substr(from, end - from))) continue;
      reach(end, from, end);
      r.links.for_each([&](std::string_view link) {
        const bool links = word.substr(end).starts_with(link) && end + link.size() < word.size();
        if (links) reach(end + link.size(), from, end);
        return true;
      });
    }
  }
  const unsigned count = best[word.size()].parts;
  if (count < 2 || count == std::numeric_limits<unsigned>::max()) return parts;
  for (std::size_t end = word.size(); end != 0; end = best[end].from) {
    parts.emplace_back(word.substr(best[end].from, best[end].noun_end - best[end].from));
  }
  std::reverse(parts.begin(), parts.end());
  return parts;
}

}  // namespace

bool has_compounds(Language language) { return !rules(language).nouns.empty(); }

std::span<const CompoundPart> Compounds::parts(std::string_view word, Language language) {
  if (!has_compounds(language) || word.size() > kMostWord) return {};
  key_.assign(1, static_cast<char>(language.index()));
  key_ += word;
  if (const auto known = cache_.find(key_); known != cache_.end()) return known->second;
  if (cache_.size() >= kMostCached) cache_.clear();
  std::vector<CompoundPart> parts;
  for (std::string& part : split(lower_keeping_marks(word, false), language)) {
    std::string term;
    append_part_term(term, part, language);
    parts.push_back({std::move(part), std::move(term)});
  }
  return cache_.emplace(key_, std::move(parts)).first->second;
}

void append_part_term(std::string& out, std::string_view word, Language language) {
  std::string one(word);
  replace_irregular(one, rules(language).irregular);
  std::string_view part = one;
  out += 'P';
  out += language.code();
  out += ':';
  for (const std::string_view ending : {"en", "er", "n", "e", "s", "r"}) {
    if (part.size() > ending.size() + kLeastPart && part.ends_with(ending)) {
      part.remove_suffix(ending.size());
      break;
    }
  }
  out += part;
}

}  // namespace souk
