#pragma once
// A run of consecutive products on its way into a segment: columns, cards and compressed documents,
// with dictionary codes still local to the run. Worker threads make chunks in parallel; a
// SegmentAssembler appends them in docid order.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "data/columns.h"
#include "data/compression.h"
#include "data/product.h"
#include "data/title_words.h"
#include "indexer/catalogue.h"
#include "indexer/interner.h"
#include "indexer/phrase_counts.h"

namespace souk {

/// A dictionary-coded column of a chunk; kNoValue where a product has none.
struct ChunkStrings {
  static constexpr std::uint32_t kNoValue = 0xffffffff;
  Interner values;
  std::vector<std::uint32_t> codes;

  void add(const std::string& value);
};

struct Chunk {
  std::vector<std::string> ids;
  std::vector<ColumnRow> rows;
  std::vector<TitleWords> titles;
  std::vector<std::uint32_t> category;
  std::vector<std::uint32_t> shop;
  ChunkStrings brand;
  ChunkStrings group;
  ChunkStrings gtin;
  ChunkStrings mpn;
  Interner attributes;  ///< keys: name \0 value key \0 '0' (string) or '1' (number)
  std::vector<std::uint32_t> attribute_counts;
  std::vector<std::uint32_t> attribute_codes;
  std::vector<std::uint32_t> ships_to_counts;
  std::vector<std::uint16_t> ships_to;
  std::string cards;
  std::vector<std::uint32_t> card_sizes;
  std::vector<std::string> document_blocks;
  std::vector<std::uint32_t> block_products;
  PhraseCounts phrases;  ///< the queries that its titles answer
};

/// What a segment's texts are compressed with. Cards without a dictionary stay as they are.
class TextCompression {
 public:
  /// For segments of a few products.
  TextCompression() = default;
  /// With dictionaries learnt from sample products and their lines.
  TextCompression(const std::vector<std::string>& cards, const std::vector<std::string>& lines);

  [[nodiscard]] std::string card(std::string card) const;
  [[nodiscard]] std::string block(std::string_view lines) const;
  [[nodiscard]] std::string_view card_dictionary() const { return card_dictionary_; }
  [[nodiscard]] std::string_view block_dictionary() const { return block_dictionary_; }

 private:
  std::string card_dictionary_;
  std::string block_dictionary_;
  Compressor cards_;
  Compressor blocks_;
};

/// Fills a chunk, one product at a time, in docid order. One thread.
class ChunkBuilder {
 public:
  ChunkBuilder(const Catalogue& catalogue, const TextCompression& compression)
      : catalogue_(catalogue), compression_(compression) {}

  /// `json`: the product's feed line.
  void add(const Product& product, std::string_view json);
  /// Of the product added last.
  void add_title(const TitleWords& words) { chunk_.titles.push_back(words); }
  [[nodiscard]] PhraseCounts& phrases() { return chunk_.phrases; }
  Chunk finish();

 private:
  void add_attributes(const Product& product);
  void flush_block();

  const Catalogue& catalogue_;
  const TextCompression& compression_;
  Chunk chunk_;
  std::string lines_;
  std::uint32_t lines_count_ = 0;
};

}  // namespace souk
