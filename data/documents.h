#pragma once
// Whole products as the feed gave them (one JSON line each), in zstd blocks: for the product page,
// and for rebuilding a generation without its feed.
//
// Sections: "block" (rows of bytes: one zstd frame each), "first" (u32 a block: its first docid),
// "dictionary" (what the frames were compressed with; may be empty).
// A block decompresses to its products' lines, each ended by '\n'. Immutable once open; any thread.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "data/compression.h"
#include "data/docid.h"
#include "data/section_file.h"

namespace souk {

/// Products a block holds: about 16 kB of JSON, so that one product page costs one small frame.
inline constexpr std::size_t kDocumentsPerBlock = 16;

class Documents {
 public:
  Documents() = default;
  static Result<Documents> open(const SectionFile& file);

  /// One product's JSON. Decompresses its block. Errors: corrupt.
  [[nodiscard]] Result<std::string> document(Docid doc) const;
  [[nodiscard]] std::size_t block_count() const { return blocks_.rows(); }
  /// The first product of a block.
  [[nodiscard]] Docid first_docid(std::size_t block) const { return first_[block]; }
  /// All lines of one block.
  [[nodiscard]] Result<std::string> block(std::size_t index) const;

 private:
  RowTable<char> blocks_;
  Decompressor decompressor_;
  std::span<const Docid> first_;
};

}  // namespace souk
