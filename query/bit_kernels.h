#pragma once
// The loops that a search spends its time in: over whole bitsets, which memory bandwidth bounds,
// and over a block's documents in a list: a dense one, which lives on the popcnt instruction, or
// the buckets of a sparse one, which are compared as vectors; and over a list's masks. The fastest
// version that the machine can run is chosen once, when the program starts; tests run every version
// that it can. Pure; any thread.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "data/postings.h"
#include "query/ranking.h"

namespace souk {

/// A set of masks: bit h & 7 of rows[h / 8][l] is the one with the nibbles h and l, as a vector's
/// bytes are looked up (Muła and Lemire 2018).
struct MaskSet {
  std::array<std::array<std::uint8_t, 16>, 2> rows{};

  void add(FieldMask mask) {
    std::uint8_t& row = rows[mask >> 7][mask & 15];
    row = static_cast<std::uint8_t>(row | 1U << (mask >> 4 & 7));
  }
  [[nodiscard]] bool contains(FieldMask mask) const {
    return (rows[mask >> 7][mask & 15] >> (mask >> 4 & 7) & 1) != 0;
  }
};

/// One implementation. Lengths are in 64-bit words and multiples of 8 (bitset_words()).
struct BitKernels {
  const char* name;
  /// into |= other
  void (*or_into)(std::uint64_t* into, const std::uint64_t* other, std::size_t words);
  /// into = a & b, which may be where `into` is; how many ones.
  std::size_t (*and_count)(std::uint64_t* into, const std::uint64_t* a, const std::uint64_t* b,
                           std::size_t words);
  /// How many ones.
  std::size_t (*count)(const std::uint64_t* bits, std::size_t words);
  /// Which of at most 64 words have a one: bit i says it of bits[i].
  std::uint64_t (*occupied)(const std::uint64_t* bits, std::size_t words);
  /// Writes the positions of the ones of 8 words, plus `first`, to `docs`, which has room for 528;
  /// how many they are. What lies behind them is overwritten.
  std::size_t (*decode)(const std::uint64_t* bits, Docid first, Docid* docs);
  /// The same where words have three ones or more.
  std::size_t (*decode_many)(const std::uint64_t* bits, Docid first, Docid* docs);
  /// best[i] = the larger of it and the points of docs[i] in a dense list, zero where it is not in.
  void (*score_dense)(const PostingList& list, TermWeight weight, std::span<const Docid> docs,
                      std::uint32_t* best);
  /// The same in a sparse list with buckets.
  void (*score_buckets)(const PostingList& list, TermWeight weight, std::span<const Docid> docs,
                        std::uint32_t* best);
  /// best[i] |= 1 where the list, as before, has docs[i]. Reads no masks, and has no branches to
  /// predict.
  void (*mark_buckets)(const PostingList& list, std::span<const Docid> docs, std::uint32_t* best);
  /// The first of masks[from … end) that is in the set; `end` where none is.
  std::size_t (*find_mask)(const FieldMask* masks, std::size_t from, std::size_t end,
                           const MaskSet& set);
};

/// Every implementation that this machine can run, the plain one first.
std::span<const BitKernels> all_bit_kernels();
/// The fastest of them.
const BitKernels& bit_kernels();

}  // namespace souk
