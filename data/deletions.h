#pragma once
// Which documents of a segment are no longer there: deleted, or replaced by a later segment's.
// Immutable once made; any thread.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "data/bitset.h"
#include "data/docid.h"

namespace souk {

class Deletions {
 public:
  /// Nothing of `documents` is deleted yet.
  explicit Deletions(std::size_t documents);

  /// These, and `more` (any order; those already deleted count once). O(documents / 64 + all).
  [[nodiscard]] Deletions with(std::vector<Docid> more) const;

  /// These without `back`, which are there again. O(documents / 64 + all).
  [[nodiscard]] Deletions without(std::span<const Docid> back) const;

  /// The documents that are still there, as a bitset (bitset_words()).
  [[nodiscard]] std::span<const std::uint64_t> live_bits() const { return live_; }
  [[nodiscard]] bool deleted(Docid doc) const { return !has_bit(live_, doc); }
  /// The deleted ones, ascending.
  [[nodiscard]] std::span<const Docid> docids() const { return docids_; }
  [[nodiscard]] std::size_t count() const { return docids_.size(); }

 private:
  std::vector<std::uint64_t> live_;
  std::vector<Docid> docids_;
};

/// How many of these documents are still there; null: all. O(docs) where any is deleted.
std::uint64_t live_count(std::span<const Docid> docs, const Deletions* gone);

}  // namespace souk
