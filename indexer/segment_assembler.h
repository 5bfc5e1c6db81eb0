#pragma once
// Puts chunks together, in docid order, into a segment's columns, cards and documents. Cards and
// documents are streamed as chunks come; columns and dictionaries are held until finish().
// One thread at a time.

#include <cstdint>
#include <string>
#include <vector>

#include "data/docid.h"
#include "data/section_file.h"
#include "indexer/catalogue.h"
#include "indexer/chunk.h"

namespace souk {

class SegmentAssembler {
 public:
  /// The writers outlive the assembler; it does not finish them.
  SegmentAssembler(SectionWriter& cards, SectionWriter& documents,
                   const TextCompression& compression);

  void append(const Chunk& chunk);
  /// Adds how often buyers asked for queries.
  void add_uses(const PhraseCounts& uses) { phrases_.add(uses); }
  /// Writes the rest of cards and documents, all columns and the completions. Call once.
  void finish(SectionWriter& columns, SectionWriter& completions, const Catalogue& catalogue);

  [[nodiscard]] std::size_t products() const { return rows_.size(); }
  /// Products of each shop of the catalogue.
  [[nodiscard]] std::vector<std::uint32_t> shop_counts(std::size_t shops) const;

 private:
  struct Strings {
    Interner values;
    std::vector<std::uint32_t> codes;
    void append(const ChunkStrings& chunk);
    void write(SectionWriter& out, const std::string& name) const;
  };
  void write_attributes(SectionWriter& out) const;
  void write_ids(SectionWriter& out) const;
  void write_countries(SectionWriter& out) const;

  SectionWriter& cards_;
  SectionWriter& documents_;
  std::vector<std::uint64_t> card_offsets_{0};
  std::vector<std::uint64_t> block_offsets_{0};
  std::vector<Docid> block_first_;
  std::vector<std::string> ids_;
  std::vector<ColumnRow> rows_;
  std::vector<TitleWords> titles_;
  std::vector<std::uint32_t> category_;
  std::vector<std::uint32_t> shop_;
  Strings brand_;
  Strings group_;
  Strings gtin_;
  Strings mpn_;
  Interner attributes_;
  std::vector<std::uint64_t> attribute_offsets_{0};
  std::vector<std::uint32_t> attribute_codes_;
  std::vector<std::uint64_t> ships_to_offsets_{0};
  std::vector<std::uint16_t> ships_to_;
  PhraseCounts phrases_;
};

}  // namespace souk
