#include "query/word_source.h"

#include "query/ranking.h"

namespace souk {
namespace {

/// Products common to the lists of one alternative.
void intersect(std::vector<DocCursor> cursors, std::vector<Docid>& docs) {
  std::sort(cursors.begin(), cursors.end(),
            [](const DocCursor& a, const DocCursor& b) { return a.size() < b.size(); });
  for (const Docid doc : cursors.front().docids()) {
    const bool everywhere = std::all_of(cursors.begin() + 1, cursors.end(),
                                        [&](DocCursor& cursor) { return cursor.seek(doc); });
    if (everywhere) docs.push_back(doc);
  }
}

}  // namespace

WordSource::WordSource(const PlannedWord& word, const Postings& postings, std::size_t documents,
                       std::vector<std::uint32_t>& marks) {
  marks.resize(std::max(marks.size(), documents), 0);
  for (const PlannedAlternative& alternative : word.alternatives) {
    Option option{{}, alternative.weight};
    std::size_t fewest = documents;
    for (const PlannedTerm& term : alternative.terms) {
      const PostingList list = postings.list(term.text);
      option.terms.push_back({DocCursor(list.docids), list.masks, term.idf});
      fewest = std::min(fewest, list.size());
    }
    if (fewest == 0) continue;
    size_ += fewest;
    options_.push_back(std::move(option));
  }
  if (word.prefix) expand_prefix(word, postings, marks);
  size_ = std::min(size_ + prefix_docs_.size(), documents);
}

void WordSource::expand_prefix(const PlannedWord& word, const Postings& postings,
                               std::vector<std::uint32_t>& marks) {
  const auto [first, last] = postings.prefix_range(word.surface);
  for (auto term = first; term < last; ++term) {
    const PostingList list = postings.list(term);
    for (std::size_t i = 0; i < list.size(); ++i) {
      std::uint32_t& mark = marks[list.docids[i]];
      if (mark == 0) prefix_docs_.push_back(list.docids[i]);
      mark = std::max(mark, term_score(word.prefix_idf, kPrefixWeight, list.masks[i]));
    }
  }
  std::sort(prefix_docs_.begin(), prefix_docs_.end());
  prefix_scores_.reserve(prefix_docs_.size());
  for (const Docid doc : prefix_docs_) {
    prefix_scores_.push_back(marks[doc]);
    marks[doc] = 0;
  }
}

std::uint32_t WordSource::score(Docid doc) {
  std::uint32_t best = 0;
  for (Option& option : options_) {
    std::uint32_t points = 0;
    bool all = true;
    for (TermCursor& term : option.terms) {
      if (!term.cursor.seek(doc)) {
        all = false;
        break;
      }
      points += term_score(term.idf, option.weight, term.masks[term.cursor.position()]);
    }
    if (all) best = std::max(best, points);
  }
  if (!prefix_docs_.empty()) {
    DocCursor rest(std::span<const Docid>(prefix_docs_).subspan(prefix_at_));
    const bool found = rest.seek(doc);
    prefix_at_ += rest.position();
    if (found) best = std::max(best, prefix_scores_[prefix_at_]);
  }
  return best;
}

void WordSource::list(std::vector<Docid>& docs) const {
  docs.clear();
  for (const Option& option : options_) {
    std::vector<DocCursor> cursors;
    for (const TermCursor& term : option.terms) cursors.emplace_back(term.cursor.docids());
    if (cursors.size() == 1) {
      docs.insert(docs.end(), cursors.front().docids().begin(), cursors.front().docids().end());
    } else {
      intersect(std::move(cursors), docs);
    }
  }
  docs.insert(docs.end(), prefix_docs_.begin(), prefix_docs_.end());
  if (options_.size() + (prefix_docs_.empty() ? 0 : 1) > 1) {
    std::sort(docs.begin(), docs.end());
    docs.erase(std::unique(docs.begin(), docs.end()), docs.end());
  }
}

}  // namespace souk
