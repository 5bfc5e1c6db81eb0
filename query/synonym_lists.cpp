#include "query/synonym_lists.h"

#include <algorithm>
#include <array>
#include <bit>
#include <string>
#include <utility>
#include <vector>

#include "query/compound_lists.h"
#include "query/ranking.h"

namespace souk {
namespace {

/// Docids that are joined at once: their masks fit the nearest cache.
constexpr Docid kJoined = 16384;

/// Masks by is_better_mask, the best one last, from 1 on: 0 is that of no document.
struct MaskOrder {
  std::array<std::uint16_t, 256> place{};
  std::array<FieldMask, 257> mask{};

  MaskOrder() {
    for (std::size_t i = 0; i < 256; ++i) mask[i + 1] = static_cast<FieldMask>(i);
    std::sort(mask.begin() + 1, mask.end(),
              [](FieldMask a, FieldMask b) { return is_better_mask(b, a); });
    for (std::uint16_t i = 1; i <= 256; ++i) place[mask[i]] = i;
  }
};

/// The documents of one way, ascending, and how many of them have been joined.
struct Way {
  std::span<const Docid> docs;
  std::span<const FieldMask> masks;
  std::size_t joined = 0;
};

/// Every document of any way, with the best of its masks. Those of a damaged file that are beyond
/// the segment's are left out.
MadePostings join(std::vector<Way> ways, std::size_t documents) {
  static const MaskOrder order;
  MadePostings made;
  std::vector<std::uint16_t> best(kJoined);  // by docid − base, a place in the order
  std::array<std::uint64_t, kJoined / 64> found{};
  for (;;) {
    std::erase_if(ways, [](const Way& way) { return way.joined == way.docs.size(); });
    if (ways.empty()) break;
    Docid first = ways.front().docs[ways.front().joined];
    for (const Way& way : ways) first = std::min(first, way.docs[way.joined]);
    const Docid base = first / kJoined * kJoined;
    for (Way& way : ways) {
      for (; way.joined < way.docs.size() && way.docs[way.joined] - base < kJoined; ++way.joined) {
        const Docid i = way.docs[way.joined] - base;
        found[i / 64] |= std::uint64_t{1} << (i % 64);
        best[i] = std::max(best[i], order.place[way.masks[way.joined]]);
      }
    }
    for (std::size_t word = 0; word < found.size(); ++word) {
      for (std::uint64_t rest = std::exchange(found[word], 0); rest != 0; rest &= rest - 1) {
        const auto i =
            static_cast<Docid>(word * 64 + static_cast<unsigned>(std::countr_zero(rest)));
        const FieldMask mask = order.mask[std::exchange(best[i], 0)];
        made.docs.push_back(base + i);
        made.masks.push_back(mask);
      }
    }
  }
  const auto end = std::lower_bound(made.docs.begin(), made.docs.end(), documents);
  made.docs.erase(end, made.docs.end());
  made.masks.resize(made.docs.size());
  return made;
}

MadePostings all_postings(const SynonymSet& set, const Segment& segment) {
  if (set.category) {
    const auto docs = segment.docids_in(*set.category);
    return {{docs.begin(), docs.end()}, std::vector<FieldMask>(docs.size(), field::kCategory)};
  }
  std::vector<Way> ways;
  std::vector<MadePostings> held;  // of ways that are no list of docids
  held.reserve(set.ways.size());
  for (const auto& way : set.ways) {
    std::vector<PostingList> lists;
    lists.reserve(way.size());
    for (const std::string& term : way) lists.push_back(segment.postings.list(term));
    if (lists.size() == 1 && lists.front().docids.size() == lists.front().size()) {
      ways.push_back({lists.front().docids, lists.front().masks});
    } else {
      held.push_back(intersect(std::move(lists)));
      ways.push_back({held.back().docs, held.back().masks});
    }
  }
  return join(std::move(ways), segment.size());
}

}  // namespace

std::shared_ptr<const MadeList> synonym_list(const SynonymSet& set, const Segment& segment) {
  return segment.synonyms->find_or_make(set.key, segment.size(),
                                        [&] { return all_postings(set, segment); });
}

}  // namespace souk
