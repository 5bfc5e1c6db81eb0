#include "query/synonym_lists.h"

#include <algorithm>
#include <string>
#include <utility>

#include "query/compound_lists.h"
#include "query/ranking.h"

namespace souk {
namespace {

/// What a segment's lists may take: twice what all of the lexicon's take over the sample, and
/// enough for small segments.
constexpr std::size_t kBytesPerProduct = 64;
constexpr std::size_t kLeastBytes = 1 << 20;

using Posting = std::pair<Docid, FieldMask>;

/// The documents that have all terms of a way.
std::vector<Posting> postings_of(const std::vector<std::string>& way, const Postings& postings) {
  std::vector<PostingList> lists;
  for (const std::string& term : way) {
    lists.push_back(postings.list(term));
    if (lists.back().size() == 0) return {};
  }
  const CompoundPostings found = intersect(std::move(lists));
  std::vector<Posting> postings_of_way;
  for (std::size_t i = 0; i < found.docs.size(); ++i) {
    postings_of_way.emplace_back(found.docs[i], found.masks[i]);
  }
  return postings_of_way;
}

std::vector<Posting> all_postings(const SynonymSet& set, const Segment& segment) {
  std::vector<Posting> all;
  if (set.category) {
    for (const Docid doc : segment.docids_in(*set.category)) {
      all.emplace_back(doc, field::kCategory);
    }
    return all;
  }
  for (const auto& way : set.ways) {
    const auto found = postings_of(way, segment.postings);
    all.insert(all.end(), found.begin(), found.end());
  }
  std::sort(all.begin(), all.end(), [](const Posting& a, const Posting& b) {
    return a.first != b.first ? a.first < b.first : is_better_mask(a.second, b.second);
  });
  const auto same = [](const Posting& a, const Posting& b) { return a.first == b.first; };
  all.erase(std::unique(all.begin(), all.end(), same), all.end());
  return all;
}

}  // namespace

std::shared_ptr<const MadeList> synonym_list(const SynonymSet& set, const Segment& segment) {
  ListCache& cache = *segment.made_lists;
  const std::string key = std::to_string(set.key);
  if (auto known = cache.find(key)) return known;
  std::vector<Docid> docs;
  std::vector<FieldMask> masks;
  for (const auto& [doc, mask] : all_postings(set, segment)) {
    docs.push_back(doc);
    masks.push_back(mask);
  }
  auto made = MadeList::make(docs, masks, segment.size()).value();
  cache.keep(key, made, std::max(segment.size() * kBytesPerProduct, kLeastBytes));
  return made;
}

}  // namespace souk
