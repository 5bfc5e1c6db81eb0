#include "analyzers/title_phrases.h"

#include <unicode/utf8.h>

#include <algorithm>

#include "analyzers/characters.h"
#include "analyzers/fold.h"
#include "analyzers/stop_words.h"
#include "analyzers/tokenizer.h"
#include "analyzers/word_set.h"

namespace souk {
namespace {

constexpr std::size_t kMostBytes = 60;
constexpr std::size_t kLeastBytes = 3;
constexpr std::size_t kMostWords = 3;
constexpr WordSet kGlued = "ja zh th";

bool is_glued_kind(CharKind kind) {
  return kind == CharKind::han || kind == CharKind::kana || kind == CharKind::southeast;
}

bool is_number(std::string_view word) { return std::all_of(word.begin(), word.end(), is_digit); }

/// Visits the runs of characters of scripts without spaces: visit(run).
template <class Visit>
void for_each_glued_run(std::string_view text, Visit visit) {
  std::size_t first = 0;
  bool in_run = false;
  const auto length = static_cast<int32_t>(text.size());
  for (int32_t i = 0; i < length;) {
    const auto at = static_cast<std::size_t>(i);
    UChar32 c = 0;
    U8_NEXT(text.data(), i, length, c);
    const CharKind kind = c < 0 ? CharKind::separator : char_kind(c);
    const bool glued = is_glued_kind(kind) || (in_run && kind == CharKind::mark);
    if (glued && !in_run) first = at;
    if (!glued && in_run) visit(text.substr(first, at - first));
    in_run = glued;
  }
  if (in_run) visit(text.substr(first));
}

}  // namespace

std::string completion_key(std::string_view text) {
  std::string folded;
  append_folded(folded, text);
  std::string key;
  for (const char c : folded) {
    const bool blank = c == ' ' || c == '-' || c == '\t' || c == '\n';
    if (!blank) {
      key += c;
    } else if (!key.empty() && key.back() != ' ') {
      key += ' ';
    }
  }
  return key;
}

void TitlePhrases::find_words(std::string_view title, std::span<const Term> terms) {
  words_.clear();
  for (std::size_t i = 0; i < terms.size();) {
    const Term& term = terms[i];
    Word word{term.start, term.end, term.text};
    bool counts = false;
    for (; i < terms.size() && terms[i].position == term.position; ++i) {
      word.start = std::min(word.start, terms[i].start);
      word.end = std::max(word.end, terms[i].end);
      counts = counts || terms[i].kind != TermKind::gram;
    }
    if (!counts || (!words_.empty() && word.start < words_.back().end)) continue;
    if (!words_.empty()) {
      const auto between = title.substr(words_.back().end, word.start - words_.back().end);
      word.joined = between == " " || between == "-";
    }
    words_.push_back(word);
  }
}

void TitlePhrases::add_text(std::string text) {
  const bool fits = text.size() >= kLeastBytes && text.size() <= kMostBytes;
  if (!fits || std::find(phrases_.begin(), phrases_.end(), text) != phrases_.end()) return;
  phrases_.push_back(std::move(text));
}

void TitlePhrases::add(std::size_t first, std::size_t last) {
  if (last >= words_.size()) return;
  for (std::size_t i = first + 1; i <= last; ++i) {
    if (!words_[i].joined) return;
  }
  for (const std::size_t end : {first, last}) {
    if (is_stop_word(words_[end].folded, language_)) return;
  }
  if (first == last && is_number(words_[first].folded)) return;
  const std::uint32_t start = words_[first].start;
  add_text(lower_keeping_marks(title_.substr(start, words_[last].end - start),
                               language_.code() == "tr"));
}

/// Behind the brand stands the model: up to three words of which the last has a digit.
void TitlePhrases::add_names(std::size_t of_brand) {
  const std::size_t end = std::min(words_.size(), of_brand + kMostWords);
  for (std::size_t last = of_brand; last < end; ++last) {
    if (!has_digit(words_[last].folded)) continue;
    add(0, last);
    if (last != of_brand) add(of_brand, last);
  }
}

void TitlePhrases::add_spaced(const HeadWord& head, std::string_view brand) {
  const bool first = head_comes_first(language_);
  // The brand, where the title begins with it.
  std::string folded_brand;
  append_folded(folded_brand, brand);
  std::string beginning;
  std::size_t of_brand = 0;  // words
  while (!folded_brand.empty() && of_brand < std::min(kMostWords, words_.size())) {
    beginning.clear();
    append_folded(beginning, title_.substr(0, words_[of_brand++].end));
    if (beginning == folded_brand) break;
  }
  if (beginning != folded_brand) of_brand = 0;
  if (of_brand != 0) add_names(of_brand);
  if (head.end == 0) return;
  const auto at = static_cast<std::size_t>(
      std::find_if(words_.begin(), words_.end(),
                   [&](const Word& word) { return word.end >= head.end; }) -
      words_.begin());
  if (at == words_.size()) return;
  for (std::size_t more = 0; more < kMostWords; ++more) {
    if (first) {
      add(at, at + more);
    } else if (more <= at) {
      add(at - more, at);
    }
  }
  if (brand.empty() || at < of_brand || words_[at].folded == folded_brand) return;
  const bool turkish = language_.code() == "tr";
  const Word& article = words_[at];
  std::string noun =
      lower_keeping_marks(title_.substr(article.start, article.end - article.start), turkish);
  std::string maker = lower_keeping_marks(brand, turkish);
  add_text(first ? noun + " " + maker : maker + " " + noun);
}

/// Of each run the last words, for the article stands at the end, and the whole.
void TitlePhrases::add_glued(std::string_view title) {
  constexpr std::size_t kLeastGluedBytes = 6;  // two characters
  ByteRanges words;
  for_each_glued_run(title, [&](std::string_view run) {
    dictionary_words(run, language_.code().data(), words);
    if (words.empty() || describes_an_article(run.substr(words.back().first), language_)) return;
    for (std::size_t n = 1; n <= std::min(kMostWords, words.size()); ++n) {
      const std::string_view last = run.substr(words[words.size() - n].first);
      if (last.size() >= kLeastGluedBytes) add_text(std::string(last));
    }
    if (run.size() >= kLeastGluedBytes) add_text(std::string(run));
  });
}

std::span<const std::string> TitlePhrases::of(std::string_view title, std::span<const Term> terms,
                                              const HeadWord& head, Language language,
                                              std::string_view brand) {
  title_ = title;
  language_ = language;
  phrases_.clear();
  if (kGlued.has(language.code())) {
    add_glued(title);
  } else {
    find_words(title, terms);
    add_spaced(head, brand);
  }
  return phrases_;
}

}  // namespace souk
