#include "analyzers/stemmer.h"

#include <xapian.h>

#include <map>
#include <unordered_map>

#include "analyzers/fold.h"
#include "analyzers/language_rules.h"
#include "analyzers/suffixes.h"
#include "data/string_hash.h"

namespace souk {
namespace {

/// Words a cache holds before it starts anew: a catalogue's vocabulary has a long tail of typos.
constexpr std::size_t kMostCached = 100'000;

}  // namespace

struct Stemmer::Impl {
  std::map<Language, Xapian::Stem> stemmers;
  /// language index + word → folded stem
  std::unordered_map<std::string, std::string, StringHash, std::equal_to<>> cache;
  std::string key;

  const Xapian::Stem& stemmer(Language language) {
    auto found = stemmers.find(language);
    if (found == stemmers.end()) {
      found = stemmers.emplace(language, Xapian::Stem(rules(language).snowball)).first;
    }
    return found->second;
  }

  std::string make(std::string_view folded, std::string_view original, Language language,
                   bool marked) {
    const LanguageRules& r = rules(language);
    std::string stem(folded);
    if (replace_irregular(stem, r.irregular)) {
      if (stem == folded) return stem;
      return make(stem, stem, language, false);
    }
    if (marked) {
      stem.clear();
      append_folded(stem, stemmer(language)(lower_keeping_marks(original, r.code == "tr")));
    } else if (r.snowball != nullptr) {
      stem = stemmer(language)(stem);
    }
    if (r.stem != nullptr) r.stem(stem);
    return stem;
  }
};

Stemmer::Stemmer() : impl_(std::make_unique<Impl>()) {}
Stemmer::~Stemmer() = default;
Stemmer::Stemmer(Stemmer&&) noexcept = default;
Stemmer& Stemmer::operator=(Stemmer&&) noexcept = default;

Stemmer::Stem Stemmer::stem(std::string_view folded, std::string_view original, Language language) {
  language = word_language(folded, language);
  const LanguageRules& r = rules(language);
  if (r.snowball == nullptr && r.stem == nullptr) return {{}, language};
  // An original with an apostrophe says more than the word: its folded form is all there is.
  const bool marked = r.stems_marked && original.find('\'') == std::string_view::npos &&
                      original.find("\u2019") == std::string_view::npos;
  auto& key = impl_->key;
  key.assign(1, static_cast<char>(language.index()));
  key += marked ? original : folded;
  auto& cache = impl_->cache;
  if (const auto known = cache.find(key); known != cache.end()) return {known->second, language};
  if (cache.size() >= kMostCached) cache.clear();
  const auto added = cache.emplace(key, impl_->make(folded, original, language, marked)).first;
  return {added->second, language};
}

}  // namespace souk
