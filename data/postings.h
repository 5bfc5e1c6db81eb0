#pragma once
// The inverted index as flat arrays: for each term its docids and, beside each, the mask of places
// where it occurs. Decoded once, at build time, from the Xapian database (the index of record), and
// compared with it by `verify`. Terms are sorted bytewise, so a prefix is a range; an
// open-addressing table finds one in about one cache miss.
//
// A list is *sparse*, docids in ascending order, or, where at least one document in kDenseShare has
// the term, *dense*: a bitset over all docids with counts for rank (Jacobson 1989; the counts are
// those of Vigna's rank9, one level flatter). A mask is found by a docid's position in its list,
// which in a dense list is its rank. A bitset takes more bytes where fewer than one in 14 have the
// term; but finding a document in one costs a third. Over a million products one in 24 makes
// searches 4 % slower, and one in 96 no faster than 2 %, with a third more bytes.
//
// A sparse list of many docids has *buckets*: where the docids of each run of 2^shift documents
// start, 32 of them at most in the mean. So a docid is found, or not, by looking at one
// place, whatever was looked for before (as in Sanders and Transier 2007), where galloping from the
// last one would wait for it, and for branches that cannot be predicted. Of each docid it has the
// low 16 bits, for no bucket is of two *chunks* of 2^16 documents (as in Roaring, Chambi et al.
// 2016): what a search waits for is mostly memory, so half the bytes are worth more than the
// docids as they are.
//
// Sections: "terms" (strings); "shape" u64[4]: documents, dense share, bits of a term in a slot (32
// and not stored in older stores), bits of a docid in a list with buckets (16; in older stores not
// stored: 32); "frequency" u32[T]; "place" u32[T], in units of 4 bytes into "lists", whose parts
// are:
//   sparse  u32 docids[df], u8 masks[df], zeros to a multiple of 4
//           where they are 128 or more, and four or more a chunk:
//           u32 starts[⌈documents / 2^shift⌉ + 1], u16 lows[df], u8 masks[df], zeros to a multiple
//           of 4 (in older stores u32 docids[df], u32 starts[…], u8 masks[df]; their buckets are
//           not used)
//   dense   at a multiple of 64 bytes: u64 bits[W], u16 before[W] (ones since the last multiple of
//           65,536 docids), u32 base[⌈W/1024⌉] (ones before it), u8 masks[df], u8 all of them ORed
//           (zero in older stores: not known), zeros to a multiple of 4; W =
//           bitset_words(documents)
// A sparse list of one docid has no part: "place" is the docid, "frequency" its mask + 2^31.
// "slots" u32[2^k ≥ 1.5 T]: 0, or term + 1 in the lower bits and in the others the term's tag,
// those bits of its hash >> 32, so that a term that is not there is hardly ever compared with
// others (linear probing by XXH3). Immutable once open; any thread.

#include <algorithm>
#include <bit>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "data/bitset.h"
#include "data/docid.h"
#include "data/field_mask.h"
#include "data/section_file.h"

namespace souk {

/// A list is dense from this share of the documents on: one in 48.
inline constexpr std::uint64_t kDenseShare = 48;

/// Bits of a docid in a list with buckets.
inline constexpr unsigned kChunkBits = 16;

/// The documents of one term, ascending. `masks[i]` belongs to the i-th of them.
struct PostingList {
  std::span<const Docid> docids;  ///< sparse lists without buckets only
  /// Sparse lists with buckets only: docids modulo 2^16. Those of [b << shift, b + 1 << shift) are
  /// lows[starts[b]] … lows[starts[b + 1] − 1]; the last of `starts` is behind them all.
  std::span<const std::uint16_t> lows;
  std::span<const std::uint32_t> starts;
  unsigned shift = 0;                   ///< at most kChunkBits
  std::span<const std::uint64_t> bits;  ///< dense lists only
  const std::uint16_t* before = nullptr;
  const std::uint32_t* base = nullptr;
  std::span<const FieldMask> masks;
  FieldMask places = 0;  ///< all masks ORed; zero where that is not known

