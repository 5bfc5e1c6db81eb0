#pragma once
// A product's number inside one segment: 0 to N−1, in descending order of sales, ties by id, when
// the segment is built. So ascending docids are the default browse order until sales change.

#include <cstdint>

namespace souk {

using Docid = std::uint32_t;

}  // namespace souk
