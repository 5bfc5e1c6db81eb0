#pragma once
// Integers beyond 64 bits, which JSON allows and simdjson refuses: an unknown field of a feed may
// hold one (an id, a hash) and is kept as it was written. Used inside data/ only.

#include <string>
#include <string_view>
#include <vector>

namespace souk {

/// `json` with every integer of more than 18 digits written as a float (`…e0`), which simdjson
/// takes. Not a validator: valid JSON stays valid, anything else stays invalid. O(length).
std::string wide_integers_as_floats(std::string_view json);

/// The members' values of an object, in order, as they are written but without white space.
/// `object` must be valid JSON. O(length).
std::vector<std::string> member_values(std::string_view object);

}  // namespace souk