  [[nodiscard]] std::size_t size() const { return masks.size(); }
  [[nodiscard]] bool is_dense() const { return !bits.empty(); }
  /// Dense lists: is the document in it? O(1).
  [[nodiscard]] bool contains(Docid doc) const { return has_bit(bits, doc); }
  /// Dense lists: how many documents before `doc` are in it. O(1).
  [[nodiscard]] std::size_t rank(Docid doc) const {
    const std::uint64_t below = bits[doc >> 6] & ((std::uint64_t{1} << (doc & 63)) - 1);
    return base[doc >> 16] + before[doc >> 6] + static_cast<std::size_t>(std::popcount(below));
  }
  [[nodiscard]] bool has_buckets() const { return !starts.empty(); }
  /// Lists with buckets: the place of the first docid from chunk << kChunkBits on. O(1).
  [[nodiscard]] std::size_t chunk_start(std::size_t chunk) const {
    // Of a damaged file, whatever it says.
    return std::min<std::size_t>(starts[std::min(chunk << (kChunkBits - shift), starts.size() - 1)],
                                 lows.size());
  }
  /// Sparse lists: calls visit(base, values, first, last) with runs of places, for which docids are
  /// base + values[place].
  template <class Visit>
  void for_each_run(Visit visit) const;
  /// Lists with buckets: the place of `doc`; nothing where it is not there. O(1).
  [[nodiscard]] std::optional<std::size_t> find(Docid doc) const;
  /// The mask of a document; nothing where the list lacks it. O(log df) in a sparse list without
  /// buckets.
  [[nodiscard]] std::optional<FieldMask> mask(Docid doc) const;
  /// The docid that has `place` others before it. `near`: of a dense list one of its words, of one
  /// with buckets one of these, at or before the docid's, where it is left. O(log of those
  /// between), O(1) in other lists.
  [[nodiscard]] Docid at(std::size_t place, std::size_t& near) const;
  /// All documents of either form, appended to `docs`.
  void append_to(std::vector<Docid>& docs) const;
};

template <class Visit>
void PostingList::for_each_run(Visit visit) const {
  if (!has_buckets()) {
    visit(Docid{0}, docids.data(), std::size_t{0}, docids.size());
    return;
  }
  const std::size_t chunks = ((starts.size() - 2) << shift >> kChunkBits) + 1;
  std::size_t first = 0;
  for (std::size_t chunk = 0; chunk < chunks; ++chunk) {
    const std::size_t last = chunk_start(chunk + 1);
    if (first < last) visit(static_cast<Docid>(chunk << kChunkBits), lows.data(), first, last);
    first = std::max(first, last);
  }
}

class Postings {
 public:
  using TermId = std::uint32_t;

  Postings() = default;
  /// Looks at the terms' offsets, not at every list: one is checked when it is taken. O(T).
  static Result<Postings> open(const SectionFile& file);

  /// O(1).
  [[nodiscard]] std::optional<TermId> find(std::string_view term) const;
  [[nodiscard]] std::string_view term(TermId id) const { return terms_[id]; }
  /// Empty where a damaged file has it elsewhere than in its lists. O(1).
  [[nodiscard]] PostingList list(TermId id) const;
  /// The list of a term, empty when there is none.
  [[nodiscard]] PostingList list(std::string_view term) const {
    const auto id = find(term);
    return id ? list(*id) : PostingList{};
  }
  /// The lists of terms that are sought together: each step of finding them is made for all, so
  /// that memory is waited for once a step, not once a term. O(terms).
  [[nodiscard]] std::vector<PostingList> lists(std::span<const std::string_view> terms) const;
  [[nodiscard]] std::uint32_t document_frequency(TermId id) const {
    return frequency_[id] < kSingle ? frequency_[id] : 1;
  }
  /// Terms [first, last) that start with `prefix`. O(log T).
  [[nodiscard]] std::pair<TermId, TermId> prefix_range(std::string_view prefix) const;

  [[nodiscard]] std::size_t term_count() const { return terms_.size(); }
  /// The documents that the lists are over.
  [[nodiscard]] std::size_t documents() const { return documents_; }
  /// Postings of all terms. O(T).
  [[nodiscard]] std::uint64_t posting_count() const { return posting_count(0, term_count()); }
  /// Postings of the terms [first, last). O(last − first).
  [[nodiscard]] std::uint64_t posting_count(std::size_t first, std::size_t last) const;

 private:
  friend class PostingsWriter;
  static constexpr std::uint32_t kSingle = 1U << 31;
  /// Where a term is sought, and what its slot says of its hash.
  struct Sought {
    std::size_t slot;
    std::uint32_t tag;

    Sought(std::string_view term, std::size_t slots, std::uint32_t tag_bits);
  };
  /// The next term that may be the sought one; nothing where there is none.
  [[nodiscard]] std::optional<TermId> candidate(Sought& sought) const;

  StringTable terms_;
  std::size_t documents_ = 0;
  std::uint64_t dense_from_ = 0;  ///< lists of so many documents are dense
  bool has_lows_ = false;         ///< lists with buckets have lows, not docids
  std::span<const std::uint32_t> frequency_;
  std::span<const std::uint32_t> place_;
  std::span<const std::byte> lists_;
  std::span<const std::uint32_t> slots_;
  std::uint32_t tag_bits_ = 0;  ///< of a slot, as a mask
};

/// Writes what Postings opens. Terms come in ascending bytewise order, docids ascending in each.
/// Lists are streamed; one list, all terms and two numbers a term are held.
class PostingsWriter {
 public:
  /// `documents`: more than any docid. `dense_share`: for tests.
  PostingsWriter(SectionWriter& out, std::size_t documents,
                 std::uint64_t dense_share = kDenseShare);
  void add_term(std::string_view term);
  void add_posting(Docid docid, FieldMask mask) {
    docids_.push_back(docid);
    masks_.push_back(mask);
  }
  void finish();

 private:
  void end_list();
  void pad_to(std::size_t multiple);
  void write_dense();
  void write_sparse();

  SectionWriter& out_;
  std::size_t documents_;
  std::uint64_t dense_share_;
  std::vector<Docid> docids_;
  std::vector<FieldMask> masks_;
  std::vector<std::uint32_t> frequency_;
  std::vector<std::uint32_t> place_;
  std::string term_bytes_;
  std::vector<std::uint64_t> term_offsets_{0};
};

}  // namespace souk
