#include "data/deletions.h"

#include <algorithm>
#include <iterator>

namespace souk {

Deletions::Deletions(std::size_t documents) : live_(bitset_words(documents), 0) {
  std::fill_n(live_.begin(), documents / 64, ~std::uint64_t{0});
  if (documents % 64 != 0) live_[documents / 64] = (std::uint64_t{1} << (documents % 64)) - 1;
}

Deletions Deletions::with(std::vector<Docid> more) const {
  std::sort(more.begin(), more.end());
  more.erase(std::unique(more.begin(), more.end()), more.end());
  Deletions result = *this;
  for (const Docid doc : more) result.live_[doc / 64] &= ~(std::uint64_t{1} << (doc % 64));
  result.docids_.clear();
  std::set_union(docids_.begin(), docids_.end(), more.begin(), more.end(),
                 std::back_inserter(result.docids_));
  return result;
}

Deletions Deletions::without(std::span<const Docid> back) const {
  Deletions result = *this;
  for (const Docid doc : back) set_bit(result.live_, doc);
  std::erase_if(result.docids_, [&](Docid doc) { return has_bit(result.live_, doc); });
  return result;
}

std::uint64_t live_count(std::span<const Docid> docs, const Deletions* gone) {
  if (gone == nullptr || gone->count() == 0) return docs.size();
  return static_cast<std::uint64_t>(
      std::count_if(docs.begin(), docs.end(), [&](Docid doc) { return !gone->deleted(doc); }));
}

}  // namespace souk
