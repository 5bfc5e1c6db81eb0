#pragma once
// The inverted index as flat arrays: for each term its docids and, beside each, the mask of places
// where it occurs. Decoded once, at build time, from the Xapian database (the index of record), and
// compared with it by `verify`. Terms are sorted bytewise, so a prefix is a range; an
// open-addressing table finds one in about one cache miss.
//
// Sections: "terms" (strings), "first" u64[T+1] (postings before the term), "docids" u32, "masks"
// u8, "slots" u32[2^k ≥ 2T] (term + 1, or 0; linear probing by XXH3). Immutable once open; any
// thread.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "data/docid.h"
#include "data/field_mask.h"
#include "data/section_file.h"

namespace souk {

/// Docids ascending; masks[i] belongs to docids[i].
struct PostingList {
  std::span<const Docid> docids;
  std::span<const FieldMask> masks;
  [[nodiscard]] std::size_t size() const { return docids.size(); }
};

class Postings {
 public:
  using TermId = std::uint32_t;

  Postings() = default;
  static Result<Postings> open(const SectionFile& file);

  /// O(1).
  [[nodiscard]] std::optional<TermId> find(std::string_view term) const;
  [[nodiscard]] std::string_view term(TermId id) const { return terms_[id]; }
  [[nodiscard]] PostingList list(TermId id) const {
    const auto first = first_[id];
    const auto count = first_[id + 1] - first;
    return {docids_.subspan(first, count), masks_.subspan(first, count)};
  }
  /// The list of a term, empty when there is none.
  [[nodiscard]] PostingList list(std::string_view term) const {
    const auto id = find(term);
    return id ? list(*id) : PostingList{};
  }
  /// Terms [first, last) that start with `prefix`. O(log T).
  [[nodiscard]] std::pair<TermId, TermId> prefix_range(std::string_view prefix) const;

  [[nodiscard]] std::size_t term_count() const { return terms_.size(); }
  [[nodiscard]] std::uint64_t posting_count() const { return docids_.size(); }
  /// Postings of the terms [first, last). O(1).
  [[nodiscard]] std::uint64_t posting_count(TermId first, TermId last) const {
    return first == last ? 0 : first_[last] - first_[first];
  }

 private:
  StringTable terms_;
  std::span<const std::uint64_t> first_;
  std::span<const Docid> docids_;
  std::span<const FieldMask> masks_;
  std::span<const std::uint32_t> slots_;
};

/// Writes what Postings opens. Terms come in ascending bytewise order, docids ascending in each.
/// Docids are streamed; masks and terms are held until finish().
class PostingsWriter {
 public:
  explicit PostingsWriter(SectionWriter& out);
  void add_term(std::string_view term);
  void add_posting(Docid docid, FieldMask mask);
  void finish();

 private:
  void flush_docids();

  SectionWriter& out_;
  std::vector<Docid> buffered_;
  std::vector<FieldMask> masks_;
  std::vector<std::uint64_t> first_;
  std::string term_bytes_;
  std::vector<std::uint64_t> term_offsets_{0};
  std::uint64_t postings_ = 0;
};

}  // namespace souk
