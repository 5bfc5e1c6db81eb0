#include "analyzers/stemmer.h"

#include <xapian.h>

#include <algorithm>
#include <map>
#include <unordered_map>

#include "analyzers/fold.h"

namespace souk {
namespace {

/// Words a cache holds before it starts anew: a catalogue's vocabulary has a long tail of typos.
constexpr std::size_t kMostCached = 100'000;

/// Snowball's algorithm for a language; null where there is none, or a light one of our own is due.
const char* snowball(std::string_view code) {
  static const std::map<std::string_view, const char*> kAlgorithms = {
      {"fr", "french"},    {"de", "german2"},  {"es", "spanish"},   {"pt", "portuguese"},
      {"it", "italian"},   {"nl", "dutch"},    {"ru", "russian"},   {"tr", "turkish"},
      {"sv", "swedish"},   {"da", "danish"},   {"nb", "norwegian"}, {"fi", "finnish"},
      {"hu", "hungarian"}, {"ro", "romanian"}, {"id", "indonesian"}};
  const auto found = kAlgorithms.find(code);
  return found == kAlgorithms.end() ? nullptr : found->second;
}

/// These know umlauts and dots: they stem the marked word, and the stem is folded.
bool stems_marked_words(std::string_view code) { return code == "de" || code == "tr"; }

}  // namespace

std::string_view english_stem(std::string_view word, std::string& buffer) {
  const auto ends = [&](std::string_view suffix) {
    return word.size() > suffix.size() + 1 && word.ends_with(suffix);
  };
  if (ends("ies") && word.size() > 4) {
    buffer.assign(word.substr(0, word.size() - 3));
    buffer += 'y';
    return buffer;
  }
  if (ends("sses") || ends("shes") || ends("ches") || ends("xes") || ends("zzes")) {
    return word.substr(0, word.size() - 2);
  }
  const bool plural = ends("s") && !ends("ss") && !ends("us") && !ends("is") && word.size() > 3;
  return plural ? word.substr(0, word.size() - 1) : word;
}

struct Stemmer::Impl {
  std::map<Language, Xapian::Stem> stemmers;
  std::unordered_map<std::string, std::string> cache;  ///< language code + word → folded stem
  std::string key;
  std::string buffer;

  const Xapian::Stem* stemmer(Language language, const char* algorithm) {
    auto found = stemmers.find(language);
    if (found == stemmers.end()) {
      found = stemmers.emplace(language, Xapian::Stem(algorithm)).first;
    }
    return &found->second;
  }
};

Stemmer::Stemmer() : impl_(std::make_unique<Impl>()) {}
Stemmer::~Stemmer() = default;
Stemmer::Stemmer(Stemmer&&) noexcept = default;
Stemmer& Stemmer::operator=(Stemmer&&) noexcept = default;

std::string_view Stemmer::stem(std::string_view folded, std::string_view original,
                               Language language) {
  const std::string_view code = language.code();
  if (code == "en") return english_stem(folded, impl_->buffer);
  const char* algorithm = snowball(code);
  if (algorithm == nullptr) return {};
  // An original with an apostrophe says more than the word: its folded form is all there is.
  const bool marked = stems_marked_words(code) && original.find('\'') == std::string_view::npos &&
                      original.find("\u2019") == std::string_view::npos;
  impl_->key.assign(code);
  impl_->key += marked ? original : folded;
  if (const auto known = impl_->cache.find(impl_->key); known != impl_->cache.end()) {
    return known->second;
  }
  const Xapian::Stem& stemmer = *impl_->stemmer(language, algorithm);
  std::string stem;
  if (marked) {
    append_folded(stem, stemmer(lower_keeping_marks(original, code == "tr")));
  } else {
    stem = stemmer(std::string(folded));
  }
  if (impl_->cache.size() >= kMostCached) impl_->cache.clear();
  return impl_->cache.emplace(impl_->key, std::move(stem)).first->second;
}

}  // namespace souk
