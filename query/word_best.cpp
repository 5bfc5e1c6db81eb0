// The best documents of one word by the masks of its lists: as soon as enough documents of a high
// score are known, few masks are worth enough to be looked at, and a posting costs the reading of a
// byte (the threshold of Turtle and Flood 1995, of single postings). A document that several lists
// have is taken from each, and its best points count.

#include <algorithm>
#include <tuple>
#include <unordered_set>

#include "query/word_group.h"

namespace souk {
namespace {

/// Lists take turns, so many documents at a time: what one finds early raises the threshold for the
/// others. It is what a dense list counts its ones by, and a chunk.
constexpr Docid kTurn = 1U << kChunkBits;

/// Where one list has been read to, and which of its masks may still be among the best.
struct MaskScan {
  std::size_t place = 0;
  std::size_t near = 0;     ///< of the last document found, as PostingList::at() has it
  std::uint32_t least = 0;  ///< points that `enters` holds for
  MaskSet enters;

  void ask(std::uint32_t points, const TermWeight& weight) {
    if (points == least) return;
    least = points;
    enters = {};
    for (unsigned mask = 0; mask < 256; ++mask) {
      if (weight.points(static_cast<FieldMask>(mask)) >= points) {
        enters.add(static_cast<FieldMask>(mask));
      }
    }
  }
};

std::size_t documents_of(const PostingList& list) {
  if (list.is_dense()) return list.bits.size() * 64;
  return list.has_buckets() ? (list.starts.size() - 1) << list.shift
                            : std::size_t{list.docids.back()} + 1;
}

/// The first place of a docid from `doc` on, a multiple of the turn; `from` is not behind it.
std::size_t place_of(const PostingList& list, std::size_t from, std::size_t doc) {
  if (doc >= documents_of(list)) return list.size();
  if (list.is_dense()) return list.base[doc / kTurn];
  if (list.has_buckets()) return std::max(from, list.chunk_start(doc / kTurn));
  const auto begin = list.docids.begin();
  const auto at = std::lower_bound(begin + static_cast<std::ptrdiff_t>(from), list.docids.end(),
                                   static_cast<Docid>(doc));
  return static_cast<std::size_t>(at - begin);
}

}  // namespace

bool WordGroup::has_masks() const {
  return !sources_.empty() && std::all_of(sources_.begin(), sources_.end(),
                                          [](const Source& each) { return each.points.empty(); });
}

std::vector<TopK::Key> WordGroup::best(const DocSet* set, std::size_t limit, bool sorted) const {
  const BitKernels& kernels = bit_kernels();
  TopK top(limit * sources_.size());  // as often as a document may be in it
  boost::container::small_vector<MaskScan, 3> scans(sources_.size());
  std::size_t documents = 0;
  for (const Source& source : sources_) documents = std::max(documents, documents_of(source.list));
  for (std::size_t first = 0; first < documents; first += kTurn) {
    for (std::size_t s = 0; s < sources_.size(); ++s) {
      const auto& [list, weight] = std::tie(sources_[s].list, sources_[s].weight);
      MaskScan& scan = scans[s];
      const std::size_t end = place_of(list, scan.place, first + kTurn);
      scan.ask(least_points(top.threshold(), first), weight);
      for (;; ++scan.place) {
        scan.place = kernels.find_mask(list.masks.data(), scan.place, end, scan.enters);
        if (scan.place == end) break;
        const Docid doc = list.at(scan.place, scan.near);
        if (set != nullptr && !set->contains(doc)) continue;
        top.add(score_key(weight.points(list.masks[scan.place]), doc));
        scan.ask(least_points(top.threshold(), doc), weight);
      }
    }
  }
  std::vector<TopK::Key> keys = top.take(sorted || sources_.size() > 1);
  if (sources_.size() > 1) {
    std::unordered_set<Docid> known;
    std::erase_if(keys, [&](TopK::Key key) {
      return !known.insert(static_cast<Docid>(key & 0xffffffffU)).second;
    });
  }
  if (keys.size() > limit) keys.resize(limit);
  return keys;
}

}  // namespace souk
