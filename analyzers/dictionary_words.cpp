#include <unicode/brkiter.h>
#include <unicode/ubrk.h>
#include <unicode/utext.h>

#include <map>
#include <memory>

#include "analyzers/tokenizer.h"

namespace souk {

std::vector<std::pair<std::size_t, std::size_t>> dictionary_words(std::string_view run,
                                                                  const char* locale) {
  // Making an iterator loads the dictionary: one a thread and locale.
  thread_local std::map<std::string, std::unique_ptr<icu::BreakIterator>> iterators;
  auto& iterator = iterators[locale];
  UErrorCode status = U_ZERO_ERROR;
  if (!iterator) {
    iterator.reset(icu::BreakIterator::createWordInstance(icu::Locale(locale), status));
  }
  UText text = UTEXT_INITIALIZER;
  utext_openUTF8(&text, run.data(), static_cast<int64_t>(run.size()), &status);
  std::vector<std::pair<std::size_t, std::size_t>> words;
  if (U_FAILURE(status)) return {{0, run.size()}};
  iterator->setText(&text, status);
  for (int32_t start = iterator->first(), end = iterator->next(); end != icu::BreakIterator::DONE;
       start = end, end = iterator->next()) {
    words.emplace_back(start, end);
  }
  utext_close(&text);
  return words;
}

}  // namespace souk
