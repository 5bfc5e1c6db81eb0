#include "query/pinned.h"

#include <algorithm>

namespace souk {

std::vector<PinnedHit> pinned_hits(const Plan& plan, const std::vector<SegmentMatches>& matches) {
  std::vector<Hit> hits;
  std::vector<PinnedHit> placed;
  std::vector<PinnedHit> unplaced;
  if (plan.request->sort != Sort::relevance) return placed;
  for (const AppliedRules::Pinned& pin : plan.rules.pinned) {
    if (!matches[pin.ordinal].set.contains(pin.doc)) continue;
    hits.push_back(
        {pin.segment, pin.doc, 0, pin.segment->columns.sales(pin.doc), pin.segment->ids[pin.doc]});
    const auto is_same_group = [&](const Hit& other) {
      return !group_of(other).empty() && group_of(other) == group_of(hits.back());
    };
    if (plan.request->group && std::any_of(hits.begin(), hits.end() - 1, is_same_group)) continue;
    (pin.position == 0 ? unplaced : placed).push_back({hits.back(), pin.position});
  }
  const auto by_position = [](const PinnedHit& a, const PinnedHit& b) {
    return a.position < b.position;
  };
  std::stable_sort(placed.begin(), placed.end(), by_position);
  for (std::size_t i = 1; i < placed.size(); ++i) {
    placed[i].position = std::max(placed[i].position, placed[i - 1].position + 1);
  }
  std::uint32_t position = 1;
  std::size_t before = 0;  // of the placed, those before this position
  for (PinnedHit& pin : unplaced) {
    for (; before < placed.size() && placed[before].position == position; ++before) ++position;
    pin.position = position++;
  }
  placed.insert(placed.end(), unplaced.begin(), unplaced.end());
  std::sort(placed.begin(), placed.end(), by_position);
  return placed;
}

std::vector<std::size_t> insert_pinned(std::vector<Hit>& hits, std::span<const PinnedHit> pinned,
                                       const std::optional<Cursor>& after) {
  std::vector<std::size_t> places;
  const std::size_t shown = after ? after->shown : 0;
  pinned = pinned.subspan(std::min<std::size_t>(after ? after->pinned : 0, pinned.size()));
  for (const auto& [hit, position] : pinned) {
    const std::size_t first = places.empty() ? 0 : places.back() + 1;
    const std::size_t wanted = position > shown ? position - 1 - shown : 0;
    places.push_back(std::clamp(wanted, first, std::max(first, hits.size())));
    hits.insert(hits.begin() + static_cast<std::ptrdiff_t>(places.back()), hit);
  }
  return places;
}

Cursor cursor_behind(std::span<const Hit> hits, std::span<const std::size_t> pinned,
                     const SearchRequest& request, const Snapshot& snapshot) {
  const auto pins = static_cast<std::size_t>(
      std::lower_bound(pinned.begin(), pinned.end(), hits.size()) - pinned.begin());
  std::size_t ranked = hits.size();  // up to the last that ranking found
  for (std::size_t i = pins; i > 0 && pinned[i - 1] + 1 == ranked; --i) --ranked;
  Cursor cursor =
      request.after.value_or(Cursor{request.sort, kBeforeRanked, 0, std::string(hits.front().id)});
  if (ranked > 0) {
    const Hit& last = hits[ranked - 1];
    cursor.primary = last.primary;
    cursor.sales = last.sales;
    cursor.id = last.id;
  }
  cursor.shown += static_cast<std::uint32_t>(hits.size());
  cursor.pinned += static_cast<std::uint32_t>(pins);
  cursor.generation = request.sort == Sort::relevance ? snapshot.generation : 0;
  return cursor;
}

}  // namespace souk
