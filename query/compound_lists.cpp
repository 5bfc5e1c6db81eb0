#include "query/compound_lists.h"

#include <algorithm>
#include <utility>

#include "query/ranking.h"

namespace souk {
namespace {

/// Documents of the rarest term from which on a list is kept: intersecting fewer costs about what
/// making a list does.
constexpr std::size_t kKeptFrom = 512;

}  // namespace

MadePostings intersect(std::vector<PostingList> lists) {
  std::sort(lists.begin(), lists.end(),
            [](const PostingList& a, const PostingList& b) { return a.size() < b.size(); });
  MadePostings found;
  auto& [docs, masks] = found;
  lists.front().append_to(docs);
  masks.assign(lists.front().masks.begin(), lists.front().masks.end());
  for (std::size_t other = 1; other < lists.size(); ++other) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < docs.size(); ++i) {
      const auto mask = lists[other].mask(docs[i]);
      if (!mask) continue;
      docs[kept] = docs[i];
      masks[kept++] = *mask == masks[i] ? *mask : worse_mask(masks[i], *mask);
    }
    docs.resize(kept);
    masks.resize(kept);
  }
  return found;
}

MadePostings compound_postings(const PlannedAlternative& alternative, std::size_t segment) {
  std::vector<PostingList> lists;
  for (const PlannedTerm& term : alternative.terms) lists.push_back(term.lists[segment]);
  return intersect(std::move(lists));
}

std::shared_ptr<const MadeList> kept_compound(const PlannedAlternative& alternative,
                                              std::size_t segment, std::size_t documents,
                                              ListCache& cache) {
  std::string key;  // the terms, each with a zero behind it
  for (const PlannedTerm& term : alternative.terms) {
    if (term.lists[segment].size() < kKeptFrom) return nullptr;
    key += term.text;
    key += '\0';
  }
  return cache.find_or_make(key, documents,
                            [&] { return compound_postings(alternative, segment); });
}

void keep_compound(const std::string& key, const Segment& segment) {
  std::vector<PostingList> lists;
  for (std::size_t from = 0; from < key.size();) {
    const std::size_t end = key.find('\0', from);
    lists.push_back(segment.postings.list(std::string_view(key).substr(from, end - from)));
    if (lists.back().size() < kKeptFrom) return;
    from = end + 1;
  }
  (void)segment.compounds->find_or_make(key, segment.size(),
                                        [&] { return intersect(std::move(lists)); });
}

}  // namespace souk
