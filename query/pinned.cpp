#include "query/pinned.h"

#include <algorithm>

namespace souk {

std::vector<PinnedHit> pinned_hits(const Plan& plan, const std::vector<SegmentMatches>& matches) {
  std::vector<PinnedHit> pins;
  if (plan.request->sort != Sort::relevance) return pins;
  for (const AppliedRules::Pinned& pin : plan.rules.pinned) {
    if (!matches[pin.ordinal].set.contains(pin.doc)) continue;
    const Hit hit{pin.segment, pin.doc};
    const bool known =
        plan.request->group && std::any_of(pins.begin(), pins.end(), [&](const PinnedHit& other) {
          return are_of_one_group(other.hit, hit);
        });
    if (!known) pins.push_back({hit, pin.position});
  }
  const auto by_position = [](const PinnedHit& a, const PinnedHit& b) {
    return a.position < b.position;
  };
  // Those without a position come first, in their order.
  std::stable_sort(pins.begin(), pins.end(), by_position);
  const auto placed = std::find_if(pins.begin(), pins.end(),
                                   [](const PinnedHit& pin) { return pin.position != 0; });
  std::uint32_t next = 1;
  for (auto pin = placed; pin != pins.end(); ++pin) {
    pin->position = std::max(pin->position, next);
    next = pin->position + 1;
  }
  next = 1;
  auto taken = placed;
  for (auto pin = pins.begin(); pin != placed; ++pin) {
    for (; taken != pins.end() && taken->position == next; ++taken) ++next;
    pin->position = next++;
  }
  std::sort(pins.begin(), pins.end(), by_position);
  return pins;
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
  Cursor cursor = request.after.value_or(Cursor{request.sort, kBeforeRanked});
  if (ranked > 0) {
    const Hit& last = hits[ranked - 1];
    cursor.primary = last.primary;
    cursor.sales = last.sales();
    cursor.id = last.id();
  } else if (cursor.id.empty()) {  // a cursor's text has one
    cursor.id = hits.front().id();
  }
  cursor.shown += static_cast<std::uint32_t>(hits.size());
  cursor.pinned += static_cast<std::uint32_t>(pins);
  cursor.generation = request.sort == Sort::relevance ? snapshot.generation : 0;
  return cursor;
}

}  // namespace souk
