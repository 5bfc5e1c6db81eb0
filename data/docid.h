#pragma once
// A product's number inside one segment: 0 to N−1, in descending order of sales, ties by id. So
// ascending docids are the default browse order.

#include <cstddef>
#include <cstdint>

namespace souk {

using Docid = std::uint32_t;

/// 64-bit words of a bitset over `documents` docids: whole cache lines.
constexpr std::size_t bitset_words(std::size_t documents) { return (documents + 511) / 512 * 8; }

}  // namespace souk
