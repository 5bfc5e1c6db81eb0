#pragma once
// Where in a JSON text something is wrong: parsers of whole documents only say that it is. Slow
// paths, for texts that were refused. Pure; any thread.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace souk {

/// The member of a JSON object whose value does not parse, down to a member of that ("price.amount"
/// in {"price":{"amount":1e400}}); empty where the object itself is broken. O(length).
std::string faulty_member(std::string_view object, std::size_t max_depth);

/// Where an element of an array begins.
struct JsonElementPlace {
  std::size_t offset;
  std::uint64_t line;  ///< from 1
};

/// Where the elements of a JSON array begin. A broken text gives those up to the break. O(length).
std::vector<JsonElementPlace> element_places(std::string_view array);

}  // namespace souk
