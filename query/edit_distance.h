#pragma once
// How many edits make one word another. Pure; any thread.

#include <cstdint>
#include <string_view>

namespace souk {

/// Letters put in, left out, replaced, or swapped with their neighbour (optimal string alignment:
/// Damerau 1964, no letter edited twice); `most` + 1 where they are more than `most`, at most 2.
/// `prefix`: the fewest that make `a` a beginning of `b`. O(|a| · most).
unsigned edit_distance(std::u32string_view a, std::u32string_view b, unsigned most,
                       bool prefix = false);

}  // namespace souk
