#include "query/word_group.h"

#include <algorithm>

#include "query/seek.h"

namespace souk {
namespace {

/// best[i] becomes one where the dense list has docs[i].
void mark_dense(const PostingList& list, std::span<const Docid> docs, std::uint32_t* best) {
  for (std::size_t i = 0; i < docs.size(); ++i) {
    best[i] |= static_cast<std::uint32_t>(list.contains(docs[i]));
  }
}

void sort_by_size(std::span<WordGroup> words) {
  std::sort(words.begin(), words.end(),
            [](const WordGroup& a, const WordGroup& b) { return a.size() < b.size(); });
}

/// The documents of either, with the better points where both have one. Both are scored or neither.
ScoredDocs merge(ScoredDocs a, ScoredDocs b, MatchScratch& scratch) {
  const bool scored = !a.points.empty();
  auto& docs = scratch.make_list();
  docs.resize(a.docs.size() + b.docs.size());
  auto& points = scratch.make_list();
  if (scored) points.resize(docs.size());
  std::size_t i = 0;
  std::size_t j = 0;
  std::size_t n = 0;
  while (i < a.docs.size() && j < b.docs.size()) {
    const Docid left = a.docs[i];
    const Docid right = b.docs[j];
    docs[n] = std::min(left, right);
    if (scored) {
      points[n] = std::max(left <= right ? a.points[i] : 0, right <= left ? b.points[j] : 0);
    }
    ++n;
    i += left <= right ? 1 : 0;
    j += right <= left ? 1 : 0;
  }
  const auto append_rest = [&](const ScoredDocs& from, std::size_t at) {
    std::copy(from.docs.begin() + static_cast<std::ptrdiff_t>(at), from.docs.end(),
              docs.begin() + static_cast<std::ptrdiff_t>(n));
    if (scored) {
      std::copy(from.points.begin() + static_cast<std::ptrdiff_t>(at), from.points.end(),
                points.begin() + static_cast<std::ptrdiff_t>(n));
    }
    n += from.docs.size() - at;
  };
  append_rest(a, i);
  append_rest(b, j);
  docs.resize(n);
  if (scored) points.resize(n);
  return {docs, points};
}

}  // namespace

std::vector<std::uint32_t>& MatchScratch::make_list() {
  if (made_count == made.size()) made.emplace_back();
  made[made_count].clear();
  return made[made_count++];
}

WordGroup::WordGroup(const PlannedWord& word, std::size_t segment, const Postings& postings,
                     MatchScratch& scratch) {
  for (const PlannedAlternative& alternative : word.alternatives) {
    const bool possible =
        std::all_of(alternative.terms.begin(), alternative.terms.end(),
                    [&](const PlannedTerm& term) { return term.lists[segment].size() != 0; });
    if (!possible) continue;
    if (alternative.terms.size() == 1) {
      const PlannedTerm& term = alternative.terms.front();
      sources_.push_back(
          {term.lists[segment], TermWeight(term.idf, alternative.weight, *word.ranking), {}, 0});
    } else {
      add_compound(word, alternative, segment, scratch);
    }
  }
  for (const PlannedSynonyms& synonyms : word.synonyms) {
    const PostingList& list = synonyms.lists[segment]->list();
    if (list.size() == 0) continue;
    sources_.push_back(
        {list, TermWeight(synonyms.idf, synonyms.set->weight, *word.ranking), {}, 0});
  }
  if (word.prefix) add_prefix(word, postings, scratch);
  for (const Source& source : sources_) size_ += source.size();
  size_ = std::min(size_, postings.documents());
}

void WordGroup::add_made(std::span<const Docid> docs, std::span<const std::uint32_t> points) {
  if (docs.empty()) return;
  Source source;
  source.list.docids = docs;
  source.points = points;
  sources_.push_back(source);
}

void WordGroup::add_documents(std::span<const Docid> docs, MatchScratch& scratch) {
  auto& kept = scratch.make_list();
  kept.assign(docs.begin(), docs.end());
  const std::span<const Docid> list = kept;
  auto& points = scratch.make_list();
  points.assign(docs.size(), 1);
  add_made(list, points);
  size_ += docs.size();
}

void WordGroup::add_compound(const PlannedWord& word, const PlannedAlternative& alternative,
                             std::size_t segment, MatchScratch& scratch) {
  std::vector<WordGroup> parts;
  parts.reserve(alternative.terms.size());
  for (const PlannedTerm& term : alternative.terms) {
    PlannedWord part;
    part.ranking = word.ranking;
    part.alternatives.push_back({{term}, alternative.weight});
    parts.emplace_back(part, segment, Postings(), scratch);
    parts.back().size_ = term.lists[segment].size();
  }
  const ScoredDocs all = match_words(parts, true, scratch);
  auto& docs = scratch.make_list();
  docs.assign(all.docs.begin(), all.docs.end());
  const std::span<const Docid> kept = docs;
  auto& points = scratch.make_list();
  points.assign(all.points.begin(), all.points.end());
  add_made(kept, points);
}

void WordGroup::add_prefix(const PlannedWord& word, const Postings& postings,
                           MatchScratch& scratch) {
  auto& marks = scratch.marks;
  marks.resize(std::max(marks.size(), postings.documents()), 0);
  const TermWeight weight(word.prefix_idf, word.ranking->prefix, *word.ranking);
  auto& docs = scratch.make_list();
  std::vector<Docid> listed;
  const auto [first, last] = postings.prefix_range(word.surface);
  for (auto term = first; term < last; ++term) {
    const PostingList list = postings.list(term);
    listed.clear();
    list.append_to(listed);
    for (std::size_t i = 0; i < listed.size(); ++i) {
      std::uint32_t& mark = marks[listed[i]];
      if (mark == 0) docs.push_back(listed[i]);
      mark = std::max(mark, weight.points(list.masks[i]));
    }
  }
  std::sort(docs.begin(), docs.end());
  const std::span<const Docid> kept = docs;
  auto& points = scratch.make_list();
  points.reserve(kept.size());
  for (const Docid doc : kept) {
    points.push_back(marks[doc]);
    marks[doc] = 0;
  }
  add_made(kept, points);
}

ScoredDocs WordGroup::list(bool scored, MatchScratch& scratch) const {
  ScoredDocs all;
  for (const Source& source : sources_) {
    std::span<const Docid> docs = source.list.docids;
    if (source.list.is_dense()) {
      auto& decoded = scratch.make_list();
      source.list.append_to(decoded);
      docs = decoded;
    }
    std::span<const std::uint32_t> points;
    if (scored && !source.points.empty()) {
      points = source.points;
    } else if (scored) {
      auto& weighed = scratch.make_list();
      weighed.resize(docs.size());
      for (std::size_t i = 0; i < docs.size(); ++i) weighed[i] = source.points_at(i);
      points = weighed;
    }
    all = all.docs.empty() ? ScoredDocs{docs, points} : merge(all, {docs, points}, scratch);
  }
  return all;
}

void WordGroup::or_into(std::span<std::uint64_t> into) const {
  for (const Source& source : sources_) {
    if (source.list.is_dense()) {
      bit_kernels().or_into(into.data(), source.list.bits.data(), into.size());
    } else {
      for (const Docid doc : source.list.docids) set_bit(into, doc);
    }
  }
}

std::span<const std::uint64_t> WordGroup::only_bits() const {
  return sources_.size() == 1 ? sources_.front().list.bits : std::span<const std::uint64_t>();
}

void WordGroup::score_sparse(Source& source, std::span<const Docid> docs, bool scored,
                             std::uint32_t* best) {
  const std::span<const Docid> list = source.list.docids;
  const std::size_t end = seek(list, source.at, docs.back());
  const auto take = [&](std::size_t i, std::size_t at) {
    best[i] = std::max(best[i], scored ? source.points_at(at) : 1);
  };
  // Walk the shorter side, seek in the other.
  if ((end - source.at) * 4 < docs.size()) {
    std::size_t i = 0;
    for (std::size_t at = source.at; at < list.size() && list[at] <= docs.back(); ++at) {
      i = seek(docs, i, list[at]);
      if (docs[i] == list[at]) take(i, at);
    }
  } else {
    std::size_t at = source.at;
    for (std::size_t i = 0; i < docs.size(); ++i) {
      at = seek(list, at, docs[i]);
      if (at == list.size()) break;
      if (list[at] == docs[i]) take(i, at);
    }
  }
  source.at = end;
}

void WordGroup::score(std::span<const Docid> docs, bool scored, std::uint32_t* best) {
  std::fill_n(best, docs.size(), 0);
  if (docs.empty()) return;
  for (Source& source : sources_) {
    if (source.list.is_dense() && scored) {
      bit_kernels().score_dense(source.list, source.weight, docs, best);
    } else if (source.list.is_dense()) {
      mark_dense(source.list, docs, best);
    } else {
      score_sparse(source, docs, scored, best);
    }
  }
}

ScoredDocs keep_matching(WordGroup& word, ScoredDocs from, bool scored, MatchScratch& scratch) {
  std::uint32_t* best = scratch.best.at_least(kBlockDocs);
  Docid* docs = scratch.docs.at_least(from.docs.size());
  std::uint32_t* points = scratch.points.at_least(from.points.size());
  std::size_t kept = 0;
  for (std::size_t first = 0; first < from.docs.size(); first += kBlockDocs) {
    const auto block = from.docs.subspan(first, std::min(kBlockDocs, from.docs.size() - first));
    word.score(block, scored, best);
    if (scored) {
      for (std::size_t i = 0; i < block.size(); ++i) {
        docs[kept] = block[i];
        points[kept] = from.points[first + i] + best[i];
        kept += best[i] != 0 ? 1 : 0;
      }
    } else {
      for (std::size_t i = 0; i < block.size(); ++i) {
        docs[kept] = block[i];
        kept += best[i] != 0 ? 1 : 0;
      }
    }
  }
  return {{docs, kept}, {points, scored ? kept : 0}};
}

ScoredDocs keep_matching(std::span<WordGroup> words, ScoredDocs from, bool scored,
                         MatchScratch& scratch) {
  sort_by_size(words);
  for (WordGroup& word : words) {
    if (from.docs.empty()) break;
    from = keep_matching(word, from, scored, scratch);
  }
  return from;
}

ScoredDocs match_words(std::span<WordGroup> words, bool scored, MatchScratch& scratch) {
  sort_by_size(words);
  return keep_matching(words.subspan(1), words.front().list(scored, scratch), scored, scratch);
}

}  // namespace souk
