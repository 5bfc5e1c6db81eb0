#include <unicode/brkiter.h>
#include <unicode/ubrk.h>
#include <unicode/utext.h>

#include <map>
#include <memory>

#include "analyzers/tokenizer.h"

namespace souk {
namespace {

/// Making an iterator loads the dictionary, opening a text allocates: one a thread and locale.
struct Dictionary {
  std::unique_ptr<icu::BreakIterator> iterator;
  UText text = UTEXT_INITIALIZER;

  explicit Dictionary(const char* locale) {
    UErrorCode status = U_ZERO_ERROR;
    iterator.reset(icu::BreakIterator::createWordInstance(icu::Locale(locale), status));
  }
  Dictionary(const Dictionary&) = delete;
  Dictionary& operator=(const Dictionary&) = delete;
  ~Dictionary() { utext_close(&text); }
};

}  // namespace

void dictionary_words(std::string_view run, const char* locale, ByteRanges& words) {
  words.clear();
  thread_local std::map<std::string, Dictionary> dictionaries;
  Dictionary& dictionary = dictionaries.try_emplace(locale, locale).first->second;
  UErrorCode status = U_ZERO_ERROR;
  utext_openUTF8(&dictionary.text, run.data(), static_cast<int64_t>(run.size()), &status);
  if (dictionary.iterator == nullptr || U_FAILURE(status)) {
    words.emplace_back(0, run.size());
    return;
  }
  icu::BreakIterator& iterator = *dictionary.iterator;
  iterator.setText(&dictionary.text, status);
  for (int32_t start = iterator.first(), end = iterator.next(); end != icu::BreakIterator::DONE;
       start = end, end = iterator.next()) {
    words.emplace_back(start, end);
  }
}

}  // namespace souk
