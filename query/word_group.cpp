#include "query/word_group.h"

#include <algorithm>
#include <functional>
#include <numeric>

#include "query/compound_lists.h"
#include "query/seek.h"

namespace souk {
namespace {

/// Documents are looked up in a list, unless it has fewer than this share of them between the first
/// and the last: then it is walked.
constexpr std::size_t kWalkedShare = 4;

/// best[i] becomes one where the dense list has docs[i].
void mark_dense(const PostingList& list, std::span<const Docid> docs, std::uint32_t* best) {
  for (std::size_t i = 0; i < docs.size(); ++i) {
    best[i] |= static_cast<std::uint32_t>(list.contains(docs[i]));
  }
}

/// At least all places in which the list's documents have the word. A mask of more places is never
/// worth less.
FieldMask places_of(const PostingList& list) {
  if (list.places != 0) return list.places;
  if (list.is_dense()) return static_cast<FieldMask>(~0U);
  return std::accumulate(list.masks.begin(), list.masks.end(), FieldMask{0}, std::bit_or<>());
}

void sort_by_size(std::span<WordGroup> words) {
  std::sort(words.begin(), words.end(),
            [](const WordGroup& a, const WordGroup& b) { return a.size() < b.size(); });
}

/// The rarest word's documents, narrowed by what costs least: a bit of each.
ScoredDocs list_in(const WordGroup& word, std::span<const std::span<const std::uint64_t>> bitsets,
                   bool scored, MatchScratch& scratch) {
  const ScoredDocs all = word.list(scored, scratch);
  if (bitsets.empty()) return all;
  Docid* docs = scratch.docs.at_least(all.docs.size());
  std::uint32_t* points = scratch.points.at_least(all.points.size());
  std::size_t kept = 0;
  for (std::size_t i = 0; i < all.docs.size(); ++i) {
    const Docid doc = all.docs[i];
    docs[kept] = doc;
    if (!all.points.empty()) points[kept] = all.points[i];
    std::size_t in = 1;
    for (const auto& bits : bitsets) in &= bits[doc >> 6] >> (doc & 63);
    kept += in & 1;
  }
  return {{docs, kept}, {points, all.points.empty() ? 0 : kept}};
}

/// Keeps those of `from` that the word matches.
std::span<const Docid> keep_matching(WordGroup& word, std::span<const Docid> from,
                                     MatchScratch& scratch) {
  std::uint32_t* best = scratch.best.at_least(kBlockDocs);
  Docid* docs = scratch.docs.at_least(from.size());
  std::size_t kept = 0;
  for (std::size_t first = 0; first < from.size(); first += kBlockDocs) {
    const auto block = from.subspan(first, std::min(kBlockDocs, from.size() - first));
    word.score(block, false, best);
    for (std::size_t i = 0; i < block.size(); ++i) {
      docs[kept] = block[i];
      kept += best[i] != 0 ? 1 : 0;
    }
  }
  return {docs, kept};
}

}  // namespace

std::vector<std::uint32_t>& MatchScratch::make_list() {
  if (made_count == made.size()) made.emplace_back();
  made[made_count].clear();
  return made[made_count++];
}

WordGroup::WordGroup(const PlannedWord& word, std::size_t segment, const Postings& postings,
                     MatchScratch& scratch, ListCache* compounds) {
  for (const PlannedAlternative& alternative : word.alternatives) {
    const bool possible =
        std::all_of(alternative.terms.begin(), alternative.terms.end(),
                    [&](const PlannedTerm& term) { return term.lists[segment].size() != 0; });
    if (!possible) continue;
    const TermWeight weight(alternative.idf, alternative.weight, *word.ranking);
    if (alternative.terms.size() == 1) {
      add_list(alternative.terms.front().lists[segment], weight);
      continue;
    }
    const auto kept = compounds == nullptr
                          ? nullptr
                          : kept_compound(alternative, segment, postings.documents(), *compounds);
    if (kept != nullptr) {
      add_list(kept->list(), weight, kept);
    } else {
      add_compound(alternative, weight, segment, scratch);
    }
  }
  for (const PlannedSynonyms& synonyms : word.synonyms) {
    add_list(synonyms.lists[segment]->list(),
             TermWeight(synonyms.idf, synonyms.set->weight, *word.ranking));
  }
  if (word.prefix) add_prefix(word, postings, scratch);
  for (const Source& source : sources_) size_ += source.size();
  size_ = std::min(size_, postings.documents());
}

void WordGroup::add_list(const PostingList& list, const TermWeight& weight,
                         std::shared_ptr<const MadeList> owner) {
  if (list.size() != 0) sources_.push_back({list, weight, {}, 0, std::move(owner)});
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

void WordGroup::add_compound(const PlannedAlternative& alternative, const TermWeight& weight,
                             std::size_t segment, MatchScratch& scratch) {
  MadePostings all = compound_postings(alternative, segment);
  auto& docs = scratch.make_list();
  docs = std::move(all.docs);
  const std::span<const Docid> kept = docs;
  auto& points = scratch.make_list();
  points.reserve(kept.size());
  for (const FieldMask mask : all.masks) points.push_back(weight.points(mask));
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

const PostingList* WordGroup::only_list() const {
  const bool one = sources_.size() == 1 && sources_.front().points.empty();
  return one ? &sources_.front().list : nullptr;
}

std::uint32_t WordGroup::most_points() const {
  std::uint32_t most = 0;
  for (const Source& source : sources_) {
    const auto& points = source.points;
    most = std::max(most, points.empty() ? source.weight.points(places_of(source.list))
                                         : *std::max_element(points.begin(), points.end()));
  }
  return most;
}

ScoredDocs WordGroup::list(bool scored, MatchScratch& scratch) const {
  if (sources_.empty()) return {};
  const Source& source = sources_.front();
  if (sources_.size() > 1) return join(scored, scratch);
  std::span<const Docid> docs = source.list.docids;
  if (source.list.is_dense()) {
    auto& decoded = scratch.make_list();
    DocSet::of(source.list.bits, source.list.size()).append_to(decoded);
    docs = decoded;
  } else if (source.list.has_buckets()) {
    auto& decoded = scratch.make_list();
    decoded.reserve(source.list.size());
    source.list.append_to(decoded);
    docs = decoded;
  }
  if (!scored) return {docs, {}};
  if (!source.points.empty()) return {docs, source.points};
  auto& points = scratch.make_list();
  points.resize(docs.size());
  for (std::size_t i = 0; i < docs.size(); ++i) points[i] = source.points_at(i);
  return {docs, points};
}

void WordGroup::or_into(std::span<std::uint64_t> into) const {
  for (const Source& source : sources_) {
    if (source.list.is_dense()) {
      bit_kernels().or_into(into.data(), source.list.bits.data(), into.size());
    } else {
      source.list.for_each_run(
          [&](Docid base, const auto* values, std::size_t from, std::size_t end) {
            for (std::size_t at = from; at < end; ++at) set_bit(into, base + values[at]);
          });
    }
  }
}

void WordGroup::narrow(std::span<const std::uint64_t> from, std::span<std::uint64_t> into,
                       MatchScratch& scratch) const {
  const BitKernels& kernels = bit_kernels();
  boost::container::small_vector<std::span<const std::uint64_t>, 3> dense;
  std::size_t sparse = 0;
  for (const Source& source : sources_) {
    if (source.list.is_dense()) {
      dense.push_back(source.list.bits);
    } else {
      sparse += source.size();
    }
  }
  // Before what they are looked up in may be overwritten.
  Docid* found = scratch.docs.at_least(sparse);
  std::size_t n = 0;
  for (const Source& source : sources_) {
    source.list.for_each_run([&](Docid base, const auto* values, std::size_t at, std::size_t end) {
      for (; at < end; ++at) {
        const Docid doc = base + values[at];
        found[n] = doc;
        n += has_bit(from, doc) ? 1 : 0;
      }
    });
  }
  if (dense.size() > 1) {
    std::uint64_t* all = scratch.more_bits.at_least(into.size());
    std::copy_n(dense.front().data(), into.size(), all);
    for (std::size_t i = 1; i < dense.size(); ++i) {
      kernels.or_into(all, dense[i].data(), into.size());
    }
    dense.front() = {all, into.size()};
  }
  if (dense.empty()) {
    std::fill(into.begin(), into.end(), 0);
  } else {
    kernels.and_count(into.data(), from.data(), dense.front().data(), into.size());
  }
  for (std::size_t i = 0; i < n; ++i) set_bit(into, found[i]);
}

std::span<const std::uint64_t> WordGroup::only_bits() const {
  return sources_.size() == 1 ? sources_.front().list.bits : std::span<const std::uint64_t>();
}

void WordGroup::score_sparse(Source& source, std::span<const Docid> docs, bool scored,
                             std::uint32_t* best) {
  const std::span<const Docid> docids = source.list.docids;
  std::size_t at = source.at;
  if (at != 0 && docids[at - 1] >= docs.front()) at = 0;  // asked before, of later documents
  const std::size_t end = source.at = seek(docids, at, docs.back());
  const auto take = [&](std::size_t i, std::size_t place) {
    best[i] = std::max(best[i], scored ? source.points_at(place) : 1);
  };
  // Walk the shorter side, seek in the other.
  if ((end - at) * kWalkedShare < docs.size()) {
    std::size_t i = 0;
    for (; at < docids.size() && docids[at] <= docs.back(); ++at) {
      i = seek(docs, i, docids[at]);
      if (docs[i] == docids[at]) take(i, at);
    }
    return;
  }
  for (std::size_t i = 0; i < docs.size(); ++i) {
    at = seek(docids, at, docs[i]);
    if (at == docids.size()) break;
    if (docids[at] == docs[i]) take(i, at);
  }
}

void WordGroup::score_buckets(const Source& source, std::span<const Docid> docs, bool scored,
                              std::uint32_t* best) {
  const PostingList& list = source.list;
  std::size_t at = list.starts[docs.front() >> list.shift];
  const std::size_t end = list.starts[(docs.back() >> list.shift) + 1];
  if ((end - at) * kWalkedShare >= docs.size()) {
    scored ? bit_kernels().score_buckets(list, source.weight, docs, best)
           : bit_kernels().mark_buckets(list, docs, best);
    return;
  }
  std::size_t i = 0;
  const Docid last = docs.back() >> kChunkBits;
  for (Docid chunk = docs.front() >> kChunkBits; at < end && chunk <= last; ++chunk) {
    const std::size_t stop = std::min(end, list.chunk_start(chunk + 1));
    for (; at < stop; ++at) {
      const Docid doc = chunk << kChunkBits | list.lows[at];
      if (doc > docs.back()) return;
      i = seek(docs, i, doc);
      if (docs[i] == doc) best[i] = std::max(best[i], scored ? source.points_at(at) : 1);
    }
  }
}

void WordGroup::score(std::span<const Docid> docs, bool scored, std::uint32_t* best) {
  std::fill_n(best, docs.size(), 0);
  if (docs.empty()) return;
  for (Source& source : sources_) {
    if (source.list.is_dense() && scored) {
      bit_kernels().score_dense(source.list, source.weight, docs, best);
    } else if (source.list.is_dense()) {
      mark_dense(source.list, docs, best);
    } else if (source.list.has_buckets()) {
      score_buckets(source, docs, scored, best);
    } else {
      score_sparse(source, docs, scored, best);
    }
  }
}

std::span<const Docid> keep_matching(std::span<WordGroup> words, std::span<const Docid> docs,
                                     MatchScratch& scratch) {
  sort_by_size(words);
  for (WordGroup& word : words) {
    if (docs.empty()) break;
    docs = keep_matching(word, docs, scratch);
  }
  return docs;
}

void score_words(std::span<WordGroup> words, std::span<const Docid> docs, std::uint32_t* sums,
                 std::uint32_t* best) {
  if (words.empty()) {
    std::fill_n(sums, docs.size(), 0);
    return;
  }
  words.front().score(docs, true, sums);
  for (WordGroup& word : words.subspan(1)) {
    word.score(docs, true, best);
    for (std::size_t i = 0; i < docs.size(); ++i) sums[i] += best[i];
  }
}

ScoredDocs with_points(std::span<WordGroup> words, std::span<const Docid> docs,
                       MatchScratch& scratch) {
  std::uint32_t* best = scratch.best.at_least(kBlockDocs);
  std::uint32_t* points = scratch.points.at_least(docs.size());
  for (std::size_t first = 0; first < docs.size(); first += kBlockDocs) {
    const auto block = docs.subspan(first, std::min(kBlockDocs, docs.size() - first));
    score_words(words, block, points + first, best);
  }
  return {docs, {points, docs.size()}};
}

ScoredDocs match_words(std::span<WordGroup> words, bool scored, MatchScratch& scratch,
                       std::span<const std::span<const std::uint64_t>> bitsets) {
  sort_by_size(words);
  WordGroup& rarest = words.front();
  if (words.size() == 1) return list_in(rarest, bitsets, scored, scratch);
  // Few are left of the rarest word's documents: scores are theirs alone.
  const auto docs =
      keep_matching(words.subspan(1), list_in(rarest, bitsets, false, scratch).docs, scratch);
  return scored ? with_points(words, docs, scratch) : ScoredDocs{docs, {}};
}

}  // namespace souk
