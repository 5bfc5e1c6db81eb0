#pragma once
// Sets of docids as bits: bit d % 64 of word d / 64 says whether d is in. Loops over whole bitsets
// are query/bit_kernels'. Pure; any thread.

#include <cstddef>
#include <cstdint>
#include <span>

#include "data/docid.h"

namespace souk {

/// 64-bit words of a bitset over `documents` docids: whole cache lines.
constexpr std::size_t bitset_words(std::size_t documents) { return (documents + 511) / 512 * 8; }

inline bool has_bit(std::span<const std::uint64_t> bits, Docid doc) {
  return (bits[doc >> 6] >> (doc & 63) & 1) != 0;
}

inline void set_bit(std::span<std::uint64_t> bits, Docid doc) {
  bits[doc >> 6] |= std::uint64_t{1} << (doc & 63);
}

}  // namespace souk
