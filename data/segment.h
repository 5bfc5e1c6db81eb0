#pragma once
// One immutable set of products, ready to search: everything by docid. A generation is one segment
// on disk; live changes are small ones in memory. Shops and categories are numbered by the
// catalogue that the segment was built against.
// Immutable once open; any thread.

#include <memory>
#include <optional>
#include <string_view>

#include "data/bitset_cache.h"
#include "data/cards.h"
#include "data/columns.h"
#include "data/completions.h"
#include "data/dictionary.h"
#include "data/documents.h"
#include "data/list_cache.h"
#include "data/narrow_array.h"
#include "data/postings.h"
#include "data/section_file.h"
#include "data/spelling_index.h"
#include "data/title_words.h"

namespace souk {

/// The files a segment consists of, on disk or in memory.
struct SegmentFiles {
  SectionFile columns;
  SectionFile postings;
  SectionFile cards;
  SectionFile documents;
  SectionFile completions;
};

struct Segment {
  SegmentFiles files;  ///< own the bytes that everything below points into
  Columns columns;
  std::span<const TitleWords> titles;  ///< the forward index; empty in stores before format 8
  StringTable ids;                     ///< by docid
  std::span<const Docid> id_order;     ///< docids by id, bytewise
  StringColumn brand;
  StringColumn group;
  StringColumn gtin;
  StringColumn mpn;
  AttributeColumn attributes;
  CodeColumn category;                ///< node + 1 by docid; 0: none
  RowTable<Docid> category_docids;    ///< by node: the docids of its subtree
  CodeColumn shop;                    ///< shop + 1 by docid; 0: none
  RowTable<Docid> shop_docids;        ///< by shop
  CodeColumn ships_to;                ///< row of `countries` by docid
  RowTable<std::uint16_t> countries;  ///< distinct lists of packed country codes
  Postings postings;
  Cards cards;
  Documents documents;
  Completions completions;  ///< queries that its products answer
  /// Of synonyms and of compounds. Apart: which compounds are asked for is up to users.
  std::shared_ptr<ListCache> synonyms = std::make_shared<ListCache>();
  std::shared_ptr<ListCache> compounds = std::make_shared<ListCache>();
  std::shared_ptr<BitsetCache> filters = make_filters();  ///< by columns and attributes
  /// Products whose numbers are newer than their stored documents, as a bitset; null: none are.
  std::shared_ptr<const std::vector<std::uint64_t>> newer_rows;
  /// Made when first asked for.
  [[nodiscard]] const SpellingIndex& spelling() const { return spelling_->of(postings); }

  static std::shared_ptr<BitsetCache> make_filters() {
    return std::make_shared<BitsetCache>(32);  // four bytes a product
  }
  static Result<std::shared_ptr<const Segment>> open(const SegmentFiles& files);

  /// This segment in its next column epoch (Columns::with); all else is shared.
  [[nodiscard]] std::shared_ptr<const Segment> with_rows(std::span<const RowChange> changes) const;

  [[nodiscard]] std::size_t size() const { return ids.size(); }
  [[nodiscard]] bool has_newer_row(Docid doc) const {
    return newer_rows != nullptr && has_bit(*newer_rows, doc);
  }
  /// The docids of a category's subtree, and of a shop. Those that came to be after the segment was
  /// built have none.
  [[nodiscard]] std::span<const Docid> docids_in(std::uint32_t node) const {
    return node < category_docids.rows() ? category_docids[node] : std::span<const Docid>();
  }
  [[nodiscard]] std::span<const Docid> docids_of_shop(std::uint32_t entry) const {
    return entry < shop_docids.rows() ? shop_docids[entry] : std::span<const Docid>();
  }
  /// The docid of a product. O(log N).
  [[nodiscard]] std::optional<Docid> find(std::string_view id) const;

 private:
  std::shared_ptr<LazySpellingIndex> spelling_ = std::make_shared<LazySpellingIndex>();
};

/// "DE" → 'D'<<8 | 'E'.
inline std::uint16_t pack_country(std::string_view code) {
  return static_cast<std::uint16_t>(static_cast<unsigned char>(code[0]) << 8 |
                                    static_cast<unsigned char>(code[1]));
}

}  // namespace souk
