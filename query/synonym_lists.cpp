#include "query/synonym_lists.h"

#include <algorithm>
#include <string>
#include <utility>

#include "query/compound_lists.h"
#include "query/ranking.h"

namespace souk {
namespace {

using Posting = std::pair<Docid, FieldMask>;

/// Appends the documents that have all terms of a way.
void append_postings(const std::vector<std::string>& way, const Postings& postings,
                     std::vector<Posting>& all) {
  std::vector<PostingList> lists;
  for (const std::string& term : way) {
    lists.push_back(postings.list(term));
    if (lists.back().size() == 0) return;
  }
  const MadePostings found = intersect(std::move(lists));
  for (std::size_t i = 0; i < found.docs.size(); ++i) {
    all.emplace_back(found.docs[i], found.masks[i]);
  }
}

std::vector<Posting> all_postings(const SynonymSet& set, const Segment& segment) {
  std::vector<Posting> all;
  if (set.category) {
    for (const Docid doc : segment.docids_in(*set.category)) {
      all.emplace_back(doc, field::kCategory);
    }
    return all;
  }
  for (const auto& way : set.ways) append_postings(way, segment.postings, all);
  std::sort(all.begin(), all.end(), [](const Posting& a, const Posting& b) {
    return a.first != b.first ? a.first < b.first : is_better_mask(a.second, b.second);
  });
  const auto same = [](const Posting& a, const Posting& b) { return a.first == b.first; };
  all.erase(std::unique(all.begin(), all.end(), same), all.end());
  return all;
}

}  // namespace

std::shared_ptr<const MadeList> synonym_list(const SynonymSet& set, const Segment& segment) {
  return segment.synonyms->find_or_make(set.key, segment.size(), [&] {
    MadePostings made;
    for (const auto& [doc, mask] : all_postings(set, segment)) {
      made.docs.push_back(doc);
      made.masks.push_back(mask);
    }
    return made;
  });
}

}  // namespace souk
